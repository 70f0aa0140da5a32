"""LiteLLM: rows of the spend log table, and the standard logging payload."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.logs.envelopes import parse_nested
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
from auditor.readers.texts import content_units


def _answer_units(row: Mapping[str, Any]) -> Iterator[TextUnit]:
    body, path = parse_nested(row.get("response"), "response")
    bodies = enumerate(body) if isinstance(body, list) else [(None, body)]
    for number, one in bodies:
        place = path if number is None else f"{path}[{number}]"
        if isinstance(one, str):
            yield from content_units(one, place, UnitKind.OUTPUT)
        elif isinstance(one, Mapping):
            for units in (chat_units, responses_units, anthropic_units):
                yield from units(one, f"{place}.")


def _read(row: Mapping[str, Any], number: int, asked: Iterator[TextUnit]) -> Record | Rejection:
    if row.get("status") == "failure":
        detail = row.get("error_str") or row.get("error_information") or "status is failure"
        return Rejection(number, "call-failed", str(detail)[:200])
    body, _ = parse_nested(row.get("response"), "response")
    if failed := error_of(body):
        return Rejection(number, "call-failed", failed)
    origin = origin_of(
        row.get("model"),
        named=row.get("custom_llm_provider"),
        url=str(row.get("api_base") or ""),
        date=row.get("startTime"),
    )
    declared = {"model": str(row["model_group"])[:200]} if row.get("model_group") else {}
    identity = row.get("request_id") or row.get("id")
    units = [*_answer_units(row), *asked]
    return call_record(number, units, origin, identity=identity, declared=declared)


class SpendLogs:
    """LiteLLM_SpendLogs rows, from the table, its CSV or the API."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        wanted = ("request_id", "startTime", "call_type", "spend")
        return Sniff.YES if all(name in row for name in wanted) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return _read(row, number, self._asked(row))

    def _asked(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        for name in ("proxy_server_request", "messages"):
            body, path = parse_nested(row.get(name), name)
            if isinstance(body, Mapping):
                yield from request_units(body, f"{path}.")
            elif isinstance(body, list):
                for unit in request_units({"messages": body}, ""):
                    yield unit._replace(field=unit.field.replace("messages", path, 1))


class StandardPayload:
    """LiteLLM StandardLoggingPayload objects, as its object stores hold them."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        wanted = ("call_type", "model_parameters", "hidden_params")
        return Sniff.YES if all(name in row for name in wanted) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return _read(row, number, request_units({"messages": row.get("messages")}, ""))
