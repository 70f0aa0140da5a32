"""The facts of one question as far as they are known, and in words what had to be assumed."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from auditor.errors import UsageError
from auditor.model.decisions import USES, UseCase
from auditor.model.origins import Origin
from auditor.policy.rulebook import Rulebook
from auditor.policy.rules import Channel, Region

RESELLER = "reseller"
_CHANNELS = {
    "api": (Channel.API, Channel.CLOUD),
    RESELLER: (Channel.API, Channel.CLOUD),
    "app": (Channel.APP,),
    "cloud": (Channel.CLOUD,),
    "weights": (Channel.WEIGHTS,),
}
# A year, a month or a day; a time of day behind it is of no matter.
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?=[T ]|$)")
_EUROPE = {"eea", "eu", "europe", "uk", "gb", "ch", "switzerland"}
_TRAINING_SIGNAL = "training-signal"
_JUDGING = (
    "evaluation is three uses: scores that people read, scores that select data or checkpoints, "
    "and scores or preferences a model is trained on; the last is training and is judged as "
    "train_competing_model (set target.scores = training-signal)"
)


@dataclass(slots=True)
class Situation:
    """One question. `earliest` and `latest` are inclusive, None where open."""

    provider: str
    model: str | None
    use: str
    channels: tuple[Channel, ...] | None
    resold_by: str | None
    regions: tuple[Region, ...]
    earliest: date | None
    latest: date | None
    dated: bool
    assumptions: list[str] = field(default_factory=list)

    @property
    def resold(self) -> bool:
        return self.resold_by is not None


def resolve(book: Rulebook, origin: Origin, use_case: UseCase) -> Situation:
    """What is known of an output and of its planned use.

    Raises:
        UsageError: the use is none of the seven.
    """
    if use_case.use not in USES:
        raise UsageError(f"{use_case.use!r} is not a use", hint=f"known uses: {', '.join(USES)}")
    notes: list[str] = []
    use = _use(use_case, notes)
    channels = _channels(origin, use_case, notes)
    earliest, latest = _interval(origin, notes)
    dated = earliest is not None and latest is not None
    if earliest is None and origin.model:
        earliest = _release(book, origin.provider, origin.model, latest, notes)
    if not dated:
        since = f"since the model's release on {earliest}" if earliest else "on record"
        notes.append(
            f"the date of generation is not fully known: judged under every version {since}, "
            "the strictest is reported"
        )
    return Situation(
        provider=origin.provider,
        model=origin.model,
        use=use,
        channels=channels,
        resold_by=use_case.deployer.get(RESELLER, "") if origin.channel == RESELLER else None,
        regions=_regions(use_case),
        earliest=earliest,
        latest=latest,
        dated=dated,
        assumptions=notes,
    )


def _use(use_case: UseCase, notes: list[str]) -> str:
    if use_case.agreements:
        held = ", ".join(use_case.agreements)
        notes.append(f"public terms only: what the agreements held ({held}) grant is not weighed")
    if use_case.deployer.get("role") == "recipient":
        notes.append(
            "a mere recipient of the data is not a party to these terms on the face of it; judged "
            "as the account holder would be, because the provenance risk stays"
        )
    if use_case.use != "evaluate_model":
        return use_case.use
    notes.append(_JUDGING)
    signal = use_case.target.get("scores") == _TRAINING_SIGNAL
    return "train_competing_model" if signal else use_case.use


def _channels(origin: Origin, use_case: UseCase, notes: list[str]) -> tuple[Channel, ...] | None:
    if origin.channel is None:
        return None
    known = _CHANNELS.get(origin.channel)
    if known is None:
        notes.append(f"the channel {origin.channel[:40]!r} is not known here: taken as unknown")
        return None
    tier = use_case.deployer.get("tier")
    narrowed = tuple(channel for channel in known if channel == tier)
    return narrowed or known


def _regions(use_case: UseCase) -> tuple[Region, ...]:
    region = use_case.deployer.get("region")
    if not region:
        return (Region.ROW, Region.EEA)
    return (Region.EEA,) if region.lower() in _EUROPE else (Region.ROW,)


def _interval(origin: Origin, notes: list[str]) -> tuple[date | None, date | None]:
    first = _bounds(origin.generated_from, notes)
    last = _bounds(origin.generated_until, notes)
    earliest = first[0] if first else None
    latest = last[1] if last else None
    if earliest and latest and earliest > latest:
        notes.append(f"the interval {earliest} to {latest} runs backwards: taken as unknown")
        return None, None
    return earliest, latest


def _bounds(text: str | None, notes: list[str]) -> tuple[date, date] | None:
    """First and last day that a date, a month or a year names."""
    if text is None:
        return None
    try:
        if found := _DATE.match(text):
            year, month, day = (int(part) if part else None for part in found.groups())
            last_month = month or 12
            last_day = day or calendar.monthrange(year or 0, last_month)[1]
            first = date(year or 0, month or 1, day or 1)
            return first, date(year or 0, last_month, last_day)
    except ValueError:
        pass
    notes.append(f"the date {text[:40]!r} could not be read: taken as unknown")
    return None


def _release(
    book: Rulebook, provider: str, model: str, latest: date | None, notes: list[str]
) -> date | None:
    released = book.released(provider, model)
    if released and latest and released > latest:
        notes.append(f"the model's release on {released} is later than the date given")
        return None
    return released
