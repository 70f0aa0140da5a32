"""One text or Markdown file as one record, a very long one as several; event streams."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks
from auditor.readers.containers.lines import BOM

LARGEST_TEXT_BYTES = 16 << 20


def read_plain_text(path: Path) -> Iterator[dict[str, Any] | Rejection]:
    """The whole file as `text`; one over 16 MiB in parts cut at the ends of lines."""
    number = 0
    buffer = b""
    damage = None
    try:
        for chunk in read_chunks(path):
            buffer += chunk
            if len(buffer) > LARGEST_TEXT_BYTES:
                cut = buffer.rfind(b"\n") + 1 or len(buffer)
                yield _row(buffer[:cut], number)
                buffer = buffer[cut:]
                number += 1
    except DamagedStreamError as error:
        damage = error
    if buffer.removeprefix(BOM).strip():
        yield _row(buffer, number)
        number += 1
    if damage:
        yield Rejection(number, damage.reason, str(damage))


def read_event_stream(path: Path) -> Iterator[dict[str, Any] | Rejection]:
    """The whole stream as one recorded response without its request."""
    for part in read_plain_text(path):
        yield part if isinstance(part, Rejection) else {"request": {}, "response": part["text"]}


def _row(data: bytes, number: int) -> dict[str, Any]:
    text = data if number else data.removeprefix(BOM)
    return {"text": text.decode("utf-8", "replace")}
