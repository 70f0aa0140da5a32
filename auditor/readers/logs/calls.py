"""Calls to OpenAI-compatible chat, OpenAI Responses and Anthropic: pairs, recordings, bodies alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit
from auditor.readers.logs.envelopes import Call, call_of
from auditor.readers.logs.outcomes import (
    anthropic_units,
    call_record,
    chat_units,
    error_of,
    origin_of,
    request_units,
    responses_units,
)
from auditor.readers.reader import Sniff

Units = Callable[[Mapping[str, Any], str], Iterator[TextUnit]]


def read_call(call: Call, number: int, units: Units) -> Record | Rejection:
    """The record of one call, its answer read by `units`."""
    body = call.response
    if failed := error_of(body):
        return Rejection(number, "call-failed", failed)
    if not isinstance(body, Mapping):
        return Rejection(number, "no-content", "the log holds no answer body of this call")
    path = f"{call.response_path}." if call.response_path else ""
    asked = f"{call.request_path}." if call.request_path else ""
    listed = [*units(body, path), *request_units(call.request, asked)]
    model = body.get("model") or call.request.get("model")
    date = body.get("created") or body.get("created_at") or call.date
    origin = origin_of(model, url=call.url, date=date)
    declared = {}
    if isinstance(call.request.get("model"), str):
        declared["model"] = call.request["model"][:200]
    return call_record(number, listed, origin, identity=body.get("id"), declared=declared)


def _asks_messages(call: Call) -> bool:
    return bool(call.request_path) and "messages" in call.request


class OpenAIChat:
    """OpenAI-compatible chat and text completions: request/response pairs and bodies alone."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        call = call_of(row)
        body = call.response
        if not isinstance(body, Mapping):
            return Sniff.MAYBE if _asks_messages(call) and "model" in call.request else Sniff.NO
        if "choices" in body and (call.request_path or "object" in body or "usage" in body):
            return Sniff.YES
        failed = bool(call.request_path) and "model" in call.request and bool(error_of(body))
        return Sniff.MAYBE if failed else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return read_call(call_of(row), number, chat_units)


class OpenAIResponses:
    """OpenAI Responses: pairs of `input` and `output` items, and bodies alone."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        body = call_of(row).response
        if not isinstance(body, Mapping) or not isinstance(body.get("output"), list):
            return Sniff.NO
        return Sniff.YES if body.get("object") == "response" else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return read_call(call_of(row), number, responses_units)


class AnthropicMessages:
    """Anthropic Messages: request/response pairs and messages alone."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        body = call_of(row).response
        if not isinstance(body, Mapping):
            return Sniff.NO
        message = body.get("type") == "message" and isinstance(body.get("content"), list)
        return Sniff.YES if message and "stop_reason" in body else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return read_call(call_of(row), number, anthropic_units)
