"""Packs to rows of the store and back; lists of short texts are kept as JSON."""

import json

from auditor.model.evidence import Confidence
from auditor.policy.rules import (
    Channel,
    Clause,
    DateBasis,
    Document,
    DocumentVersion,
    Duty,
    Effect,
    ModelRelease,
    Pack,
    Region,
    Scope,
    UnclearKind,
    UseEffect,
)
from auditor.policy.tables import (
    ClauseRow,
    DocumentRow,
    DutyRow,
    EffectRow,
    PackRow,
    ReleaseRow,
    VersionRow,
)


def to_row(pack: Pack, *, is_shipped: bool) -> PackRow:
    """A row tree of a pack, not yet current."""
    return PackRow(
        pack_id=pack.id,
        title=pack.title,
        version=pack.version,
        digest=pack.digest,
        providers=_pack_texts(pack.providers),
        is_current=False,
        is_shipped=is_shipped,
        documents=[_document_row(n, document) for n, document in enumerate(pack.documents)],
        releases=[
            ReleaseRow(position=n, pattern=release.pattern, released=release.released)
            for n, release in enumerate(pack.releases)
        ],
    )


def from_row(row: PackRow) -> Pack:
    """The pack that was stored."""
    return Pack(
        id=row.pack_id,
        title=row.title,
        version=row.version,
        providers=_unpack_texts(row.providers),
        documents=tuple(_document(child) for child in row.documents),
        releases=tuple(ModelRelease(child.pattern, child.released) for child in row.releases),
        digest=row.digest,
    )


def _pack_texts(texts: tuple[str, ...]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def _unpack_texts(packed: str) -> tuple[str, ...]:
    return tuple(json.loads(packed))


def _document_row(position: int, document: Document) -> DocumentRow:
    return DocumentRow(
        position=position,
        document_id=document.id,
        title=document.title,
        providers=_pack_texts(document.providers),
        models=_pack_texts(document.models),
        excluding=_pack_texts(document.excluding),
        versions=[_version_row(n, version) for n, version in enumerate(document.versions)],
    )


def _document(row: DocumentRow) -> Document:
    return Document(
        id=row.document_id,
        title=row.title,
        providers=_unpack_texts(row.providers),
        models=_unpack_texts(row.models),
        excluding=_unpack_texts(row.excluding),
        versions=tuple(_version(child) for child in row.versions),
    )


def _version_row(position: int, version: DocumentVersion) -> VersionRow:
    return VersionRow(
        position=position,
        version_id=version.id,
        label=version.label,
        url=version.url,
        effective_from=version.effective_from,
        effective_until=version.effective_until,
        date_basis=version.date_basis.value,
        first_seen=version.first_seen,
        channels=_pack_texts(version.channels),
        region=version.region.value if version.region else None,
        confidence=version.confidence.value,
        source=version.source,
        note=version.note,
        clauses=[_clause_row(n, clause) for n, clause in enumerate(version.clauses)],
        effects=[_effect_row(n, effect) for n, effect in enumerate(version.effects)],
        duties=[_duty_row(n, duty) for n, duty in enumerate(version.obligations)],
    )


def _version(row: VersionRow) -> DocumentVersion:
    return DocumentVersion(
        id=row.version_id,
        label=row.label,
        url=row.url,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        date_basis=DateBasis(row.date_basis),
        first_seen=row.first_seen,
        channels=tuple(Channel(name) for name in _unpack_texts(row.channels)),
        region=Region(row.region) if row.region else None,
        confidence=Confidence(row.confidence),
        source=row.source,
        note=row.note,
        clauses=tuple(_clause(child) for child in row.clauses),
        effects=tuple(_effect(child) for child in row.effects),
        obligations=tuple(
            Duty(child.kind, child.text, child.trigger, _unpack_texts(child.uses))
            for child in row.duties
        ),
    )


def _clause_row(position: int, clause: Clause) -> ClauseRow:
    return ClauseRow(
        position=position,
        clause_id=clause.id,
        section=clause.section,
        topic=clause.topic,
        scope=clause.scope.value if clause.scope else None,
        paraphrase=clause.paraphrase,
        key_phrases=_pack_texts(clause.key_phrases),
        confidence=clause.confidence.value,
    )


def _clause(row: ClauseRow) -> Clause:
    return Clause(
        id=row.clause_id,
        section=row.section,
        topic=row.topic,
        scope=Scope(row.scope) if row.scope else None,
        paraphrase=row.paraphrase,
        key_phrases=_unpack_texts(row.key_phrases),
        confidence=Confidence(row.confidence),
    )


def _effect_row(position: int, effect: UseEffect) -> EffectRow:
    return EffectRow(
        position=position,
        use=effect.use,
        effect=effect.effect.value,
        kind=effect.kind.value if effect.kind else None,
        note=effect.note,
        clause=effect.clause,
    )


def _effect(row: EffectRow) -> UseEffect:
    kind = UnclearKind(row.kind) if row.kind else None
    return UseEffect(row.use, Effect(row.effect), kind, row.note, row.clause)


def _duty_row(position: int, duty: Duty) -> DutyRow:
    return DutyRow(
        position=position,
        kind=duty.kind,
        text=duty.text,
        trigger=duty.trigger,
        uses=_pack_texts(duty.uses),
    )
