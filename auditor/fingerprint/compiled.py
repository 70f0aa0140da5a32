"""The numba kernels: UTF-8 buffers to tokens, shingle hashes and MinHash signatures.

*Using*: `auditor.fingerprint.batches` packs texts and calls these.

*Details*: each kernel has a plain twin of the same name in `reference.py`, which defines it.
Arrays in, arrays out; no Python object a token; arithmetic is unsigned and wraps.
"""

import numba as nb
import numpy as np
from numpy.typing import NDArray

from auditor.fingerprint.parameters import (
    MIX_1,
    MIX_2,
    SHINGLE_MULTIPLIER,
    WORD_MULTIPLIER,
    WORD_SEED,
)
from auditor.text.normalization import SEPARATOR, SINGLE, TABLE_SIZE, WORD

_SEED = np.uint64(WORD_SEED)
_WORD = np.uint64(WORD_MULTIPLIER)
_SHINGLE = np.uint64(SHINGLE_MULTIPLIER)
_MIX_1 = np.uint64(MIX_1)
_MIX_2 = np.uint64(MIX_2)
_U32 = np.uint64(32)
_U33 = np.uint64(33)

_AMPERSAND, _BACKSLASH, _SEMICOLON, _HASH = 38, 92, 59, 35
_TABLE = TABLE_SIZE
_SEPARATOR, _WORD_CLASS, _SINGLE_CLASS = SEPARATOR, WORD, SINGLE


@nb.njit(cache=True, inline="always")
def mix(value):  # type: ignore[no-untyped-def]
    """The MurmurHash3 finalizer on 64 bits."""
    value ^= value >> _U33
    value *= _MIX_1
    value ^= value >> _U33
    value *= _MIX_2
    return value ^ (value >> _U33)


@nb.njit(cache=True)
def entity_length(buffer, start, stop):  # type: ignore[no-untyped-def]
    """Bytes of the HTML entity at `start` (an ampersand), 1 where there is none.

    An escaped entity (`&amp;lt;`) counts whole.
    """
    end = start + 1
    while True:
        position = end
        limit = min(stop, position + 10)
        if position < limit and buffer[position] == _HASH:
            position += 1
        first = position
        while position < limit and (
            48 <= buffer[position] <= 57
            or 65 <= buffer[position] <= 90
            or 97 <= buffer[position] <= 122
        ):
            position += 1
        if position == first or position >= limit or buffer[position] != _SEMICOLON:
            return end - start
        ampersand = (
            position - first == 3
            and buffer[first] == 97
            and buffer[first + 1] == 109
            and buffer[first + 2] == 112
        )
        end = position + 1
        if not ampersand:
            return end - start


@nb.njit(cache=True)
def escape_at(buffer, start, stop):  # type: ignore[no-untyped-def]
    """(bytes, code point) of the JSON escape at `start`; the code is -1 for a separator."""
    position = start
    while position < stop and buffer[position] == _BACKSLASH:
        position += 1
    if position >= stop:
        return position - start, -1
    letter = buffer[position]
    if letter == 110 or letter == 114 or letter == 116:
        return position + 1 - start, -1
    if letter == 117 and position + 4 < stop:
        code = 0
        for i in range(position + 1, position + 5):
            digit = buffer[i]
            if 48 <= digit <= 57:
                code = code * 16 + digit - 48
            elif 97 <= (digit | 32) <= 102:
                code = code * 16 + (digit | 32) - 87
            else:
                return position - start, -1
        return position + 5 - start, code
    return position - start, -1


@nb.njit(cache=True)
def decode(buffer, start, stop):  # type: ignore[no-untyped-def]
    """(bytes, code point) of the UTF-8 sequence at `start`; malformed bytes give (1, -1)."""
    lead = np.int64(buffer[start])
    if 0xC0 <= lead < 0xE0 and start + 1 < stop:
        return 2, ((lead & 31) << 6) | (np.int64(buffer[start + 1]) & 63)
    if 0xE0 <= lead < 0xF0 and start + 2 < stop:
        return 3, (
            ((lead & 15) << 12)
            | ((np.int64(buffer[start + 1]) & 63) << 6)
            | (np.int64(buffer[start + 2]) & 63)
        )
    if lead >= 0xF0 and start + 3 < stop:
        return 4, (
            ((lead & 7) << 18)
            | ((np.int64(buffer[start + 1]) & 63) << 12)
            | ((np.int64(buffer[start + 2]) & 63) << 6)
            | (np.int64(buffer[start + 3]) & 63)
        )
    return 1, -1


