"""Aligned tiles as character spans of both originals, and windows around them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.fingerprint.batches import Tokens
from auditor.model.evidence import Excerpt, Span

_MARGIN_CHARACTERS = 240
_WINDOW_CHARACTERS = 6_000


def spans_of(tiles: NDArray[np.int32], record: Tokens, reference: Tokens) -> list[Span]:
    """One span a tile, in order; tiles that touch on both sides are joined.

    Offsets are in characters of the texts that were tokenized, half-open.
    """
    spans: list[Span] = []
    end_record = end_reference = -1
    for one, other, length in tiles.tolist():
        span = Span(
            (int(record.begins[one]), int(record.ends[one + length - 1])),
            (int(reference.begins[other]), int(reference.ends[other + length - 1])),
        )
        if spans and (one, other) == (end_record, end_reference):
            before = spans.pop()
            span = Span(
                (before.record[0], span.record[1]), (before.reference[0], span.reference[1])
            )
        spans.append(span)
        end_record, end_reference = one + length, other + length
    return spans


def excerpt(text: str, spans: Sequence[tuple[int, int]], start: int) -> Excerpt:
    """A window of `text` around `spans`, `start` characters into its field."""
    low = max(0, min(s[0] for s in spans) - _MARGIN_CHARACTERS)
    high = min(len(text), max(s[1] for s in spans) + _MARGIN_CHARACTERS, low + _WINDOW_CHARACTERS)
    return Excerpt(text[low:high], start + low, start + len(text))
