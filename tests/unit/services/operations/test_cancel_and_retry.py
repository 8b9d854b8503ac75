"""Taking operations back, and trying them again."""

import dataclasses

import pytest

from helion_services.base import problems
from helion_services.base.messages import Message
from helion_services.base.operations import rendering
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import WHO, step_states


def test_cancel_what_nobody_has_begun(engine):
    one = engine.begin(kinds.kind(engine))
    engine.operations.cancel(one)
    found = engine.get(one)
    assert (found.state, found.cancel_requested) == ("cancelled", True)
    assert found.finished_at
    assert step_states(found) == ["skipped"] * 3
    assert engine.did == []
    engine.begin(kinds.kind(engine))  # the resource is free


def test_what_was_written_at_the_beginning_is_put_right_if_nobody_begins(engine):
    dropped = []
    kind = dataclasses.replace(
        kinds.kind(engine), dropped=lambda session, operation: dropped.append(operation.id)
    )
    one, other = engine.begin(kind), engine.begin(kind, resources=("thing:b",))
    engine.operations.cancel(one)
    assert dropped == [one]
    engine.work(other, "gone:1:1")
    engine.operations.cancel(other)
    assert dropped == [one], "its steps are undone instead"


def test_cancel_what_is_claimed_but_not_begun(engine):
    one = engine.begin(kinds.kind(engine))
    engine.work(one, "gone:1:1")
    engine.operations.cancel(one)
    assert engine.get(one).state == "queued", "it is its conductor's to end"
    with engine.db.session() as session:
        session.get(type(engine.get(one)), one).lease_until = engine.get(one).created_at
    engine.operations.start()
    found = engine.ended(one)
    engine.operations.stop()
    assert (found.state, engine.did) == ("cancelled", ["undo s0"])


def test_cancel_what_runs(conducted):
    one = conducted.begin(kinds.kind(conducted, 4, {2: kinds.waiting}))
    conducted.until(one, lambda found: found.steps[2].state == "running")
    conducted.operations.cancel(one)
    found = conducted.ended(one)
    assert found.state == "cancelled"
    assert found.error == {
        "code": "cancelled",
        "params": {},
        "message": "Cancelled on request.",
        "step": "s2",
    }
    assert conducted.did[3:] == ["undo s2", "undo s1", "undo s0"]
    assert step_states(found) == ["undone", "undone", "undone", "skipped"]


def test_cancel_between_two_steps(conducted):
    def act(work):
        conducted.operations.cancel(work.id)

    found = conducted.run(kinds.kind(conducted, 3, {0: act}))
    assert (found.state, found.error["step"]) == ("cancelled", "s1")
    assert conducted.did == ["run s0", "undo s1", "undo s0"]


def test_a_cancelled_operation_that_cannot_be_taken_back_failed(conducted):
    def act(work):
        conducted.operations.cancel(work.id)

    stuck = kinds.failing(ValueError("stuck"))
    found = conducted.run(kinds.kind(conducted, 2, {0: act}, {0: stuck}))
    assert (found.state, found.error["code"]) == ("failed", "cancelled")
    assert found.error["left"] == ["Step 0: stuck"]


def refused(engine, operation_id):
    with pytest.raises(problems.Conflict) as caught:
        engine.operations.cancel(operation_id)
    assert not engine.get(operation_id).can_cancel
    return caught.value.detail


def test_too_late_past_no_return(conducted):
    said = []

    def act(work):
        work.disallow_cancel()
        said.append(refused(conducted, work.id))

    assert conducted.run(kinds.kind(conducted, 1, {0: act})).state == "succeeded"
    assert len(said) == 1


def test_too_late_while_it_is_taken_back(conducted):
    said = []

    def back(work):
        said.append(refused(conducted, work.id))

    found = conducted.run(kinds.kind(conducted, 1, {0: kinds.failing()}, {0: back}))
    assert found.state == "reverted"
    assert "already being rolled back" in said[0]


def test_too_late_when_it_is_cancelled_or_has_ended(conducted):
    one = conducted.begin(kinds.kind(conducted, 1, {0: kinds.waiting}))
    conducted.until(one, lambda found: found.state == "running")
    conducted.operations.cancel(one)
    conducted.ended(one)
    assert refused(conducted, one)
    assert "ended" in refused(conducted, conducted.run(kinds.kind(conducted, name="good")).id)


def test_cancel_of_what_is_not_there(engine):
    with pytest.raises(problems.NotFound):
        engine.operations.cancel("none")


def again(engine, one):
    return engine.operations.retry(one.id, WHO)


def test_a_retry_is_a_new_operation(conducted):
    broken = iter([ValueError("It broke.")])

    def act(work):
        error = next(broken, None)
        if error:
            raise error

    secret_id = conducted.runtime.secrets.put({"password": "p"})
    kind = kinds.kind(conducted, 2, {1: act}, again=lambda request: {"n": request["n"] + 1})
    old = conducted.run(kind, {"n": 1}, resources=["thing:a", "thing:b"], secret_id=secret_id)
    assert old.state == "reverted"
    assert rendering.summary(old)["can_retry"]
    new = conducted.ended(again(conducted, old))
    assert new.id != old.id
    assert (new.state, new.retry_of, new.title) == ("succeeded", old.id, old.title)
    assert new.request == {"n": 2}
    assert [one.resource for one in new.resources] == ["thing:a", "thing:b"]
    assert new.secret_id == secret_id
    assert new.started_by_name == "somebody"
    old = conducted.get(old.id)
    assert old.state == "reverted"
    assert rendering.summary(old)["retried_by"] == new.id
    assert not rendering.summary(old)["can_retry"]
    with pytest.raises(problems.Conflict) as caught:
        again(conducted, old)
    assert caught.value.extra["operation"] == new.id


def test_a_retry_holds_again(engine):
    one = engine.begin(kinds.kind(engine))
    engine.operations.cancel(one)
    busy = engine.begin(kinds.kind(engine, name="other"))
    with pytest.raises(problems.Conflict) as caught:
        again(engine, engine.get(one))
    assert caught.value.extra["operation"] == busy
    engine.operations.cancel(busy)
    again(engine, engine.get(one))
    with pytest.raises(problems.Conflict):
        engine.begin(kinds.kind(engine))


def test_no_retry_of_what_runs_or_succeeded(conducted):
    one = conducted.begin(kinds.kind(conducted, 1, {0: kinds.waiting}, name="slow"))
    with pytest.raises(problems.Conflict):
        again(conducted, conducted.get(one))
    conducted.operations.cancel(one)
    conducted.ended(one)
    with pytest.raises(problems.Conflict):
        again(conducted, conducted.run(kinds.kind(conducted)))


def test_a_kind_may_refuse_a_retry(engine):
    def no(request):
        raise problems.Conflict(Message("plan-outdated", "Make a new plan."))

    one = engine.begin(kinds.kind(engine, again=no))
    engine.operations.cancel(one)
    with pytest.raises(problems.Conflict, match="Make a new plan"):
        again(engine, engine.get(one))


def test_an_operation_begun_in_the_callers_transaction(conducted):
    kind = kinds.kind(conducted)
    conducted.operations.register(kind)
    with conducted.db.session() as session:
        one = conducted.operations.begin(
            "tests", "try", "Try it", {}, ["thing:a"], WHO, session=session
        )
        assert conducted.did == []
    conducted.operations.announce(one)
    found = conducted.ended(one)
    assert found.state == "succeeded"
    assert (found.started_by_id, found.project_id, found.request_id) == (
        "user-id",
        "project-id",
        "req-1",
    )
