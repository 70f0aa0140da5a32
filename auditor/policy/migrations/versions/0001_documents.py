"""Packs with their documents, versions, clauses, effects and duties; the history of imports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _table(name: str, parent: str | None, *columns: sa.Column[object]) -> None:
    owner = {"packs": "pack", "documents": "document", "document_versions": "version"}
    items: list[sa.schema.SchemaItem] = [sa.Column("id", sa.Integer, nullable=False)]
    items.append(sa.PrimaryKeyConstraint("id", name=f"pk_{name}"))
    if parent:
        column = owner[parent]
        items.append(sa.Column(column, sa.Integer, nullable=False))
        items.append(
            sa.ForeignKeyConstraint(
                [column], [f"{parent}.id"], name=f"fk_{name}_{column}", ondelete="CASCADE"
            )
        )
    op.create_table(name, *items, *columns)
    if parent and name != "imports":
        op.create_index(f"ix_{name}_{owner[parent]}", name, [owner[parent]])


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String, nullable=nullable)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer, nullable=False)


def _day(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "packs",
        sa.Column("id", sa.Integer, nullable=False),
        *map(_text, ("pack_id", "title", "version", "digest", "providers")),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("is_shipped", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_packs"),
        sa.UniqueConstraint("pack_id", "digest", name="uq_packs_pack_id_digest"),
    )
    _table("imports", "packs", _text("imported_at"))
    _table("documents", "packs", _number("position"), *map(_text, _DOCUMENT))
    _table(
        "document_versions",
        "documents",
        _number("position"),
        *map(_text, ("version_id", "label", "url")),
        *map(_day, ("effective_from", "effective_until", "first_seen")),
        *map(_text, ("date_basis", "channels", "confidence", "source", "note")),
        _text("region", nullable=True),
    )
    _table(
        "clauses",
        "document_versions",
        _number("position"),
        *map(_text, ("clause_id", "section", "topic", "paraphrase", "key_phrases", "confidence")),
        _text("scope", nullable=True),
    )
    _table(
        "effects",
        "document_versions",
        _number("position"),
        *map(_text, ("use", "effect", "note")),
        _text("kind", nullable=True),
        _text("clause", nullable=True),
    )
    _table("duties", "document_versions", _number("position"), *map(_text, _DUTY))
    _table(
        "model_releases",
        "packs",
        _number("position"),
        _text("pattern"),
        _day("released", nullable=False),
    )


_DOCUMENT = ("document_id", "title", "providers", "models", "excluding")
_DUTY = ("kind", "text", "trigger", "uses")
