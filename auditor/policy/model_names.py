"""Does a model name, however a log spells it, fall under a pattern of a pack."""

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

# Names come from hostile data; a longer one is nobody's model.
_MAX_LENGTH = 200
_SEPARATORS = re.compile(r"[^a-z0-9.*]+")
_LETTER_THEN_DIGIT = re.compile(r"(?<=[a-z])(?=[0-9])")
_DATED = re.compile(r"(20[2-9]\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


def normalized(name: str) -> str:
    """Lower case, one dash between words, a dash before a number: `llama-3.1`, from `Llama3.1`."""
    return _LETTER_THEN_DIGIT.sub("-", _SEPARATORS.sub("-", name.lower())).strip("-")


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(normalized(pattern)))


def matches(model: str, patterns: Iterable[str]) -> bool:
    """Whether the whole name, or its part after the last slash, fits one of `patterns`.

    `*` in a pattern stands for anything.
    """
    name = model[:_MAX_LENGTH].replace("*", "")
    spellings = {normalized(name), normalized(name.rpartition("/")[2])}
    return any(
        _compiled(pattern).match(spelling) for pattern in patterns for spelling in spellings
    )


def snapshot_date(model: str) -> str | None:
    """The day a dated name carries (`gpt-4o-2024-05-13`), as an ISO date; None without one."""
    found = _DATED.search(model[:_MAX_LENGTH])
    return "-".join(found.groups()) if found else None
