"""Matches, clues and decisions of one record become findings, one a provider."""

import hashlib
from collections.abc import Callable, Sequence

from auditor.model.decisions import VERDICT_ORDER, Decision
from auditor.model.evidence import Clue, Confidence, ReferenceMatch
from auditor.model.origins import Basis, Origin
from auditor.model.records import Record
from auditor.model.reports import Finding, Location

REFERENCE_MATCH = "reference-match"
_SURENESS = {Confidence.HIGH: 2, Confidence.MEDIUM: 1, Confidence.LOW: 0}
_CLUE_BASIS = {
    "declared-origin": Basis.DECLARED_FIELD,
    "self-identification": Basis.SELF_IDENTIFICATION,
}

Decide = Callable[[Origin], Decision]


def assemble(
    source: str,
    record: Record,
    matches: Sequence[ReferenceMatch],
    clues: Sequence[Clue],
    decide: Decide,
) -> list[Finding]:
    """The findings of one record, by provider.

    A provider's matches come first; its verdict is the strictest over the origins matched. A
    provider named by clues alone gets a finding of its own with the clue's basis.
    """
    providers = sorted(
        {match.origin.provider for match in matches}
        | {clue.provider or "unknown" for clue in clues}
    )
    digest = content_digest(record)
    findings = []
    for provider in providers:
        ours = tuple(match for match in matches if match.origin.provider == provider)
        hints = tuple(clue for clue in clues if (clue.provider or "unknown") == provider)
        findings.append(_finding(source, record, digest, provider, ours, hints, decide))
    return findings


def content_digest(record: Record) -> str:
    """SHA-256 over all texts of a record with their fields."""
    parts = hashlib.sha256()
    for unit in record.units:
        parts.update(unit.field.encode("utf-8", "surrogatepass") + b"\0")
        parts.update(unit.text.encode("utf-8", "surrogatepass") + b"\0")
    return parts.hexdigest()


def _finding(  # noqa: PLR0913, PLR0917
    source: str,
    record: Record,
    digest: str,
    provider: str,
    matches: tuple[ReferenceMatch, ...],
    clues: tuple[Clue, ...],
    decide: Decide,
) -> Finding:
    origins = [match.origin for match in matches] or [_clue_origin(clues[0], provider)]
    decision = strictest([decide(origin) for origin in dict.fromkeys(origins)])
    sure = max((one.confidence for one in matches or clues), key=_SURENESS.__getitem__)
    signals = [REFERENCE_MATCH] if matches else []
    signals += sorted({clue.signal for clue in clues})
    field = matches[0].field if matches else clues[0].field
    # The record's own id and content make a key that survives reordering and added rows.
    identity = f"{provider}\0{record.id or ''}\0{digest}"
    key = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Finding(
        key=key,
        location=Location(source, record.row, record.id, field),
        origin=origins[0],
        confidence=sure,
        signals=tuple(signals),
        matches=matches,
        clues=clues,
        decision=decision,
    )


def _clue_origin(clue: Clue, provider: str) -> Origin:
    basis = _CLUE_BASIS.get(clue.signal, Basis.RESIDUE)
    return Origin(provider, clue.model, None, None, None, basis)


def strictest(decisions: Sequence[Decision]) -> Decision:
    """The decision with the strictest verdict, the first of equals."""
    return min(decisions, key=lambda decision: VERDICT_ORDER.index(decision.verdict))
