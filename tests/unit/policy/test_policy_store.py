import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from auditor.errors import PolicyError
from auditor.model.decisions import UseCase
from auditor.model.origins import Origin
from auditor.policy.packs import load_pack, locate_packs
from auditor.policy.schema import known_revisions, migrate
from auditor.policy.store import PolicyStore, _connect, open_store
from auditor.policy.tables import SCHEMA_REVISION, Base
from auditor.resources import shipped

OUTPUT = Origin("acme", "rocket-1", "api", "2024-05-01", "2024-05-01")
TRAINING = UseCase("train_competing_model")


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "folder" / "policy.db")


@pytest.fixture(params=["file", "memory"])
def store(request, place):
    with open_store({"file": place, "memory": "sqlite://"}[request.param]) as opened:
        yield opened


def test_a_fresh_store_holds_the_shipped_packs(store) -> None:
    shipped_packs = tuple(load_pack(file) for file in locate_packs(str(shipped("policies"))))

    assert store.load_packs() == shipped_packs


def test_a_reopened_store_holds_what_was_imported(place, a_pack, written) -> None:
    with open_store(place) as store:
        store.import_packs(written(a_pack()))

    with open_store(place) as again:
        assert "acme" in [info.id for info in again.packs()]
        assert again.engine().decide(OUTPUT, TRAINING).verdict == "prohibited"


def test_importing_the_same_content_twice_changes_nothing(store, a_pack, written) -> None:
    file = written(a_pack())

    assert len(store.import_packs(file)) == 1
    assert store.import_packs(file) == ()
    assert len(store.history("acme")) == 1


def test_a_changed_pack_replaces_the_old_one_and_keeps_its_history(store, a_pack, written) -> None:
    store.import_packs(written(a_pack()))
    store.import_packs(written(a_pack(version="2")))
    store.import_packs(written(a_pack()))

    assert [info.version for _, info in store.history("acme")] == ["1", "2", "1"]
    assert [info.version for info in store.packs() if info.id == "acme"] == ["1"]


def test_a_malformed_pack_leaves_the_store_as_it_was(store, a_pack, a_version, written) -> None:
    before = store.packs()
    file = written(a_pack(a_version(channels=[])))

    with pytest.raises(PolicyError):
        store.import_packs(file)

    assert store.packs() == before


def test_a_pack_of_a_person_outlives_the_shipped_one_of_the_same_name(
    place, a_pack, written
) -> None:
    with open_store(place) as store:
        store.import_packs(written(a_pack(id="openai", version="mine")))

    with open_store(place) as again:
        assert [info.version for info in again.packs() if info.id == "openai"] == ["mine"]


def test_a_shipped_pack_that_changed_is_taken_over_on_opening(place) -> None:
    with open_store(place) as store:
        before = store.packs()
        with store._engine.connect() as connection, connection.begin():
            connection.execute(text("UPDATE packs SET digest = 'old' WHERE pack_id = 'xai'"))

    with open_store(place) as again:
        assert again.packs() == before
        assert len(again.history("xai")) == 2


def test_a_store_of_a_newer_program_is_refused(place) -> None:
    with open_store(place) as store, store._engine.connect() as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(PolicyError, match="has schema 9999, newer than") as caught:
        open_store(place)

    assert "upgrade auditor" in caught.value.hint


def test_an_older_store_is_migrated_and_filled(place) -> None:
    engine, _ = _connect(place)
    with engine.connect() as connection, connection.begin():
        migrate(connection, "0001")
    engine.dispose()

    with open_store(place) as store, store._engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        assert found == SCHEMA_REVISION
        assert store.packs()


def test_the_migrations_end_in_the_tables_the_program_declares(place) -> None:
    with open_store(place) as store, store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_newest_migration_is_the_declared_one() -> None:
    assert max(known_revisions()) == SCHEMA_REVISION


@pytest.mark.parametrize("name", ["postgresql://host/db", "sqlite+nothing"])
def test_another_database_is_refused(name, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sqlite+nothing").write_text("not a database, but a text long enough to tell")

    with pytest.raises(PolicyError):
        open_store(name)


def test_a_database_of_something_else_is_refused(place) -> None:
    engine, _ = _connect(place)
    with engine.connect() as connection, connection.begin():
        connection.execute(text("CREATE TABLE songs (id INTEGER)"))
    engine.dispose()

    with pytest.raises(PolicyError, match="is not a policy store"):
        open_store(place)


def test_the_variable_names_the_store(place, monkeypatch) -> None:
    monkeypatch.setenv("AUDITOR_STORE", place)

    with open_store() as store:
        assert store.place == place


def test_without_a_name_the_store_is_in_the_data_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("AUDITOR_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    with open_store() as store:
        assert store.place == str(tmp_path / "auditor" / "policy.db")


def test_several_first_users_at_once_get_one_complete_store(place) -> None:
    def count(_: int) -> int:
        with open_store(place) as store:
            return len(store.packs())

    with ThreadPoolExecutor(4) as pool:
        counts = set(pool.map(count, range(4)))

    assert counts == {len(locate_packs(str(shipped("policies"))))}


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.4, 0.6, 0.8])
def test_a_kill_while_importing_leaves_a_store_that_opens(place, delay) -> None:
    program = "import sys; from auditor.policy.store import open_store; open_store(sys.argv[1])"
    process = subprocess.Popen([sys.executable, "-c", program, place])
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    with open_store(place) as store:
        assert isinstance(store, PolicyStore)
        assert len(store.packs()) == len(locate_packs(str(shipped("policies"))))
