"""The policy store: packs in SQLite, with their history, opened, refreshed and read."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, create_engine, event, select, update
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from auditor.errors import PolicyError
from auditor.model.reports import PackInfo
from auditor.policy.engine import PolicyEngine
from auditor.policy.packs import digest_of, find_pack_files, load_pack, locate_packs, parse_pack
from auditor.policy.rows import from_row, to_row
from auditor.policy.rules import Pack
from auditor.policy.schema import is_up_to_date, migrate
from auditor.policy.tables import DocumentRow, ImportRow, PackRow, VersionRow
from auditor.resources import shipped

_BUSY_SECONDS = 60
_VARIABLE = "AUDITOR_STORE"
_HINT = f"name another store with --store or {_VARIABLE}"


class PolicyStore:
    """An open store. Every change is one transaction: it happens whole or not at all."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    @property
    def place(self) -> str:
        """Where the store is, as a person would name it."""
        return self._place

    def import_packs(self, path: str | Path) -> tuple[PackInfo, ...]:
        """Makes the packs at `path` the current ones; the same content changes nothing.

        Args:
            path: a pack.yaml, a folder with one, or a folder of such folders.

        Returns:
            The packs that changed.

        Raises:
            PolicyError: nothing is there, a pack is malformed, or two have the same id.
        """
        packs = [load_pack(file) for file in locate_packs(str(path))]
        ids = [pack.id for pack in packs]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise PolicyError(f"{path} holds two packs called {twice[0]!r}", hint="rename one")
        return self._import(packs, is_shipped=False)

    def packs(self) -> tuple[PackInfo, ...]:
        """The current packs, by id."""
        with self._session() as session:
            rows = session.scalars(
                select(PackRow).where(PackRow.is_current).order_by(PackRow.pack_id)
            )
            return tuple(PackInfo(row.pack_id, row.version, row.digest) for row in rows)

    def history(self, pack_id: str) -> tuple[tuple[str, PackInfo], ...]:
        """What was imported of one pack and when (ISO time), oldest first."""
        with self._session() as session:
            rows = session.execute(
                select(ImportRow.imported_at, PackRow)
                .join(PackRow, PackRow.id == ImportRow.pack)
                .where(PackRow.pack_id == pack_id)
                .order_by(ImportRow.id)
            )
            return tuple(
                (when, PackInfo(row.pack_id, row.version, row.digest)) for when, row in rows
            )

    def load_packs(self) -> tuple[Pack, ...]:
        """The current packs with everything in them, by id."""
        deep = selectinload(PackRow.documents).selectinload(DocumentRow.versions)
        with self._session() as session:
            rows = session.scalars(
                select(PackRow)
                .where(PackRow.is_current)
                .order_by(PackRow.pack_id)
                .options(
                    selectinload(PackRow.releases),
                    deep.selectinload(VersionRow.clauses),
                    deep.selectinload(VersionRow.effects),
                    deep.selectinload(VersionRow.duties),
                )
            )
            return tuple(from_row(row) for row in rows)

    def engine(self) -> PolicyEngine:
        """An engine over the current packs; it outlives the store."""
        return PolicyEngine(self.load_packs())

    def refresh(self) -> tuple[PackInfo, ...]:
        """Creates or migrates the schema, and takes over shipped packs that changed.

        A pack that a person imported under the id of a shipped one stays.

        Raises:
            PolicyError: the store is of a newer program, or is none.
        """
        files = {file: file.read_bytes() for file in find_pack_files(shipped("policies"))}
        with _refusals(self._place), self._engine.connect() as connection:
            fresh = is_up_to_date(connection)
            stored = self._shipped_digests(connection) if fresh else set()
        changed = {file: data for file, data in files.items() if digest_of(data) not in stored}
        if fresh and not changed:
            return ()
        packs = [parse_pack(data, str(file)) for file, data in changed.items()]
        return self._import(packs, is_shipped=True)

    def _shipped_digests(self, connection: Connection) -> set[str]:
        """Digests of shipped contents that were taken over and are current, or overruled."""
        rows = connection.execute(
            select(PackRow.pack_id, PackRow.digest, PackRow.is_current, PackRow.is_shipped)
        ).all()
        overruled = {row.pack_id for row in rows if row.is_current and not row.is_shipped}
        return {
            row.digest
            for row in rows
            if row.is_shipped and (row.is_current or row.pack_id in overruled)
        }

    def _import(self, packs: Iterable[Pack], *, is_shipped: bool) -> tuple[PackInfo, ...]:
        """In one transaction that holds the write lock from its start."""
        with _refusals(self._place), self._engine.connect() as plain:
            connection = plain.execution_options(auditor_writes=True)
            with connection.begin():
                if not is_up_to_date(connection):
                    migrate(connection)
                with Session(bind=connection) as session:
                    changed = tuple(
                        PackInfo(pack.id, pack.version, pack.digest)
                        for pack in packs
                        if _take_over(session, pack, is_shipped=is_shipped)
                    )
                    session.flush()
            return changed

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with _refusals(self._place), Session(self._engine) as session:
            yield session


