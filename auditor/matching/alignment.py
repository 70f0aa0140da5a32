"""Exact alignment of two token sequences: tiles, chains of tiles, and what they measure.

*Using*: `align(record, reference, echo)` gives the tiles that survived and the measures
the decision in `auditor.matching.decision` reads.

*Details*: a tile is a maximal run of at least three equal tokens. Tiles whose gaps are small and
nearly equal on both sides are chained by dynamic programming as in local alignment; a chain
must be worth `LEAST_CHAIN` tokens, so lone stock phrases do not count, while shuffled paragraphs
or sentences each form a chain of their own. Between two tiles of a chain, equal tokens at the
same distance count too: replaced words leave them behind.
"""

import numba as nb
import numpy as np

_K = 3
_CHAIN_LIMIT = 48
_LOOK_BACK = 24
_WIDEST_GAP = 24
LEAST_CHAIN = 7.0
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

MEASURES = (
    "matched", "agreeing", "spanned", "best_chain", "longest_run", "covered_record", "echoed",
)  # fmt: skip


@nb.njit(cache=True, inline="always")
def _gram(tokens, i):  # type: ignore[no-untyped-def]
    value = tokens[i]
    for k in range(1, _K):
        value = value * _MULTIPLIER + tokens[i + k]
    return value ^ (value >> np.uint64(29))


@nb.njit(cache=True)
def _table(tokens):  # type: ignore[no-untyped-def]
    """Open hash table of the K-grams of `tokens`: (heads, next position of the same slot)."""
    size = 16
    while size < 2 * tokens.shape[0]:
        size *= 2
    heads = np.full(size, -1, np.int32)
    following = np.full(max(tokens.shape[0], 1), -1, np.int32)
    mask = np.uint64(size - 1)
    for position in range(tokens.shape[0] - _K, -1, -1):
        slot = np.int64(_gram(tokens, position) & mask)
        following[position] = heads[slot]
        heads[slot] = position
    return heads, following


