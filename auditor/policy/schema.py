"""The schema version of an open store: created, migrated, or refused."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from auditor.errors import PolicyError
from auditor.policy.tables import SCHEMA_REVISION

_SCRIPTS = Path(__file__).parent / "migrations"
_HINT = "name another store with --store or AUDITOR_STORE"


def revision_of(connection: Connection) -> str | None:
    """The schema revision a store was written with; None for one that is still empty.

    Raises:
        PolicyError: the file holds something else than a policy store.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None
    if tables:
        raise PolicyError(f"{_place(connection)} is not a policy store", hint=_HINT)
    return None


def is_up_to_date(connection: Connection) -> bool:
    """Whether the store has the schema of this program.

    Raises:
        PolicyError: the file holds something else, or comes from a newer program.
    """
    found = revision_of(connection)
    if found is not None and found not in known_revisions():
        raise PolicyError(
            f"{_place(connection)} has schema {found}, newer than {SCHEMA_REVISION} known here",
            hint=f"upgrade auditor, or {_HINT}",
        )
    return found == SCHEMA_REVISION


def known_revisions() -> frozenset[str]:
    """The revisions that this program can migrate from."""
    scripts = (_SCRIPTS / "versions").glob("[0-9]*.py")
    return frozenset(script.name.partition("_")[0] for script in scripts)


def migrate(connection: Connection, target: str = "head") -> None:
    """Brings the store up to `target`, inside the open transaction of `connection`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _place(connection: Connection) -> str:
    return str(connection.engine.url.database or connection.engine.url)
