"""Parses JSON text that may be hostile: deep, huge numbers, NaN, broken UTF-8."""

import json
from typing import Any

import orjson

from auditor.model.records import Rejection

DEEPEST = 64


def parse_row(line: bytes, number: int) -> dict[str, Any] | Rejection:
    """One JSON object, or why it is none."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        value = _parse_leniently(line, number, str(error))
    return as_row(value, number)


def as_row(value: Any, number: int) -> dict[str, Any] | Rejection:
    """A parsed value as a row; a bare string is a text."""
    if isinstance(value, dict):
        return value
    if isinstance(value, Rejection):
        return value
    if isinstance(value, str):
        return {"text": value}
    return Rejection(number, "not-an-object", f"the row is a JSON {type(value).__name__}")


def _parse_leniently(line: bytes, number: int, reason: str) -> Any:
    """NaN, Infinity, integers over 64 bits and lone surrogates, which orjson refuses."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"byte {error.start} of the row is not UTF-8"
        return Rejection(number, "invalid-utf8", detail)
    try:
        return json.loads(text)
    except RecursionError:
        return Rejection(number, "nested-too-deep", "brackets are nested too deeply")
    except ValueError:
        return Rejection(number, "invalid-json", reason[:200])
