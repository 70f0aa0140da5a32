"""Conversations: OpenAI messages, ShareGPT turns, OASST messages and trees."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.reader import Sniff
from auditor.readers.shapes.rows import record_of
from auditor.readers.texts import answer_units, is_messages, message_units


class Messages:
    """Chat rows with `messages` of `role` and `content` (OpenAI fine-tuning, TRL, Axolotl)."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if is_messages(row.get("messages")) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        units = (
            unit
            for position, message in enumerate(row["messages"])
            for unit in message_units(message, f"messages[{position}]")
        )
        return record_of(row, number, units)


class ShareGPT:
    """Conversation rows with turns of `from` and `value`, under any of the usual names."""

    names = ("conversations", "conversation", "texts", "items", "dialog", "dialogue")

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if self._found(row) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        found = self._found(row)
        if found is None:
            return Rejection(number, "no-text", "no conversation turns")
        name, role, text = found
        units = (
            unit
            for position, turn in enumerate(row[name])
            for unit in message_units(turn, f"{name}[{position}]", role, text)
        )
        return record_of(row, number, units)

    def _found(self, row: Mapping[str, Any]) -> tuple[str, str, str] | None:
        for name in self.names:
            turns = row.get(name)
            if is_messages(turns, "from"):
                return name, "from", "value"
            if is_messages(turns):
                return name, "role", "content"
        return None


class OpenAssistant:
    """OASST rows: one message with `role` and `text`, or a tree under `prompt`."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        flat = "message_id" in row and "role" in row and "text" in row
        tree = "message_tree_id" in row and isinstance(row.get("prompt"), Mapping)
        return Sniff.YES if flat or tree else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        if "message_tree_id" in row and isinstance(row.get("prompt"), Mapping):
            return record_of(row, number, self._tree(row["prompt"], "prompt"))
        text = row["text"] if isinstance(row["text"], str) else ""
        if row["role"] == "assistant":
            return record_of(row, number, answer_units(text, "text"))
        return record_of(row, number, iter([TextUnit(text, "text", UnitKind.PROMPT)]))

    def _tree(self, root: Mapping[str, Any], field: str) -> Iterator[TextUnit]:
        # A stack, not recursion: a tree in hostile data may be as deep as it likes.
        waiting = [(root, field)]
        while waiting:
            node, path = waiting.pop()
            text = node.get("text")
            if isinstance(text, str) and text.strip():
                if node.get("role") == "assistant":
                    yield from answer_units(text, f"{path}.text")
                else:
                    yield TextUnit(text, f"{path}.text", UnitKind.PROMPT)
            replies = [one for one in node.get("replies") or [] if isinstance(one, Mapping)]
            waiting += [(one, f"{path}.replies[{n}]") for n, one in reversed(list(enumerate(replies)))]
