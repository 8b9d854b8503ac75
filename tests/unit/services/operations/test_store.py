"""Reading and writing operations."""

import datetime
import threading

import pytest
import sqlalchemy as sa

from helion_services.base import problems
from helion_services.base.operations import Kind, states, store
from helion_services.base.times import now
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import step_states


@pytest.fixture
def kind(engine):
    return kinds.kind(engine)


def create(engine, kind, resources=("thing:a",), **about):
    with engine.db.session() as session:
        return store.create(session, kind, "Try it", {"n": 1}, resources, **about).id


def claim(engine, operation_id, owner, seconds=60, dead=lambda owner: False):
    with engine.db.session() as session:
        return store.claim(session, operation_id, owner, seconds, dead)


def update(engine, operation_id, owner, **values):
    with engine.db.session() as session:
        return store.update(session, operation_id, owner, values)


def test_a_long_title_is_cut(engine, kind):
    with engine.db.session() as session:
        operation_id = store.create(session, kind, "Remove " + "x" * 300, {}, ()).id
    title = engine.get(operation_id).title
    assert (len(title), title[-2:]) == (255, "x…")


def test_a_new_operation_is_queued_with_all_its_steps(engine, kind):
    operation = engine.get(create(engine, kind, ["thing:b", "thing:a", "thing:a"], project_id="p"))
    assert (operation.state, operation.service, operation.kind) == ("queued", "tests", "try")
    assert (operation.title, operation.request, operation.project_id) == ("Try it", {"n": 1}, "p")
    assert [(step.name, step.title) for step in operation.steps] == [
        ("s0", "Step 0"),
        ("s1", "Step 1"),
        ("s2", "Step 2"),
    ]
    assert step_states(operation) == ["pending"] * 3
    assert [resource.held for resource in operation.resources] == ["thing:a", "thing:b"]


def test_a_held_resource_is_refused_with_the_name_of_what_holds_it(engine, kind):
    first = create(engine, kind, ["thing:a", "thing:b"])
    with pytest.raises(problems.Conflict) as caught:
        create(engine, kind, ["thing:b", "thing:c"])
    assert caught.value.code == "resource-busy"
    assert caught.value.extra == {"resource": "thing:b", "operation": first}
    assert "“Try it” is in progress on b." in caught.value.detail
    create(engine, kind, ["thing:c"])  # nothing of the refused one is left


def test_of_two_that_race_for_a_resource_one_gets_it(engine, kind):
    start, got, refused = threading.Barrier(8), [], []

    def race():
        start.wait()
        try:
            got.append(create(engine, kind))
        except problems.Conflict as exc:
            refused.append(exc.code)

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    assert refused == ["resource-busy"] * 7


class _Blind:
    """A session that finds nothing when it looks."""

    def __init__(self, session):
        self._session = session

    def __getattr__(self, name):
        return getattr(self._session, name)

    def execute(self, query):
        return self._session.execute(query.where(sa.false()))


def test_a_resource_taken_between_look_and_act_is_refused_too(engine, kind):
    create(engine, kind)
    with (
        pytest.raises(problems.Conflict, match="Another operation is in progress on a"),
        engine.db.session() as session,
    ):
        store.create(_Blind(session), kind, "Try it", {}, ["thing:a"])
    with engine.db.reader() as session:
        assert store.active(session) == 1


def test_an_unknown_operation_is_not_found(engine):
    with engine.db.reader() as session, pytest.raises(problems.NotFound):
        store.get(session, "none")


def test_only_one_owner_claims(engine, kind):
    operation_id = create(engine, kind)
    assert claim(engine, operation_id, "first:1:1")
    assert not claim(engine, operation_id, "second:1:1")
    assert not claim(engine, operation_id, "first:1:1"), "it has it in hand already"
    assert engine.get(operation_id).owner == "first:1:1"


def test_an_expired_claim_is_taken_over(engine, kind):
    operation_id = create(engine, kind)
    assert claim(engine, operation_id, "first:1:1", seconds=-1)
    assert claim(engine, operation_id, "second:1:1")
    assert not update(engine, operation_id, "first:1:1", progress=50)
    assert update(engine, operation_id, "second:1:1", progress=60)
    assert engine.get(operation_id).progress == 60


def test_a_dead_owner_is_not_waited_for(engine, kind):
    operation_id = create(engine, kind)
    assert claim(engine, operation_id, "first:1:1")
    assert claim(engine, operation_id, "second:1:1", dead=lambda owner: owner == "first:1:1")


def test_ended_and_unknown_operations_are_not_claimed(engine, kind):
    operation_id = create(engine, kind)
    with engine.db.session() as session:
        assert store.finish(session, operation_id, None, {"state": states.CANCELLED})
    assert not claim(engine, operation_id, "first:1:1")
    assert not claim(engine, "none", "first:1:1")


