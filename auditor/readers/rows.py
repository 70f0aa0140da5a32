"""Rows to records: the shape of each row, remembered for rows that look alike."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection
from auditor.readers.formats import SHAPES
from auditor.readers.reader import RowShape, Sniff

_REMEMBERED = 4096


class ShapeFinder:
    """Finds the shape of rows; a mixed file may have several.

    `counts` tells how many rows had each shape.
    """

    def __init__(self) -> None:
        self._shapes = [(name, SHAPES.create(name)) for name in SHAPES.names()]
        self._known: dict[Any, tuple[str, RowShape] | None] = {}
        self.counts: dict[str, int] = {}

    def find(self, row: Mapping[str, Any]) -> tuple[str, RowShape] | None:
        """(name, shape) of a row, None where no shape knows it."""
        look = _look_of(row)
        if look in self._known:
            return self._known[look]
        best, found = Sniff.NO, None
        for name, shape in self._shapes:
            sure = shape.sniff(row)
            if sure > best:
                best, found = sure, (name, shape)
        if len(self._known) < _REMEMBERED:
            self._known[look] = found
        return found

    def read(self, rows: Iterable[dict[str, Any] | Rejection]) -> Iterator[Record | Rejection]:
        """One outcome a row, in order."""
        for number, row in enumerate(rows):
            if isinstance(row, Rejection):
                yield row
                continue
            found = self.find(row)
            if found is None:
                keys = ", ".join(map(str, row))[:160]
                yield Rejection(number, "unknown-shape", f"no row shape has the keys {keys}")
                continue
            name, shape = found
            self.counts[name] = self.counts.get(name, 0) + 1
            yield shape.read(row, number)


def _look_of(row: Mapping[str, Any]) -> Any:
    """What shapes are told apart by: keys, types, and what lists and inner objects begin with."""
    parts = []
    for key, value in row.items():
        kind: Any = type(value)
        if kind is list and value:
            first = value[0]
            kind = (list, frozenset(first) if isinstance(first, dict) else type(first))
        elif kind is dict:
            kind = (dict, frozenset(value))
        elif key in {"object", "type"}:
            kind = str(value)[:40]
        parts.append((key, kind))
    return frozenset(parts)
