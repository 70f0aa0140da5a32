"""What a person does with terms and rules: import, list, check, decide, test, explain."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import PolicyError, UnknownNameError
from auditor.model.decisions import Decision, UseCase
from auditor.model.origins import Origin
from auditor.model.reports import PackInfo

if TYPE_CHECKING:
    from auditor.policy.cases import CaseOutcome
    from auditor.policy.rules import Pack


@dataclass(frozen=True, slots=True)
class PackSummary:
    """A current pack in one line."""

    info: PackInfo
    title: str
    providers: tuple[str, ...]
    documents: int
    versions: int
    clauses: int


def import_packs(path: Path, store: str | None = None) -> tuple[PackInfo, ...]:
    """Makes the packs at `path` current; returns those that changed.

    Raises:
        PolicyError: nothing is there, a pack is malformed, or the store cannot be used.
    """
    from auditor.policy.packs import locate_packs
    from auditor.policy.store import open_store

    locate_packs(str(path))  # a mistyped path is reported before a store is created
    with open_store(store) as opened:
        return opened.import_packs(path)


def list_packs(store: str | None = None) -> tuple[PackSummary, ...]:
    """The current packs, by id.

    Raises:
        PolicyError: the store cannot be used.
    """
    from auditor.policy.store import open_store

    with open_store(store) as opened:
        return tuple(summarize(pack) for pack in opened.load_packs())


def summarize(pack: "Pack") -> PackSummary:
    versions = [version for document in pack.documents for version in document.versions]
    return PackSummary(
        PackInfo(pack.id, pack.version, pack.digest),
        pack.title,
        pack.providers,
        len(pack.documents),
        len(versions),
        sum(len(version.clauses) for version in versions),
    )


def show_pack(name: str, store: str | None = None) -> "Pack":
    """The current pack called `name`, with everything in it.

    Raises:
        UnknownNameError: no pack has that name.
        PolicyError: the store cannot be used.
    """
    from auditor.policy.store import open_store

    with open_store(store) as opened:
        packs = {pack.id: pack for pack in opened.load_packs()}
    if name not in packs:
        known = ", ".join(packs)
        raise UnknownNameError(f"no pack is called {name!r}", hint=f"known packs: {known}")
    return packs[name]


def check_packs(path: Path) -> tuple[PackSummary, ...]:
    """Reads the packs at `path` without importing them.

    Raises:
        PolicyError: nothing is there, or a pack is malformed; names file, line and reason.
    """
    from auditor.policy.packs import load_pack, locate_packs

    return tuple(summarize(load_pack(file)) for file in locate_packs(str(path)))


def decide(origin: Origin, use_case: UseCase, store: str | None = None) -> Decision:
    """The verdict on one output, with the whole reasoning.

    Raises:
        PolicyError: the store cannot be used.
        UsageError: the use is unknown.
    """
    from auditor.policy.store import open_store

    with open_store(store) as opened:
        return opened.engine().decide(origin, use_case)


def decision_document(origin: Origin, use_case: UseCase, decision: Decision) -> dict[str, Any]:
    """Facts and decision as plain values that can be written as JSON."""
    facts = asdict(origin)
    facts.pop("basis")
    return {"facts": {**facts, **asdict(use_case)}, "decision": asdict(decision)}


def run_cases(path: Path | None = None) -> "tuple[CaseOutcome, ...]":
    """Decides every `cases.yaml` beside the packs at `path`; None: beside the shipped packs.

    Raises:
        PolicyError: nothing is there, or a pack or case is malformed.
    """
    from auditor.policy.cases import run_cases as decide_cases
    from auditor.policy.engine import PolicyEngine
    from auditor.policy.packs import load_pack, locate_packs
    from auditor.resources import shipped

    files = locate_packs(str(path or shipped("policies")))
    engine = PolicyEngine(load_pack(file) for file in files)
    beside = (file.with_name("cases.yaml") for file in files)
    return tuple(decide_cases(engine, tuple(file for file in beside if file.is_file())))


def explain_rule(name: str, store: str | None = None) -> str | None:
    """A pack, document, version or clause in words; None where no rule has that id.

    `name` is what reports and `policy decide` print: `pack/document/version/clause`, or a
    beginning of it.
    """
    from auditor.policy.store import open_store

    pack_id, _, rest = name.partition("/")
    with open_store(store) as opened:
        pack = next((pack for pack in opened.load_packs() if pack.id == pack_id), None)
    if pack is None:
        return None
    lines = [
        line for rule, line in _explained(pack) if not rest or f"{rule}/".startswith(f"{rest}/")
    ]
    return "\n".join([f"{pack.title}, pack version {pack.version}", *lines]) if lines else None


def _explained(pack: "Pack") -> Iterator[tuple[str, str]]:
    """(document/version/clause, its explanation) of every clause."""
    for document in pack.documents:
        for version in document.versions:
            since = version.effective_from or "an unknown day"
            until = f" until {version.effective_until}" if version.effective_until else ""
            for clause in version.clauses:
                yield (
                    f"{document.id}/{version.id}/{clause.id}",
                    (
                        f"- {document.title}, {version.label}, in force from {since}{until}, "
                        f"section {clause.section} ({clause.topic}, confidence {clause.confidence}): "
                        f"{clause.paraphrase} {version.url}"
                    ),
                )


def require_passed(outcomes: "Sequence[CaseOutcome]") -> None:
    """Ends the run where a case failed, or where there was none.

    Raises:
        PolicyError: some case was decided otherwise than its pack expects.
    """
    failed = sum(not outcome.passed for outcome in outcomes)
    if failed or not outcomes:
        raise PolicyError(
            f"{failed} of {len(outcomes)} policy cases failed"
            if outcomes
            else "no case was found",
            hint="change the pack, or the expectation in its cases.yaml",
        )


def origin_of(
    provider: str | None, model: str | None, channel: str | None, interval: tuple[str | None, ...]
) -> Origin:
    """An origin from what a person typed; the provider from the model where it is not given."""
    from auditor.model.providers import provider_id, provider_of_model

    found = provider_id(provider) or provider.lower() if provider else None
    if found is None and model:
        found = provider_of_model(model)
    return Origin(found or "unknown", model, channel, interval[0], interval[-1])