def open_store(url: str | None = None) -> PolicyStore:
    """The policy store at `url`, created with the shipped packs on first use.

    Args:
        url: a file name or a `sqlite:` URL. None: the variable AUDITOR_STORE, or else
            `auditor/policy.db` in the user's data folder.

    Raises:
        PolicyError: the store cannot be opened, is no policy store, or of a newer program.
    """
    engine, place = _connect(url or os.environ.get(_VARIABLE) or str(_default_path()))
    store = PolicyStore(engine, place)
    try:
        store.refresh()
    except BaseException:
        store.close()
        raise
    return store


def _default_path() -> Path:
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "auditor" / "policy.db"


def _connect(name: str) -> tuple[Engine, str]:
    if name.startswith("sqlite:"):
        url = _parse_url(name)
    elif "://" in name:
        raise PolicyError(f"{name!r} is not a SQLite store", hint=_HINT)
    else:
        url = URL.create("sqlite", database=str(Path(name).resolve()))
    if not url.database or url.database == ":memory:":
        options: dict[str, Any] = {"check_same_thread": False}
        engine = create_engine(url, poolclass=StaticPool, connect_args=options)
    else:
        _make_folder(Path(url.database))
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine, str(url.database or ":memory:")


def _parse_url(name: str) -> URL:
    try:
        return make_url(name)
    except ArgumentError as error:
        raise PolicyError(f"{name!r} is not a store", hint=_HINT) from error


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PolicyError(
            f"the folder of the policy store {path} cannot be made ({error.strerror})", hint=_HINT
        ) from error


def _prepare(raw: object, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: schema changes would stay outside of them.
    raw.isolation_level = None  # type: ignore[attr-defined]
    raw.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("auditor_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _refusals(place: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise PolicyError(
            f"the policy store {place} cannot be used ({error.orig})", hint=_HINT
        ) from error


def _take_over(session: Session, pack: Pack, *, is_shipped: bool) -> bool:
    """Makes a content current; False where nothing changed."""
    mine = PackRow.pack_id == pack.id
    current = session.scalar(select(PackRow).where(mine, PackRow.is_current))
    overruled = is_shipped and current is not None and not current.is_shipped
    row = session.scalar(select(PackRow).where(mine, PackRow.digest == pack.digest))
    if row is not None and (row is current or overruled):
        return False
    if row is None:
        row = to_row(pack, is_shipped=is_shipped)
        session.add(row)
    if overruled:
        return False
    session.execute(update(PackRow).where(mine).values(is_current=False))
    row.is_current, row.is_shipped = True, is_shipped
    session.flush()
    session.add(
        ImportRow(pack=row.id, imported_at=datetime.now(UTC).isoformat(timespec="seconds"))
    )
    return True
