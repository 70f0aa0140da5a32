"""The audit: sources, index, detectors and rules in, one report out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.errors import NothingAuditedError
from auditor.execution.progress import Progress
from auditor.findings.assembly import assemble
from auditor.model.decisions import UseCase
from auditor.model.evidence import Clue, ReferenceMatch
from auditor.model.records import Record, Rejection, UnitKind
from auditor.model.reports import AuditReport, Finding, RunInfo, SourceResult

if TYPE_CHECKING:
    from auditor.matching.matcher import Matcher, MatchInput
    from auditor.policy.engine import PolicyEngine
    from auditor.readers import OpenSource
    from auditor.signals.detector import Detector

_BATCH_RECORDS = 2_000
_BATCH_CHARACTERS = 4_000_000
_MATCHED = frozenset({UnitKind.OUTPUT, UnitKind.REASONING})


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What a person asked for, parsed."""

    sources: tuple[str, ...]
    indexes: tuple[Path, ...]
    use_case: UseCase
    store: str | None = None
    parameters: tuple[tuple[str, str], ...] = field(default=())


@dataclass(slots=True)
class _Tools:
    """What every batch is put through."""

    matchers: "list[Matcher]"
    detectors: "list[Detector]"
    engine: "PolicyEngine"
    use_case: UseCase


def run_audit(request: AuditRequest, started: str, progress: Progress) -> AuditReport:
    """Reads every source once and reports what it found.

    Args:
        request: sources, indexes and use case.
        started: ISO time that goes into the report.
        progress: told how far the work is.

    Raises:
        InputError: a source cannot be read at all.
        ReferenceIndexError: an index cannot be used.
        PolicyError: the policy store cannot be used.
        NothingAuditedError: not one record could be read.
    """
    from auditor.index.mapped import MappedIndex
    from auditor.matching import decision
    from auditor.matching.matcher import Matcher
    from auditor.policy.store import open_store
    from auditor.readers import open_sources
    from auditor.signals import DETECTORS

    indexes = [MappedIndex(path) for path in request.indexes]
    opened = open_sources(request.sources)
    with open_store(request.store) as store:
        tools = _Tools(
            [Matcher(index) for index in indexes],
            [DETECTORS.create(name) for name in DETECTORS.names()],
            store.engine(),
            request.use_case,
        )
        findings: list[Finding] = []
        results = [_audit_source(one, tools, findings, progress) for one in opened]
        packs = store.packs()
    if not any(result.records for result in results):
        raise NothingAuditedError(
            "no record could be read from " + ", ".join(r.source.path for r in results),
            hint="`auditor formats` lists what can be read; the rejections say why rows were not",
        )
    thresholds = (
        ("matching.least_score", str(decision.LEAST_SCORE)),
        ("matching.least_tokens", str(decision.LEAST_TOKENS)),
    )
    run = RunInfo(
        tool_version=__version__,
        started=started,
        indexes=tuple(index.info() for index in indexes),
        packs=packs,
        parameters=tuple(sorted((*request.parameters, *thresholds))),
    )
    return AuditReport(run, request.use_case, tuple(results), tuple(findings))


def _audit_source(
    opened: "OpenSource", tools: _Tools, findings: list[Finding], progress: Progress
) -> SourceResult:
    source = opened.source
    progress.begin(source.path, source.size_bytes)
    counts: Counter[str] = Counter()
    reasons: dict[str, tuple[int, str]] = {}
    for records in batches(opened.records(), reasons):
        counts["records"] += len(records)
        units = [unit for record in records for unit in record.units if unit.kind in _MATCHED]
        characters = sum(len(unit.text) for unit in units)
        counts["units"] += len(units)
        counts["characters"] += characters
        findings.extend(audit_batch(source.path, records, tools))
        progress.advance(len(records), characters)
    progress.end()
    rejections = tuple((reason, *reasons[reason]) for reason in sorted(reasons))
    return SourceResult(
        source, counts["records"], counts["units"], counts["characters"], rejections
    )


def batches(
    outcomes: Iterator[Record | Rejection], reasons: dict[str, tuple[int, str]]
) -> Iterator[list[Record]]:
    """Records in batches of bounded size; rejections are counted into `reasons`."""
    records: list[Record] = []
    characters = 0
    for outcome in outcomes:
        if isinstance(outcome, Rejection):
            count, example = reasons.get(outcome.reason, (0, ""))
            detail = example or f"row {outcome.row}: {outcome.detail}"
            reasons[outcome.reason] = (count + 1, detail)
            continue
        records.append(outcome)
        characters += sum(len(unit.text) for unit in outcome.units)
        if len(records) >= _BATCH_RECORDS or characters >= _BATCH_CHARACTERS:
            yield records
            records = []
            characters = 0
    if records:
        yield records


def audit_batch(source: str, records: Sequence[Record], tools: _Tools) -> Iterator[Finding]:
    """Findings of one batch, in record order."""
    matches = _matches(records, tools.matchers)
    clues: dict[int, list[Clue]] = {}
    for detector in tools.detectors:
        for position, clue in detector.detect(records):
            clues.setdefault(position, []).append(clue)
    for position in sorted(matches.keys() | clues.keys()):
        yield from assemble(
            source,
            records[position],
            matches.get(position, []),
            clues.get(position, []),
            lambda origin: tools.engine.decide(origin, tools.use_case),
        )


def _matches(
    records: Sequence[Record], matchers: "list[Matcher]"
) -> dict[int, list[ReferenceMatch]]:
    inputs: list[MatchInput] = []
    owners: list[int] = []
    for position, record in enumerate(records):
        for one in match_inputs(record):
            inputs.append(one)
            owners.append(position)
    found: dict[int, list[ReferenceMatch]] = {}
    for matcher in matchers:
        for place, matches in matcher.match(inputs).items():
            found.setdefault(owners[place], []).extend(matches)
    return found


def match_inputs(record: Record) -> "Iterator[MatchInput]":
    """The units of a record that are matched, each with the prompts shown beside it."""
    from auditor.matching.matcher import MatchInput

    prompts = tuple(islice((u.text for u in record.units if u.kind is UnitKind.PROMPT), 64))
    for unit in record.units:
        if unit.kind in _MATCHED and unit.text:
            yield MatchInput(unit, prompts)
