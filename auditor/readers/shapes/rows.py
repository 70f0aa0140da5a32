"""A row and its units as a record, and the names its columns go by."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auditor.model.records import Record, Rejection, TextUnit, UnitKind
from auditor.readers.declared import declared_of, labelled_origin
from auditor.readers.shapes.turns import turn_units, turns_of
from auditor.readers.texts import content_units

_ID_FIELDS = (
    "id", "uuid", "_id", "idx", "row_id", "message_id", "message_tree_id", "query_id", "custom_id", "prompt_id",
)  # fmt: skip
PROMPT_FIELDS = (
    "system", "system_prompt", "context", "prompt", "instruction", "input", "question", "query", "problem", "task",
    "request", "user", "source_text",
)  # fmt: skip
OUTPUT_FIELDS = (
    "text", "response", "output", "completion", "answer", "generation", "generated_text", "model_output", "reply",
    "assistant", "solution", "target", "generations", "reference_answer", "referenceResponse", "answers", "RESPONSE",
    "generated_solution", "expected_output", "deepseek_solution", "deepseek_attempt", "gemini_attempt",
)  # fmt: skip
THOUGHT_FIELDS = (
    "reasoning_content", "reasoning", "thinking", "thought", "cot", "chain_of_thought", "rationale",
    "deepseek_reasoning", "deepseek_thinking_trajectory", "gemini_thinking_trajectory",
)  # fmt: skip
_IDS = frozenset(_ID_FIELDS)
_PROMPTS = frozenset(PROMPT_FIELDS)
_THOUGHTS = frozenset(THOUGHT_FIELDS)


def row_id(row: Mapping[str, Any]) -> str | None:
    """The row's own id as a string."""
    if _IDS.isdisjoint(row):
        return None
    for name in _ID_FIELDS:
        value = row.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)[:200]
    return None


def record_of(
    row: Mapping[str, Any], number: int, units: Iterable[TextUnit]
) -> Record | Rejection:
    """The record of a row, rejected where it has no text at all."""
    listed = list(units)
    if not (listed and listed[-1].text.strip()) and not any(u.text.strip() for u in listed):
        keys = ", ".join(map(str, row))[:120]
        return Rejection(number, "no-text", f"the row holds no text: {keys}")
    return Record(number, listed, row_id(row), declared_of(row), labelled_origin(row))


def answer_units(value: Any, field: str) -> Iterator[TextUnit]:
    """An answer given as a string, one message, a list of parts, or a list of messages."""
    turns = turns_of(value)
    if turns is not None and turns.role:
        yield from turn_units(value, field, turns)
    elif isinstance(value, Mapping):
        name = next((key for key in ("content", "value", "text") if key in value), "content")
        yield from content_units(value.get(name), f"{field}.{name}", UnitKind.OUTPUT)
    else:
        yield from content_units(value, field, UnitKind.OUTPUT)


def prompt_units(row: Mapping[str, Any]) -> Iterator[TextUnit]:
    """What stands under the usual prompt names; a model's turns among them are outputs."""
    if _PROMPTS.isdisjoint(row):
        return
    for name in PROMPT_FIELDS:
        value = row.get(name)
        if not value:
            continue
        turns = turns_of(value)
        if turns is not None and turns.role:
            yield from turn_units(value, name, turns)
        elif isinstance(value, str | list):
            yield from content_units(value, name, UnitKind.PROMPT)


def thought_units(row: Mapping[str, Any]) -> Iterator[TextUnit]:
    """Reasoning that has a column of its own."""
    if _THOUGHTS.isdisjoint(row):
        return
    for name in THOUGHT_FIELDS:
        text = row.get(name)
        if isinstance(text, str) and text.strip():
            yield TextUnit(text, name, UnitKind.REASONING)
