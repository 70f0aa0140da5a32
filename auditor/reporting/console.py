"""The summary a person reads on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from auditor.reporting.visible import visible
from auditor.reporting.wording import VERDICTS

_FINDINGS_SHOWN = 10
_RANK = {"prohibited": 0, "conditional": 1, "undetermined": 2, "allowed": 3}
_SURENESS = {"high": 0, "medium": 1, "low": 2}


def worst_first(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Findings by verdict, those with a match before clues alone, surest first."""
    return sorted(
        findings,
        key=lambda f: (
            "reference-match" not in f["signals"],
            _RANK[f["verdict"]],
            _SURENESS[f["confidence"]],
        ),
    )


class ConsoleReport:
    """Plain text: the answer, sources, counts, the worst findings, what was not read."""

    def render(self, document: Mapping[str, Any]) -> bytes:
        lines = [visible(line).replace("\n", " ") for line in self._lines(document)]
        return ("\n".join(lines) + "\n").encode("utf-8", "replace")

    def _lines(self, document: Mapping[str, Any]) -> Iterator[str]:
        summary = document["summary"]
        yield summary["answer"]
        yield ""
        yield from self._sources(document)
        yield ""
        yield "findings by verdict"
        for verdict, count in summary["by_verdict"].items():
            yield f"  {VERDICTS[verdict]:<28}{count:>10,}"
        if summary["by_provider"]:
            yield "findings by provider"
            for provider, count in summary["by_provider"].items():
                yield f"  {provider:<28}{count:>10,}"
        yield f"findings by clues alone         {summary['clue_only_findings']:>8,}"
        yield from self._findings(document["findings"])
        yield from self._rejections(document["coverage"]["rejections"])
        if not document["run"]["indexes"]:
            yield ""
            yield "not checked: no reference index was given, so nothing was matched (--index)"

    def _sources(self, document: Mapping[str, Any]) -> Iterator[str]:
        yield f"{'records':>10}{'rejected':>10}  source"
        for source in document["sources"]:
            shape = f"{source['container']}, {source['format']}"
            yield f"{source['records']:>10,}{source['rejected']:>10,}  {source['path']} ({shape})"

    def _findings(self, findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        if not findings:
            return
        yield ""
        yield "worst findings"
        for finding in worst_first(findings)[:_FINDINGS_SHOWN]:
            place = finding["location"]
            name = f" id {place['id']}" if place["id"] else ""
            model = finding["origin"]["model"] or "model not known"
            yield (
                f"  {VERDICTS[finding['verdict']]}, confidence {finding['confidence']}: "
                f"{place['source']} row {place['row']}{name} {place['field']}"
            )
            yield f"    {finding['origin']['provider']}, {model}; {self._evidence(finding)}"
            for clause in finding["clauses"][:1]:
                yield f"    {clause['document']} ({clause['version']}) {clause['section']}"
        if len(findings) > _FINDINGS_SHOWN:
            yield f"  and {len(findings) - _FINDINGS_SHOWN:,} more (--report html=PATH shows all)"

    def _evidence(self, finding: Mapping[str, Any]) -> str:
        best = finding["evidence"][0]
        if best["kind"] != "reference-match":
            return f"{best['kind']}: {best['detail']}"[:160]
        return (
            f"{best['relation']}, {best['matched_tokens']:,} tokens, Jaccard {best['jaccard']:.2f}, "
            f"of the reference {best['containment_of_reference']:.2f}"
        )

    def _rejections(self, rejections: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        if not rejections:
            return
        yield ""
        yield "not read"
        for one in rejections:
            yield f"{one['count']:>10,}  {one['reason']} in {one['source']} ({one['example'][:120]})"
