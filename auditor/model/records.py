"""What a reader yields: records with their text units, and rejections with their reasons."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from auditor.model.origins import Origin


class UnitKind(StrEnum):
    """Which part of a record a text is. Only outputs and reasoning are matched."""

    OUTPUT = "output"
    REASONING = "reasoning"
    PROMPT = "prompt"


class TextUnit(NamedTuple):
    """One text with its exact place.

    `field` is a path such as `messages[1].content` that leads to the string inside the record;
    for reasoning cut out of an answer it is the path of the whole answer, and `start` the
    offset in characters of `text` inside the string at that path.
    """

    text: str
    field: str
    kind: UnitKind = UnitKind.OUTPUT
    start: int = 0


@dataclass(slots=True)
class Record:
    """One data set row or one logged API call. Never mutated after a reader yielded it.

    `units` are the texts in record order: outputs, reasoning and prompts.
    `declared` holds what the row says of its own origin (`model`, `generator`, `source`,
    `license`, ...), values as strings. `origin` is set where the row is a logged call or a
    labelled reference output.
    """

    row: int
    units: list[TextUnit]
    id: str | None = None
    declared: dict[str, str] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(slots=True)
class Rejection:
    """A row that could not be read. It keeps its number and is counted.

    `reason` is a kebab-case code (`invalid-json`, `not-an-object`, `no-text`, `truncated-stream`,
    `line-too-long`, `invalid-utf8`, `nested-too-deep`, ...); `detail` one sentence for a person.
    """

    row: int
    reason: str
    detail: str = ""
