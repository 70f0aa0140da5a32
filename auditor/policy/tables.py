"""SQLAlchemy tables of the policy store. Rows never leave this room."""

from datetime import date

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

# The newest migration; a test holds it to the scripts.
SCHEMA_REVISION = "0002"
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)


class PackRow(Base):
    """One imported content of one pack. Kept when it is superseded."""

    __tablename__ = "packs"
    __table_args__ = (
        UniqueConstraint("pack_id", "digest"),
        Index("ix_packs_pack_id_is_current", "pack_id", "is_current"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[str]
    title: Mapped[str]
    version: Mapped[str]
    digest: Mapped[str]
    providers: Mapped[str]
    is_current: Mapped[bool]
    is_shipped: Mapped[bool]
    documents: Mapped[list["DocumentRow"]] = relationship(
        order_by="DocumentRow.position", cascade="all, delete-orphan"
    )
    releases: Mapped[list["ReleaseRow"]] = relationship(
        order_by="ReleaseRow.position", cascade="all, delete-orphan"
    )


class ImportRow(Base):
    """One event of history: this content became the current one of its pack."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[int] = mapped_column(ForeignKey("packs.id", ondelete="CASCADE"))
    imported_at: Mapped[str]


class ReleaseRow(Base):
    __tablename__ = "model_releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[int] = mapped_column(ForeignKey("packs.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    pattern: Mapped[str]
    released: Mapped[date]


class DocumentRow(Base):
    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[int] = mapped_column(ForeignKey("packs.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    document_id: Mapped[str]
    title: Mapped[str]
    providers: Mapped[str]
    models: Mapped[str]
    excluding: Mapped[str]
    versions: Mapped[list["VersionRow"]] = relationship(
        order_by="VersionRow.position", cascade="all, delete-orphan"
    )


class VersionRow(Base):
    __tablename__ = "document_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[int] = mapped_column(
        ForeignKey("documents.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    version_id: Mapped[str]
    label: Mapped[str]
    url: Mapped[str]
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    date_basis: Mapped[str]
    first_seen: Mapped[date | None]
    channels: Mapped[str]
    region: Mapped[str | None]
    confidence: Mapped[str]
    source: Mapped[str]
    note: Mapped[str]
    clauses: Mapped[list["ClauseRow"]] = relationship(
        order_by="ClauseRow.position", cascade="all, delete-orphan"
    )
    effects: Mapped[list["EffectRow"]] = relationship(
        order_by="EffectRow.position", cascade="all, delete-orphan"
    )
    duties: Mapped[list["DutyRow"]] = relationship(
        order_by="DutyRow.position", cascade="all, delete-orphan"
    )


class ClauseRow(Base):
    __tablename__ = "clauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    clause_id: Mapped[str]
    section: Mapped[str]
    topic: Mapped[str]
    scope: Mapped[str | None]
    paraphrase: Mapped[str]
    key_phrases: Mapped[str]
    confidence: Mapped[str]


class EffectRow(Base):
    __tablename__ = "effects"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    use: Mapped[str]
    effect: Mapped[str]
    kind: Mapped[str | None]
    note: Mapped[str]
    clause: Mapped[str | None]


class DutyRow(Base):
    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(
        ForeignKey("document_versions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    trigger: Mapped[str]
    uses: Mapped[str]