@nb.njit(cache=True)
def tile(one, other):  # type: ignore[no-untyped-def]
    """int32[t, 3] of (start in `one`, start in `other`, length), by start in `one`."""
    n, m = one.shape[0], other.shape[0]
    out = np.empty((n // _K + 1, 3), np.int32)
    count = 0
    if n < _K or m < _K:
        return out[:0].copy()
    heads, following = _table(other)
    mask = np.uint64(heads.shape[0] - 1)
    diagonal = 0
    i = 0
    while i <= n - _K:
        best, where, tried = 0, -1, 0
        position = heads[np.int64(_gram(one, i) & mask)]
        while position >= 0 and tried < _CHAIN_LIMIT:
            tried += 1
            length = 0
            while (
                i + length < n
                and position + length < m
                and one[i + length] == other[position + length]
            ):
                length += 1
            nearer = abs(position - i - diagonal) < abs(where - i - diagonal)
            if length > best or (length == best and nearer):
                best, where = length, position
            position = following[position]
        if best >= _K:
            out[count, 0], out[count, 1], out[count, 2] = i, where, best
            count += 1
            diagonal = where - i
            i += best
        else:
            i += 1
    return out[:count].copy()


@nb.njit(cache=True)
def _link(one, other, before, after):  # type: ignore[no-untyped-def]
    """(gain, agreeing) of putting `after` behind `before`; a gain below -1e8 forbids it."""
    gap_one = after[0] - before[0] - before[2]
    gap_other = after[1] - before[1] - before[2]
    if gap_one < 0 or gap_other < 0 or gap_one > _WIDEST_GAP or gap_other > _WIDEST_GAP:
        return -1e9, 0
    agreeing = 0
    if gap_one == gap_other:
        for k in range(gap_one):
            start_one, start_other = before[0] + before[2] + k, before[1] + before[2] + k
            agreeing += one[start_one] == other[start_other]
    drift = abs(gap_one - gap_other)
    return agreeing - 0.25 * max(gap_one, gap_other) - 0.35 * drift, agreeing


@nb.njit(cache=True)
def chain(one, other, tiles):  # type: ignore[no-untyped-def]
    """(chain of each tile or -1, score of each chain, agreeing tokens between, tokens spanned)."""
    count = tiles.shape[0]
    score = np.zeros(count, np.float64)
    previous = np.full(count, -1, np.int32)
    between = np.zeros(count, np.int32)
    for t in range(count):
        score[t] = tiles[t, 2]
        for u in range(t - 1, max(-1, t - 1 - _LOOK_BACK), -1):
            gain, agreeing = _link(one, other, tiles[u], tiles[t])
            if score[u] + gain > 0 and score[u] + gain + tiles[t, 2] > score[t]:
                score[t] = score[u] + gain + tiles[t, 2]
                previous[t] = u
                between[t] = agreeing
    owner = np.full(count, -1, np.int32)
    scores = np.zeros(count, np.float64)
    agreeing_total = 0
    spanned = 0
    chains = 0
    for t in np.argsort(-score, kind="mergesort"):
        if score[t] < LEAST_CHAIN:
            break
        if owner[t] >= 0:
            continue
        first = t
        u = t
        while u >= 0 and owner[u] < 0:
            owner[u] = chains
            first = u
            if previous[u] >= 0 and owner[previous[u]] < 0:
                agreeing_total += between[u]
            u = previous[u]
        scores[chains] = score[t] - (score[u] if u >= 0 else 0.0)
        spanned += tiles[t, 0] + tiles[t, 2] - tiles[first, 0]
        chains += 1
    return owner, scores[:chains].copy(), agreeing_total, spanned


@nb.njit(cache=True, nogil=True)
def align(record, reference, echo):  # type: ignore[no-untyped-def]
    """The tiles two token sequences share in chains, and what they measure.

    Args:
        record: uint64[n] token hashes of the audited unit.
        reference: uint64[m] token hashes of the reference output.
        echo: uint8[m], 1 where a reference token repeats its prompt or common material.

    Returns:
        (tiles int32[t, 3], measures float64[7] named by MEASURES, in tokens of the reference
        but for `covered_record`; echoed tokens count in `echoed` alone).
    """
    tiles = tile(record, reference)
    measures = np.zeros(7, np.float64)
    owner, scores, agreeing, spanned = chain(record, reference, tiles)
    covered = np.zeros(reference.shape[0], np.uint8)
    kept = 0
    for t in range(tiles.shape[0]):
        if owner[t] < 0:
            continue
        tiles[kept] = tiles[t]
        kept += 1
        for k in range(tiles[t, 2]):
            position = tiles[t, 1] + k
            if covered[position] == 0:
                covered[position] = 1
                if echo[position]:
                    measures[6] += 1
                else:
                    measures[0] += 1
        measures[5] += tiles[t, 2]
        measures[4] = max(measures[4], tiles[t, 2])
    measures[1] = agreeing
    measures[2] = spanned
    measures[3] = scores.max() if scores.shape[0] else 0.0
    return tiles[:kept].copy(), measures


@nb.njit(cache=True, nogil=True)
def echoes(tokens, prompt, least):  # type: ignore[no-untyped-def]
    """uint8[n]: 1 for each token in a run of at least `least` tokens that `prompt` has too."""
    flags = np.zeros(tokens.shape[0], np.uint8)
    runs = tile(tokens, prompt)
    for t in range(runs.shape[0]):
        if runs[t, 2] >= least:
            flags[runs[t, 0] : runs[t, 0] + runs[t, 2]] = 1
    return flags


@nb.njit(cache=True, nogil=True)
def shared(one, other):  # type: ignore[no-untyped-def]
    """How many values two sorted arrays of distinct values have in common."""
    i = j = count = 0
    while i < one.shape[0] and j < other.shape[0]:
        if one[i] == other[j]:
            count += 1
            i += 1
            j += 1
        elif one[i] < other[j]:
            i += 1
        else:
            j += 1
    return count
