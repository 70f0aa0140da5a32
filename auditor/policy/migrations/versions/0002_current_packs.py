"""Finding the current content of a pack needs no scan of its history."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_packs_pack_id_is_current", "packs", ["pack_id", "is_current"])
