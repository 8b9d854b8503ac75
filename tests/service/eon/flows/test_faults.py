"""Whatever goes wrong in the middle of an activation: it says so, and nothing is left over."""

import contextlib

import pytest

from helion_services.base import problems
from helion_services.base.operations import store
from helion_services.base.times import now
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import logins
from tests.service.eon.flows.cluster_env import WHO, failed, lines

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"
TASKS = {
    "CreateDVS_Task": "network",
    "AddDVPortgroup_Task": "network",
    "ReconfigureDvs_Task": "attach",
    "CloneVM_Task": "proxy",
    "PowerOnVM_Task": "start",
}


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("helion_services.base.operations.patience.PATIENCE", 1.0)


class TestTasks:
    @pytest.mark.parametrize(("method", "step"), TASKS.items())
    def test_a_task_that_fails(self, env, vcenter, method, step):
        vcenter.faults.fail(method, message="No luck")
        assert "No luck" in failed(env, "task-failed", step)

    @pytest.mark.parametrize(("call", "step"), [(1, "configure"), (2, "configure"), (3, "seal")])
    def test_each_change_of_the_proxy_that_fails(self, env, vcenter, call, step):
        vcenter.faults.fail("ReconfigVM_Task", call)
        assert PROXY in failed(env, "task-failed", step)

    @pytest.mark.parametrize(
        ("method", "call"), [*((method, 1) for method in TASKS), ("ReconfigVM_Task", 1)]
    )
    def test_a_task_that_is_begun_and_its_answer_lost(self, env, vcenter, method, call):
        """The next look finds what came of it: nothing is made twice."""
        vcenter.faults.fail(method, call, lost=True)
        ended = env.done("activate", A)
        assert any("does not answer" in line for line in lines(ended))
        before = env.footprint
        assert [name for name, _ in before["vcenter"]["machines"]].count(PROXY) == 1

    def test_a_task_that_fails_and_another_one_while_it_is_taken_back(self, env, vcenter):
        """It is tried again."""
        before = env.footprint
        vcenter.faults.set(
            calls=[{"method": "PowerOnVM_Task", "call": 1}, {"method": "Destroy_Task", "call": 1}]
        )
        ended = env.do("activate", A)
        assert (ended.state, ended.error["step"]) == ("reverted", "start")
        assert env.footprint == before

    def test_what_cannot_be_taken_back_is_named_and_can_be_cleaned_up_later(self, env, vcenter):
        before = env.footprint
        vcenter.faults.set(
            calls=[{"method": "PowerOnVM_Task", "call": 1}, {"method": "Destroy_Task"}]
        )
        ended = env.do("activate", A)
        assert ended.state == "failed"
        assert any("Clone the compute proxy" in line for line in ended.error["left"])
        assert env.cluster(A).state == "provisioned"
        vcenter.faults.clear()
        env.done("deactivate", A)
        assert env.footprint == before


class TestVCenter:
    def test_away_for_a_moment(self, env, vcenter):
        begun = env.begin("activate", A)
        env.at(begun, "proxy")
        vcenter.faults.set(down=True)
        env.until(begun, is_waiting)
        vcenter.faults.clear()
        assert env.ended(begun).state == "succeeded"

    def test_away_for_good(self, env, vcenter, impatient):
        before = env.footprint
        begun = env.begin("activate", A)
        env.at(begun, "attach")
        vcenter.faults.set(down=True)
        env.until(begun, lambda current: current.state == "reverting")
        vcenter.faults.clear()
        ended = env.ended(begun)
        assert (ended.state, ended.error["code"]) == ("reverted", "unreachable")
        assert env.footprint == before

    def test_login_refused(self, env, vcenter, impatient):
        before = env.footprint
        vcenter.faults.set(login="refused")
        ended = env.do("activate", A)
        vcenter.faults.clear()
        assert env.footprint == before
        assert (ended.state, ended.error["code"]) == ("reverted", "login-refused")
        assert vcenter.password not in ended.error["message"]

    def test_its_sign_on_service_fails_for_a_moment(self, env, vcenter):
        begun = env.begin("activate", A)
        env.at(begun, "proxy")
        vcenter.faults.set(calls=[{"method": "Login", "message": "A general system error"}])
        env.until(begun, is_waiting)
        vcenter.faults.clear()
        assert env.ended(begun).state == "succeeded"

    def test_one_refusal_of_a_login_that_works_for_the_watcher(self, env, vcenter, monkeypatch):
        monkeypatch.setattr(logins, "SHORT", 2.0)
        with env.db.session() as db:
            db.get(Manager, vcenter.uuid).last_contact = now()
        with env.overcloud.guests_look:  # the proxies log in, too
            vcenter.faults.fail("Login", 3, fault="InvalidLogin")
            begun = env.begin("activate", A)
            env.until(begun, is_refused)
        assert env.ended(begun).state == "succeeded"


