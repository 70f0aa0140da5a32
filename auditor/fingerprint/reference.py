"""The plain definition of every kernel in `compiled.py`: Python and NumPy, slow and readable."""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from auditor.fingerprint.parameters import (
    MIX_1,
    MIX_2,
    SHINGLE_MULTIPLIER,
    WORD_MULTIPLIER,
    WORD_SEED,
    affine32_permutations,
)
from auditor.text.normalization import (
    SEPARATOR,
    SINGLE,
    TABLE_SIZE,
    WORD,
    class_of,
    fold_code_point,
)

_WORD_64 = (1 << 64) - 1
_ENTITY = re.compile(r"&(?:amp;)*#?[A-Za-z0-9]{1,9};|&(?:amp;)+")
_ESCAPE = re.compile(r"\\+(?:u[0-9a-fA-F]{4}|[nrt])?")


def mix(value: int) -> int:
    """The MurmurHash3 finalizer on 64 bits."""
    value ^= value >> 33
    value = value * MIX_1 & _WORD_64
    value ^= value >> 33
    value = value * MIX_2 & _WORD_64
    return value ^ (value >> 33)


def pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """(folded code point or -1 for a separator, first character, after last) through a text."""
    position = 0
    while position < len(text):
        found = None
        code = ord(text[position])
        if text[position] == "&":
            found = _ENTITY.match(text, position)
            code = -1
        elif text[position] == "\\":
            found = _ESCAPE.match(text, position)
            escape = found.group().lstrip("\\") if found else ""
            code = int(escape[1:], 16) if escape.startswith("u") else -1
        end = found.end() if found else position + 1
        if code < 0 or code >= 0xE0000:
            yield (-1 if code < 0 else -2), position, end
        elif code >= TABLE_SIZE:
            yield (code if code < 0x40000 else -1), position, end
        else:
            folded = fold_code_point(code)
            yield from ((ord(one), position, end) for one in folded)
            if not folded:
                yield -2, position, end
        position = end


def tokenize(text: str) -> list[tuple[int, int, int]]:  # noqa: C901
    """(hash, first character, after last) of each token; -2 pieces are ignored characters."""
    tokens: list[tuple[int, int, int]] = []
    word: list[int] = []
    first = last = 0

    def close() -> None:
        if word:
            value = WORD_SEED
            for code in word:
                value = (value ^ code) * WORD_MULTIPLIER & _WORD_64
            tokens.append((mix(value), first, last))
            word.clear()

    for code, begin, end in pieces(text):
        kind = SEPARATOR if code == -1 else SINGLE if code >= TABLE_SIZE else None
        if code == -2:
            last = end
            continue
        if kind is None:
            kind = class_of(code)
        if kind == WORD:
            if not word:
                first = begin
            word.append(code)
            last = end
            continue
        close()
        if kind == SINGLE:
            tokens.append((mix((WORD_SEED ^ code) * WORD_MULTIPLIER & _WORD_64), begin, end))
    close()
    return tokens


def shingle(tokens: list[int], width: int) -> list[int]:
    """Shingle hashes, repeats included; of fewer than `width` tokens one of all of them."""
    if not tokens:
        return []
    size = min(width, len(tokens))
    out = []
    for start in range(len(tokens) - size + 1):
        value = size
        for token in tokens[start : start + size]:
            value = (value * SHINGLE_MULTIPLIER + token) & _WORD_64
        out.append(mix(value))
    return out


def minhash(shingles: list[int], permutations: int, seed: int) -> NDArray[np.uint32]:
    """The `affine32` MinHash of the upper halves of the shingle hashes."""
    multipliers, addends = affine32_permutations(permutations, seed)
    if not shingles:
        return np.full(permutations, 0xFFFFFFFF, np.uint32)
    values = np.array([one >> 32 for one in shingles], np.uint32)
    values ^= values >> np.uint32(16)
    values *= np.uint32(0x85EBCA6B)
    values ^= values >> np.uint32(13)
    values *= np.uint32(0xC2B2AE35)
    values ^= values >> np.uint32(16)
    lowest: NDArray[np.uint32] = (multipliers[:, None] * values + addends[:, None]).min(axis=1)
    return lowest
