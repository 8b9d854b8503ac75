import types
from unittest import mock

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.operations import patience
from helion_services.base.operations.patience import PatientAdapter
from helion_services.base.problems import Unavailable
from helion_services.nodes import stack
from helion_services.nodes.stack import models
from tests.unit.services.nodes.heat import GONE, Heat, a_stack, group, member, resource, shown

NO_HOST = "ResourceInError: resources.Server: No valid host was found."


class Waiter:
    """Waits without time passing; remembers what is reported."""

    def __init__(self, heat):
        self.heat = heat
        self.reports = []
        self.slept = []

    def __call__(self, want=stack.READY, check=lambda: None, **options):
        return stack.wait(
            self.heat.api,
            "overcloud",
            want,
            check,
            lambda percent, message: self.reports.append((percent, str(message))),
            sleep=self.slept.append,
            **options,
        )


def looks(*statuses):
    return {"resources": [group("Compute"), *statuses]}


def test_it_counts_what_moves():
    ready = [group("Compute"), *member("Compute", "0", "UPDATE_COMPLETE", "CREATE_COMPLETE")]
    heat = Heat(
        stack=[shown("UPDATE_IN_PROGRESS")] * 3 + [shown()],
        resources=[
            {"resources": ready},
            {"resources": ready + member("Compute", "1", "CREATE_IN_PROGRESS", "INIT_COMPLETE")},
            {"resources": ready + member("Compute", "1", "CREATE_COMPLETE", "CREATE_COMPLETE")},
        ],
    )
    wait = Waiter(heat)
    assert wait(poll=3).status == "UPDATE_COMPLETE"
    assert wait.reports == [
        (0, "Heat plans the change."),
        (0, "0 of 1 resources are ready."),
        (100, "1 of 1 resources are ready."),
    ]
    assert wait.slept == [3, 3, 3]
    assert heat.requests == ["stack", "resources"] * 3 + ["stack"]


def test_what_is_deleted_has_arrived():
    going = resource("Port", "DELETE_IN_PROGRESS")
    heat = Heat(
        stack=[shown("DELETE_IN_PROGRESS")] * 2 + [GONE],
        resources=[{"resources": [going]}, {"resources": []}],
    )
    wait = Waiter(heat)
    assert wait(stack.GONE) is None
    assert wait.reports[-1] == (100, "1 of 1 resources are ready.")


def test_a_deleted_stack_that_heat_still_shows_is_gone():
    heat = Heat(stack=shown("DELETE_COMPLETE"))
    assert Waiter(heat)(stack.GONE) is None
    with pytest.raises(stack.StackFailed, match="no longer exists"):
        Waiter(heat)()


def test_a_stack_that_vanishes_is_a_failure_unless_it_was_deleted_on_purpose():
    with pytest.raises(stack.StackFailed, match="no longer exists"):
        Waiter(Heat(stack=GONE))()


def test_failure_has_the_reason_of_the_resource():
    heat = Heat(
        stack=shown("UPDATE_FAILED", reason="Resource UPDATE failed: long story"),
        resources={
            "resources": [
                group("Compute", "UPDATE_FAILED"),
                *member("Compute", "2", "CREATE_FAILED", "CREATE_FAILED", "s2", NO_HOST),
            ]
        },
    )
    with pytest.raises(stack.StackFailed) as caught:
        Waiter(heat)()
    assert str(caught.value) == (
        "The stack “overcloud” is UPDATE_FAILED. Compute/2/Server: No valid host was found."
    )
    assert caught.value.failures[0].physical_id == "s2"


def test_failure_without_a_failed_resource_has_the_stacks_own_reason():
    heat = Heat(stack=shown("UPDATE_FAILED", reason="Timed out"), resources={"resources": []})
    with pytest.raises(stack.StackFailed, match=r"overcloud: Timed out\.$"):
        Waiter(heat)()


