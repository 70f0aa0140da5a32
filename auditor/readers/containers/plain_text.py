"""One text or Markdown file as one record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.model.records import Rejection
from auditor.readers.compression import DamagedStreamError, read_chunks

LARGEST_TEXT_BYTES = 64 << 20


def read_plain_text(path: Path) -> Iterator[dict[str, Any] | Rejection]:
    """The whole file as `text`; one over 64 MiB is rejected."""
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in read_chunks(path):
            size += len(chunk)
            if size > LARGEST_TEXT_BYTES:
                yield Rejection(0, "line-too-long", "the text is over 64 MiB")
                return
            parts.append(chunk)
    except DamagedStreamError as error:
        yield Rejection(1, "truncated-stream", str(error))
    yield {"text": b"".join(parts).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")}
