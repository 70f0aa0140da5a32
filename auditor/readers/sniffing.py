"""Which container a file is, by its first bytes, never by its name."""

from pathlib import Path

import orjson

from auditor.errors import InputError
from auditor.readers.compression import read_head
from auditor.readers.containers.delimited import delimiter_of
from auditor.readers.formats import SHAPES
from auditor.readers.reader import Sniff

_LINES_TRIED = 32
_OTHER = {
    b"PK\x03\x04": "a zip archive", b"SQLite format 3": "an SQLite database", b"%PDF": "a PDF",
    b"BZh": "bzip2", b"\xfd7zXZ": "xz",
}  # fmt: skip


def container_of(path: Path) -> str:
    """The name of the container in `formats.CONTAINERS`.

    Raises:
        InputError: it is none of them.
    """
    head = read_head(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow"
    for magic, name in _OTHER.items():
        if head.startswith(magic):
            raise InputError(f"{path} is {name}", hint="unpack it and name what is inside")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"[") and not _lines_parse(text, list):
        return "json-array"
    if text.startswith((b"{", b"[", b'"')) and (found := _json_container(text, head)):
        return found
    return _text_container(path, head, text)


def _json_container(text: bytes, head: bytes) -> str:
    if text.startswith(b"[") and len(text.strip().splitlines()) == 1:
        return "json-array"
    lines = [line for line in text.splitlines() if line.strip()][:_LINES_TRIED]
    parsing = _lines_parse(text, dict) + (_lines_parse(text, str) if text[:1] == b'"' else 0)
    if len(lines) == 1 and (len(head) < 1 << 16 or not parsing):
        return "json-document"
    # Lines of a document that is merely printed over several lines do not parse one by one.
    if 2 * parsing >= len(lines):
        return "json-lines"
    return "json-document" if text.startswith(b"{") else ""


def _lines_parse(text: bytes, kind: type) -> int:
    """How many of the first lines are JSON values of a kind."""
    count = 0
    for line in text.splitlines()[:_LINES_TRIED]:
        try:
            count += isinstance(orjson.loads(line), kind)
        except orjson.JSONDecodeError:
            continue
    return count


def _text_container(path: Path, head: bytes, text: bytes) -> str:
    controls = sum(head.count(bytes([code])) for code in (0, 1, 2, 3, 4, 5, 6, 7, 14, 15, 16))
    decoded = head.decode("utf-8", "replace")
    if controls > len(head) // 100 + 8 or decoded.count("\ufffd") > len(decoded) // 20 + 4:
        raise InputError(
            f"{path} holds bytes of no known format", hint="`auditor formats` lists what can be read"
        )
    first = text.decode("utf-8", "replace").partition("\n")[0].strip("\r")
    delimiter = delimiter_of(first)
    if delimiter:
        names = [name.strip().strip('"') for name in first.split(delimiter)]
        row = dict.fromkeys(names, "")
        row |= {name: [{"role": ""}] for name in ("messages",) if name in row}
        if any(SHAPES.create(name).sniff(row) is not Sniff.NO for name in SHAPES.names()):
            return "delimited"
    return "text"
