"""Batch files: outputs hold the answers, inputs only what was asked."""

from collections.abc import Mapping
from typing import Any

from auditor.model.records import Record, Rejection
from auditor.readers.logs.calls import read_call
from auditor.readers.logs.envelopes import Call
from auditor.readers.logs.outcomes import (
    anthropic_units,
    chat_units,
    error_of,
    request_units,
    responses_units,
)
from auditor.readers.reader import Sniff


def _asked(row: Mapping[str, Any], name: str, number: int) -> Record:
    body = row[name] if isinstance(row[name], Mapping) else {}
    model = body.get("model")
    declared = {"model": model[:200]} if isinstance(model, str) else {}
    units = list(request_units(body, f"{name}."))
    return Record(number, units, str(row.get("custom_id"))[:200], declared)


def _named(outcome: Record | Rejection, row: Mapping[str, Any]) -> Record | Rejection:
    if isinstance(outcome, Record):
        outcome.id = str(row.get("custom_id"))[:200]
    return outcome


class OpenAIBatch:
    """OpenAI Batch: output lines, and input lines for their prompts."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        answered = "custom_id" in row and "response" in row and ("error" in row or "id" in row)
        asked = "custom_id" in row and "body" in row and "url" in row
        return Sniff.YES if answered or asked else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        if "body" in row:
            return _asked(row, "body", number)
        answer = row.get("response")
        if failed := error_of(row):
            return Rejection(number, "call-failed", failed)
        if not isinstance(answer, Mapping):
            return Rejection(number, "no-content", "the line has no response")
        body = answer.get("body")
        units = responses_units if isinstance(body, Mapping) and "output" in body else chat_units
        return _named(read_call(Call({}, body, "", "response.body"), number, units), row)


class AnthropicBatch:
    """Anthropic Message Batches: result lines, and request lines for their prompts."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        result = row.get("result")
        answered = "custom_id" in row and isinstance(result, Mapping) and "type" in result
        asked = "custom_id" in row and isinstance(row.get("params"), Mapping)
        return Sniff.YES if answered or asked else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        result = row.get("result")
        if not isinstance(result, Mapping):
            return _asked(row, "params", number)
        if result.get("type") != "succeeded":
            error = result.get("error")
            detail = error_of(error) or error_of(result) or str(result.get("type"))
            return Rejection(number, "call-failed", detail)
        call = Call({}, result.get("message"), "", "result.message")
        return _named(read_call(call, number, anthropic_units), row)
