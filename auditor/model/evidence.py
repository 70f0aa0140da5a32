"""Verified overlaps and clues: few, frozen, complete."""

from dataclasses import dataclass
from enum import StrEnum

from auditor.model.origins import Origin


class Relation(StrEnum):
    """How a record relates to a reference output."""

    VERBATIM = "verbatim"
    NEAR_DUPLICATE = "near-duplicate"
    CONTAINED = "contained"
    PARTIAL = "partial"


class Confidence(StrEnum):
    """How sure the tool is of an origin."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open character offsets of one aligned passage in both original texts."""

    record: tuple[int, int]
    reference: tuple[int, int]

    def moved(self, start: int) -> "Span":
        """The span with its record side `start` characters further on."""
        return Span((self.record[0] + start, self.record[1] + start), self.reference)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A window of an original text: `text` begins `offset` characters into a text of `length`."""

    text: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class ReferenceLocation:
    """Where a reference output stands in the corpus the index was built from."""

    id: str | None
    source: str
    row: int
    field: str


@dataclass(frozen=True, slots=True)
class ReferenceMatch:
    """A verified overlap of one text unit with one reference output.

    Measures are exact, over word shingles: `jaccard` = |A∩B|/|A∪B|, `containment_of_record` =
    |A∩B|/|A|, `containment_of_reference` = |A∩B|/|B|, A the unit and B the reference.
    `matched_tokens` counts the tokens inside the aligned spans.
    """

    relation: Relation
    confidence: Confidence
    field: str
    origin: Origin
    reference: ReferenceLocation
    jaccard: float
    containment_of_record: float
    containment_of_reference: float
    matched_tokens: int
    spans: tuple[Span, ...]
    record_excerpt: Excerpt
    reference_excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Clue:
    """One observation that hints at an origin but proves none: it never fails a gate alone.

    `signal` is the detector's id (`declared-origin`, `self-identification`); `provider` and
    `model` what the clue names; `span` the characters of `field` that were observed.
    """

    signal: str
    confidence: Confidence
    provider: str | None
    model: str | None
    field: str
    span: tuple[int, int] | None
    excerpt: Excerpt
    detail: str
