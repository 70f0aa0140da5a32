"""Conversations: OpenAI messages, ShareGPT turns, OASST messages and trees."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.reader import Sniff
from auditor.readers.shapes.rows import (
    OUTPUT_FIELDS,
    answer_units,
    prompt_units,
    record_of,
    thought_units,
)
from auditor.readers.shapes.turns import turn_units, turns_of
from auditor.readers.texts import answer_units as text_units


def _conversation(row: Mapping[str, Any], number: int, name: str) -> Record | Rejection:
    turns = turns_of(row[name])
    said = list(turn_units(row[name], name, turns)) if turns else []
    units = [*prompt_units(row), *said]
    # Some rows keep what is trained on beside the conversation.
    if not any(unit.kind is UnitKind.OUTPUT for unit in units):
        units += thought_units(row)
        for field in OUTPUT_FIELDS:
            if isinstance(row.get(field), str):
                units += answer_units(row[field], field)
    return record_of(row, number, units)


class Messages:
    """Chat rows with `messages` of `role` and `content` (OpenAI fine-tuning, TRL, Axolotl, Bedrock)."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        turns = turns_of(row.get("messages"))
        return Sniff.YES if turns and turns.role else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return _conversation(row, number, "messages")


class ShareGPT:
    """Conversation rows: turns of `from` and `value`, or other dialects (Magpie, WildChat, UltraChat)."""

    names = (
        "conversations", "conversation", "texts", "contents", "thread", "dialog", "dialogue", "turns", "items",
        "chat", "data",
    )  # fmt: skip
    _names = frozenset(names)

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if self._found(row) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return _conversation(row, number, self._found(row))

    def _found(self, row: Mapping[str, Any]) -> str:
        if self._names.isdisjoint(row):
            return ""
        for name in self.names:
            turns = turns_of(row.get(name))
            # A list of pairs under so general a name is a table, not a talk.
            if turns and (name != "data" or turns.role or isinstance(row[name][0], str)):
                return name
        return ""


class OpenAssistant:
    """OASST rows: one message with `role` and `text`, or a tree under `prompt`."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        flat = "message_id" in row and "role" in row and isinstance(row.get("text"), str)
        tree = "message_tree_id" in row and isinstance(row.get("prompt"), Mapping)
        return Sniff.YES if flat or tree else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        if isinstance(row.get("prompt"), Mapping):
            return record_of(row, number, self._tree(row["prompt"], "prompt"))
        return record_of(row, number, self._said(row, "text"))

    def _said(self, message: Mapping[str, Any], field: str) -> Iterator[TextUnit]:
        text = message.get("text")
        if not isinstance(text, str) or not text.strip():
            return
        if message.get("role") == "assistant":
            yield from text_units(text, field)
        else:
            yield TextUnit(text, field, UnitKind.PROMPT)

    def _tree(self, root: Mapping[str, Any], field: str) -> Iterator[TextUnit]:
        # A stack, not recursion: a tree in hostile data may be as deep as it likes.
        waiting = [(root, field)]
        while waiting:
            node, path = waiting.pop()
            yield from self._said(node, f"{path}.text")
            replies = node.get("replies")
            numbered = list(enumerate(replies if isinstance(replies, list) else []))
            waiting += [
                (one, f"{path}.replies[{place}]")
                for place, one in reversed(numbered)
                if isinstance(one, Mapping)
            ]
