from collections.abc import Sequence
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import UsageError
from auditor.model.decisions import USES, VERDICT_ORDER, UseCase, Verdict
from auditor.model.evidence import Confidence
from auditor.model.origins import Origin
from auditor.policy.engine import PolicyEngine
from auditor.policy.packs import load_pack, locate_packs, parse_pack
from auditor.policy.rules import (
    Channel,
    Clause,
    DateBasis,
    Document,
    DocumentVersion,
    Effect,
    Pack,
    UnclearKind,
    UseEffect,
)
from auditor.resources import shipped

SHIPPED = PolicyEngine(load_pack(file) for file in locate_packs(str(shipped("policies"))))
START = date(2023, 1, 1)


def an_effect(effect: Effect, kind: UnclearKind | None) -> tuple[UseEffect, ...]:
    return tuple(UseEffect(use, effect, kind, "because", "c1") for use in USES)


def a_version(
    number: int, effect: Effect, kind: UnclearKind | None, confidence: Confidence
) -> DocumentVersion:
    return DocumentVersion(
        id=f"v{number}",
        label=f"v{number}",
        url="https://example.org",
        effective_from=START + timedelta(days=100 * number),
        effective_until=START + timedelta(days=100 * (number + 1)),
        date_basis=DateBasis.STATED,
        first_seen=None,
        channels=(Channel.API,),
        region=None,
        confidence=confidence,
        source="test",
        note="",
        clauses=(Clause("c1", "1", "t", None, "It says so.", (), Confidence.HIGH),),
        effects=an_effect(effect, kind),
    )


def an_engine(documents: Sequence[Sequence[DocumentVersion]]) -> PolicyEngine:
    texts = tuple(
        Document(f"d{n}", f"Document {n}", ("acme",), (), (), tuple(versions))
        for n, versions in enumerate(documents)
    )
    return PolicyEngine([Pack("acme", "Acme", "1", ("acme",), texts)])


def strictness(verdict: Verdict) -> int:
    return -VERDICT_ORDER.index(verdict)


EFFECTS = st.one_of(
    st.tuples(st.sampled_from([Effect.PROHIBITED, Effect.CONDITIONAL, Effect.ALLOWED]), st.none()),
    st.tuples(st.just(Effect.UNCLEAR), st.sampled_from(UnclearKind)),
)
RESTRICTING = st.sampled_from(
    [
        (Effect.PROHIBITED, None),
        (Effect.CONDITIONAL, None),
        (Effect.UNCLEAR, UnclearKind.AMBIGUOUS),
        (Effect.UNCLEAR, UnclearKind.UNSEEN),
    ]
)
HIGH_OR_LESS = st.sampled_from(Confidence)
VERSIONS = st.lists(st.tuples(EFFECTS, HIGH_OR_LESS), min_size=1, max_size=3).map(
    lambda drawn: [a_version(n, *effect, sure) for n, (effect, sure) in enumerate(drawn)]
)
DOCUMENTS = st.lists(VERSIONS, min_size=1, max_size=3)
DAYS = st.dates(START - timedelta(days=50), START + timedelta(days=400)).map(date.isoformat)


def verdict_on(engine: PolicyEngine, first: str | None, last: str | None) -> Verdict:
    origin = Origin("acme", None, "api", first, last)
    return engine.decide(origin, UseCase("internal_finetune")).verdict


@given(DOCUMENTS, RESTRICTING, HIGH_OR_LESS, DAYS)
def test_adding_a_restricting_document_never_loosens(documents, effect, confidence, day) -> None:
    more = [*documents, [a_version(n, *effect, confidence) for n in range(4)]]

    before = verdict_on(an_engine(documents), day, day)
    after = verdict_on(an_engine(more), day, day)

    assert strictness(after) >= strictness(before)


@given(DOCUMENTS, DAYS)
def test_an_unknown_date_is_at_least_as_strict_as_any_date(documents, day) -> None:
    engine = an_engine(documents)

    assert strictness(verdict_on(engine, None, None)) >= strictness(verdict_on(engine, day, day))


@given(DOCUMENTS, DAYS, DAYS, st.integers(0, 1000))
def test_an_interval_is_at_least_as_strict_as_each_day_in_it(documents, one, other, step) -> None:
    engine = an_engine(documents)
    first, last = sorted((one, other))
    length = (date.fromisoformat(last) - date.fromisoformat(first)).days
    day = (date.fromisoformat(first) + timedelta(days=step % (length + 1))).isoformat()

    assert strictness(verdict_on(engine, first, last)) >= strictness(verdict_on(engine, day, day))


