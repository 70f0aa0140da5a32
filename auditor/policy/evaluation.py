"""Facts and rules to a decision. Pure: no SQL, no clock, no files.

Details:
    Restrictions of documents that apply together add up: prohibited, then conditional, then
    undetermined, then allowed. A document that is silent, or leaves the use to another one, is
    neutral; an ambiguous or unseen one outweighs a permission; where none decides, the result
    is undetermined. A text known at second hand may restrict but never permit; one known from
    memory does neither. Where facts are missing every possible world is judged and the
    strictest verdict wins.
"""

from collections.abc import Callable, Sequence

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
from auditor.policy.judgments import CONFIDENCE_ORDER, Judgment, judge
from auditor.policy.rulebook import Rulebook
from auditor.policy.rules import Channel
from auditor.policy.situation import Situation, resolve
from auditor.policy.wording import (
    clause_refs,
    considered_documents,
    reason_for,
    remedy_for,
)
from auditor.policy.worlds import World, possible_worlds

SEVERITY = {
    Verdict.PROHIBITED: Severity.HIGH,
    Verdict.CONDITIONAL: Severity.MEDIUM,
    Verdict.UNDETERMINED: Severity.LOW,
    Verdict.ALLOWED: Severity.INFO,
}
_CHANNEL_ORDER = (Channel.API, Channel.CLOUD, Channel.WEIGHTS, Channel.APP)


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


def _strictest_first(judgment: Judgment) -> tuple[int, int, int, int]:
    """Among equally strict worlds the better known, the latest and the API come first."""
    first = judgment.weighed[0] if judgment.weighed else None
    return (
        VERDICT_ORDER.index(judgment.verdict),
        -CONFIDENCE_ORDER.index(first.confidence) if first else 0,
        -judgment.world.day.toordinal(),
        _CHANNEL_ORDER.index(judgment.world.channel),
    )


def _note_differences(situation: Situation, judgments: Sequence[Judgment]) -> None:
    """Says which unknown mattered, and marks a verdict that is the strictest of several."""
    verdicts = {judgment.verdict for judgment in judgments}
    if situation.dated and _vary(judgments, lambda world: world.day):
        situation.assumptions.append(
            f"the interval {situation.earliest} to {situation.latest} straddles a change of terms: "
            "judged under each text, the stricter is reported"
        )
    if _vary(judgments, lambda world: world.region):
        situation.assumptions.append(
            "the region of the account is not known: judged under each regional edition, the "
            "strictest is reported"
        )
    if len(verdicts) > 1:
        others = ", ".join(v for v in VERDICT_ORDER if v in verdicts and v != judgments[0].verdict)
        situation.assumptions.append(f"other possible facts would give: {others}")
    if any(w.confidence is not Confidence.HIGH for w in judgments[0].weighed[:1]):
        title = judgments[0].weighed[0].chosen.text.title
        situation.assumptions.append(
            f"{title} is known with {judgments[0].weighed[0].confidence} confidence only"
        )


def _vary(judgments: Sequence[Judgment], fact: Callable[[World], object]) -> bool:
    """Whether worlds of one channel differ in a fact."""
    seen: dict[Channel, set[object]] = {}
    for judgment in judgments:
        seen.setdefault(judgment.world.channel, set()).add(fact(judgment.world))
    return any(len(facts) > 1 for facts in seen.values())


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
    provider = situation.provider[:80]
    return Decision(
        verdict=Verdict.UNDETERMINED,
        severity=SEVERITY[Verdict.UNDETERMINED],
        reason=f"No terms on record apply to an output of {provider!r} obtained this way.",
        remedy="Name the provider, the model and the channel, or import a pack that covers them.",
        assumptions=tuple(dict.fromkeys(situation.assumptions)),
    )
