"""Compressed or plain files as a stream of bounded chunks, cuts and damage noticed."""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import InputError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_READ_BYTES = 1 << 18
# A compressed piece this small cannot blow up beyond a bounded chunk in one call.
_PIECE_BYTES = 1 << 14


class DamagedStreamError(Exception):
    """The compressed stream ends early or is corrupt; what came before was delivered."""


def compression_of(head: bytes) -> str:
    """`gzip`, `zstd` or the empty string, by magic."""
    if head.startswith(GZIP):
        return "gzip"
    return "zstd" if head.startswith(ZSTD) else ""


def read_chunks(path: Path) -> Iterator[bytes]:
    """Decompressed chunks of a file.

    Raises:
        InputError: the file cannot be opened.
        DamagedStreamError: after the last good chunk, where the stream is cut or corrupt.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", hint="check the path and its permissions"
        ) from error
    with stream:
        first = stream.read(_READ_BYTES)
        kind = compression_of(first)
        if kind:
            yield from _decompress(stream, first, kind)
            return
        while first:
            yield first
            first = stream.read(_READ_BYTES)


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(31)
    import zstandard

    return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()


def _decompress(stream: Any, pending: bytes, kind: str) -> Iterator[bytes]:
    import zstandard

    engine = _decompressor(kind)
    fresh = True
    while pending:
        piece, pending = pending[:_PIECE_BYTES], pending[_PIECE_BYTES:]
        try:
            data = engine.decompress(piece)
        except (zlib.error, zstandard.ZstdError) as error:
            raise DamagedStreamError(f"the {kind} stream is corrupt: {error}") from error
        fresh = False
        if data:
            yield data
        if engine.eof:
            pending = engine.unused_data + pending
            engine = _decompressor(kind)
            fresh = True
            if not pending.strip(b"\0"):
                pending = b""
        if not pending:
            pending = stream.read(_READ_BYTES)
    if not fresh:
        raise DamagedStreamError(f"the {kind} stream ends before its end mark")


def read_head(path: Path, size: int = 1 << 16) -> bytes:
    """The first decompressed bytes of a file, at most `size`."""
    parts: list[bytes] = []
    total = 0
    try:
        for chunk in read_chunks(path):
            parts.append(chunk)
            total += len(chunk)
            if total >= size:
                break
    except DamagedStreamError:
        pass
    return b"".join(parts)[:size]
