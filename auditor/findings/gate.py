"""Does a finding fail the gate: by verdict, severity and confidence, never by a clue alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditor.errors import UsageError
from auditor.model.decisions import Severity, Verdict
from auditor.model.evidence import Confidence
from auditor.model.reports import Finding

_VALUES = {kind: {one.value for one in kind} for kind in (Confidence, Severity, Verdict)}
_SEVERITIES = list(Severity)
_CONFIDENCES = [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]


@dataclass(frozen=True, slots=True)
class GateRule:
    """A finding fails the gate where all three hold.

    `verdicts` empty means any; `least_severity` and `least_confidence` are floors.
    """

    verdicts: frozenset[Verdict] = frozenset()
    least_severity: Severity = Severity.INFO
    least_confidence: Confidence = Confidence.LOW

    def fails(self, finding: Finding) -> bool:
        """True where `finding` rests on a match and reaches the threshold."""
        decision = finding.decision
        return (
            bool(finding.matches)
            and (not self.verdicts or decision.verdict in self.verdicts)
            and _SEVERITIES.index(decision.severity) >= _SEVERITIES.index(self.least_severity)
            and _CONFIDENCES.index(finding.confidence) >= _CONFIDENCES.index(self.least_confidence)
        )


def parse_rule(terms: Iterable[str]) -> GateRule:
    """`--fail-on` terms to a rule: verdicts, a severity, and `confidence=LEVEL`.

    `prohibited`, `conditional`, `undetermined` and `allowed` name verdicts; `low` ... `critical`
    the least severity (`severity=high` says the same); several terms are joined by commas or by
    repeating the option.

    Raises:
        UsageError: a term is none of these.
    """
    verdicts: set[Verdict] = set()
    severity, confidence = Severity.INFO, Confidence.LOW
    for term in [part.strip() for terms_ in terms for part in terms_.split(",") if part.strip()]:
        kind, _, value = term.rpartition("=")
        if kind == "confidence" and value in _VALUES[Confidence]:
            confidence = Confidence(value)
        elif kind in {"", "severity"} and value in _VALUES[Severity]:
            severity = Severity(value)
        elif kind in {"", "verdict"} and value in _VALUES[Verdict]:
            verdicts.add(Verdict(value))
        else:
            raise UsageError(
                f"--fail-on does not know {term!r}",
                hint="name a verdict (prohibited, conditional, undetermined, allowed), a severity "
                "(info, low, medium, high, critical) or confidence=low|medium|high",
            )
    return GateRule(frozenset(verdicts), severity, confidence)


def failing(findings: Iterable[Finding], rule: GateRule) -> list[Finding]:
    """The findings that fail the gate, in their order."""
    return [finding for finding in findings if rule.fails(finding)]
