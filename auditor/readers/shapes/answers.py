"""A prompt and what answers it: completions, preference pairs, instructions, labelled texts."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.reader import Sniff
from auditor.readers.shapes.rows import prompt_units, record_of
from auditor.readers.texts import answer_units, content_units, is_messages, message_units

OUTPUT_FIELDS = (
    "text", "response", "output", "completion", "answer", "generation", "generated_text",
    "model_output", "reply", "assistant", "solution", "target", "generations",
)  # fmt: skip


def value_units(value: Any, field: str) -> Iterator[TextUnit]:
    """An answer given as a string, one message, or a list of messages."""
    if is_messages(value) or is_messages(value, "from"):
        role, text = ("role", "content") if "role" in value[0] else ("from", "value")
        for position, message in enumerate(value):
            yield from message_units(message, f"{field}[{position}]", role, text)
    elif isinstance(value, Mapping):
        key = "content" if "content" in value else "value"
        yield from content_units(value.get(key), f"{field}.{key}", UnitKind.OUTPUT)
    elif isinstance(value, str | list):
        yield from content_units(value, field, UnitKind.OUTPUT)


class Preference:
    """Preference rows: `chosen` and `rejected`, as strings or messages (TRL, HH, DPO files)."""

    pairs = (
        ("chosen", "rejected"), ("preferred_output", "non_preferred_output"),
        ("preferred_completion", "non_preferred_completion"), ("response_j", "response_k"),
        ("chosen_messages", "rejected_messages"), ("response_0", "response_1"),
    )  # fmt: skip

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if any(a in row and b in row for a, b in self.pairs) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        fields = next(pair for pair in self.pairs if pair[0] in row and pair[1] in row)
        for field in fields:
            yield from value_units(row[field], field)
        asked = row.get("input")
        if isinstance(asked, Mapping) and is_messages(asked.get("messages")):
            for position, message in enumerate(asked["messages"]):
                yield from message_units(message, f"input.messages[{position}]")
        for name in ("messages", "conversations"):
            for position, turn in enumerate(row.get(name) if is_messages(row.get(name), "from") else ()):
                for unit in message_units(turn, f"{name}[{position}]", "from", "value"):
                    yield unit._replace(kind=UnitKind.PROMPT)
        yield from prompt_units(row)


class PromptCompletion:
    """Rows of `prompt` and `completion`, strings or messages; KTO rows add a `label`."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if "completion" in row and "prompt" in row else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        yield from value_units(row["completion"], "completion")
        yield from prompt_units(row)


class Alpaca:
    """Instruction rows: `instruction` with `output` or `response`, `input`, `system`, `history`."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        answered = any(name in row for name in ("output", "response", "answer", "completion"))
        asked = "instruction" in row or "question" in row or "query" in row
        return Sniff.YES if answered and asked else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        for field in ("output", "response", "answer", "completion"):
            yield from value_units(row.get(field), field)
        history = row.get("history")
        for position, turn in enumerate(history if isinstance(history, list) else ()):
            if isinstance(turn, list) and len(turn) == 2:
                yield from content_units(turn[0], f"history[{position}][0]", UnitKind.PROMPT)
                yield from content_units(turn[1], f"history[{position}][1]", UnitKind.OUTPUT)
        yield from prompt_units(row)


class Completions:
    """Rows that list several answers: UltraFeedback `completions`, Nectar `answers`, stepwise."""

    names = ("completions", "answers", "responses", "generations", "candidates", "outputs")
    texts = ("response", "answer", "text", "content", "completion", "output")

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if any(self._lists(row, name) for name in self.names) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _lists(self, row: Mapping[str, Any], name: str) -> bool:
        value = row.get(name)
        if not isinstance(value, list) or not value:
            return False
        if isinstance(value[0], Mapping):
            return any(text in value[0] for text in self.texts)
        return isinstance(value[0], str)

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        for name in self.names:
            if not self._lists(row, name):
                continue
            for position, one in enumerate(row[name]):
                field = f"{name}[{position}]"
                if isinstance(one, str):
                    yield from answer_units(one, field)
                elif isinstance(one, Mapping):
                    key = next((text for text in self.texts if text in one), "")
                    yield from content_units(one.get(key), f"{field}.{key}", UnitKind.OUTPUT)
        yield from prompt_units(row)


class Answered:
    """Labelled rows, and rows of an output under any usual name beside its prompt."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if not any(isinstance(row.get(name), str) for name in OUTPUT_FIELDS):
            return Sniff.NO
        return Sniff.YES if "provider" in row or "model" in row else Sniff.MAYBE

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        for field in OUTPUT_FIELDS:
            if isinstance(row.get(field), str):
                yield from answer_units(row[field], field)
        yield from prompt_units(row)


class PlainText:
    """Rows of one text: `text`, `content`, `raw_content` or `body`; all of it counts as output."""

    names = ("text", "content", "raw_content", "body", "document")

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if any(name in row for name in OUTPUT_FIELDS if name not in self.names):
            return Sniff.NO
        return Sniff.MAYBE if any(isinstance(row.get(n), str) for n in self.names) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        field = next(name for name in self.names if isinstance(row.get(name), str))
        return record_of(row, number, answer_units(row[field], field))


class Segments:
    """Axolotl `segments` of `text` and `label`: what is labelled true is trained on."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if is_messages(row.get("segments"), "text") else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        units = (
            unit
            for position, one in enumerate(row["segments"])
            if isinstance(one, Mapping)
            for unit in content_units(
                one.get("text"),
                f"segments[{position}].text",
                UnitKind.OUTPUT if one.get("label") else UnitKind.PROMPT,
            )
        )
        return record_of(row, number, units)
