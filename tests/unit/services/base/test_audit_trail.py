import datetime

import pytest
import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.audit import AuditEvent
from helion_services.base.context import Context
from helion_services.base.operations import sweeper
from helion_services.base.times import now

EVENTS = "/sample/v1/audit-events"
GLOBAL = "req-11111111-1111-1111-1111-111111111111"
CHANGES = (
    ("ann", "plan:create", "/nodes/v1/plans", 201, None),
    ("bob", "plan:apply", "/nodes/v1/plans/7/apply", 202, {"global_request_id": GLOBAL}),
    ("bob", "vcenter:create", "/v2/vcenters", 403, None),
    ("ann", "vcenter:delete", "/v2/vcenters/100%", 409, {"vcenter": "v"}),
)


@pytest.fixture
def trail(runtime):
    for number, (user, action, resource, outcome, detail) in enumerate(CHANGES):
        who = Context(f"id-{user}", user, "p1", (), None, f"req-{number}", address="192.0.2.7")
        audit.record(runtime.db, who, action, resource, outcome, detail)


@pytest.fixture
def stored(runtime):
    def read():
        with runtime.db.reader() as session:
            return session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()

    return read


def actions_of(answer):
    assert answer.status_code == 200, answer.json
    return [event["action"] for event in answer.json["events"]]


def test_the_newest_event_comes_first_with_all_that_it_has(auditor, trail):
    answer = auditor.get(EVENTS)
    assert actions_of(answer) == [change[1] for change in reversed(CHANGES)]
    event = answer.json["events"][2]
    assert datetime.datetime.fromisoformat(event.pop("at")).tzinfo is not None
    assert event == {
        "id": event["id"],
        "user_id": "id-bob",
        "user_name": "bob",
        "project_id": "p1",
        "address": "192.0.2.7",
        "action": "plan:apply",
        "resource": "/nodes/v1/plans/7/apply",
        "outcome": 202,
        "request_id": "req-1",
        "detail": {"global_request_id": GLOBAL},
    }
    assert auditor.get(f"{EVENTS}/{event['id']}").json["resource"] == event["resource"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"user": "ann"}, [3, 0]),
        ({"user": "id-bob"}, [2, 1]),
        ({"action": "plan:"}, [1, 0]),
        ({"action": "plan:apply"}, [1]),
        ({"action": "%"}, []),
        ({"resource": "plans/7"}, [1]),
        ({"resource": "100%"}, [3]),
        ({"resource": "1_0"}, []),
        ({"request": "req-2"}, [2]),
        ({"request": GLOBAL}, [1]),
        ({"outcome": "succeeded"}, [1, 0]),
        ({"outcome": "refused"}, [2]),
        ({"outcome": "failed"}, [3]),
        ({"since": "2999-01-01T00:00:00"}, []),
        ({"until": "2999-01-01T00:00:00Z", "user": "bob"}, [2, 1]),
        ({"sort_dir": "asc", "limit": "2"}, [0, 1]),
    ],
)
def test_filters(auditor, trail, query, numbers):
    answer = auditor.get(EVENTS, query_string=query)
    assert actions_of(answer) == [CHANGES[number][1] for number in numbers]


def test_pages(auditor, trail):
    first = auditor.get(EVENTS, query_string={"limit": 3}).json
    assert len(first["events"]) == 3
    query = {"limit": 3, "marker": first["next"], "until": first["events"][0]["at"]}
    rest = auditor.get(EVENTS, query_string={"limit": 3, "marker": first["next"]})
    assert actions_of(rest) == [CHANGES[0][1]]
    assert rest.json["next"] is None
    assert auditor.get(EVENTS, query_string=query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"marker": "x"},
        {"marker": str(2**70)},
        {"marker": "4711"},
        {"outcome": "good"},
        {"since": "yesterday"},
        {"sort_key": "detail"},
        {"user": "a" * 300},
    ],
)
def test_what_is_no_query(auditor, trail, query):
    answer = auditor.get(EVENTS, query_string=query)
    assert (answer.status_code, *answer.json["errors"]) == (422, *query)


@pytest.mark.parametrize("ident", ["4711", str(2**70)])
def test_an_event_that_does_not_exist(auditor, ident):
    answer = auditor.get(f"{EVENTS}/{ident}")
    assert (answer.status_code, answer.json["code"]) == (404, "audit-event-not-found")


def test_only_auditors_and_administrators_of_the_system(reader, tenant, admin, auditor, trail):
    for person in (reader, tenant, admin):
        assert person.get(EVENTS).status_code == 403
        assert person.get(f"{EVENTS}/1").status_code == 403
    assert auditor.post("/sample/v1/things", json={"name": "one"}).status_code == 403


def test_readers_are_in_the_trail_once_an_hour(auditor, stored, runtime, reader, tenant):
    for query in ({}, {}, {"user": "ann"}, {"limit": 1}):
        auditor.get(EVENTS, query_string=query)
    reader.get(EVENTS)
    tenant.get(EVENTS)
    events = [(event.user_id, event.resource, event.outcome) for event in stored()]
    assert events == [
        ("u1", EVENTS, 200),
        ("u1", f"{EVENTS}?user=ann", 200),
        ("r1", EVENTS, 403),
    ]
    with runtime.db.session() as session:
        session.execute(sa.update(AuditEvent).values(at=now() - datetime.timedelta(hours=2)))
    auditor.get(EVENTS)
    assert len(stored()) == 4


def test_what_fails_is_bounded_and_the_rest_is_counted(reader, admin, stored, runtime, monkeypatch):
    monkeypatch.setattr(audit, "MOST_FAILED", 3)
    for _time in range(5):
        assert reader.post("/sample/v1/things", json={"name": "x"}).status_code == 403
    assert admin.post("/sample/v1/things", json={"name": "x"}).status_code < 300
    events = [(event.user_id, event.action, event.detail) for event in stored()]
    refused = ("r1", "thing:create", None)
    assert events[:3] == [refused] * 3
    assert events[3] == ("r1", audit.LEFT_OUT, {"count": 2})
    assert events[4][1] == "thing:create"
    with runtime.db.session() as session:
        session.execute(sa.update(AuditEvent).values(at=now() - datetime.timedelta(hours=2)))
    reader.post("/sample/v1/things", json={"name": "x"})
    assert stored()[-1].action == "thing:create"


@pytest.mark.parametrize(("days", "kept"), [(30, 2), (0, 4)])
def test_old_events_are_deleted(runtime, trail, stored, days, kept):
    runtime.conf.set_override("retention_days", days, group="audit")
    with runtime.db.session() as session:
        old = sa.update(AuditEvent).where(AuditEvent.id < 3)
        session.execute(old.values(at=now() - datetime.timedelta(days=31)))
    sweeper.sweep(runtime)
    assert len(stored()) == kept