def test_another_status_is_a_failure():
    heat = Heat(stack=shown("ROLLBACK_COMPLETE", reason="done"), resources={"resources": []})
    with pytest.raises(stack.StackFailed, match="ROLLBACK_COMPLETE"):
        Waiter(heat)()


def retrying(*attempts):
    """A Heat that takes a server away again and again, after each of these attempts."""
    server = [
        {
            "resources": [
                group("Compute"),
                *member("Compute", "2", "CREATE_IN_PROGRESS", status, physical_id),
            ]
        }
        for physical_id in attempts
        for status in ("CREATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE")
    ]
    failed = resource("Server", "CREATE_FAILED", "Compute-2", reason=NO_HOST, physical_id="s")
    rounds = [body for look in server for body in (look, look)]  # events look at the tree, too
    return Heat(
        stack=[shown("UPDATE_IN_PROGRESS")] * len(rounds) + [shown()],
        resources=rounds,
        events={"events": [failed | {"event_time": "2026-01-01T00:00:00Z"}]},
    )


def test_a_retry_by_heat_is_reported_with_its_reason():
    wait = Waiter(retrying("s1", "s2"))
    wait()
    assert wait.reports[-1][1].endswith(
        "Heat tries Compute/2/Server again: No valid host was found."
    )
    assert max(percent for percent, _ in wait.reports) == 0


def test_retries_can_be_limited():
    heat = retrying("s1", "s2", "s3")
    with pytest.raises(stack.StackFailed, match="Compute/2/Server: No valid host") as caught:
        Waiter(heat)(attempts=2)
    assert caught.value.failures[0].physical_id == "s2"


def test_check_ends_the_waiting():
    class Cancelled(Exception):
        pass

    def check():
        raise Cancelled

    heat = Heat(stack=shown("UPDATE_IN_PROGRESS"))
    with pytest.raises(Cancelled):
        Waiter(heat)(check=check)
    assert heat.requests == []


def test_it_takes_only_so_long():
    heat = Heat(stack=shown("UPDATE_IN_PROGRESS"), resources={"resources": []})
    with pytest.raises(models.StackTimeout, match="after -1 seconds; Heat goes on"):
        Waiter(heat)(timeout=-1)


def test_a_heat_that_is_away_for_a_while_is_waited_for(monkeypatch):
    away = keystoneauth.ConnectFailure("refused")
    heat = Heat(stack=[away, shown("UPDATE_IN_PROGRESS"), away, shown()], resources=looks())
    names = ["id", "poll", "say", "check", "sleep", "hold_up", "go_on"]
    work = mock.Mock(spec_set=names, poll=0)
    heat.api = PatientAdapter(work, heat.api)
    assert Waiter(heat)().status == "UPDATE_COMPLETE"
    monkeypatch.setattr(patience, "PATIENCE", -1.0)
    with pytest.raises(Unavailable):
        Waiter(types.SimpleNamespace(api=PatientAdapter(work, Heat(stack=away).api)))()


def test_apply_tries_again_what_failed():
    parameters = {"ComputeCount": "2"}
    heat = Heat(
        stack=[
            shown(),  # update looks
            shown("UPDATE_IN_PROGRESS", **parameters),
            shown("UPDATE_FAILED", **parameters),  # wait
            shown("UPDATE_FAILED", **parameters),  # update looks again
            shown("UPDATE_IN_PROGRESS", **parameters),
            shown("UPDATE_COMPLETE", **parameters),
        ],
        resources=looks(),
    )

    def apply(tries):
        silent = {"check": lambda: None, "progress": lambda *report: None}
        changes = {"ComputeCount": 2}
        return stack.apply(heat.api, a_stack(), changes, **silent, tries=tries)

    assert apply(2).status == "UPDATE_COMPLETE"
    assert [verb for verb, _, _ in heat.sent] == ["patch", "patch"]
    heat = Heat(stack=shown("UPDATE_FAILED", **parameters), resources=looks())
    with pytest.raises(stack.StackFailed):
        apply(1)
    assert len(heat.sent) == 1
