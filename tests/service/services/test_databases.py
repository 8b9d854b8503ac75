"""The database on a server; ``tox -e databases`` runs all tests of the services there."""

import contextlib
import datetime

import pytest
import sqlalchemy as sa

from helion_services.base import database
from helion_services.base.idempotency import IdempotencyKey
from helion_services.base.operations import persistence
from helion_services.base.secrets import Secret
from tests import databases

MOMENT = datetime.datetime(2026, 1, 31, 12, 0, 0, 123456, datetime.UTC)


@pytest.fixture(params=databases.KINDS)
def url(request):
    return databases.on_server(request.param)


@pytest.fixture
def db(url):
    database.upgrade(url)
    with contextlib.closing(database.Database(url)) as server:
        yield server


def test_several_make_the_tables_at_the_same_time(url):
    databases.at_the_same_time(lambda: database.upgrade(url))
    assert database.check(url) == []


def test_the_migrations_make_what_the_models_say(db):
    assert databases.differences(db) == []


def test_tables_of_one_chain_of_migrations_are_upgraded(db, url):
    """As the releases left them that had no branch for each service, no codes of messages, and no
    service of storage."""
    columns = ("operations", "title"), ("operation_steps", "title"), ("operation_lines", "text")
    later = sa.MetaData()
    names = [
        name
        for name in sa.inspect(db.engine).get_table_names()
        if name.startswith(("backup_", "monitoring_", "sherpa_", "sirius_"))
    ]
    later.reflect(db.engine, only=names)
    later.drop_all(db.engine)
    with db.engine.begin() as connection:
        for table, column in (*columns, ("operation_steps", "message"), ("eon_managers", "state")):
            connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {column}_fact"))
        for table, column in (
            ("audit_events", "address"),
            ("eon_managers", "login_after"),
            ("eon_managers", "login_pause"),
            ("eon_proxies", "port_group_moid"),
            ("idempotency_keys", "operation_id"),
            ("idempotency_keys", "owner"),
            ("operations", "pausable"),
            ("operations", "pause_requested"),
            ("operations", "repeatable"),
            ("operation_steps", "undo_started_at"),
            ("operation_steps", "undo_finished_at"),
        ):
            connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(sa.text("DELETE FROM helion_alembic_version"))
        connection.execute(sa.text("INSERT INTO helion_alembic_version VALUES ('0005')"))
    assert database.check(url)
    database.upgrade(url)
    assert database.check(url) == []
    assert databases.differences(db) == []


def test_several_make_the_tables_of_taskflow_at_the_same_time(db):
    def prepare():
        with db.alone():
            persistence.prepare(db.engine)

    databases.at_the_same_time(prepare)
    assert sa.inspect(db.engine).has_table("flowdetails")


def test_writers_wait_for_each_other(db):
    def add():
        for _ in range(5):
            with db.session() as session:
                count = session.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey))
                session.add(
                    IdempotencyKey(user_id="u", key=str(count), fingerprint="f", created_at=MOMENT)
                )

    databases.at_the_same_time(add)
    with db.reader() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey)) == 20


def test_moments_and_texts_come_back_as_they_were(db):
    with db.session() as session:
        session.add(Secret(id="a", payload="Größe \U0001f512" * 10_000, created_at=MOMENT))
    with db.reader() as session:
        secret = session.get(Secret, "a")
    assert (secret.payload, secret.created_at) == ("Größe \U0001f512" * 10_000, MOMENT)


def test_an_error_does_not_tell_the_password(url):
    with_password = sa.engine.make_url(url).set(
        username="nobody", password="hidden", database="none"
    )
    text = with_password.render_as_string(hide_password=False)
    with pytest.raises(database.DatabaseError) as raised:
        database.check(text)
    assert "hidden" not in str(raised.value)
    assert "\n" not in str(raised.value)
