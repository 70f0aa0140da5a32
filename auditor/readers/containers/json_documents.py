"""One JSON array, parsed as it comes, and one JSON document."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks
from auditor.readers.containers.lines import BOM, LONGEST_LINE_BYTES
from auditor.readers.json_values import as_row, inert, parse_row

Row = dict[str, Any] | Rejection

LARGEST_DOCUMENT_BYTES = 512 << 20
# A document that only wraps a list of rows is unwrapped.
WRAPPERS = ("interactions", "data", "records", "rows", "batch", "conversations", "examples", "instances", "train")  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n,\ufeff]*")
_OPENING = re.compile(r'\{\s*"[^"\\]{0,100}"\s*:')


class _Cursor:
    """Decoded text of a stream from where reading stands; grows on demand.

    A stream that breaks off is at its end, and `damage` tells of it.
    """

    def __init__(self, path: Path) -> None:
        self._chunks = read_chunks(path)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.text = ""
        self.place = 0
        self.ended = False
        self.damage: DamagedStreamError | None = None
        self._next: re.Pattern[str] | None = None

    def grow(self) -> None:
        """Doubles what is at hand: an element parsed again at each chunk would take for ever."""
        wanted = 2 * (len(self.text) - self.place)
        parts = [self.text[self.place :]]
        size = len(parts[0])
        while not self.ended and size <= wanted:
            try:
                chunk = next(self._chunks, None)
            except DamagedStreamError as error:
                self.damage, chunk = error, None
            self.ended = chunk is None
            parts.append(self._decoder.decode(chunk or b"", self.ended))
            size += len(parts[-1])
        self.text, self.place = "".join(parts), 0

    def skip_space(self) -> None:
        """Moves on to the next element or to the end of the array."""
        while True:
            match = _SPACE.match(self.text, self.place)
            self.place = match.end() if match else self.place
            if self.place < len(self.text) or self.ended:
                return
            self.grow()

    def remember_opening(self) -> None:
        """Notes how the first element opens; objects inside an element open otherwise."""
        if opening := _OPENING.match(self.text, self.place):
            self._next = re.compile(r"\}\s*,\s*(?=" + re.escape(opening.group()) + ")")

    def resume(self, place: int) -> None:
        """Moves on to the next element after a broken one, or to the end where there is none."""
        self.place = place
        while True:
            if self._next and (match := self._next.search(self.text, self.place)):
                self.place = match.end()
                return
            if self.ended:
                self.place = len(self.text)
                return
            self.place = max(self.place, len(self.text) - 256)
            self.grow()


def read_json_array(path: Path) -> Iterator[Row]:
    """Elements of one JSON array; after a broken one, reading goes on with the next alike."""
    cursor = _Cursor(path)
    cursor.skip_space()
    cursor.place += 1
    cursor.skip_space()
    cursor.remember_opening()
    number = 0
    while cursor.text[cursor.place : cursor.place + 1] not in {"", "]"}:
        row = _element(cursor, number)
        if row is None:
            break
        yield row
        number += 1
        cursor.skip_space()
    yield from _rest(cursor, number)


def _rest(cursor: _Cursor, number: int) -> Iterator[Row]:
    """What keeps an array from being read to its end, if anything does."""
    closed = cursor.place < len(cursor.text)
    if closed:
        cursor.place += 1
        cursor.skip_space()
    if cursor.damage:
        yield Rejection(number, cursor.damage.reason, str(cursor.damage))
    elif not closed:
        yield Rejection(number, "truncated-stream", "the file ends inside the array")
    elif cursor.place < len(cursor.text):
        yield Rejection(number, "invalid-json", "what follows the array was not read")


def _element(cursor: _Cursor, number: int) -> Row | None:
    """The element at the cursor, None where the text breaks off inside it."""
    decoder = json.JSONDecoder()
    while len(cursor.text) - cursor.place <= LONGEST_LINE_BYTES:
        try:
            value, end = decoder.raw_decode(cursor.text, cursor.place)
        except (ValueError, RecursionError) as error:
            if not _breaks_off(error, cursor):
                return _broken(cursor, number, error)
            if cursor.ended:
                cursor.place = len(cursor.text)
                return None
        else:
            if end < len(cursor.text) or cursor.ended:
                escaped = cursor.text.find("\\u", cursor.place, end) >= 0
                cursor.place = end
                return as_row(inert(value) if escaped else value, number)
        cursor.grow()
    cursor.resume(cursor.place + 1)
    return Rejection(number, "line-too-long", "the element is over 64 MiB")


def _broken(cursor: _Cursor, number: int, error: Exception) -> Rejection:
    cursor.resume(getattr(error, "pos", cursor.place))
    if isinstance(error, RecursionError):
        return Rejection(number, "nested-too-deep", "brackets are nested too deeply")
    return Rejection(number, "invalid-json", f"the element is not valid JSON: {error}"[:200])


def _breaks_off(error: Exception, cursor: _Cursor) -> bool:
    """Whether more text might make the element whole."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos >= len(cursor.text) - 16


def read_json_document(path: Path) -> Iterator[Row]:
    """The one object of a file, or the rows of the list it wraps.

    Raises:
        InputError: it is not JSON, or larger than can be held.
    """
    row = parse_row(_whole(path).removeprefix(BOM), 0)
    if isinstance(row, Rejection):
        raise InputError(
            f"{path} is not valid JSON: {row.detail}", hint="repair it, or give JSON Lines"
        )
    wrapped = [row[key] for key in WRAPPERS if _holds_rows(row.get(key))]
    if len(wrapped) == 1 and not _is_row(row):
        yield from (as_row(value, number) for number, value in enumerate(wrapped[0]))
    else:
        yield row


def _whole(path: Path) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in read_chunks(path):
            parts.append(chunk)
            size += len(chunk)
            if size > LARGEST_DOCUMENT_BYTES:
                raise InputError(
                    f"{path} is one JSON document of over {LARGEST_DOCUMENT_BYTES >> 20} MiB",
                    hint="convert it to JSON Lines, one record a line",
                )
    except DamagedStreamError as error:
        raise InputError(f"{path}: {error}", hint="copy the file again, whole") from error
    return b"".join(parts)


def _holds_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _is_row(document: dict[str, Any]) -> bool:
    """Whether the document itself has the shape of a row, as one conversation has."""
    from auditor.readers.reader import Sniff
    from auditor.readers.rows import known_shapes

    return any(shape.sniff(document) is Sniff.YES for _, shape in known_shapes())
