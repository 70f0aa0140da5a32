"""What the texts of one possible world say together about one use."""

from dataclasses import dataclass

from auditor.model.decisions import VERDICT_ORDER, Verdict
from auditor.model.evidence import Confidence
from auditor.policy.rules import Clause, Effect, UnclearKind, UseEffect
from auditor.policy.worlds import Chosen, World

CONFIDENCE_ORDER = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
_NEUTRAL = (UnclearKind.SILENT, UnclearKind.ELSEWHERE)


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
    confidence = min(known, key=CONFIDENCE_ORDER.index)
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
    return VERDICT_ORDER.index(weighed.verdict), -CONFIDENCE_ORDER.index(weighed.confidence)
