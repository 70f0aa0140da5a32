"""Preference pairs: what was preferred and what was not, each an output of its own."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.reader import Sniff
from auditor.readers.shapes.rows import answer_units, prompt_units, record_of, thought_units
from auditor.readers.shapes.turns import turn_units, turns_of

_SPEAKER = re.compile(r"(?:\A|\n\n)\s*(Human|Assistant):[ ]?")


class Preference:
    """Preference rows: `chosen` and `rejected`, as strings or messages (TRL, HH, DPO files)."""

    pairs = (
        ("chosen", "rejected"), ("preferred_output", "non_preferred_output"),
        ("preferred_completion", "non_preferred_completion"), ("response_j", "response_k"),
        ("chosen_messages", "rejected_messages"), ("chosen_response", "rejected_response"),
        ("response_0", "response_1"), ("response_a", "response_b"),
        ("conversation_a", "conversation_b"), ("answer_0", "answer_1"),
    )  # fmt: skip

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if self._found(row) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _found(self, row: Mapping[str, Any]) -> tuple[str, str] | None:
        for pair in self.pairs:
            first, second = pair
            both = first in row and second in row
            if both and (row[first] is not None or row[second] is not None):
                return pair
        return None

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        yield from prompt_units(row)
        asked = row.get("input")
        if isinstance(asked, Mapping):
            yield from _context(asked.get("messages"), "input.messages")
        for name in ("messages", "conversations", "conversation"):
            yield from _context(row.get(name), name)
        yield from thought_units(row)
        for field in self._found(row) or ():
            yield from _answers(row[field], field)


def _context(value: Any, field: str) -> Iterator[TextUnit]:
    turns = turns_of(value)
    if turns:
        yield from turn_units(value, field, turns)


def _answers(value: Any, field: str) -> Iterator[TextUnit]:
    if isinstance(value, str) and "\n\nAssistant:" in value:
        yield from _dialogue(value, field)
    else:
        yield from answer_units(value, field)


def _dialogue(text: str, field: str) -> Iterator[TextUnit]:
    """A whole dialogue in one string, as in HH: each turn a unit at its offset."""
    kind = UnitKind.OUTPUT
    begin = 0
    for match in [*_SPEAKER.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[begin:end].strip():
            yield from _moved(text[begin:end], field, kind, begin)
        if match:
            kind = UnitKind.PROMPT if match.group(1) == "Human" else UnitKind.OUTPUT
            begin = match.end()


def _moved(text: str, field: str, kind: UnitKind, start: int) -> Iterator[TextUnit]:
    if kind is UnitKind.PROMPT:
        yield TextUnit(text, field, kind, start)
        return
    for unit in answer_units(text, field):
        yield unit._replace(start=unit.start + start)
