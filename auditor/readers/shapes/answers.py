"""A prompt and what answers it: completions, instructions, lists of answers, labelled texts."""

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.declared import LONGEST
from auditor.readers.reader import Sniff
from auditor.readers.shapes.rows import (
    OUTPUT_FIELDS,
    PROMPT_FIELDS,
    answer_units,
    prompt_units,
    record_of,
    thought_units,
)
from auditor.readers.texts import answer_units as text_units
from auditor.readers.texts import content_units, is_messages

_OUTPUTS = frozenset(OUTPUT_FIELDS)
_ANSWERS = _OUTPUTS - {"text"}


class PromptCompletion:
    """Rows of `prompt` and `completion`, strings or messages; KTO rows add a `label`."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        return Sniff.YES if row.get("completion") is not None and "prompt" in row else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        yield from prompt_units(row)
        yield from thought_units(row)
        yield from answer_units(row["completion"], "completion")


class Alpaca:
    """Instruction rows: `instruction` with `output` or `response`, `input`, `system`, `history`."""

    answered = ("output", "response", "answer", "completion", "generation", "solution")
    asked = ("instruction", "question", "query", "problem")

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if not any(name in row for name in self.asked):
            return Sniff.NO
        answered = any(isinstance(row.get(name), str | list) for name in self.answered)
        return Sniff.YES if answered else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        history = row.get("history")
        for position, turn in enumerate(history if isinstance(history, list) else ()):
            if isinstance(turn, list) and len(turn) == 2:
                yield from content_units(turn[0], f"history[{position}][0]", UnitKind.PROMPT)
                yield from content_units(turn[1], f"history[{position}][1]", UnitKind.OUTPUT)
        yield from prompt_units(row)
        yield from thought_units(row)
        for field in self.answered:
            if row.get(field) is not None:
                yield from answer_units(row[field], field)


class Completions:
    """Rows that list several answers: UltraFeedback `completions`, Nectar `answers`, stepwise."""

    names = (
        "completions", "answers", "responses", "generations", "candidates", "outputs", "modelResponses",
        "generated_responses", "all_responses",
    )  # fmt: skip
    texts = ("response", "answer", "text", "content", "completion", "output", "generated_text")
    models = ("model", "model_name", "modelIdentifier", "generator")
    _names = frozenset(names)

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if self._names.isdisjoint(row):
            return Sniff.NO
        return Sniff.YES if any(self._lists(row, name) for name in self.names) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        record = record_of(row, number, self._units(row))
        if isinstance(record, Record) and "models" not in record.declared:
            named = [*dict.fromkeys(self._models(row))]
            if named:
                record.declared["models"] = ", ".join(named)[:LONGEST]
        return record

    def _lists(self, row: Mapping[str, Any], name: str) -> bool:
        value = row.get(name)
        if not isinstance(value, list) or not value:
            return False
        if isinstance(value[0], Mapping):
            return any(text in value[0] for text in self.texts)
        return isinstance(value[0], str)

    def _models(self, row: Mapping[str, Any]) -> Iterator[str]:
        for name in self.names:
            for one in row[name] if self._lists(row, name) else ():
                if isinstance(one, Mapping):
                    yield from (one[k] for k in self.models if isinstance(one.get(k), str))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        yield from prompt_units(row)
        for name in self.names:
            for position, one in enumerate(row[name] if self._lists(row, name) else ()):
                field = f"{name}[{position}]"
                if isinstance(one, str):
                    yield from text_units(one, field)
                elif isinstance(one, Mapping):
                    key = next((text for text in self.texts if text in one), "")
                    yield from content_units(one.get(key), f"{field}.{key}", UnitKind.OUTPUT)


class Answered:
    """Labelled rows (`provider` or `model` with a text), and outputs under any usual name."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if _OUTPUTS.isdisjoint(row):
            return Sniff.NO
        if not any(isinstance(row.get(name), str) for name in OUTPUT_FIELDS):
            return Sniff.NO
        return Sniff.YES if "provider" in row or "model" in row else Sniff.MAYBE

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, self._units(row))

    def _units(self, row: Mapping[str, Any]) -> Iterator[TextUnit]:
        yield from prompt_units(row)
        yield from thought_units(row)
        for field in OUTPUT_FIELDS:
            if isinstance(row.get(field), str):
                yield from text_units(row[field], field)


class PlainText:
    """Rows of one text: `text`, `content`, `raw_content` or `body`; all of it counts as output."""

    names = (
        "text", "content", "raw_content", "body", "document", "article", "passage", "chat", "markdown",
    )  # fmt: skip
    # Rows of sessions, exports and recordings know these names too, for other things.
    foreign = frozenset(
        ["mapping", "current_node", "chat_messages", "headers", "sessionId", "parentUuid"]
    )

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        if not _ANSWERS.isdisjoint(row) or not self.foreign.isdisjoint(row):
            return Sniff.NO
        return Sniff.MAYBE if any(isinstance(row.get(n), str) for n in self.names) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        # The shape was found by a row that looks alike, so the field is there.
        field = next(name for name in self.names if isinstance(row.get(name), str))
        return record_of(row, number, [*text_units(row[field], field), *thought_units(row)])


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


class Asked:
    """Rows that hold only what is asked, such as prompt sets: nothing in them is matched."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        asked = any(isinstance(row.get(name), str | list) for name in PROMPT_FIELDS)
        return Sniff.MAYBE if asked and _OUTPUTS.isdisjoint(row) else Sniff.NO

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        return record_of(row, number, prompt_units(row))
