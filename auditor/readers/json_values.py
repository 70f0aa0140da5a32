"""Parses JSON text that may be hostile: deep, huge numbers, NaN, lone surrogates, broken UTF-8."""

import json
import re
from typing import Any

import orjson

from auditor.model.records import Rejection

_SURROGATE = re.compile("[\ud800-\udfff]")


def parse_row(line: bytes, number: int) -> dict[str, Any] | Rejection:
    """One JSON object, or why it is none."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        value = _parse_leniently(line, number, str(error))
    return value if type(value) is dict else as_row(value, number)


def as_row(value: Any, number: int) -> dict[str, Any] | Rejection:
    """A parsed value as a row; a bare string is a text."""
    if isinstance(value, dict | Rejection):
        return value
    if isinstance(value, str):
        return {"text": value}
    return Rejection(number, "not-an-object", f"the row is a JSON {type(value).__name__}")


def _parse_leniently(line: bytes, number: int, reason: str) -> Any:
    """NaN, Infinity, integers over 64 bits and lone surrogates, which orjson refuses."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        return Rejection(number, "invalid-utf8", f"byte {error.start} of the row is not UTF-8")
    try:
        value = json.loads(text)
        return inert(value) if "\\u" in text else value
    except RecursionError:
        return Rejection(number, "nested-too-deep", "brackets are nested too deeply")
    except ValueError:
        return Rejection(number, "invalid-json", reason[:200])


def inert(value: Any) -> Any:
    """The value with every lone surrogate replaced: such a string cannot be written anywhere.

    Raises:
        RecursionError: the value is nested too deeply.
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [inert(one) for one in value]
    if isinstance(value, dict):
        return {inert(key): inert(one) for key, one in value.items()}
    return value
