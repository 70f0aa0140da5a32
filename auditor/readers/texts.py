"""Strings, parts and messages to text units, reasoning cut out of answers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import TextUnit, UnitKind

_THOUGHT = re.compile(
    r"<(think|thinking|thought|reasoning)>(.*?)(?:</\1>|\Z)|◁think▷(.*?)(?:◁/think▷|\Z)", re.DOTALL
)
_OPENERS = ("<think", "<thought", "<reasoning", "◁think▷")
ASSISTANT = frozenset(["assistant", "gpt", "model", "bot", "chatgpt", "bing", "bard", "output", "ai", "claude", "gemini"])
REASONING_FIELDS = ("reasoning_content", "reasoning", "thinking")


def answer_units(text: str, field: str) -> Iterator[TextUnit]:
    """An answer as output, with `<think>` passages as reasoning of their own."""
    if not any(opener in text for opener in _OPENERS):
        if text.strip():
            yield TextUnit(text, field)
        return
    end = 0
    for match in _THOUGHT.finditer(text):
        if text[end : match.start()].strip():
            yield TextUnit(text[end : match.start()], field, UnitKind.OUTPUT, end)
        group = 2 if match.group(1) else 3
        if match.group(group).strip():
            yield TextUnit(match.group(group), field, UnitKind.REASONING, match.start(group))
        end = match.end()
    if text[end:].strip():
        yield TextUnit(text[end:], field, UnitKind.OUTPUT, end)


def content_units(content: Any, field: str, kind: UnitKind) -> Iterator[TextUnit]:
    """Units of a message's content: a string, or a list of strings and typed parts."""
    if isinstance(content, str):
        if kind is UnitKind.OUTPUT:
            yield from answer_units(content, field)
        elif content:
            yield TextUnit(content, field, kind)
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from part_units(part, f"{field}[{number}]", kind)
    elif isinstance(content, Mapping):
        yield from part_units(content, field, kind)


def part_units(part: Any, field: str, kind: UnitKind) -> Iterator[TextUnit]:
    """Units of one content part: text, thinking, refusal; other media hold no text."""
    if isinstance(part, str):
        yield from content_units(part, field, kind)
        return
    if not isinstance(part, Mapping):
        return
    thinking = part.get("type") in {"reasoning", "thinking"} and kind is UnitKind.OUTPUT
    for name in ("text", "thinking", "refusal", "value", "content"):
        text = part.get(name)
        if isinstance(text, str) and text.strip():
            reasoning = thinking or name == "thinking"
            if reasoning and kind is UnitKind.OUTPUT:
                yield TextUnit(text, f"{field}.{name}", UnitKind.REASONING)
            elif part.get("type") not in {"image", "image_url", "tool_call", "audio"}:
                yield from content_units(text, f"{field}.{name}", kind)
            return


def message_units(message: Any, field: str, role_key: str = "role", text_key: str = "content") -> Iterator[TextUnit]:
    """Units of one message; only the assistant's are outputs."""
    if not isinstance(message, Mapping):
        return
    role = message.get(role_key)
    ours = isinstance(role, str) and role.lower() in ASSISTANT
    kind = UnitKind.OUTPUT if ours else UnitKind.PROMPT
    if ours:
        for name in REASONING_FIELDS:
            text = message.get(name)
            if isinstance(text, str) and text.strip():
                yield TextUnit(text, f"{field}.{name}", UnitKind.REASONING)
        refusal = message.get("refusal")
        if isinstance(refusal, str) and refusal.strip():
            yield TextUnit(refusal, f"{field}.refusal")
    yield from content_units(message.get(text_key), f"{field}.{text_key}", kind)


def is_messages(value: Any, role_key: str = "role") -> bool:
    """A list whose first item is a message."""
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping) and role_key in value[0]
    )
