"""The states of the world that the known facts leave possible: which texts applied in each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.policy.rulebook import Rulebook, Text
from auditor.policy.rules import Channel, DocumentVersion, Region
from auditor.policy.situation import Situation

_HOSTED = frozenset({Channel.API, Channel.CLOUD})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A document and its version in force. No version: one existed, but is not on record."""

    text: Text
    version: DocumentVersion | None


@dataclass(frozen=True, slots=True)
class World:
    """One possible contract: a channel, a region, a first day, and the texts that stack."""

    channel: Channel
    region: Region
    day: date
    texts: tuple[Chosen, ...]
    missing_layer: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for worlds in which the same texts applied."""
        chosen = ((one.text.key, one.version.id if one.version else None) for one in self.texts)
        return (self.channel, *chosen)


@dataclass(frozen=True, slots=True)
class _Layer:
    """Documents that apply together on a channel."""

    channel: Channel
    texts: tuple[Text, ...]
    reseller: tuple[Text, ...] = ()
    missing: str = ""


def possible_worlds(book: Rulebook, situation: Situation) -> list[World]:
    """Every distinct combination of channel, region and date, worlds with equal texts once."""
    layers = [_resold(book, situation, layer) for layer in _layers(book, situation)]
    if situation.channels is None:
        names = ", ".join(dict.fromkeys(layer.channel for layer in layers)) or "none on record"
        situation.assumptions.append(
            f"the channel is not known: judged for each possible one ({names}), "
            "the strictest is reported"
        )
    elif len({layer.channel for layer in layers}) > 1:
        situation.assumptions.append(
            "the tier of the account is not known: judged for developer API and cloud terms, "
            "the strictest is reported"
        )
    found: dict[tuple[object, ...], World] = {}
    for layer in layers:
        for world in _dated_worlds(situation, layer):
            found.setdefault(world.identity, world)
    return list(found.values())


def _layers(book: Rulebook, situation: Situation) -> Iterator[_Layer]:
    terms = book.terms(situation.provider)
    named = {channel for text in terms for channel in text.channels()}
    wanted = situation.channels
    for channel in (Channel.API, Channel.APP, Channel.CLOUD):
        if channel in named and (wanted is None or channel in wanted):
            yield _Layer(channel, tuple(text for text in terms if channel in text.channels()))
    if wanted is None or Channel.WEIGHTS in wanted or situation.resold:
        for group in _license_groups(book, situation):
            yield _Layer(Channel.WEIGHTS, group)


def _license_groups(book: Rulebook, situation: Situation) -> list[tuple[Text, ...]]:
    """The licenses that stack on the model; with no model named, each license as a possibility."""
    licenses = book.licenses(situation.provider)
    if situation.model is None:
        return [(text,) for text in licenses]
    model = situation.model
    covering = tuple(text for text in licenses if text.covers(model))
    if not covering and licenses and situation.channels == (Channel.WEIGHTS,):
        situation.assumptions.append(f"no weights license on record covers {model[:80]!r}")
    return [covering] if covering else []


def _resold(book: Rulebook, situation: Situation, layer: _Layer) -> _Layer:
    """The layer with the terms of whoever resold the maker's model on top."""
    if not situation.resold:
        return layer
    terms = book.terms(situation.resold_by or "")
    own = tuple(text for text in terms if text.channels() & _HOSTED)
    missing = "" if own else "the reseller's own terms are not on record"
    return _Layer(layer.channel, layer.texts, own, missing)


def _dated_worlds(situation: Situation, layer: _Layer) -> Iterator[World]:
    for region in situation.regions:
        for day in _days(situation, layer):
            texts = tuple(_choose(layer, region, day))
            yield World(layer.channel, region, day, texts, layer.missing)


def _days(situation: Situation, layer: _Layer) -> Sequence[date]:
    """The first possible day, then each day inside the interval on which a text changes."""
    stacked = (*layer.texts, *layer.reseller)
    versions = [version for text in stacked for version in text.document.versions]
    earliest = situation.earliest or date.min
    if layer.channel is Channel.WEIGHTS and situation.earliest is None and versions:
        # Nobody runs weights before their license was given.
        earliest = min(version.starts() for version in layer.texts[0].document.versions)
    latest = situation.latest or date.max
    changes = {day for version in versions for day in (version.starts(), version.ends())}
    later = sorted(day for day in changes if earliest < day <= latest and day < date.max)
    return (earliest, *later) if earliest <= latest else (latest,)


def _choose(layer: _Layer, region: Region, day: date) -> Iterator[Chosen]:
    stacked = [(text, frozenset((layer.channel,))) for text in layer.texts]
    stacked += [(text, _HOSTED) for text in layer.reseller]
    for text, channels in stacked:
        editions = [v for v in text.document.versions if v.region in (None, region)]
        in_force = [version for version in editions if version.holds_on(day)]
        reaching = [version for version in in_force if channels & set(version.channels)]
        if reaching:
            yield Chosen(text, reaching[0])
        elif not in_force and _between(editions, day):
            yield Chosen(text, None)


def _between(editions: Sequence[DocumentVersion], day: date) -> bool:
    started = any(version.starts() <= day for version in editions)
    return started and any(day < version.starts() for version in editions)
