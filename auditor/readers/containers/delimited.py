"""CSV and TSV with a header row."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks

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
        self._rest = b""
        self.damage = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            try:
                self._rest = next(self._chunks)
            except StopIteration:
                return 0
            except DamagedStreamError as error:
                self.damage = str(error)
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def read_delimited(path: Path) -> Iterator[Row]:
    """Rows of a delimited file as dictionaries; cells that hold JSON lists are parsed."""
    csv.field_size_limit(_LARGEST_FIELD)
    raw = _Stream(path)
    stream = io.TextIOWrapper(
        io.BufferedReader(raw), "utf-8-sig", errors="replace", newline=""
    )
    header_line = stream.readline()
    delimiter = delimiter_of(header_line)
    columns = next(csv.reader([header_line], delimiter=delimiter or ","))
    reader = csv.reader(stream, delimiter=delimiter or ",")
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejection(number, "invalid-csv", str(error))
            number += 1
            continue
        if not cells:
            continue
        if len(cells) != len(columns):
            detail = f"{len(cells)} cells under {len(columns)} columns"
            yield Rejection(number, "column-count", detail)
        else:
            yield {c: _cell(v) for c, v in zip(columns, cells, strict=True)}
        number += 1
    if raw.damage:
        yield Rejection(number, "truncated-stream", raw.damage)


def _cell(value: str) -> Any:
    if value[:1] in "[{" and value[-1:] in "]}" and value:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
