"""The finished audit, before it is published in any format."""

from dataclasses import dataclass

from auditor.model.decisions import Decision, UseCase
from auditor.model.evidence import Clue, Confidence, ReferenceMatch
from auditor.model.origins import Origin
from auditor.model.sources import Source


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands: source path, row from 0, its own id, the field of the best evidence."""

    source: str
    row: int
    id: str | None
    field: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One record and one provider, with all evidence inside, best first."""

    key: str
    location: Location
    origin: Origin
    confidence: Confidence
    signals: tuple[str, ...]
    matches: tuple[ReferenceMatch, ...]
    clues: tuple[Clue, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What was read of one source. `rejections` is (reason, count, example detail), by reason."""

    source: Source
    records: int
    units: int
    characters: int
    rejections: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """The reference index an audit was made against."""

    path: str
    digest: str
    references: int
    parameters: tuple[tuple[str, str], ...]
    providers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PackInfo:
    """A policy pack that was in force: id, version, content digest."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Everything that decided. `started` is an ISO time from the clock that was passed in."""

    tool_version: str
    started: str
    indexes: tuple[IndexInfo, ...]
    packs: tuple[PackInfo, ...]
    parameters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """One audit, whole. Findings are sorted by source order, row and provider."""

    run: RunInfo
    use_case: UseCase
    sources: tuple[SourceResult, ...]
    findings: tuple[Finding, ...]
