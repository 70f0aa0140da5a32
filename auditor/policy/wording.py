"""What a decision says to a person: reason, remedy, clauses, and the documents weighed."""

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.model.decisions import ClauseRef, ConsideredDocument, Verdict
from auditor.model.evidence import Confidence
from auditor.policy.judgments import Judgment, Weighed
from auditor.policy.rules import DocumentVersion, Effect
from auditor.policy.situation import Situation

_SAYS = {
    Verdict.PROHIBITED: "prohibits this use",
    Verdict.CONDITIONAL: "allows this use only on a condition",
    Verdict.UNDETERMINED: "does not settle this use",
    Verdict.ALLOWED: "permits this use",
}


def reason_for(judgment: Judgment, situation: Situation) -> str:
    """One or two sentences that name document, version, date and section."""
    if not judgment.weighed:
        return (
            f"No text of {situation.provider} that was in force {_when(judgment, situation)} "
            "is on record, so nothing permits or forbids this use."
        )
    first = judgment.weighed[0]
    if first.verdict is Verdict.ALLOWED and judgment.verdict is not Verdict.ALLOWED:
        return f"{_named(first)} permits this use, but {judgment.world.missing_layer}."
    if first.verdict is None:
        return f"{_named(first)} does not settle this use: {_sentence(first.effect.note)}"
    why = first.effect.note
    if first.verdict in (Verdict.PROHIBITED, Verdict.ALLOWED) and first.clause:
        why = first.clause.paraphrase
    if first.verdict is Verdict.UNDETERMINED and first.effect.effect is not Effect.UNCLEAR:
        why = (
            f"it reads as {first.effect.effect}, but the text is known with "
            f"{first.confidence} confidence only"
        )
    return f"{_named(first)} {_SAYS[first.verdict]}: {_sentence(why)}"


def remedy_for(verdict: Verdict, judgments: Sequence[Judgment], situation: Situation) -> str:
    """What would change the answer."""
    weighed = judgments[0].weighed
    owner = weighed[0].chosen.text.owner if weighed else situation.provider
    steps = {
        Verdict.PROHIBITED: (
            f"Drop the record, regenerate its text with a model whose terms permit this use, or "
            f"get the written permission of {owner}."
        ),
        Verdict.CONDITIONAL: (
            "Meet every obligation listed and keep the proof, or regenerate the text with a "
            "model whose terms permit this use."
        ),
        Verdict.UNDETERMINED: (
            f"Ask {owner} for written permission, or have counsel read the documents listed; "
            "until then treat the record as not cleared."
        ),
        Verdict.ALLOWED: "Nothing to change; keep this decision with the data.",
    }
    facts = ", ".join(_missing(judgments, situation))
    if facts and len({judgment.verdict for judgment in judgments}) > 1:
        return f"{steps[verdict]} Supplying {facts} could change the answer."
    return steps[verdict]


def clause_refs(judgment: Judgment) -> tuple[ClauseRef, ...]:
    """The clauses that fired, the deciding one first."""
    return tuple(
        ClauseRef(
            rule=f"{weighed.chosen.text.key}/{version.id}/{clause.id}",
            document=weighed.chosen.text.title,
            version=version.label,
            section=clause.section,
            url=version.url,
            effective_from=_iso(version.effective_from),
            effective_until=_iso(version.effective_until),
            paraphrase=clause.paraphrase,
            key_phrases=clause.key_phrases,
            effect=weighed.effect.effect.value,
            confidence=weighed.confidence,
        )
        for weighed in judgment.weighed
        if weighed.verdict and (clause := weighed.clause) and (version := weighed.chosen.version)
    )


def considered_documents(
    judgments: Sequence[Judgment], situation: Situation
) -> tuple[ConsideredDocument, ...]:
    """Every document version weighed, those of the deciding world first."""
    found: dict[tuple[str, str], ConsideredDocument] = {}
    for number, judgment in enumerate(judgments):
        for document, key in _considered(judgment, situation, deciding=number == 0):
            found.setdefault(key, document)
    return tuple(found.values())


def _considered(
    judgment: Judgment, situation: Situation, *, deciding: bool
) -> Iterator[tuple[ConsideredDocument, tuple[str, str]]]:
    certain = deciding and situation.dated
    for weighed in judgment.weighed:
        version = weighed.chosen.version
        text = weighed.chosen.text
        kind = f" ({weighed.effect.kind})" if weighed.effect.kind else ""
        possible = "" if certain else "possible: "
        chosen = f"{possible}{judgment.world.channel} terms, {_window(version)}"
        if certain:
            chosen = f"{chosen}; output generated {_when(judgment, situation)}"
        document = ConsideredDocument(
            document=text.title,
            version=version.label if version else "none on record",
            url=version.url if version else text.document.versions[0].url,
            chosen_because=chosen,
            effect=f"{weighed.effect.effect}{kind}",
            note=_note(weighed),
        )
        yield document, (text.key, version.id if version else "")


def _note(weighed: Weighed) -> str:
    parts = [weighed.effect.note or (weighed.clause.paraphrase if weighed.clause else "")]
    if weighed.confidence is not Confidence.HIGH:
        parts.append(f"confidence {weighed.confidence}")
    if weighed.chosen.version and weighed.chosen.version.note:
        parts.append(weighed.chosen.version.note)
    return "; ".join(part.rstrip(".") for part in parts if part)


def _named(weighed: Weighed) -> str:
    version = weighed.chosen.version
    title = weighed.chosen.text.title
    if version is None:
        return title
    dated = f"version {version.label}, {_window(version)}"
    section = f", section {weighed.clause.section}" if weighed.clause else ""
    return f"{title} ({dated}){section}"


def _window(version: DocumentVersion | None) -> str:
    if version is None:
        return "no version on record for that day"
    start = version.effective_from or "an unknown day"
    return f"in force from {start}" + (
        f" until {version.effective_until}" if version.effective_until else ""
    )


def _when(judgment: Judgment, situation: Situation) -> str:
    if situation.earliest and situation.earliest == situation.latest:
        return f"on {situation.earliest}"
    if situation.earliest and situation.latest:
        return f"between {situation.earliest} and {situation.latest}"
    return "on some day" if judgment.world.day == date.min else f"on {judgment.world.day}"


def _missing(judgments: Sequence[Judgment], situation: Situation) -> Iterator[str]:
    if not situation.dated or situation.earliest != situation.latest:
        yield "the day of generation"
    if situation.channels is None:
        yield "the channel"
    if situation.model is None:
        yield "the model"
    if situation.resold and not situation.resold_by:
        yield "the reseller (deployer.reseller)"
    if len({judgment.world.region for judgment in judgments}) > 1:
        yield "the region of the account (deployer.region)"


def _sentence(text: str) -> str:
    stripped = text.strip().rstrip(".;")
    return f"{stripped}." if stripped else "the text gives no reason."


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
