"""Cases of a pack: facts in, verdict and deciding clause out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import PolicyError
from auditor.model.decisions import USES, Decision, UseCase, Verdict
from auditor.model.origins import Origin
from auditor.policy.engine import PolicyEngine
from auditor.policy.nodes import Entry, parse_yaml

_FACTS = frozenset({"provider", "use"})
_FACTS_OPTIONAL = frozenset(
    {"model", "channel", "from", "until", "date", "region", "tier", "reseller", "role", "scores"}
)
_DEPLOYER = ("region", "tier", "reseller", "role")


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation. `clause` is the rule id of the deciding clause, None where none decides."""

    name: str
    origin: Origin
    use_case: UseCase
    verdict: Verdict
    clause: str | None


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case with what was decided."""

    file: str
    case: Case
    decision: Decision

    @property
    def deciding_clause(self) -> str | None:
        return self.decision.clauses[0].rule if self.decision.clauses else None

    @property
    def passed(self) -> bool:
        same_verdict = self.decision.verdict is self.case.verdict
        return same_verdict and self.deciding_clause == self.case.clause


def load_cases(file: Path) -> tuple[Case, ...]:
    """The cases of one `cases.yaml`.

    Raises:
        PolicyError: the file cannot be read or is malformed.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise PolicyError(f"{file} cannot be read ({error.strerror})", hint="check it") from error
    root = parse_yaml(data, str(file)).fields(frozenset({"cases"}), frozenset())
    return tuple(_case(entry) for entry in root["cases"].each())


def run_cases(engine: PolicyEngine, files: tuple[Path, ...]) -> Iterator[CaseOutcome]:
    """Every case of every file, decided."""
    for file in files:
        for case in load_cases(file):
            yield CaseOutcome(str(file), case, engine.decide(case.origin, case.use_case))


def _case(entry: Entry) -> Case:
    fields = entry.fields(frozenset({"name", "facts", "verdict"}), frozenset({"clause"}))
    facts = {
        name: value.text()
        for name, value in fields["facts"].fields(_FACTS, _FACTS_OPTIONAL).items()
    }
    if facts["use"] not in USES:
        fields["facts"].refuse(f"unknown use {facts['use']!r}")
    day = facts.get("date")
    origin = Origin(
        provider=facts["provider"],
        model=facts.get("model"),
        channel=facts.get("channel"),
        generated_from=facts.get("from", day),
        generated_until=facts.get("until", day),
    )
    deployer = {name: facts[name] for name in _DEPLOYER if name in facts}
    target = {"scores": facts["scores"]} if "scores" in facts else {}
    return Case(
        name=fields["name"].text(),
        origin=origin,
        use_case=UseCase(facts["use"], deployer, target),
        verdict=fields["verdict"].choice(Verdict),
        clause=fields["clause"].text() if "clause" in fields else None,
    )
