"""Everything a decision may look at, in memory and ready to be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditor.policy.model_names import matches, snapshot_date
from auditor.policy.rules import Channel, Document, Pack


@dataclass(frozen=True, slots=True)
class Text:
    """A document with the pack it stands in."""

    pack: str
    owner: str
    document: Document

    @property
    def is_license(self) -> bool:
        return bool(self.document.models)

    @property
    def key(self) -> str:
        return f"{self.pack}/{self.document.id}"

    @property
    def title(self) -> str:
        """The document's title, with whose it is."""
        own = self.document.title
        return own if self.owner.split()[0].lower() in own.lower() else f"{self.owner} {own}"

    def covers(self, model: str) -> bool:
        """Whether this license is the one of `model`."""
        return matches(model, self.document.models) and not matches(model, self.document.excluding)

    def channels(self) -> frozenset[Channel]:
        return frozenset(channel for v in self.document.versions for channel in v.channels)


class Rulebook:
    """The documents of all packs by provider, and the dates of model releases."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._texts: dict[str, list[Text]] = {}
        self._releases: dict[str, list[tuple[str, date]]] = {}
        for pack in sorted(packs, key=lambda pack: pack.id):
            for document in pack.documents:
                text = Text(pack.id, pack.title.partition(" (")[0], document)
                for provider in document.providers:
                    self._texts.setdefault(provider, []).append(text)
            for provider in pack.providers:
                known = self._releases.setdefault(provider, [])
                known.extend((release.pattern, release.released) for release in pack.releases)

    def providers(self) -> tuple[str, ...]:
        return tuple(sorted(self._texts))

    def terms(self, provider: str) -> tuple[Text, ...]:
        """The provider's documents that are no model licenses, in pack order."""
        return tuple(text for text in self._texts.get(provider, ()) if not text.is_license)

    def licenses(self, provider: str) -> tuple[Text, ...]:
        """The licenses of the provider's open-weight models, in pack order."""
        return tuple(text for text in self._texts.get(provider, ()) if text.is_license)

    def released(self, provider: str, model: str) -> date | None:
        """The day before which `model` cannot have written anything; None where unknown."""
        if dated := snapshot_date(model):
            try:
                return date.fromisoformat(dated)
            except ValueError:
                pass
        known = self._releases.get(provider, ())
        return next((day for pattern, day in known if matches(model, (pattern,))), None)
