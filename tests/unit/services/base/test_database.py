import contextlib
import pathlib
import sqlite3
import stat

import pytest
import sqlalchemy as sa

from helion_services.base import audit, database, idempotency, secrets  # noqa: F401 - their tables
from helion_services.base.idempotency import IdempotencyKey
from helion_services.base.operations import rendering, store
from helion_services.base.times import now
from helion_services.eon import models as eon_models  # noqa: F401 - their tables
from helion_services.nodes import models as nodes_models  # noqa: F401 - their tables
from tests import databases

pytestmark = pytest.mark.slow

FORMER = pathlib.Path(__file__).parent / "database-0005.sql"


def key(name, **columns):
    return IdempotencyKey(user_id="u", key=name, fingerprint="f", created_at=now(), **columns)


def names(db):
    with db.reader() as session:
        return session.scalars(sa.select(IdempotencyKey.key)).all()


def test_a_session_is_committed(db):
    with db.session() as session:
        session.add(key("one"))
    assert names(db) == ["one"]


def test_a_session_is_rolled_back_if_something_is_raised(db):
    def fail():
        with db.session() as session:
            session.add(key("one"))
            session.flush()
            raise ValueError

    pytest.raises(ValueError, fail)
    assert names(db) == []
    with db.session() as session:  # and the thread may have another one
        session.add(key("two"))
    assert names(db) == ["two"]


def test_a_reader_commits_nothing(db):
    with db.reader() as session:
        session.add(key("one"))
        session.flush()
    assert names(db) == []


def test_a_thread_has_one_session(db):
    def nest():
        with db.session(), db.session():
            pass

    with pytest.raises(RuntimeError, match="open already"):
        nest()


def test_reading_waits_for_no_writer(db):
    with db.session() as session:
        session.add(key("one"))
        session.flush()
        assert names(db) == []


def test_writers_wait_for_each_other(db):
    """Each reads what is there and adds one more: none is lost, and none fails."""

    def add():
        for _ in range(5):
            with db.session() as session:
                count = session.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey))
                session.add(key(str(count)))

    databases.at_the_same_time(add)
    assert len(names(db)) == 20


def test_the_file_is_private_and_tuned(tmp_path):
    path = tmp_path / "new.db"
    db = database.Database(f"sqlite:///{path}")
    with db.reader() as session:
        pragma = {
            name: session.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    db.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 1,
        "foreign_keys": 1,
        "busy_timeout": 15000,
    }


def test_the_migrations_make_what_the_models_say(db):
    assert databases.differences(db) == []


def test_check_lists_what_is_missing(tmp_path):
    url = f"sqlite:///{tmp_path}/a.db"
    assert database.check(url) == [f"The file {tmp_path}/a.db does not exist."]
    database.Database(url).close()
    assert database.check(url)[0].startswith("Revision 0001 is missing: Secrets")
    database.upgrade(url)
    assert database.check(url) == []


def test_upgrading_again_changes_nothing(db, url):
    database.upgrade(url)
    assert database.check(url) == []


def test_several_upgrade_at_the_same_time(url):
    databases.at_the_same_time(lambda: database.upgrade(url), count=2)
    assert database.check(url) == []


def test_tables_of_a_newer_release(db, url):
    with db.session() as session:
        session.execute(
            sa.text(
                "UPDATE helion_alembic_version SET version_num = '9999' WHERE version_num = '0010'"
            )
        )
    assert database.check(url) == ["The tables belong to a newer release: revision 9999."]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not an SQLAlchemy URL"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nowhere/at/all.db", "/nowhere/at/all.db: No such file"),
        ("oracle99://u:hidden@host/db", "oracle99"),
    ],
)
def test_a_url_that_cannot_be_used(url, reason):
    with pytest.raises(database.DatabaseError, match=reason) as raised:
        database.Database(url)
    assert "hidden" not in str(raised.value)


def test_a_file_that_is_not_a_database(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("This is a text." * 100)
    with pytest.raises(database.DatabaseError, match="file is not a database"):
        database.upgrade(f"sqlite:///{path}")


@pytest.mark.parametrize("revision", ["0005", "0004", "0003"])
def test_a_database_of_the_release_with_one_chain_is_upgraded(tmp_path, revision):
    """Nothing in it is lost, and everything can be read."""
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.executescript(FORMER.read_text())
        connection.execute("UPDATE helion_alembic_version SET version_num = ?", (revision,))
        if revision != "0005":
            connection.execute("DROP TABLE write_lock")
    url = f"sqlite:///{tmp_path}/a.db"
    assert database.check(url)
    database.upgrade(url)
    assert database.check(url) == []
    db = database.Database(url)
    assert databases.differences(db) == []
    with db.reader() as session:
        later = ("backup_", "monitoring_", "sherpa_", "sirius_")
        for mapper in database.Base.registry.mappers:
            if mapper.local_table.name.startswith(later):
                continue  # of a service that did not exist yet
            rows = session.scalars(sa.select(mapper.class_)).all()
            assert rows, f"no row of {mapper.local_table.name} is left"
        detail = rendering.detail(store.get(session, "op-1"))
    db.close()
    assert detail["title"] == "Remove overcloud-compute-1"
    assert detail["error"]["left"] == ["Disable the services: Nova is away."]
    assert detail["log"][0]["text"] == "It broke."
    steps = detail["steps"]
    facts = [detail["title_fact"], steps[0]["title_fact"], detail["log"][0]["text_fact"]]
    assert facts == [None, None, None]


@pytest.mark.parametrize("mode", [0o644, 0o660])
def test_a_file_that_others_may_read_is_made_private(tmp_path, mode):
    path = tmp_path / "old.db"
    path.touch(mode)
    path.chmod(mode)
    database.Database(f"sqlite:///{path}").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_errors_show_no_values(db):
    with pytest.raises(sa.exc.DBAPIError) as raised, db.session() as session:
        session.execute(sa.text("INSERT INTO nowhere VALUES (:it)"), {"it": "planted"})
    assert "planted" not in str(raised.value)


def test_whoever_may_migrate_next_sees_all_that_was_done(url, monkeypatch):
    """MariaDB commits each change of a table, and the revision only at the end."""
    views = []
    alone = database._alone

    @contextlib.contextmanager
    def followed(connection):
        with alone(connection):
            yield
        monkeypatch.setattr(database, "_alone", alone)
        views.append(database.check(url))

    monkeypatch.setattr(database, "_alone", followed)
    database.upgrade(url)
    assert views == [[]]


def test_the_log_of_sqlite_shrinks_after_a_large_write(tmp_path):
    url = f"sqlite:///{tmp_path / 'large.db'}"
    database.upgrade(url)
    log = tmp_path / "large.db-wal"
    with contextlib.closing(database.Database(url)) as db:
        with db.session() as session:
            session.add(key("large", body=bytes(2 * database._LARGEST_WAL)))
        assert log.stat().st_size > database._LARGEST_WAL
        for name in ("a", "b", "c"):
            with db.session() as session:
                session.add(key(name))
        assert log.stat().st_size <= database._LARGEST_WAL
