"""Taking operations back, and trying them again."""

import dataclasses

import pytest

from helion_services.base import problems
from helion_services.base.messages import Message
from helion_services.base.operations import rendering
from tests.unit.services.operations import kinds
from tests.unit.services.operations.conftest import WHO, step_states


def test_cancel_a_queued_operation(engine):
    operation_id = engine.begin(kinds.kind(engine))
    engine.operations.cancel(operation_id)
    operation = engine.get(operation_id)
    assert (operation.state, operation.cancel_requested) == ("cancelled", True)
    assert operation.finished_at
    assert step_states(operation) == ["skipped"] * 3
    assert engine.did == []
    engine.begin(kinds.kind(engine))  # the resource is free


def test_a_kind_cleans_up_when_a_queued_operation_is_cancelled(engine):
    dropped = []
    kind = dataclasses.replace(
        kinds.kind(engine), dropped=lambda session, operation: dropped.append(operation.id)
    )
    operation_id, other = engine.begin(kind), engine.begin(kind, resources=("thing:b",))
    engine.operations.cancel(operation_id)
    assert dropped == [operation_id]
    engine.work(other, "gone:1:1")
    engine.operations.cancel(other)
    assert dropped == [operation_id], "its steps are undone instead"


def test_cancel_a_claimed_operation_before_its_first_step(engine):
    operation_id = engine.begin(kinds.kind(engine))
    engine.work(operation_id, "gone:1:1")
    engine.operations.cancel(operation_id)
    assert engine.get(operation_id).state == "queued", "it is its conductor's to end"
    with engine.db.session() as session:
        session.get(type(engine.get(operation_id)), operation_id).lease_until = engine.get(
            operation_id
        ).created_at
    engine.operations.start()
    operation = engine.ended(operation_id)
    engine.operations.stop()
    assert (operation.state, engine.did) == ("cancelled", ["undo s0"])


def test_cancel_a_running_operation(conducted):
    operation_id = conducted.begin(kinds.kind(conducted, 4, {2: kinds.waiting}))
    conducted.until(operation_id, lambda operation: operation.steps[2].state == "running")
    conducted.operations.cancel(operation_id)
    operation = conducted.ended(operation_id)
    assert operation.state == "cancelled"
    assert operation.error == {
        "code": "cancelled",
        "params": {},
        "message": "Cancelled on request.",
        "step": "s2",
    }
    assert conducted.did[3:] == ["undo s2", "undo s1", "undo s0"]
    assert step_states(operation) == ["undone", "undone", "undone", "skipped"]


def test_cancel_between_two_steps(conducted):
    def act(work):
        conducted.operations.cancel(work.id)

    operation = conducted.run(kinds.kind(conducted, 3, {0: act}))
    assert (operation.state, operation.error["step"]) == ("cancelled", "s1")
    assert conducted.did == ["run s0", "undo s1", "undo s0"]


def test_a_cancelled_operation_that_cannot_be_rolled_back_failed(conducted):
    def act(work):
        conducted.operations.cancel(work.id)

    stuck = kinds.failing(ValueError("stuck"))
    operation = conducted.run(kinds.kind(conducted, 2, {0: act}, {0: stuck}))
    assert (operation.state, operation.error["code"]) == ("failed", "cancelled")
    assert operation.error["left"] == ["Step 0: stuck"]


def refused(engine, operation_id):
    with pytest.raises(problems.Conflict) as caught:
        engine.operations.cancel(operation_id)
    assert not engine.get(operation_id).can_cancel
    return caught.value.detail


def test_too_late_past_no_return(conducted):
    refusals = []

    def act(work):
        work.disallow_cancel()
        refusals.append(refused(conducted, work.id))

    assert conducted.run(kinds.kind(conducted, 1, {0: act})).state == "succeeded"
    assert len(refusals) == 1


def test_too_late_while_it_is_rolled_back(conducted):
    refusals = []

    def back(work):
        refusals.append(refused(conducted, work.id))

    operation = conducted.run(kinds.kind(conducted, 1, {0: kinds.failing()}, {0: back}))
    assert operation.state == "reverted"
    assert "already being rolled back" in refusals[0]


def test_too_late_when_it_is_cancelled_or_has_ended(conducted):
    operation_id = conducted.begin(kinds.kind(conducted, 1, {0: kinds.waiting}))
    conducted.until(operation_id, lambda operation: operation.state == "running")
    conducted.operations.cancel(operation_id)
    conducted.ended(operation_id)
    assert refused(conducted, operation_id)
    assert "ended" in refused(conducted, conducted.run(kinds.kind(conducted, name="good")).id)


