"""Conversations in all their dialects, as units."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from auditor.model.records import TextUnit, UnitKind
from auditor.readers.texts import content_units, message_units

_ROLES = ("role", "from", "speaker", "author", "sender")
_TEXTS = ("content", "value", "text", "message", "parts")
_ASKED = ("human", "user", "input", "question", "prompt", "instruction", "query")
_ANSWERED = ("assistant", "gpt", "output", "answer", "response", "completion", "bot")


class Turns(NamedTuple):
    """How the turns of a conversation are written.

    Turns have a `role` key, or their place tells: strings and pairs alternate. `text` is the key
    of what was said where there is a role.
    """

    role: str
    text: str


def turns_of(value: Any) -> Turns | None:
    """The dialect of a list of turns, judged by its first; None where it is no conversation."""
    if not isinstance(value, list) or not value:
        return None
    first = value[0]
    if isinstance(first, Mapping):
        role = next((key for key in _ROLES if key in first), "")
        if role:
            text = next((key for key in _TEXTS if key in first), "")
            return Turns(role, text or ("value" if role == "from" else "content"))
        paired = any(key in first for key in _ASKED) and any(key in first for key in _ANSWERED)
        return Turns("", "") if paired else None
    if isinstance(first, list):
        pair = len(first) == 2 and all(one is None or isinstance(one, str) for one in first)
        return Turns("", "") if pair else None
    return Turns("", "") if isinstance(first, str) and len(value) > 1 else None


def turn_units(value: list[Any], field: str, turns: Turns) -> Iterator[TextUnit]:
    """Units of all turns; only the model's are outputs."""
    if turns.role:
        role, text = turns
        for number, turn in enumerate(value):
            key = text
            if isinstance(turn, Mapping) and text not in turn:
                key = next((one for one in _TEXTS if one in turn), text)
            yield from message_units(turn, f"{field}[{number}]", role, key)
        return
    for number, turn in enumerate(value):
        place = f"{field}[{number}]"
        if isinstance(turn, str):
            yield from content_units(
                turn, place, UnitKind.OUTPUT if number % 2 else UnitKind.PROMPT
            )
        elif isinstance(turn, list) and len(turn) == 2:
            yield from content_units(turn[0], f"{place}[0]", UnitKind.PROMPT)
            yield from content_units(turn[1], f"{place}[1]", UnitKind.OUTPUT)
        elif isinstance(turn, Mapping):
            yield from _pair_units(turn, place)


def _pair_units(turn: Mapping[str, Any], place: str) -> Iterator[TextUnit]:
    for names, kind in (
        (("system",), UnitKind.PROMPT),
        (_ASKED, UnitKind.PROMPT),
        (_ANSWERED, UnitKind.OUTPUT),
    ):
        for name in names:
            if isinstance(turn.get(name), str):
                yield from content_units(turn[name], f"{place}.{name}", kind)
