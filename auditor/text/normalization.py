"""Text as it is compared: one versioned folding of code points into words.

*Using*: `fold_tables()` gives the arrays that every tokenizer reads.

*Details*: a code point is folded by compatibility decomposition, full case folding and
decomposition again; combining diacritics of the block U+0300-036F are dropped, so composed and
decomposed spellings agree, as do full-width, ligature and letter-like variants. Two texts with
the same NFKC case folding have the same tokens. What is neither letter, digit nor mark
separates tokens: white space, quotation marks, dashes and light markup (`**`, `#`, `|`, back
quotes) vanish that way. HTML entities and JSON escapes are recognized by the tokenizers.
Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar, Tibetan, Yi) give one
token a character.

*Limitations*: code points from U+20000 on are compared as they stand (one token each).
"""

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NORMALIZATION_VERSION = 1

SEPARATOR, WORD, SINGLE, IGNORED = 0, 1, 2, 3

TABLE_SIZE = 0x20000

# Blocks whose scripts put no spaces between words.
_SPACELESS = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x2FDF),
    (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF), (0xF900, 0xFAFF), (0x16FE0, 0x18CFF), (0x1B000, 0x1B16F),
)  # fmt: skip


class FoldTables(NamedTuple):
    """`starts` uint32[TABLE_SIZE + 1] into `folded` uint32[:]; `classes` uint8[TABLE_SIZE].

    Code point `c` folds to `folded[starts[c]:starts[c + 1]]`; `classes` holds the class of a
    folded code point.
    """

    starts: NDArray[np.uint32]
    folded: NDArray[np.uint32]
    classes: NDArray[np.uint8]


def fold_code_point(code: int) -> str:
    """What one code point is compared as; empty for what is ignored."""
    if 0xD800 <= code <= 0xDFFF:
        return " "
    character = chr(code)
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    folded = unicodedata.normalize("NFKD", decomposed).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", folded) if class_of(ord(c)) != IGNORED)


def class_of(code: int) -> int:
    """SEPARATOR, WORD, SINGLE or IGNORED for a folded code point."""
    if any(low <= code <= high for low, high in _SPACELESS):
        return SINGLE if unicodedata.category(chr(code))[0] in "LNM" else SEPARATOR
    if 0x0300 <= code <= 0x036F:
        return IGNORED
    category = unicodedata.category(chr(code))
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F:
        return IGNORED
    return WORD if category[0] in "LNM" else SEPARATOR


@cache
def fold_tables() -> FoldTables:
    """The tables for all code points below TABLE_SIZE; made once, about a quarter of a second."""
    classes = np.zeros(TABLE_SIZE, np.uint8)
    starts = np.zeros(TABLE_SIZE + 1, np.uint32)
    folded: list[int] = []
    for code in range(TABLE_SIZE):
        classes[code] = class_of(code)
        if 0xAC00 <= code <= 0xD7A3 or classes[code] == SINGLE:
            # Hangul syllables and Han need no per-character call: NFKD splits the first
            # arithmetically and leaves the second alone (compatibility forms excepted).
            folded.extend(map(ord, unicodedata.normalize("NFKD", chr(code))))
        else:
            folded.extend(map(ord, fold_code_point(code)))
        starts[code + 1] = len(folded)
    return FoldTables(starts, np.array(folded, np.uint32), classes)
