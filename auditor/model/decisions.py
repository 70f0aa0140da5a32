"""What the policy room takes and gives: a use case, a decision, and its whole reasoning."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from auditor.model.evidence import Confidence

USES = (
    "train_competing_model",
    "train_noncompeting_model",
    "internal_finetune",
    "train_classifier_or_embedding",
    "evaluate_model",
    "finetune_same_provider",
    "publish_dataset",
)


class Verdict(StrEnum):
    """May the record be used. Absence of evidence is not permission."""

    PROHIBITED = "prohibited"
    CONDITIONAL = "conditional"
    UNDETERMINED = "undetermined"
    ALLOWED = "allowed"


# Strictest first: the order in which verdicts of stacked documents win.
VERDICT_ORDER = (Verdict.PROHIBITED, Verdict.CONDITIONAL, Verdict.UNDETERMINED, Verdict.ALLOWED)


class Severity(StrEnum):
    """How bad a verdict is for the use case, mildest first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class UseCase:
    """What the data will be used for, by whom, on which terms.

    `deployer` and `target` hold attributes of the deployer and of the model to be trained;
    `agreements` the ids of negotiated agreements held. All come from options or `auditor.toml`.
    """

    use: str
    deployer: Mapping[str, str] = field(default_factory=dict)
    target: Mapping[str, str] = field(default_factory=dict)
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """One clause that was looked at, with the version of the document in force."""

    rule: str
    document: str
    version: str
    section: str
    url: str
    effective_from: str | None
    effective_until: str | None
    paraphrase: str
    key_phrases: tuple[str, ...]
    effect: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that rides along with a conditional or allowed verdict."""

    kind: str
    text: str
    trigger: str


@dataclass(frozen=True, slots=True)
class ConsideredDocument:
    """One document version the decision weighed, why it was chosen, and what it says alone."""

    document: str
    version: str
    url: str
    chosen_because: str
    effect: str
    note: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with everything that led to it."""

    verdict: Verdict
    severity: Severity
    reason: str
    remedy: str
    clauses: tuple[ClauseRef, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    assumptions: tuple[str, ...] = ()
    considered: tuple[ConsideredDocument, ...] = ()