def test_extending_returns_what_is_still_ours(engine, kind):
    mine, lost = create(engine, kind, ["thing:a"]), create(engine, kind, ["thing:b"])
    assert claim(engine, mine, "first:1:1", seconds=1)
    assert claim(engine, lost, "second:1:1", seconds=1)
    before = engine.get(lost).lease_until
    with engine.db.session() as session:
        assert store.extend(session, {mine, lost, "none"}, "first:1:1", 600) == {mine}
    assert engine.get(mine).lease_until > now() + datetime.timedelta(seconds=500)
    assert engine.get(lost).lease_until == before


def test_released_operations_can_be_claimed(engine, kind):
    operation_id = create(engine, kind)
    claim(engine, operation_id, "first:1:1")
    with engine.db.session() as session:
        store.release(session, operation_id, "second:1:1")
    assert engine.get(operation_id).owner == "first:1:1"
    with engine.db.session() as session:
        store.release(session, operation_id, "first:1:1")
    assert claim(engine, operation_id, "second:1:1")


def test_finishing_releases_everything(engine, kind):
    operation_id = create(engine, kind, ["thing:a", "thing:b"])
    claim(engine, operation_id, "first:1:1")
    with engine.db.session() as session:
        assert not store.finish(session, operation_id, "second:1:1", {"state": states.SUCCEEDED})
        assert store.finish(session, operation_id, "first:1:1", {"state": states.SUCCEEDED})
    operation = engine.get(operation_id)
    assert (operation.state, operation.owner, operation.lease_until) == ("succeeded", None, None)
    assert operation.finished_at
    assert {held.held for held in operation.resources} == {None}
    assert [held.resource for held in operation.resources] == ["thing:a", "thing:b"]
    create(engine, kind, ["thing:a", "thing:b"])


def test_no_step_outlives_its_operation(engine):
    operation_id = create(engine, kinds.kind(engine, 5))
    claim(engine, operation_id, "first:1:1")
    with engine.db.session() as session:
        for name, state in (("s0", "done"), ("s1", "running"), ("s2", "undoing"), ("s3", "undone")):
            store.update_step(session, operation_id, name, state=state)
        store.finish(session, operation_id, "first:1:1", {"state": states.FAILED})
    assert step_states(engine.get(operation_id)) == [
        "done",
        "failed",
        "failed",
        "undone",
        "skipped",
    ]


def test_the_last_duration_is_that_of_the_newest_success(engine, kind):
    with engine.db.session() as session:
        assert store.last_duration(session, kind.service, kind.name) is None
    for number, (state, seconds) in enumerate(
        ((states.SUCCEEDED, 60), (states.SUCCEEDED, 44.4), (states.REVERTED, 5))
    ):
        operation_id = create(engine, kind, [f"thing:{number}"])
        with engine.db.session() as session:
            operation = store.get(session, operation_id)
            operation.created_at = now() + datetime.timedelta(seconds=number)
            operation.state, operation.started_at = state, now()
            operation.finished_at = operation.started_at + datetime.timedelta(seconds=seconds)
    with engine.db.session() as session:
        assert store.last_duration(session, kind.service, kind.name) == 44
        assert store.last_duration(session, kind.service, "another") is None


def test_waiting_operations_are_listed_oldest_first(engine, kind):
    operation_ids = [create(engine, kind, [f"thing:{n}"]) for n in range(3)]
    with engine.db.session() as session:
        store.finish(session, operation_ids[1], None, {"state": states.CANCELLED})
    with engine.db.reader() as session:
        assert store.waiting(session) == [operation_ids[0], operation_ids[2]]
        assert store.active(session) == 2
        assert store.is_active(session, operation_ids[0])
        assert not store.is_active(session, operation_ids[1])
        assert not store.is_active(session, "none")


def test_selections(engine, kind):
    operation_id = create(engine, kind, ["thing:a"])
    two = create(engine, Kind("other", "try", kind.steps), ["thing:b"])
    with engine.db.session() as session:
        store.finish(session, two, None, {"state": states.CANCELLED})

    def select(*args):
        with engine.db.reader() as session:
            return [row.id for row in session.scalars(store.selection(*args))]

    assert sorted(select()) == sorted([operation_id, two])
    assert select("tests") == [operation_id]
    assert select(None, ["cancelled", "failed"]) == [two]
    assert select(None, (), "thing:b") == [two], "also resources that are no longer held"
    assert select("tests", ["cancelled"]) == []


def test_the_log_keeps_its_order(engine, kind):
    operation_id = create(engine, kind)
    with engine.db.session() as session:
        for number in range(5):
            store.append(session, operation_id, f"line {number}", "s1")
    assert [(line.step, line.text) for line in engine.get(operation_id).log] == [
        ("s1", f"line {number}") for number in range(5)
    ]
