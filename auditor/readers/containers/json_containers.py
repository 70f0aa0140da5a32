"""JSON Lines, one JSON array, one JSON document."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks
from auditor.readers.json_values import as_row, parse_row

Row = dict[str, Any] | Rejection

LONGEST_LINE_BYTES = 64 << 20
LARGEST_DOCUMENT_BYTES = 512 << 20
# A document that only wraps a list of rows is unwrapped.
WRAPPERS = ("interactions", "data", "records", "rows", "batch", "conversations", "examples", "instances")


def read_lines(path: Path) -> Iterator[bytes | None]:
    """Lines without their end; None for one that is too long to be held."""
    rest = b""
    skipping = False
    for chunk in read_chunks(path):
        head, newline, tail = chunk.partition(b"\n")
        if not newline:
            rest = b"" if skipping else rest + chunk
            if len(rest) > LONGEST_LINE_BYTES:
                rest, skipping = b"", True
            continue
        yield None if skipping else rest + head
        skipping = False
        lines = tail.split(b"\n")
        rest = lines.pop()
        yield from lines
    if skipping:
        yield None
    elif rest:
        yield rest


def read_json_lines(path: Path) -> Iterator[Row]:
    """Rows of a JSON Lines file; blank lines are no rows."""
    number = 0
    try:
        for line in read_lines(path):
            if line is None:
                limit = f"the line is over {LONGEST_LINE_BYTES >> 20} MiB"
                yield Rejection(number, "line-too-long", limit)
            elif number == 0 and line.startswith(b"\xef\xbb\xbf"):
                yield parse_row(line[3:], number)
            elif line.strip():
                yield parse_row(line, number)
            else:
                continue
            number += 1
    except DamagedStreamError as error:
        yield Rejection(number, "truncated-stream", str(error))


def read_json_array(path: Path) -> Iterator[Row]:
    """Elements of one JSON array, parsed as they come."""
    decoder = json.JSONDecoder()
    buffer = ""
    number = 0
    started = False
    for text, last in _decoded(path):
        buffer += text
        position = 0
        if not started:
            position = buffer.index("[") + 1
            started = True
        while True:
            while position < len(buffer) and buffer[position] in " \t\r\n,\ufeff":
                position += 1
            if position >= len(buffer) or buffer[position] == "]":
                break
            try:
                value, end = decoder.raw_decode(buffer, position)
            except RecursionError:
                yield Rejection(number, "nested-too-deep", "brackets are nested too deeply")
                return
            except ValueError as error:
                if last or len(buffer) - position > LONGEST_LINE_BYTES:
                    yield Rejection(number, "invalid-json", f"the array breaks off: {error}"[:200])
                    return
                break
            if end == len(buffer) and not last:
                break
            yield as_row(value, number)
            number += 1
            position = end
        buffer = buffer[position:]


def _decoded(path: Path) -> Iterator[tuple[str, bool]]:
    """Decoded pieces, and whether a piece is the last; a cut stream just ends."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    held = None
    try:
        for chunk in read_chunks(path):
            if held is not None:
                yield held, False
            held = decoder.decode(chunk)
    except DamagedStreamError:
        pass
    yield (held or "") + decoder.decode(b"", True), True


def read_json_document(path: Path) -> Iterator[Row]:
    """The one object of a file, or the rows of the list it wraps.

    Raises:
        InputError: it is not JSON, or larger than can be held.
    """
    parts: list[bytes] = []
    try:
        for chunk in read_chunks(path):
            parts.append(chunk)
            if sum(map(len, parts[-1:])) and len(parts) * len(chunk) > LARGEST_DOCUMENT_BYTES:
                raise InputError(
                    f"{path} is one JSON document of over {LARGEST_DOCUMENT_BYTES >> 20} MiB",
                    hint="convert it to JSON Lines, one record a line",
                )
    except DamagedStreamError as error:
        raise InputError(f"{path}: {error}", hint="copy the file again, whole") from error
    row = parse_row(b"".join(parts).removeprefix(b"\xef\xbb\xbf"), 0)
    if isinstance(row, Rejection):
        raise InputError(
            f"{path} is not valid JSON: {row.detail}", hint="repair it, or give JSON Lines"
        )
    wrapped = [row[key] for key in WRAPPERS if _holds_rows(row.get(key))]
    if len(wrapped) == 1 and not {"role", "from", "type"} & set(wrapped[0][0]):
        yield from (as_row(value, number) for number, value in enumerate(wrapped[0]))
    else:
        yield row


def _holds_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)
