"""What a pack holds once it was read and checked: documents, versions, clauses, effects."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from auditor.model.evidence import Confidence

MAX_KEY_PHRASE_WORDS = 8


class Effect(StrEnum):
    """What one document version, taken alone, says about one use."""

    PROHIBITED = "prohibited"
    CONDITIONAL = "conditional"
    ALLOWED = "allowed"
    UNCLEAR = "unclear"


class UnclearKind(StrEnum):
    """Why a document does not decide a use.

    `silent` and `elsewhere` are neutral, another document may decide; `ambiguous` and `unseen`
    outweigh a permission given by another document.
    """

    SILENT = "silent"
    ELSEWHERE = "elsewhere"
    AMBIGUOUS = "ambiguous"
    UNSEEN = "unseen"


class Scope(StrEnum):
    """How far a restriction reaches: four different bans hide behind one word."""

    COMPETING = "competing"
    SIMILAR = "similar"
    ANY_MODEL = "any_model"
    PURPOSE = "purpose"
    EXTERNAL_ONLY = "external_only"


class Channel(StrEnum):
    """The contract an output was obtained under."""

    APP = "app"
    API = "api"
    CLOUD = "cloud"
    WEIGHTS = "weights"


class Region(StrEnum):
    """A regional edition of a document: Europe (EEA, Switzerland, UK) or the rest of the world."""

    EEA = "eea"
    ROW = "row"


class DateBasis(StrEnum):
    """Whether a document states its date, a crawler observed it, or someone reported it."""

    STATED = "stated"
    OBSERVED = "observed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in the words of its reader, with short verbatim phrases to find it again."""

    id: str
    section: str
    topic: str
    scope: Scope | None
    paraphrase: str
    key_phrases: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class UseEffect:
    """The effect on one use. `note` is its condition, or the reason why it is unclear."""

    use: str
    effect: Effect
    kind: UnclearKind | None = None
    note: str = ""
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation of a document version. No uses means all uses."""

    kind: str
    text: str
    trigger: str
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One dated text. `effective_until` is the first day it is no longer in force."""

    id: str
    label: str
    url: str
    effective_from: date | None
    effective_until: date | None
    date_basis: DateBasis
    first_seen: date | None
    channels: tuple[Channel, ...]
    region: Region | None
    confidence: Confidence
    source: str
    note: str
    clauses: tuple[Clause, ...]
    effects: tuple[UseEffect, ...]
    obligations: tuple[Duty, ...] = ()

    def starts(self) -> date:
        """First day in force, the earliest possible day where it is unknown."""
        return self.effective_from or date.min

    def ends(self) -> date:
        """First day no longer in force, the last possible day where it still holds."""
        return self.effective_until or date.max

    def holds_on(self, day: date) -> bool:
        return self.starts() <= day < self.ends()


@dataclass(frozen=True, slots=True)
class Document:
    """One document over time. `models` are patterns, given for model licenses only."""

    id: str
    title: str
    providers: tuple[str, ...]
    models: tuple[str, ...]
    excluding: tuple[str, ...]
    versions: tuple[DocumentVersion, ...]


@dataclass(frozen=True, slots=True)
class ModelRelease:
    """When the models matched by a pattern were first available."""

    pattern: str
    released: date


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: everything known of one provider. `digest` is that of the file's bytes."""

    id: str
    title: str
    version: str
    providers: tuple[str, ...]
    documents: tuple[Document, ...]
    releases: tuple[ModelRelease, ...] = ()
    digest: str = field(default="", compare=False)
