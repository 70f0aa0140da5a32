"""Text as paper can hold it: every character has a glyph, every line can break."""

import re
import unicodedata

from auditor.reporting.fonts import covered
from auditor.reporting.visible import visible

_MOST_MARKS = 8
_UNBROKEN = re.compile(r"[^\s\u200b]{24,}")
_BREAK_EVERY = 12
# Drawn by the layout itself, not by a glyph.
_LAYOUT = frozenset(map(ord, "\n\t \u200b\u200c\u200d"))


def printable(text: str) -> str:
    """The text with characters that no font has as `[U+XXXX]`, and break points in long runs.

    PDF/A refuses characters without a glyph, and strings of over 32,767 characters; a letter with
    thousands of combining marks takes seconds to shape.
    """
    if text.isascii() and text.isprintable():
        return _UNBROKEN.sub(_breakable, text)
    known = covered()
    pieces = []
    marks = 0
    for character in visible(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        code = ord(character)
        if (code in known or code in _LAYOUT) and marks <= _MOST_MARKS:
            pieces.append(character)
        elif marks <= _MOST_MARKS + 1:
            pieces.append(f"[U+{code:04X}]")
    return _UNBROKEN.sub(_breakable, "".join(pieces))


def _breakable(run: re.Match[str]) -> str:
    text = run.group()
    parts = [text[i : i + _BREAK_EVERY] for i in range(0, len(text), _BREAK_EVERY)]
    return "\u200b".join(parts) if text.isascii() else text
