"""Facts and rules to a decision. Pure: no SQL, no clock, no files.

Details:
    Restrictions of documents that apply together add up: prohibited, then conditional, then
    undetermined, then allowed. A document that is silent, or leaves the use to another one, is
    neutral; an ambiguous or unseen one outweighs a permission; where none decides, the result
    is undetermined. A text known at second hand may restrict but never permit; one known from
    memory does neither. Where facts are missing every possible world is judged and the
    strictest verdict wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.model.decisions import (
    VERDICT_ORDER,
    Decision,
    Obligation,
    Severity,
    UseCase,
    Verdict,
)
from auditor.model.evidence import Confidence
from auditor.model.origins import Origin
from auditor.policy.rulebook import Rulebook
from auditor.policy.rules import Channel, Clause, Effect, UnclearKind, UseEffect
from auditor.policy.situation import Situation, resolve
from auditor.policy.wording import (
    clause_refs,
    considered_documents,
    reason_for,
    remedy_for,
)
from auditor.policy.worlds import Chosen, World, possible_worlds

SEVERITY = {
    Verdict.PROHIBITED: Severity.HIGH,
    Verdict.CONDITIONAL: Severity.MEDIUM,
    Verdict.UNDETERMINED: Severity.LOW,
    Verdict.ALLOWED: Severity.INFO,
}
_NEUTRAL = (UnclearKind.SILENT, UnclearKind.ELSEWHERE)
_CONFIDENCE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_CHANNEL_ORDER = tuple(Channel)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One document of one world with what it says. No verdict: it is neutral."""

    chosen: Chosen
    effect: UseEffect
    clause: Clause | None
    confidence: Confidence
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Judgment:
    """One world judged; `weighed` has the deciding document first."""

    world: World
    weighed: tuple[Weighed, ...]
    verdict: Verdict


def decide(book: Rulebook, origin: Origin, use_case: UseCase) -> Decision:
    """May an output of `origin` be used as `use_case` plans.

    Raises:
        UsageError: the use is unknown.
    """
    situation = resolve(book, origin, use_case)
    worlds = possible_worlds(book, situation)
    judgments = [judge(world, situation.use) for world in worlds]
    judgments.sort(key=_strictest_first)
    if not judgments:
        return _nothing_on_record(situation)
    first = judgments[0]
    _note_differences(situation, judgments)
    verdict = first.verdict
    return Decision(
        verdict=verdict,
        severity=SEVERITY[verdict],
        reason=reason_for(first, situation),
        remedy=remedy_for(verdict, judgments, situation),
        clauses=clause_refs(first),
        obligations=_obligations(judgments, situation.use),
        assumptions=tuple(dict.fromkeys(situation.assumptions)),
        considered=considered_documents(judgments, situation),
    )


def judge(world: World, use: str) -> Judgment:
    """What the texts of one world say together."""
    weighed = [_weigh(chosen, use) for chosen in world.texts]
    weighed.sort(key=_decisive_first)
    verdict = (weighed[0].verdict if weighed else None) or Verdict.UNDETERMINED
    if world.missing_layer and verdict is Verdict.ALLOWED:
        verdict = Verdict.UNDETERMINED
    return Judgment(world, tuple(weighed), verdict)


def _weigh(chosen: Chosen, use: str) -> Weighed:
    version = chosen.version
    if version is None:
        note = "a version was in force that day, but it is not on record"
        unseen = UseEffect(use, Effect.UNCLEAR, UnclearKind.UNSEEN, note)
        return Weighed(chosen, unseen, None, Confidence.LOW, Verdict.UNDETERMINED)
    effect = next(effect for effect in version.effects if effect.use == use)
    clause = next((c for c in version.clauses if c.id == effect.clause), None)
    known = (version.confidence, clause.confidence if clause else Confidence.HIGH)
    confidence = min(known, key=_CONFIDENCE.index)
    return Weighed(chosen, effect, clause, confidence, _verdict_of(effect, confidence))


def _verdict_of(effect: UseEffect, confidence: Confidence) -> Verdict | None:
    """What an effect counts for, given how well its text is known."""
    if effect.effect is Effect.UNCLEAR:
        return None if effect.kind in _NEUTRAL else Verdict.UNDETERMINED
    if confidence is Confidence.LOW:
        return Verdict.UNDETERMINED
    if effect.effect is Effect.ALLOWED and confidence is not Confidence.HIGH:
        return Verdict.UNDETERMINED
    return Verdict(effect.effect.value)


def _decisive_first(weighed: Weighed) -> tuple[int, int]:
    if weighed.verdict is None:
        return len(VERDICT_ORDER), 0
    return VERDICT_ORDER.index(weighed.verdict), -_CONFIDENCE.index(weighed.confidence)


def _strictest_first(judgment: Judgment) -> tuple[int, int, int, int]:
    """Among equally strict worlds the better known, the latest and the API come first."""
    first = judgment.weighed[0] if judgment.weighed else None
    return (
        VERDICT_ORDER.index(judgment.verdict),
        -_CONFIDENCE.index(first.confidence) if first else 0,
        -judgment.world.day.toordinal(),
        (Channel.API, Channel.CLOUD, Channel.WEIGHTS, Channel.APP).index(judgment.world.channel),
    )


def _note_differences(situation: Situation, judgments: Sequence[Judgment]) -> None:
    """Says which unknown mattered, and marks a verdict that is the strictest of several."""
    verdicts = {judgment.verdict for judgment in judgments}
    if situation.dated and len({_texts_by_channel(j) for j in judgments}) < len(judgments):
        situation.assumptions.append(
            f"the interval {situation.earliest} to {situation.latest}, or the region of the "
            "account, straddles different texts: judged under each, the strictest is reported"
        )
    if len(verdicts) > 1:
        others = ", ".join(v for v in VERDICT_ORDER if v in verdicts and v != judgments[0].verdict)
        situation.assumptions.append(f"other possible facts would give: {others}")
    if any(w.confidence is not Confidence.HIGH for w in judgments[0].weighed[:1]):
        title = judgments[0].weighed[0].chosen.text.title
        situation.assumptions.append(
            f"{title} is known with {judgments[0].weighed[0].confidence} confidence only"
        )


def _texts_by_channel(judgment: Judgment) -> Channel:
    return judgment.world.channel


def _obligations(judgments: Sequence[Judgment], use: str) -> tuple[Obligation, ...]:
    """Conditions and duties of every world that gives the reported verdict."""
    verdict = judgments[0].verdict
    if verdict not in (Verdict.CONDITIONAL, Verdict.ALLOWED):
        return ()
    binding = [w for j in judgments if j.verdict is verdict for w in j.weighed]
    conditions = [
        Obligation("condition", weighed.effect.note, "before this use")
        for weighed in binding
        if weighed.verdict is Verdict.CONDITIONAL
    ]
    duties = [
        Obligation(duty.kind, duty.text, duty.trigger)
        for weighed in binding
        if weighed.chosen.version
        for duty in weighed.chosen.version.obligations
        if not duty.uses or use in duty.uses
    ]
    return tuple(dict.fromkeys([*conditions, *duties]))


def _nothing_on_record(situation: Situation) -> Decision:
    provider = situation.provider
    return Decision(
        verdict=Verdict.UNDETERMINED,
        severity=SEVERITY[Verdict.UNDETERMINED],
        reason=f"No terms on record apply to an output of {provider!r} obtained this way.",
        remedy="Name the provider, the model and the channel, or import a pack that covers them.",
        assumptions=tuple(dict.fromkeys(situation.assumptions)),
    )
