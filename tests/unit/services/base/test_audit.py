import datetime
import logging
from unittest import mock

import pytest
import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.audit import AuditEvent
from helion_services.base.context import Context
from helion_services.base.times import now

THINGS = "/sample/v1/things"


@pytest.fixture
def events(runtime):
    def read():
        with runtime.db.reader() as session:
            return session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()

    return read


def test_a_change_is_recorded(admin, events):
    answer = admin.post(THINGS, json={"name": "one"})
    (event,) = events()
    assert (event.user_id, event.user_name, event.project_id) == ("a1", "somebody", "p1")
    assert (event.action, event.resource, event.outcome) == ("thing:create", THINGS, 201)
    assert event.request_id == answer.headers["X-Openstack-Request-Id"]
    assert event.detail == {"thing": answer.json["id"]}
    assert event.at.tzinfo is not None


def test_a_refused_change_is_recorded(reader, admin, events):
    reader.post(THINGS, json={"name": "one"})
    admin.post(THINGS, json={})
    assert [(event.user_id, event.outcome) for event in events()] == [("r1", 403), ("a1", 422)]


@pytest.mark.parametrize(
    ("path", "status"), [(THINGS, 403), (f"{THINGS}/{'a' * 200_000}", 400), (f"{THINGS}/%00", 400)]
)
def test_who_has_no_role_here_fills_no_database(tenant, events, caplog, path, status):
    caplog.set_level(logging.INFO, audit.__name__)
    method = tenant.post if path == THINGS else tenant.delete
    assert method(path).status_code == status
    assert events() == []
    (line,) = [record.getMessage() for record in caplog.records if record.name == audit.__name__]
    assert f"by user t1 (project p2): {status}" in line
    assert len(line) < 1300


def test_pruning(runtime, events):
    who = Context("u1", "u", None, (), "all", "req-1")
    for number in range(5):
        audit.record(runtime.db, who, "node:retire", f"node:{number}", 200)
    with runtime.db.session() as session:
        for event in session.scalars(sa.select(AuditEvent).where(AuditEvent.id < 4)):
            event.at = now() - datetime.timedelta(days=event.id)
    with mock.patch.object(audit, "_BATCH", 1):
        assert audit.prune(runtime.db, now() - datetime.timedelta(hours=36)) == 2
    assert [event.resource for event in events()] == ["node:0", "node:3", "node:4"]


def test_a_change_that_was_not_done_again(admin, events):
    for _ in range(2):
        admin.post(THINGS, json={"name": "one"}, headers={"Idempotency-Key": "k"})
    assert [event.detail.get("replayed") for event in events()] == [None, True]


def test_reading_is_not_recorded(reader, admin, events):
    reader.get(THINGS)
    assert reader.post(f"{THINGS}/check", json={"name": "one"}).status_code == 200
    admin.post("/nothing/here")
    assert events() == []


def test_bodies_are_not_recorded(admin, events, caplog):
    caplog.set_level(logging.DEBUG)
    admin.post(THINGS, json={"name": "one", "password": "correct horse"})
    (event,) = events()
    assert event.outcome == 422
    assert "correct horse" not in repr(vars(event)) + caplog.text


def test_one_line_in_the_log(admin, caplog):
    caplog.set_level(logging.INFO, audit.__name__)
    admin.delete(f"{THINGS}/1")
    (line,) = [record.getMessage() for record in caplog.records if record.name == audit.__name__]
    assert f"thing:delete on '{THINGS}/1' by user a1 (project p1): 404" in line


def test_a_path_stays_in_its_line(admin, caplog):
    caplog.set_level(logging.INFO, audit.__name__)
    admin.delete(f"{THINGS}/1%0aaudit:%20made%20up")
    (line,) = [record.getMessage() for record in caplog.records if record.name == audit.__name__]
    assert "\n" not in line


def test_outside_of_a_request(runtime, events):
    who = Context("u1", "u", None, (), "all", "req-1")
    audit.record(runtime.db, who, "node:retire", "node:1" * 1000, 200, {"why": "old"})
    (event,) = events()
    assert event.detail == {"why": "old"}
    assert len(event.resource) == 1024


def test_a_change_stands_though_it_could_not_be_recorded(admin, runtime, caplog):
    gone = sa.exc.OperationalError("INSERT", {}, Exception("gone"))
    who = Context("u1", "u", None, (), "all", "req-1")
    with mock.patch.object(runtime.db, "session", autospec=True, side_effect=gone):
        audit.record(runtime.db, who, "node:retire", "node:1", 200)
    assert "could not be written" in caplog.text
