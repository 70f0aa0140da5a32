"""Rows to records: the shape of each row, remembered for rows that look alike."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from auditor.model.records import Record, Rejection
from auditor.readers.formats import SHAPES
from auditor.readers.reader import RowShape, Sniff

# Names that promise a text; where it is missing the row has a shape, but nothing to read.
TEXT_FIELDS = (
    "text", "content", "messages", "conversations", "completion", "response", "output", "chosen", "rejected",
    "raw_content", "body", "answer", "completions", "prompt", "instruction",
)  # fmt: skip
_REMEMBERED = 4096
_MOST_KEYS = 64
# Fields that hold logged bodies: shapes look deep into them, so how they begin is not enough.
_BODIES = frozenset(
    ["request", "response", "req", "resp", "input", "output", "body", "result", "params"]
)
_BODY_BEGINS = ("{", "[", '"', "data:", "event:")


@cache
def known_shapes() -> tuple[tuple[str, RowShape], ...]:
    """Every shape with its name, in table order."""
    return tuple((name, SHAPES.create(name)) for name in SHAPES.names())


class ShapeFinder:
    """Finds the shape of rows; a mixed file may have several.

    `counts` tells how many rows had each shape.
    """

    def __init__(self) -> None:
        self._known: dict[Any, tuple[str, RowShape] | None] = {}
        self.counts: dict[str, int] = {}

    def find(self, row: Mapping[str, Any]) -> tuple[str, RowShape] | None:
        """(name, shape) of a row, None where no shape knows it."""
        look = _look_of(row)
        if look is None:
            return _sniffed(row)
        if look in self._known:
            return self._known[look]
        found = _sniffed(row)
        if len(self._known) < _REMEMBERED:
            self._known[look] = found
        return found

    def read(self, rows: Iterable[dict[str, Any] | Rejection]) -> Iterator[Record | Rejection]:
        """One outcome a row, in order."""
        counts = self.counts
        for number, row in enumerate(rows):
            if isinstance(row, Rejection):
                yield row
                continue
            found = self.find(row)
            if found is None:
                yield _unknown(row, number)
                continue
            name, shape = found
            counts[name] = counts.get(name, 0) + 1
            yield shape.read(row, number)


def _sniffed(row: Mapping[str, Any]) -> tuple[str, RowShape] | None:
    best, found = Sniff.NO, None
    for name, shape in known_shapes():
        sure = shape.sniff(row)
        if sure > best:
            best, found = sure, (name, shape)
            if sure is Sniff.YES:
                break
    return found


def _unknown(row: Mapping[str, Any], number: int) -> Rejection:
    keys = ", ".join(str(key)[:40] for key, _ in zip(row, range(16), strict=False))
    if "input_ids" in row:
        return Rejection(number, "tokens-only", f"tokens without their text: {keys}")
    if not row or any(name in row and not row[name] for name in TEXT_FIELDS):
        return Rejection(number, "no-text", f"the row holds no text: {keys}")
    return Rejection(number, "unknown-shape", f"no row shape has the keys {keys}")


def _look_of(row: Mapping[str, Any]) -> Any:
    """What shapes are told apart by: keys, types, and what lists and inner objects begin with.

    None for a row that must be looked at each time.
    """
    if len(row) > _MOST_KEYS:
        return None
    parts: list[tuple[str, Any]] = []
    for key, value in row.items():
        kind: Any = type(value)
        if key in _BODIES and _is_body(value):
            return None
        if kind is list and value:
            first = value[0]
            kind = (list, frozenset(first) if isinstance(first, dict) else type(first))
        elif kind is dict:
            kind = (dict, frozenset(value))
        elif key in {"object", "type"}:
            kind = str(value)[:40]
        parts.append((key, kind))
    return frozenset(parts)


def _is_body(value: Any) -> bool:
    return isinstance(value, dict | list) or (
        isinstance(value, str) and value.lstrip()[:6].startswith(_BODY_BEGINS)
    )