def test_cancel_a_missing_operation(engine):
    with pytest.raises(problems.NotFound):
        engine.operations.cancel("none")


def again(engine, operation_id):
    return engine.operations.retry(operation_id.id, WHO)


def test_a_retry_is_a_new_operation(conducted):
    broken = iter([ValueError("It broke.")])

    def act(work):
        error = next(broken, None)
        if error:
            raise error

    secret_id = conducted.runtime.secrets.put({"password": "p"})

    def more(runtime, request):
        return {"n": request["n"] + 1}

    kind = kinds.kind(conducted, 2, {1: act}, again=more)
    old = conducted.run(kind, {"n": 1}, resources=["thing:a", "thing:b"], secret_id=secret_id)
    assert old.state == "reverted"
    assert rendering.summary(old)["can_retry"]
    new = conducted.ended(again(conducted, old))
    assert new.id != old.id
    assert (new.state, new.retry_of, new.title) == ("succeeded", old.id, old.title)
    assert new.request == {"n": 2}
    assert [resource.resource for resource in new.resources] == ["thing:a", "thing:b"]
    assert new.secret_id == secret_id
    assert new.started_by_name == "somebody"
    old = conducted.get(old.id)
    assert old.state == "reverted"
    assert rendering.summary(old)["retried_by"] == new.id
    assert not rendering.summary(old)["can_retry"]
    with pytest.raises(problems.Conflict) as caught:
        again(conducted, old)
    assert caught.value.extra["operation"] == new.id


def test_a_retry_of_something_that_is_held_names_it(engine):
    names = {"thing:a": "the first"}
    kind = dataclasses.replace(
        kinds.kind(engine), name_of=lambda runtime, resource: names.get(resource)
    )
    operation_id = engine.begin(kind)
    engine.operations.cancel(operation_id)
    engine.begin(kinds.kind(engine, name="other"))
    with pytest.raises(problems.Conflict) as caught:
        again(engine, engine.get(operation_id))
    assert caught.value.detail == (
        "“Do other” is in progress on the first. Wait until it ends, or cancel it."
    )


def test_a_retry_holds_again(engine):
    operation_id = engine.begin(kinds.kind(engine))
    engine.operations.cancel(operation_id)
    busy = engine.begin(kinds.kind(engine, name="other"))
    with pytest.raises(problems.Conflict) as caught:
        again(engine, engine.get(operation_id))
    assert caught.value.extra["operation"] == busy
    assert caught.value.message.params["resource"] == "a", "it has no other name"
    engine.operations.cancel(busy)
    again(engine, engine.get(operation_id))
    with pytest.raises(problems.Conflict):
        engine.begin(kinds.kind(engine))


def test_running_and_succeeded_operations_cannot_be_retried(conducted):
    operation_id = conducted.begin(kinds.kind(conducted, 1, {0: kinds.waiting}, name="slow"))
    with pytest.raises(problems.Conflict):
        again(conducted, conducted.get(operation_id))
    conducted.operations.cancel(operation_id)
    conducted.ended(operation_id)
    with pytest.raises(problems.Conflict):
        again(conducted, conducted.run(kinds.kind(conducted)))


def test_a_kind_may_refuse_a_retry(engine):
    def no(runtime, request):
        raise problems.Conflict(Message("plan-outdated", "Make a new plan."))

    operation_id = engine.begin(kinds.kind(engine, again=no))
    engine.operations.cancel(operation_id)
    with pytest.raises(problems.Conflict, match="Make a new plan"):
        again(engine, engine.get(operation_id))


def test_an_operation_begun_in_the_callers_transaction(conducted):
    kind = kinds.kind(conducted)
    conducted.operations.register(kind)
    with conducted.db.session() as session:
        operation_id = conducted.operations.begin(
            "tests", "try", "Try it", {}, ["thing:a"], WHO, session=session
        )
        assert conducted.did == []
    conducted.operations.announce(operation_id)
    operation = conducted.ended(operation_id)
    assert operation.state == "succeeded"
    assert (operation.started_by_id, operation.project_id, operation.request_id) == (
        "user-id",
        "project-id",
        "req-1",
    )


def test_what_a_retry_cannot_do_again_is_not_offered(conducted):
    kind = kinds.kind(conducted, acts={1: kinds.failing()}, repeatable=False)
    operation = conducted.run(kind)
    assert (operation.state, operation.can_retry) == ("reverted", False)
    with pytest.raises(problems.Conflict) as raised:
        conducted.operations.retry(operation.id, WHO)
    assert raised.value.message.code == "not-repeatable"
