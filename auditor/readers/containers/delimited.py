"""CSV and TSV with a header row."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks, read_head
from auditor.readers.containers.cells import structured

Row = dict[str, Any] | Rejection
DELIMITERS = ",\t;|"
_LARGEST_FIELD = 64 << 20


def delimiter_of(head: str) -> str:
    """The delimiter of a header line, or the empty string where there is none."""
    first = next(iter(head.splitlines()), "")
    best = max(DELIMITERS, key=first.count)
    return best if first.count(best) else ""


class _Stream(io.RawIOBase):
    """Chunks as a readable stream; remembers damage instead of losing what came before."""

    def __init__(self, path: Path) -> None:
        self._chunks = read_chunks(path)
        self._rest = memoryview(b"")
        self.damage: DamagedStreamError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            try:
                self._rest = memoryview(next(self._chunks))
            except StopIteration:
                return 0
            except DamagedStreamError as error:
                self.damage = error
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def read_delimited(path: Path) -> Iterator[Row]:
    """Rows of a delimited file as dictionaries; cells that hold JSON structures are parsed."""
    csv.field_size_limit(_LARGEST_FIELD)
    raw = _Stream(path)
    stream = io.TextIOWrapper(
        io.BufferedReader(raw, 1 << 18), "utf-8-sig", errors="replace", newline=""
    )
    delimiter = delimiter_of(read_head(path).decode("utf-8-sig", "replace")) or ","
    reader = csv.reader(stream, delimiter=delimiter)
    columns = [name.strip() for name in next(reader, [])]
    number = 0
    waiting: Row | None = None
    for row in _rows(reader, columns):
        if waiting is not None:
            yield waiting
        if isinstance(row, Rejection):
            row.row = number
        waiting = row
        number += 1
    # The row at a cut is likely cut itself, and nothing in it would tell.
    if waiting is not None and not raw.damage:
        yield waiting
    if raw.damage:
        number -= waiting is not None
        yield Rejection(number, raw.damage.reason, str(raw.damage))


def _rows(reader: Any, columns: Sequence[str]) -> Iterator[Row]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejection(0, "invalid-csv", str(error))
            continue
        if len(cells) == len(columns):
            yield {name: structured(name, v) for name, v in zip(columns, cells, strict=True)}
        elif cells:
            detail = f"{len(cells)} cells under {len(columns)} columns"
            yield Rejection(0, "column-count", detail)