@nb.njit(cache=True)
def tokenize(buffer, start, stop, tables, hashes, begins, ends):  # type: ignore[no-untyped-def]
    """Tokens of one text.

    Args:
        buffer: uint8[:], UTF-8.
        start: first byte of the text.
        stop: byte after its last.
        tables: (starts, folded, classes, lower) as `text.normalization` and `batches` make them.
        hashes: uint64[:], filled with a hash a token; at least 2 * (stop - start) + 8 long.
        begins: uint32[:], first character of each token; length 0 where not wanted.
        ends: uint32[:], character after its last.

    Returns:
        The number of tokens.
    """
    fold_starts, folded, classes, lower = tables
    offsets = begins.shape[0] > 0
    count = 0
    inside = False
    value = _SEED
    first = 0
    last = 0
    i = start
    character = 0
    while i < stop:
        byte = buffer[i]
        if byte < 128:
            low = lower[byte]
            if low:
                if not inside:
                    inside = True
                    value = _SEED
                    first = character
                value = (value ^ np.uint64(low)) * _WORD
                i += 1
                character += 1
                last = character
                continue
            width, code, advance = 1, -1, 1
            if byte == _AMPERSAND:
                width = entity_length(buffer, i, stop)
                advance = width
            elif byte == _BACKSLASH:
                width, code = escape_at(buffer, i, stop)
                advance = width
        else:
            width, code = decode(buffer, i, stop)
            advance = 1
        if code < 0:
            if inside:
                inside = False
                hashes[count] = mix(value)
                if offsets:
                    begins[count] = first
                    ends[count] = last
                count += 1
        elif code < _TABLE:
            if fold_starts[code] == fold_starts[code + 1]:
                last = character + advance
            for k in range(fold_starts[code], fold_starts[code + 1]):
                piece = folded[k]
                kind = classes[piece] if piece < _TABLE else _SINGLE_CLASS
                if kind == _WORD_CLASS:
                    if not inside:
                        inside = True
                        value = _SEED
                        first = character
                    value = (value ^ np.uint64(piece)) * _WORD
                    last = character + advance
                    continue
                if inside:
                    inside = False
                    hashes[count] = mix(value)
                    if offsets:
                        begins[count] = first
                        ends[count] = last
                    count += 1
                if kind == _SINGLE_CLASS:
                    hashes[count] = mix((_SEED ^ np.uint64(piece)) * _WORD)
                    if offsets:
                        begins[count] = character
                        ends[count] = character + advance
                    count += 1
        elif code < 0xE0000:
            if inside:
                inside = False
                hashes[count] = mix(value)
                if offsets:
                    begins[count] = first
                    ends[count] = last
                count += 1
            if code < 0x40000:
                hashes[count] = mix((_SEED ^ np.uint64(code)) * _WORD)
                if offsets:
                    begins[count] = character
                    ends[count] = character + advance
                count += 1
        else:
            last = character + advance
        i += width
        character += advance
    if inside:
        hashes[count] = mix(value)
        if offsets:
            begins[count] = first
            ends[count] = last
        count += 1
    return count


@nb.njit(cache=True)
def shingle(tokens, count, width, out):  # type: ignore[no-untyped-def]
    """Shingle hashes uint64 of `count` tokens into `out`; their number is returned.

    A text of fewer than `width` tokens gives one shingle of all of them, an empty one none.
    """
    if count == 0:
        return 0
    size = min(width, count)
    shingles = count - size + 1
    for i in range(shingles):
        value = np.uint64(size)
        for k in range(size):
            value = value * _SHINGLE + tokens[i + k]
        out[i] = mix(value)
    return shingles


