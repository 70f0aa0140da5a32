"""Strings, parts and messages to text units, reasoning cut out of answers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import TextUnit, UnitKind

_TAG = re.compile(r"<(/?)(think|thinking|thought|thoughts|reasoning)>|◁(/?)(think)▷")
_TAG_ENDS = ("think>", "thinking>", "thought>", "thoughts>", "reasoning>", "think▷")
ASSISTANT = frozenset(
    ["assistant", "gpt", "model", "bot", "chatgpt", "bing", "bard", "output", "ai", "claude", "gemini", "chatbot",
     "gpt4", "gpt-4", "gpt-3.5", "llm", "moss", "answer", "response", "grok", "deepseek", "qwen"]
)  # fmt: skip
REASONING_FIELDS = ("reasoning_content", "reasoning", "thinking")
_PART_TEXTS = ("text", "thinking", "refusal", "value", "content", "reasoning")
_THOUGHT_PARTS = ("reasoning", "thinking", "thought")
_OTHER_PARTS = (
    "image",
    "image_url",
    "tool_call",
    "tool_use",
    "audio",
    "input_audio",
    "video",
    "file",
)


def answer_units(text: str, field: str) -> Iterator[TextUnit]:
    """An answer as output, with `<think>` passages as reasoning of their own."""
    tagged = ">" in text or "▷" in text
    if not tagged or not any(end in text for end in _TAG_ENDS):
        if text and not text.isspace():
            yield TextUnit(text, field)
        return
    end = 0
    for opening, begin, stop, after in _thoughts(text):
        yield from _piece(text, field, end, opening, UnitKind.OUTPUT)
        yield from _piece(text, field, begin, stop, UnitKind.REASONING)
        end = after
    yield from _piece(text, field, end, len(text), UnitKind.OUTPUT)


def _piece(text: str, field: str, begin: int, end: int, kind: UnitKind) -> Iterator[TextUnit]:
    piece = text[begin:end]
    if piece and not piece.isspace():
        yield TextUnit(piece, field, kind, begin)


def _thoughts(text: str) -> Iterator[tuple[int, int, int, int]]:
    """(opening tag, begin, end, behind the closing tag) of each passage of reasoning.

    A tag that is never closed counts only where the text begins with it; a closing tag that was
    never opened ends a passage that began with the text, as some chat templates cut it.
    """
    opened = ""
    opening = begin = 0
    seen = False
    for match in _TAG.finditer(text):
        closing = bool(match.group(1) or match.group(3))
        name = match.group(2) or "◁"
        if closing and (name == opened or not seen):
            yield opening, begin, match.start(), match.end()
            opened = ""
        elif not closing and not opened:
            opened, opening, begin = name, match.start(), match.end()
        seen = True
    if opened and not text[:opening].strip():
        yield opening, begin, len(text), len(text)


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
    # Compared one by one: a type in hostile data may be anything, a list too.
    if not isinstance(part, Mapping) or part.get("type") in _OTHER_PARTS:
        return
    thought = part.get("type") in _THOUGHT_PARTS or part.get("thought") is True
    for name in _PART_TEXTS:
        text = part.get(name)
        if isinstance(text, str) and text.strip():
            if kind is UnitKind.OUTPUT and (thought or name in {"thinking", "reasoning"}):
                yield TextUnit(text, f"{field}.{name}", UnitKind.REASONING)
            else:
                yield from content_units(text, f"{field}.{name}", kind)
            return


def is_assistant(role: Any) -> bool:
    """Whether a role is one of the names the model's own turns go by."""
    return isinstance(role, str) and (role in ASSISTANT or role.strip().lower() in ASSISTANT)


def message_units(
    message: Any, field: str, role_key: str = "role", text_key: str = "content"
) -> Iterator[TextUnit]:
    """Units of one message; only the assistant's are outputs."""
    if not isinstance(message, Mapping):
        return
    if not is_assistant(message.get(role_key)):
        yield from content_units(message.get(text_key), f"{field}.{text_key}", UnitKind.PROMPT)
        return
    for name in REASONING_FIELDS:
        text = message.get(name)
        if isinstance(text, str) and text.strip():
            yield TextUnit(text, f"{field}.{name}", UnitKind.REASONING)
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        yield TextUnit(refusal, f"{field}.refusal")
    yield from content_units(message.get(text_key), f"{field}.{text_key}", UnitKind.OUTPUT)


def is_messages(value: Any, role_key: str = "role") -> bool:
    """A list whose first item is a message."""
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], Mapping)
        and role_key in value[0]
    )