class TestNova:
    def test_away_at_the_beginning(self, env, impatient):
        before = env.footprint
        env.overcloud.is_away()
        ended = env.do("activate", A)
        env.overcloud.is_away(False)
        assert (ended.state, ended.error["step"]) == ("reverted", "expect")
        assert "Nova cannot be reached" in ended.error["message"]
        assert env.footprint == before

    def test_away_while_it_is_waited_for(self, env):
        begun = env.begin("activate", A)
        env.at(begun, "start")
        env.overcloud.is_away()
        env.until(begun, lambda current: "cannot be reached" in messages_of(current, "compute"))
        env.overcloud.is_away(False)
        assert env.ended(begun).state == "succeeded"

    def test_a_proxy_that_does_not_get_there(self, env):
        env.runtime.conf.set_override("compute_timeout", 2, "eon")
        env.overcloud.boots_proxies = False
        text = failed(env, "computes-missing", "compute")
        env.overcloud.boots_proxies = True
        assert "has no compute service yet" in text

    @pytest.mark.parametrize(
        ("act", "code", "text"),
        [
            ("PowerOffVM_Task", "proxy-off", "was powered off"),
            ("Destroy_Task", "proxy-gone", "no longer exists"),
        ],
    )
    def test_a_proxy_that_ends_before_it_gets_there(self, env, vcenter, act, code, text):
        """Nobody waits for it in vain."""
        before = env.footprint
        env.overcloud.boots_proxies = False
        begun = env.begin("activate", A)
        env.until(
            begun, lambda current: "has no compute service" in messages_of(current, "compute")
        )
        with vcenter.session() as view:
            proxy = view.machine(PROXY)
            if act == "Destroy_Task":
                view.wait(proxy.PowerOffVM_Task())
            view.wait(getattr(proxy, act)())
        ended = env.ended(begun)
        env.overcloud.boots_proxies = True
        assert (ended.state, ended.error["code"]) == ("reverted", code)
        assert text in ended.error["message"]
        assert env.footprint == before

    def test_somebody_else_runs_its_compute_service(self, env):
        env.overcloud.runs(env.host(A))
        text = failed(env, "host-up", "expect")
        assert "is already up" in text
        env.overcloud.runs(env.host(A), False)


def is_refused(operation):
    """Whether the log of an operation tells of a login that was refused."""
    return any("password is wrong" in line for line in lines(operation))


def is_waiting(operation):
    """Whether an operation tells in its log and at its step that it waits for the vCenter."""
    shown = [step.message for step in operation.steps if step.state == "running"]
    logged = any("Trying again for two minutes" in line for line in lines(operation))
    return logged and any("Trying again since" in message for message in shown)


def messages_of(operation, step):
    """What a step says it is at, and the log."""
    step_ = next(step_ for step_ in operation.steps if step_.name == step)
    return " ".join([step_.message, *lines(operation)])


STEPS = ("check", "network", "attach", "expect", "proxy", "configure", "start", "compute", "seal")


@pytest.mark.faults
@pytest.mark.parametrize("step", STEPS)
def test_cancelled_in_each_step(env, step):
    cancel(env, step)


@pytest.mark.parametrize("step", ["compute"])
def test_cancelled(env, step):
    cancel(env, step)


def cancel(env, step):
    before = env.footprint
    begun = env.begin("activate", A)
    env.at(begun, step)
    with contextlib.suppress(problems.Conflict):  # it may have ended
        env.runtime.operations.cancel(begun)
    ended = env.ended(begun)
    assert ended.state in ("cancelled", "succeeded"), ended.error
    if ended.state == "succeeded":  # it was too late
        env.done("deactivate", A)
    assert env.footprint == before
    assert env.cluster(A).error is None


def test_cancelled_before_anybody_begins(stopped_env):
    env = stopped_env
    before = env.footprint
    begun = env.begin("activate", A)
    assert env.cluster(A).state == "provision-initiated"
    env.runtime.operations.cancel(begun)
    assert env.get(begun).state == "cancelled"
    assert env.footprint == before


def test_cancelled_when_it_is_taken(stopped_env):
    env = stopped_env
    before = env.footprint
    begun = env.begin("activate", A)
    with env.db.session() as db:
        assert store.claim(db, begun, "gone:1:1", 0, lambda owner: False)
    env.runtime.operations.cancel(begun)
    env.start()
    assert env.ended(begun).state == "cancelled"
    assert env.footprint == before


def test_what_failed_is_tried_again(env, vcenter):
    vcenter.faults.fail("CloneVM_Task")
    ended = env.do("activate", A)
    vcenter.faults.clear()
    again = env.runtime.operations.retry(ended.id, WHO)
    assert env.ended(again).state == "succeeded"
    row = env.cluster(A)
    assert (row.state, row.error, row.operation_id) == ("activated", None, again)


def test_a_deactivation_that_failed_in_the_end_is_tried_again(env, vcenter):
    before = env.footprint
    env.done("activate", A)
    vcenter.faults.fail("Destroy_Task")
    ended = env.do("deactivate", A)
    assert (ended.state, ended.error["step"]) == ("failed", "remove")
    row = env.cluster(A)
    assert (row.state, row.error["step"]) == ("deactivating", "remove")
    vcenter.faults.clear()
    again = env.runtime.operations.retry(ended.id, WHO)
    assert env.ended(again).state == "succeeded"
    assert env.footprint == before
