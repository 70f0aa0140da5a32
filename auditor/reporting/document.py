"""The published document, version 1: what users parse, and all that renderers see.

*Details*: built once from the finished audit. Distinct decisions stand once, under `decisions`,
and findings name them. `run.digest` is the SHA-256 of the document in canonical JSON without
`run.digest` and `run.started`: the same inputs give the same digest whenever they are audited.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from auditor.errors import RenderError
from auditor.model.decisions import VERDICT_ORDER, Decision, Severity
from auditor.model.evidence import Clue, Excerpt, ReferenceMatch
from auditor.model.origins import Origin
from auditor.model.reports import AuditReport, Finding, RunInfo, SourceResult
from auditor.reporting.wording import VERDICTS

SCHEMA = "auditor-report/1"
_REQUIRED = ("run", "use_case", "sources", "coverage", "summary", "decisions", "findings")


def publish(report: AuditReport) -> dict[str, Any]:
    """The document of an audit, ready for JSON: every text is valid Unicode."""
    decisions: dict[Decision, str] = {}
    for finding in report.findings:
        decisions.setdefault(finding.decision, f"D{len(decisions) + 1}")
    sources = [_source(result) for result in report.sources]
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "run": _run(report.run),
        "use_case": {
            "use": report.use_case.use,
            "deployer": dict(report.use_case.deployer),
            "target": dict(report.use_case.target),
            "agreements": list(report.use_case.agreements),
        },
        "sources": sources,
        "coverage": {
            "records": sum(source["records"] for source in sources),
            "units": sum(source["units"] for source in sources),
            "characters": sum(source["characters"] for source in sources),
            "rejections": [
                {
                    "source": result.source.path,
                    "reason": reason,
                    "count": count,
                    "example": example,
                }
                for result in report.sources
                for reason, count, example in result.rejections
            ],
        },
        "summary": _summary(report),
        "decisions": [_decision(one, name) for one, name in decisions.items()],
        "findings": [_finding(one, decisions[one.decision]) for one in report.findings],
    }
    document = _valid(document)
    document["run"]["digest"] = digest_of(document)
    return document


def digest_of(document: Mapping[str, Any]) -> str:
    """What `run.digest` is for this document."""
    run = {k: v for k, v in document["run"].items() if k not in {"digest", "started"}}
    return hashlib.sha256(
        orjson.dumps({**document, "run": run}, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()


def load(data: bytes) -> dict[str, Any]:
    """A stored document.

    Raises:
        RenderError: not one of ours, of another version, or changed since it was written.
    """
    hint = "name the file written by `auditor audit --report json=PATH`"
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise RenderError(f"the document is not JSON: {error}", hint=hint) from error
    if not isinstance(document, dict) or not str(document.get("schema")).startswith("auditor-"):
        raise RenderError("the document is not an audit report", hint=hint)
    if document["schema"] != SCHEMA:
        raise RenderError(
            f"the document has schema {document['schema']}, this tool renders {SCHEMA}", hint=hint
        )
    missing = [name for name in _REQUIRED if name not in document]
    if missing:
        raise RenderError(f"the document lacks {', '.join(missing)}", hint=hint)
    if document["run"].get("digest") != digest_of(document):
        raise RenderError(
            "the document does not have the digest it was written with",
            hint="it was changed after the audit; audit again",
        )
    return document


def _run(run: RunInfo) -> dict[str, Any]:
    return {
        "tool_version": run.tool_version,
        "started": run.started,
        "digest": "",
        "parameters": dict(run.parameters),
        "indexes": [
            {
                "path": index.path,
                "digest": index.digest,
                "references": index.references,
                "parameters": dict(index.parameters),
                "providers": dict(index.providers),
            }
            for index in run.indexes
        ],
        "packs": [{"id": p.id, "version": p.version, "digest": p.digest} for p in run.packs],
    }


def _source(result: SourceResult) -> dict[str, Any]:
    source = result.source
    return {
        "path": source.path,
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
        "container": source.container,
        "format": source.format,
        "records": result.records,
        "rejected": sum(count for _, count, _ in result.rejections),
        "units": result.units,
        "characters": result.characters,
    }


def _summary(report: AuditReport) -> dict[str, Any]:
    findings = report.findings
    matched = [finding for finding in findings if finding.matches]
    verdicts = Counter(finding.decision.verdict for finding in findings)
    worst = next((v for v in VERDICT_ORDER if any(f.decision.verdict is v for f in matched)), None)
    severities = Counter(finding.decision.severity for finding in findings)
    return {
        "answer": answer(report),
        "verdict": worst,
        "by_verdict": {verdict.value: verdicts[verdict] for verdict in VERDICT_ORDER},
        "by_severity": {s.value: severities[s] for s in reversed(list(Severity))},
        "by_provider": _counts(finding.origin.provider for finding in findings),
        "by_relation": _counts(f.matches[0].relation.value for f in matched),
        "by_confidence": _counts(finding.confidence.value for finding in findings),
        "records_with_findings": len({(f.location.source, f.location.row) for f in findings}),
        "clue_only_findings": len(findings) - len(matched),
    }


def _counts(values: Any) -> dict[str, int]:
    counted = Counter(values)
    return {name: counted[name] for name in sorted(counted, key=lambda n: (-counted[n], n))}


def answer(report: AuditReport) -> str:
    """The one-sentence answer."""
    records = sum(result.records for result in report.sources)
    rejected = sum(count for result in report.sources for _, count, _ in result.rejections)
    use = report.use_case.use.replace("_", " ")
    unread = f"; {rejected:,} rows could not be read" if rejected else ""
    matched = [finding for finding in report.findings if finding.matches]
    rows = {(f.location.source, f.location.row) for f in matched}
    if not rows:
        references = sum(index.references for index in report.run.indexes)
        return (
            f"None of {records:,} records matches any of {references:,} reference outputs{unread}."
        )
    taken: set[tuple[str, int]] = set()
    parts = []
    for verdict in VERDICT_ORDER:
        here = {
            (f.location.source, f.location.row) for f in matched if f.decision.verdict is verdict
        } - taken
        taken |= here
        if here:
            parts.append(f"{len(here):,} {VERDICTS[verdict.value].lower()}")
    return (
        f"{len(rows):,} of {records:,} records match known provider outputs; "
        f"for the use “{use}”: {', '.join(parts)}{unread}."
    )


def _decision(decision: Decision, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "verdict": decision.verdict.value,
        "severity": decision.severity.value,
        "reason": decision.reason,
        "remedy": decision.remedy,
        "assumptions": list(decision.assumptions),
        "obligations": _obligations(decision),
        "clauses": [
            {
                "rule": c.rule,
                "document": c.document,
                "version": c.version,
                "section": c.section,
                "url": c.url,
                "effective_from": c.effective_from,
                "effective_until": c.effective_until,
                "paraphrase": c.paraphrase,
                "key_phrases": list(c.key_phrases),
                "effect": c.effect,
                "confidence": c.confidence.value,
            }
            for c in decision.clauses
        ],
        "considered": [
            {
                "document": d.document,
                "version": d.version,
                "url": d.url,
                "chosen_because": d.chosen_because,
                "effect": d.effect,
                "note": d.note,
            }
            for d in decision.considered
        ],
    }


def _obligations(decision: Decision) -> list[dict[str, str]]:
    return [{"kind": o.kind, "text": o.text, "trigger": o.trigger} for o in decision.obligations]


def _finding(finding: Finding, name: str) -> dict[str, Any]:
    decision = finding.decision
    return {
        "key": finding.key,
        "verdict": decision.verdict.value,
        "severity": decision.severity.value,
        "confidence": finding.confidence.value,
        "decision": name,
        "location": {
            "source": finding.location.source,
            "row": finding.location.row,
            "id": finding.location.id,
            "field": finding.location.field,
        },
        "origin": _origin(finding.origin),
        "signals": list(finding.signals),
        "evidence": [*map(_match, finding.matches), *map(_clue, finding.clues)],
        "clauses": [
            {
                "rule": c.rule,
                "document": c.document,
                "version": c.version,
                "section": c.section,
                "url": c.url,
            }
            for c in decision.clauses
        ],
        "obligations": _obligations(decision),
        "reason": decision.reason,
        "remedy": decision.remedy,
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "provider": origin.provider,
        "model": origin.model,
        "channel": origin.channel,
        "generated": [origin.generated_from, origin.generated_until],
        "basis": origin.basis.value,
    }


def _match(match: ReferenceMatch) -> dict[str, Any]:
    return {
        "kind": "reference-match",
        "relation": match.relation.value,
        "confidence": match.confidence.value,
        "field": match.field,
        "origin": _origin(match.origin),
        "reference": {
            "id": match.reference.id,
            "source": match.reference.source,
            "row": match.reference.row,
            "field": match.reference.field,
        },
        "jaccard": match.jaccard,
        "containment_of_record": match.containment_of_record,
        "containment_of_reference": match.containment_of_reference,
        "matched_tokens": match.matched_tokens,
        "spans": [{"record": list(s.record), "reference": list(s.reference)} for s in match.spans],
        "record_excerpt": _excerpt(match.record_excerpt),
        "reference_excerpt": _excerpt(match.reference_excerpt),
    }


def _clue(clue: Clue) -> dict[str, Any]:
    return {
        "kind": clue.signal,
        "confidence": clue.confidence.value,
        "provider": clue.provider,
        "model": clue.model,
        "field": clue.field,
        "span": list(clue.span) if clue.span else None,
        "excerpt": _excerpt(clue.excerpt),
        "detail": clue.detail,
    }


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    return {"text": excerpt.text, "offset": excerpt.offset, "length": excerpt.length}


def _valid(value: Any) -> Any:
    """The value with each lone surrogate replaced by U+FFFD: JSON cannot hold them."""
    if isinstance(value, str):
        if value.isascii():
            return value
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_valid(key): _valid(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_valid(one) for one in value]
    return value
