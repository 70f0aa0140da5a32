"""A row and its units as a record."""

from collections.abc import Iterable, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.declared import declared_of, labelled_origin

_ID_FIELDS = ("id", "uuid", "_id", "idx", "row_id", "message_id", "message_tree_id", "query_id", "custom_id")
PROMPT_FIELDS = (
    "prompt", "instruction", "input", "question", "query", "problem", "system", "system_prompt", "context", "user",
)  # fmt: skip


def row_id(row: Mapping[str, Any]) -> str | None:
    """The row's own id as a string."""
    for name in _ID_FIELDS:
        value = row.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)[:200]
    return None


def record_of(row: Mapping[str, Any], number: int, units: Iterable[TextUnit]) -> Record | Rejection:
    """The record of a row, rejected where it has no text at all."""
    listed = list(units)
    if not any(unit.kind is not UnitKind.PROMPT for unit in listed) and not any(
        unit.text.strip() for unit in listed
    ):
        return Rejection(number, "no-text", "the row holds no text: " + ", ".join(map(str, row))[:120])
    return Record(number, listed, row_id(row), declared_of(row), labelled_origin(row))


def prompt_units(row: Mapping[str, Any], taken: Iterable[str] = ()) -> Iterable[TextUnit]:
    """Strings and messages under the usual prompt names, but those in `taken`."""
    from auditor.readers.texts import content_units, is_messages, message_units

    for name in PROMPT_FIELDS:
        value = row.get(name)
        if name in taken or value is None:
            continue
        if is_messages(value):
            for position, message in enumerate(value):
                for unit in message_units(message, f"{name}[{position}]"):
                    yield unit._replace(kind=UnitKind.PROMPT)
        elif isinstance(value, str | list):
            yield from content_units(value, name, UnitKind.PROMPT)
