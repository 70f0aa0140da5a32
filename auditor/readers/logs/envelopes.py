"""The call inside a logged row: request and response bodies, unwrapped, and where they stood."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from auditor.readers.logs.streams import rebuild

_PAIRS = (("request", "response"), ("input", "output"), ("req", "resp"))


class Call(NamedTuple):
    """Parsed bodies with their paths in the row; `url` and `date` where the envelope has them."""

    request: Mapping[str, Any]
    response: Any
    request_path: str
    response_path: str
    url: str = ""
    date: Any = None


def call_of(row: Mapping[str, Any]) -> Call:
    """The call of a row: a pair, a recorded HTTP interaction, or a response body alone."""
    for asked, answered in _PAIRS:
        if asked in row and answered in row and isinstance(row[asked], Mapping | str | list):
            request, request_path, url, _ = _body(row[asked], asked)
            response, response_path, _, headers = _body(row[answered], answered)
            if isinstance(request, list):
                request = {"messages": request}
            request = request if isinstance(request, Mapping) else {}
            url = url or str(row.get("url") or request.get("url") or "")
            date = next((row[k] for k in ("timestamp", "time", "created_at") if k in row), None)
            return Call(
                request, response, request_path, response_path, url, date or headers.get("date")
            )
    if "body" in row and "headers" in row:
        response, path, url, headers = _body(row, "")
        return Call({}, response, "", path.removeprefix("."), url, headers.get("date"))
    return Call({}, row, "", "")


def _body(value: Any, path: str) -> tuple[Any, str, str, Mapping[str, Any]]:
    """(body, path, url, headers) of one side, HTTP wrapping taken off."""
    url = ""
    headers: Mapping[str, Any] = {}
    if isinstance(value, Mapping) and "body" in value:
        url = str(value.get("uri") or value.get("url") or "")
        headers = _headers(value.get("headers"))
        value, path = value["body"], f"{path}.body"
        if isinstance(value, Mapping) and "string" in value:
            value, path = value["string"], f"{path}.string"
    body, path = parse_nested(value, path)
    return body, path, url, headers


def parse_nested(value: Any, path: str) -> tuple[Any, str]:
    """A value that may be JSON inside strings, or an event stream, up to three deep."""
    for _ in range(3):
        if not isinstance(value, str):
            break
        stripped = value.lstrip()
        if stripped.startswith(("data:", "event:")):
            return rebuild(stripped), f"{path}§sse"
        if not stripped.startswith(("{", "[", '"')):
            break
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            break
        path = f"{path}§json"
    if isinstance(value, list) and value and all(_is_chunk(one) for one in value):
        return rebuild(value), f"{path}§sse"
    return value, path


def _is_chunk(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return False
    return value.get("object") == "chat.completion.chunk" or value.get("type") == "message_start"


def _headers(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    flat = {str(k).lower(): v[0] if isinstance(v, list) and v else v for k, v in value.items()}
    return {"date": flat["date"]} if "date" in flat else {}