@nb.njit(cache=True)
def distinct(values):  # type: ignore[no-untyped-def]
    """The distinct values of uint64[n], sorted."""
    ordered = np.sort(values)
    count = 0
    for i in range(ordered.shape[0]):
        if i == 0 or ordered[i] != ordered[i - 1]:
            ordered[count] = ordered[i]
            count += 1
    return ordered[:count].copy()


@nb.njit(cache=True)
def minhash(shingles, count, multipliers, addends, out):  # type: ignore[no-untyped-def]
    """The `affine32` MinHash of the upper halves of `count` shingle hashes, into uint32 `out`."""
    out[:] = np.uint32(0xFFFFFFFF)
    permutations = out.shape[0]
    for i in range(count):
        value = np.uint32(shingles[i] >> _U32)
        value ^= value >> np.uint32(16)
        value = np.uint32(value * np.uint32(0x85EBCA6B))
        value ^= value >> np.uint32(13)
        value = np.uint32(value * np.uint32(0xC2B2AE35))
        value ^= value >> np.uint32(16)
        for k in range(permutations):
            permuted = np.uint32(multipliers[k] * value + addends[k])
            out[k] = min(out[k], permuted)


@nb.njit(cache=True, nogil=True)
def fingerprint(buffer, offsets, tables, permutations, width, sample_mask, longest):  # type: ignore[no-untyped-def]
    """Signatures and sampled shingle hashes of a batch of texts.

    Args:
        buffer: uint8[:], all texts in UTF-8, one after the other.
        offsets: int64[n + 1], where each begins.
        tables: see `tokenize`.
        permutations: uint32[2, k], multipliers and addends.
        width: tokens a shingle.
        sample_mask: a shingle is sampled where `hash & sample_mask == 0`.
        longest: bytes of the longest text.

    Returns:
        (signatures uint32[n, k], token counts int32[n], shingle counts int32[n],
        sampled uint64[:], sample offsets int64[n + 1]); the samples of a text are sorted and
        distinct, its shingle count counts repeats.
    """
    texts = offsets.shape[0] - 1
    signatures = np.empty((texts, permutations.shape[1]), np.uint32)
    token_counts = np.empty(texts, np.int32)
    shingle_counts = np.empty(texts, np.int32)
    sample_offsets = np.zeros(texts + 1, np.int64)
    sampled = np.empty(2 * (offsets[texts] - offsets[0]) + 8 * texts + 8, np.uint64)
    tokens = np.empty(2 * longest + 8, np.uint64)
    shingles = np.empty(2 * longest + 8, np.uint64)
    nothing = np.empty(0, np.uint32)
    filled = 0
    for t in range(texts):
        count = tokenize(buffer, offsets[t], offsets[t + 1], tables, tokens, nothing, nothing)
        total = shingle(tokens, count, width, shingles)
        minhash(shingles, total, permutations[0], permutations[1], signatures[t])
        begin = filled
        for i in range(total):
            if shingles[i] & sample_mask == 0:
                sampled[filled] = shingles[i]
                filled += 1
        ordered = distinct(sampled[begin:filled])
        filled = begin + ordered.shape[0]
        sampled[begin:filled] = ordered
        token_counts[t] = count
        shingle_counts[t] = total
        sample_offsets[t + 1] = filled
    return signatures, token_counts, shingle_counts, sampled[:filled].copy(), sample_offsets


@nb.njit(cache=True, nogil=True)
def band_hashes(signatures, bands, rows, first=0):  # type: ignore[no-untyped-def]
    """uint64[n, bands]: a hash of each run of `rows` values; the bands are numbered from `first`."""
    texts = signatures.shape[0]
    out = np.empty((texts, bands), np.uint64)
    for t in range(texts):
        for band in range(bands):
            value = np.uint64(first + band + 1)
            for row in range(rows):
                value = value * _SHINGLE + np.uint64(signatures[t, band * rows + row])
            out[t, band] = mix(value)
    return out


def ascii_lower(classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8[128]: the lower-case code of each ASCII letter or digit, 0 for a separator."""
    lower = np.zeros(128, np.uint8)
    for code in range(128):
        if classes[code] == WORD:
            lower[code] = ord(chr(code).lower())
    return lower
