"""A window of text cut at its highlighted spans, never inside what a reader sees as one character."""

from collections.abc import Sequence

import regex

_CLUSTER = regex.compile(r"\X")
_REACH = 64


def segments(text: str, offset: int, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """(piece, highlighted) through `text`, a window that begins `offset` characters into the original.

    `spans` are half-open offsets in the original; they are clipped to the window, widened to whole
    grapheme clusters and joined where they meet.
    """
    pieces: list[tuple[str, bool]] = []
    position = 0
    for start, stop in _joined(text, offset, spans):
        if start > position:
            pieces.append((text[position:start], False))
        pieces.append((text[start:stop], True))
        position = stop
    if position < len(text):
        pieces.append((text[position:], False))
    return pieces


def _joined(text: str, offset: int, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    clipped = sorted(
        (max(0, start - offset), min(len(text), stop - offset)) for start, stop in spans
    )
    joined: list[tuple[int, int]] = []
    for low, high in clipped:
        if low >= high:
            continue
        start, stop = _snap(text, low, after=False), _snap(text, high, after=True)
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _snap(text: str, position: int, *, after: bool) -> int:
    """The nearest cluster edge at or before `position`, or at or after it."""
    if position in {0, len(text)} or (text[position - 1].isascii() and text[position].isascii()):
        return position
    low = max(0, position - _REACH)
    for found in _CLUSTER.finditer(text, low, min(len(text), position + _REACH)):
        if found.start() < position < found.end():
            return int(found.end() if after else found.start())
    return position