@given(DOCUMENTS, DAYS)
def test_nothing_is_allowed_on_less_than_a_text_that_was_read(documents, day) -> None:
    engine = an_engine(documents)
    decision = engine.decide(Origin("acme", None, "api", day, day), UseCase("publish_dataset"))

    assert (
        decision.verdict is not Verdict.ALLOWED
        or decision.clauses[0].confidence is Confidence.HIGH
    )


@pytest.mark.parametrize("provider", SHIPPED.providers)
@pytest.mark.parametrize("use", USES)
def test_an_unknown_channel_is_at_least_as_strict_as_each_channel(provider, use) -> None:
    day = "2026-09-30"
    unknown = SHIPPED.decide(Origin(provider, None, None, day, day), UseCase(use))
    known = [
        SHIPPED.decide(Origin(provider, None, channel, day, day), UseCase(use))
        for channel in ("api", "app", "weights")
    ]
    on_record = [strictness(decision.verdict) for decision in known if decision.considered]

    assert strictness(unknown.verdict) >= max(on_record)
    assert any("channel is not known" in one for one in unknown.assumptions)


@pytest.mark.parametrize("kind", [UnclearKind.SILENT, UnclearKind.UNSEEN])
def test_what_is_silent_or_unseen_is_undetermined(kind) -> None:
    engine = an_engine([[a_version(0, Effect.UNCLEAR, kind, Confidence.HIGH)]])

    assert verdict_on(engine, "2023-01-05", "2023-01-05") is Verdict.UNDETERMINED


def test_a_silent_document_leaves_the_decision_to_another() -> None:
    silent = [a_version(0, Effect.UNCLEAR, UnclearKind.SILENT, Confidence.HIGH)]
    permitting = [a_version(0, Effect.ALLOWED, None, Confidence.HIGH)]

    assert verdict_on(an_engine([silent, permitting]), "2023-01-05", "2023-01-05") == "allowed"


def test_a_gap_between_versions_is_a_text_not_seen() -> None:
    early, late = (a_version(n, Effect.ALLOWED, None, Confidence.HIGH) for n in (0, 2))

    assert verdict_on(an_engine([[early, late]]), "2023-05-01", "2023-05-01") == "undetermined"


@pytest.mark.parametrize(
    "text", ["yesterday", "2024-13-45", "", "2024-02-31", "\x00", "9" * 99, "0000-00-00"]
)
def test_an_unreadable_date_is_taken_as_unknown_and_said_so(text) -> None:
    decision = SHIPPED.decide(Origin("openai", "gpt-4o", "api", text, text), UseCase(USES[0]))

    assert decision.verdict is Verdict.PROHIBITED
    assert any("could not be read" in one for one in decision.assumptions)


def test_a_month_is_an_interval() -> None:
    origin = Origin("xai", None, "app", "2025-01", "2025-01")
    decision = SHIPPED.decide(origin, UseCase("train_noncompeting_model"))

    assert decision.verdict is Verdict.PROHIBITED
    assert any("straddles a change" in one for one in decision.assumptions)


def test_an_unknown_provider_is_undetermined() -> None:
    decision = SHIPPED.decide(Origin("unknown", "mystery"), UseCase(USES[0]))

    assert decision.verdict is Verdict.UNDETERMINED
    assert decision.severity == "low"
    assert decision.remedy


def test_an_unknown_use_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="'world-domination' is not a use"):
        SHIPPED.decide(Origin("openai"), UseCase("world-domination"))


def test_the_reason_names_document_version_and_section() -> None:
    day = "2025-08-01"
    decision = SHIPPED.decide(Origin("openai", "gpt-4o", "api", day, day), UseCase(USES[0]))

    assert "OpenAI Services Agreement" in decision.reason
    assert "2025-05-31" in decision.reason
    assert "section 3.3(e)" in decision.reason


def test_agreements_are_named_as_not_weighed() -> None:
    decision = SHIPPED.decide(Origin("openai"), UseCase(USES[0], agreements=("acme-2025",)))

    assert any("acme-2025" in one for one in decision.assumptions)


def test_a_pack_of_a_person_stacks_with_a_shipped_one(a_pack) -> None:
    own = parse_pack(yaml.safe_dump(a_pack(providers=["deepseek"])).encode(), "own")
    packs = [
        load_pack(file) for file in locate_packs(str(shipped("policies").joinpath("deepseek")))
    ]
    origin = Origin("deepseek", None, "api", "2025-06-01", "2025-06-01")

    assert PolicyEngine(packs).decide(origin, UseCase(USES[0])).verdict == "allowed"
    assert PolicyEngine([*packs, own]).decide(origin, UseCase(USES[0])).verdict == "prohibited"
