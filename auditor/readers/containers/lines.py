"""Lines of a byte stream, and one JSON value a line."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks, read_head
from auditor.readers.json_values import parse_row

Row = dict[str, Any] | Rejection

LONGEST_LINE_BYTES = 64 << 20
BOM = b"\xef\xbb\xbf"


def line_end(head: bytes) -> bytes:
    """What ends a line: a lone carriage return where no line feed is in sight."""
    return b"\r" if b"\r" in head and b"\n" not in head else b"\n"


def read_lines(path: Path) -> Iterator[bytes | None]:
    """Lines without their end; None for one over 64 MiB, which is never held.

    Raises:
        DamagedStreamError: after the last line, where the stream is damaged; what is left of a
            line at the cut comes before it only if it is whole JSON.
    """
    end = line_end(read_head(path))
    parts: list[bytes] = []
    size = 0
    damage = None
    try:
        for chunk in read_chunks(path):
            lines = chunk.split(end)
            tail = lines.pop()
            if lines and size:
                # Only a chunk's first piece continues a line, only its last may go on.
                first = lines.pop(0)
                whole = size + len(first) <= LONGEST_LINE_BYTES
                yield b"".join((*parts, first)) if whole else None
                parts, size = [], 0
            yield from lines
            size += len(tail)
            parts = [*parts, tail] if 0 < size <= LONGEST_LINE_BYTES else []
    except DamagedStreamError as error:
        damage = error
    rest = b"".join(parts)
    if size and (not damage or _is_whole(rest)):
        yield rest if size <= LONGEST_LINE_BYTES else None
    if damage:
        raise damage


def _is_whole(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def first_lines(path: Path, count: int, budget: int = 8 << 20) -> list[bytes | None]:
    """The first lines that are not blank, at most `count`, and little more than `budget` bytes."""
    found: list[bytes | None] = []
    try:
        for line in islice(read_lines(path), 100_000):
            if line is None or line.strip():
                found.append(line)
                budget -= len(line or b"")
            if len(found) >= count or budget < 0:
                break
    except DamagedStreamError:
        pass
    return found


def read_json_lines(path: Path) -> Iterator[Row]:
    """Rows of a JSON Lines file; blank lines are no rows."""
    number = 0
    try:
        for line in read_lines(path):
            if line is None:
                limit = f"the line is over {LONGEST_LINE_BYTES >> 20} MiB"
                yield Rejection(number, "line-too-long", limit)
            elif number == 0 and line.startswith(BOM):
                yield parse_row(line[3:], number)
            elif line and not line.isspace():
                yield parse_row(line, number)
            else:
                continue
            number += 1
    except DamagedStreamError as error:
        yield Rejection(number, error.reason, str(error))
