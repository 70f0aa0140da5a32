"""Compressed or plain files as a stream of bounded chunks, cuts, damage and bombs noticed.

*Details*: several gzip members or zstd frames in a row are one stream. gzip is asked for at most
one chunk at a time; zstd gets its input in pieces so small that even a run-length block stays
below 16 MiB. zstandard's own stream reader bounds its output too, but ends a cut frame in silence.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from auditor.errors import InputError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_READ_BYTES = 1 << 18
_ZSTD_PIECE_BYTES = 512
_CHUNK_BYTES = 1 << 18
# No text anyone trains on packs this well for this long.
_BOMB_BYTES, _BOMB_RATIO = 1 << 30, 500


class DamagedStreamError(Exception):
    """The compressed stream is of no more use; what came before was delivered.

    `reason` is the code of the rejection that tells of it.
    """

    def __init__(self, message: str, reason: str = "truncated-stream") -> None:
        super().__init__(message)
        self.reason = reason


def compression_of(head: bytes) -> str:
    """`gzip`, `zstd` or the empty string, by magic."""
    if head.startswith(GZIP):
        return "gzip"
    skippable = head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F
    return "zstd" if head.startswith(ZSTD) or skippable else ""


def open_bytes(path: Path) -> BinaryIO:
    """The file, opened for reading.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", hint="check the path and its permissions"
        ) from error


def read_chunks(path: Path) -> Iterator[bytes]:
    """Decompressed chunks of a file, each of at most some 16 MiB.

    Raises:
        InputError: the file cannot be opened.
        DamagedStreamError: after the last good chunk, where the stream is cut, corrupt or a bomb.
    """
    with open_bytes(path) as stream:
        first = stream.read(_READ_BYTES)
        kind = compression_of(first)
        if kind:
            yield from _guarded(stream, _gathered(_decompressed(stream, first, kind)))
            return
        while first:
            yield first
            first = stream.read(_READ_BYTES)


def _guarded(stream: BinaryIO, chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacked = 0
    for chunk in chunks:
        yield chunk
        unpacked += len(chunk)
        if unpacked > _BOMB_BYTES and unpacked > _BOMB_RATIO * stream.tell():
            raise DamagedStreamError(
                f"{stream.tell()} bytes unpack to over {unpacked}: a decompression bomb",
                "decompression-bomb",
            )


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Small pieces joined to chunks; what was gathered comes before the error does."""
    waiting: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            waiting.append(piece)
            size += len(piece)
            if size >= _CHUNK_BYTES:
                yield b"".join(waiting)
                waiting, size = [], 0
    except DamagedStreamError:
        yield b"".join(waiting)
        raise
    yield b"".join(waiting)


def _decompressed(stream: BinaryIO, pending: bytes, kind: str) -> Iterator[bytes]:
    engine = _GzipEngine() if kind == "gzip" else _ZstdEngine()
    while pending:
        yield from engine.feed(pending)
        pending = stream.read(_READ_BYTES)
    if not engine.fresh:
        raise DamagedStreamError(f"the {kind} stream ends before its end mark")


class _GzipEngine:
    def __init__(self) -> None:
        self._engine = zlib.decompressobj(31)
        self.fresh = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.fresh and not data.strip(b"\0"):
                return
            try:
                piece = self._engine.decompress(data, _CHUNK_BYTES)
            except zlib.error as error:
                raise DamagedStreamError(f"the gzip stream is corrupt: {error}") from error
            self.fresh = self._engine.eof
            data = self._engine.unused_data if self.fresh else self._engine.unconsumed_tail
            if self.fresh:
                self._engine = zlib.decompressobj(31)
            if piece:
                yield piece


class _ZstdEngine:
    def __init__(self) -> None:
        import zstandard

        self._frames = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._damage = zstandard.ZstdError
        self._engine: Any = self._frames.decompressobj()
        self.fresh = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_PIECE_BYTES):
            rest = data[start : start + _ZSTD_PIECE_BYTES]
            while rest:
                try:
                    piece = self._engine.decompress(rest)
                except self._damage as error:
                    raise DamagedStreamError(f"the zstd stream is corrupt: {error}") from error
                self.fresh = self._engine.eof
                rest = self._engine.unused_data if self.fresh else b""
                if self.fresh:
                    self._engine = self._frames.decompressobj()
                if piece:
                    yield piece


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
