"""Which container a file is, by its first bytes, never by its name."""

import csv
import re
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from auditor.errors import InputError
from auditor.readers.compression import compression_of, open_bytes, read_head
from auditor.readers.containers.cells import structured
from auditor.readers.containers.delimited import delimiter_of
from auditor.readers.containers.json_documents import WRAPPERS
from auditor.readers.containers.lines import BOM, first_lines
from auditor.readers.reader import Sniff
from auditor.readers.rows import known_shapes

_LINES_TRIED = 32
_OTHER = {
    b"PK\x03\x04": "a zip archive", b"SQLite format 3": "an SQLite database", b"%PDF": "a PDF", b"BZh": "bzip2",
    b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "a 7z archive", b"Rar!": "a RAR archive", b"\x04\x22\x4d\x18": "lz4",
    b"ORC": "ORC", b"Obj\x01": "Avro", b"\x89HDF": "HDF5", b"\x80\x04\x95": "a Python pickle",
    b"\x93NUMPY": "a NumPy array", b"Salted__": "encrypted", b"age-encryption.org": "encrypted",
    b"-----BEGIN PGP MESSAGE": "encrypted", b"\xff\xfeP\x00K": "a zip archive",
}  # fmt: skip
_MEDIA = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"II*\x00",
    b"MM\x00*",
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_JSON_OPENS = re.compile(rb'\{\s*["}]|\[\s*[\[{"\]]|"')
_HEADER_CELL = re.compile(r"[\w .:/\[\]()#-]{0,64}")


def is_media(path: Path) -> bool:
    """Whether a file is an image or a sound: no text could be read from it."""
    with open_bytes(path) as stream:
        head = stream.read(16)
    return head.startswith(_MEDIA) or head[4:8] == b"ftyp"


def container_of(path: Path) -> str:
    """The name of the container in `formats.CONTAINERS`.

    Raises:
        InputError: it is none of them.
    """
    head = read_head(path)
    if head.startswith(b"PAR1"):
        return _uncompressed(path, "parquet")
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return _uncompressed(path, "arrow")
    _refuse_foreign(path, head)
    if head.startswith((b"event: ", b"data: {")):
        return "event-stream"
    text = head.removeprefix(BOM).lstrip()
    if _JSON_OPENS.match(text) and (found := _json_container(path, text)):
        return found
    return _text_container(head)


def _uncompressed(path: Path, container: str) -> str:
    with open_bytes(path) as stream:
        packed = compression_of(stream.read(4))
    if packed:
        raise InputError(f"{path} is {container} inside {packed}", hint="unpack it first")
    return container


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, name in _OTHER.items():
        if head.startswith(magic):
            raise InputError(f"{path} is {name}", hint="unpack it and name what is inside")
    if head[257:262] == b"ustar":
        raise InputError(f"{path} is a tar archive", hint="unpack it and name what is inside")
    if head.startswith(_UTF16):
        raise InputError(f"{path} is UTF-16 text", hint="convert it to UTF-8")
    doubtful = len(_CONTROLS.findall(head)) + head.decode("utf-8", "replace").count("\ufffd")
    if doubtful > len(head) // 20 + 2:
        raise InputError(
            f"{path} is neither UTF-8 text nor a format known here",
            hint="convert text to UTF-8; `auditor formats` lists what can be read",
        )


def _json_container(path: Path, text: bytes) -> str:
    lines = first_lines(path, _LINES_TRIED)
    values = [_value_of(line) for line in lines]
    if text.startswith(b"["):
        several = len(values) > 1 and all(isinstance(value, list) for value in values)
        return "json-lines" if several else "json-array"
    rows = sum(isinstance(value, dict | str) for value in values)
    if text.startswith(b'"'):
        return "json-lines" if 2 * rows > len(lines) else ""
    if len(lines) < 2 and not _is_bare_row(values):
        return "json-document"
    # Lines of a document that is merely printed over several lines do not parse one by one.
    first = lines[0] is None or isinstance(values[0], dict)
    return "json-lines" if first or 2 * rows >= len(lines) else "json-document"


def _is_bare_row(values: list[Any]) -> bool:
    """Whether a single line is a row that wraps nothing."""
    return bool(values) and isinstance(values[0], dict) and not set(WRAPPERS) & set(values[0])


def _value_of(line: bytes | None) -> Any:
    try:
        return orjson.loads((line or b"").removeprefix(BOM))
    except orjson.JSONDecodeError:
        return None


def _text_container(head: bytes) -> str:
    text = head.removeprefix(BOM).decode("utf-8", "replace")
    delimiter = delimiter_of(text)
    table = list(
        islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter or ","), 16)
    )
    return "delimited" if table and _is_table(table, bool(delimiter)) else "text"


def _is_table(table: list[list[str]], delimited: bool) -> bool:
    """Whether the first lines are a header over rows of its width, known to a shape or not."""
    header = [name.strip() for name in table[0]]
    if not delimited:
        return header == ["text"]
    # The last row may be cut where the head of the file ends.
    body = [cells for cells in table[1:] if cells]
    whole = body[:-1] or body
    fitting = [cells for cells in whole if len(cells) == len(header)]
    # A table nobody knows is still no prose: it is refused, and its columns are named.
    if len(header) > 4 and len(body) > 1 and len(fitting) == len(whole):
        return True
    named = len(set(header)) == len(header) and all(map(_HEADER_CELL.fullmatch, header))
    return named and 2 * len(fitting) >= len(whole) and _has_known_row(header, fitting)


def _has_known_row(header: list[str], body: list[list[str]]) -> bool:
    for cells in body or [["" for _ in header]]:
        row = {name: structured(name, cell) for name, cell in zip(header, cells, strict=True)}
        if any(shape.sniff(row) is not Sniff.NO for _, shape in known_shapes()):
            return True
    return False
