"""Whatever goes wrong in the middle of an activation: it says so, and nothing is left over."""

import contextlib

import pytest

from helion_services.base import problems
from helion_services.base.operations import store
from helion_services.eon.flows import vcenter_call
from tests.service.eon.flows.house import WHO, failed, lines

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
    monkeypatch.setattr(vcenter_call, "PATIENCE", 1.0)
    monkeypatch.setattr("helion_services.overcloud.patience.PATIENCE", 0.5)


class TestTasks:
    @pytest.mark.parametrize(("method", "step"), TASKS.items())
    def test_a_task_that_fails(self, house, vcenter, method, step):
        vcenter.faults.fail(method, message="No luck")
        assert "No luck" in failed(house, "task-failed", step)

    @pytest.mark.parametrize(("call", "step"), [(1, "configure"), (2, "configure"), (3, "seal")])
    def test_each_change_of_the_proxy_that_fails(self, house, vcenter, call, step):
        vcenter.faults.fail("ReconfigVM_Task", call)
        failed(house, "task-failed", step)

    @pytest.mark.parametrize(
        ("method", "call"), [*((method, 1) for method in TASKS), ("ReconfigVM_Task", 1)]
    )
    def test_a_task_that_is_begun_and_its_answer_lost(self, house, vcenter, method, call):
        """The next look finds what came of it: nothing is made twice."""
        vcenter.faults.fail(method, call, lost=True)
        ended = house.done("activate", A)
        assert any("does not answer" in line for line in lines(ended))
        before = house.world
        assert [name for name, _ in before["vcenter"]["machines"]].count(PROXY) == 1

    def test_a_task_that_fails_and_another_one_while_it_is_taken_back(self, house, vcenter):
        """It is tried again."""
        before = house.world
        vcenter.faults.set(
            calls=[{"method": "PowerOnVM_Task", "call": 1}, {"method": "Destroy_Task", "call": 1}]
        )
        ended = house.do("activate", A)
        assert (ended.state, ended.error["step"]) == ("reverted", "start")
        assert house.world == before

    def test_what_cannot_be_taken_back_is_named_and_can_be_cleaned_up_later(self, house, vcenter):
        before = house.world
        vcenter.faults.set(
            calls=[{"method": "PowerOnVM_Task", "call": 1}, {"method": "Destroy_Task"}]
        )
        ended = house.do("activate", A)
        assert ended.state == "failed"
        assert any("Clone the compute proxy" in line for line in ended.error["left"])
        assert house.cluster(A).state == "provisioned"
        vcenter.faults.clear()
        house.done("deactivate", A)
        assert house.world == before


class TestVCenter:
    def test_away_for_a_moment(self, house, vcenter):
        begun = house.begin("activate", A)
        house.at(begun, "proxy")
        vcenter.faults.set(down=True)
        house.until(begun, lambda seen: any("Retrying for two minutes" in x for x in lines(seen)))
        vcenter.faults.clear()
        assert house.ended(begun).state == "succeeded"

    def test_away_for_good(self, house, vcenter, impatient):
        before = house.world
        begun = house.begin("activate", A)
        house.at(begun, "attach")
        vcenter.faults.set(down=True)
        house.until(begun, lambda seen: seen.state == "reverting")
        vcenter.faults.clear()
        ended = house.ended(begun)
        assert (ended.state, ended.error["code"]) == ("reverted", "unreachable")
        assert house.world == before

    def test_login_refused(self, house, vcenter, impatient):
        before = house.world
        vcenter.faults.set(login="refused")
        ended = house.do("activate", A)
        vcenter.faults.clear()
        assert house.world == before
        assert (ended.state, ended.error["code"]) == ("reverted", "login-refused")
        assert vcenter.password not in ended.error["message"]


class TestNova:
    def test_away_at_the_beginning(self, house, impatient):
        before = house.world
        house.overcloud.is_away()
        ended = house.do("activate", A)
        house.overcloud.is_away(False)
        assert (ended.state, ended.error["step"]) == ("reverted", "expect")
        assert "Nova cannot be reached" in ended.error["message"]
        assert house.world == before

    def test_away_while_it_is_waited_for(self, house):
        begun = house.begin("activate", A)
        house.at(begun, "start")
        house.overcloud.is_away()
        house.until(begun, lambda seen: "cannot be reached" in told(seen, "compute"))
        house.overcloud.is_away(False)
        assert house.ended(begun).state == "succeeded"

    def test_a_proxy_that_does_not_get_there(self, house):
        house.runtime.conf.set_override("compute_timeout", 2, "eon")
        house.overcloud.boots_proxies = False
        text = failed(house, "timed-out", "compute")
        house.overcloud.boots_proxies = True
        assert "has no compute service yet" in text

    @pytest.mark.parametrize(
        ("act", "code", "said"),
        [
            ("PowerOffVM_Task", "proxy-off", "was powered off"),
            ("Destroy_Task", "proxy-gone", "is not there any more"),
        ],
    )
    def test_a_proxy_that_ends_before_it_gets_there(self, house, vcenter, act, code, said):
        """Nobody waits for it in vain."""
        before = house.world
        house.overcloud.boots_proxies = False
        begun = house.begin("activate", A)
        house.until(begun, lambda seen: "has no compute service" in told(seen, "compute"))
        with vcenter.session() as view:
            proxy = view.machine(PROXY)
            if act == "Destroy_Task":
                view.wait(proxy.PowerOffVM_Task())
            view.wait(getattr(proxy, act)())
        ended = house.ended(begun)
        house.overcloud.boots_proxies = True
        assert (ended.state, ended.error["code"]) == ("reverted", code)
        assert said in ended.error["message"]
        assert house.world == before

    def test_somebody_else_runs_its_compute_service(self, house):
        house.overcloud.runs(house.host(A))
        text = failed(house, "host-up", "expect")
        assert "is up already" in text
        house.overcloud.runs(house.host(A), False)


def told(operation, step):
    """What a step says it is at, and the log."""
    found = next(one for one in operation.steps if one.name == step)
    return " ".join([found.message, *lines(operation)])


STEPS = ("check", "network", "attach", "expect", "proxy", "configure", "start", "compute", "seal")


@pytest.mark.faults
@pytest.mark.parametrize("step", STEPS)
def test_cancelled_in_each_step(house, step):
    cancel(house, step)


@pytest.mark.parametrize("step", ["compute"])
def test_cancelled(house, step):
    cancel(house, step)


def cancel(house, step):
    before = house.world
    begun = house.begin("activate", A)
    house.at(begun, step)
    with contextlib.suppress(problems.Conflict):  # it may have ended
        house.runtime.operations.cancel(begun)
    ended = house.ended(begun)
    assert ended.state in ("cancelled", "succeeded"), ended.error
    if ended.state == "succeeded":  # it was too late
        house.done("deactivate", A)
    assert house.world == before
    assert house.cluster(A).error is None


def test_cancelled_before_anybody_begins(closed_house):
    house = closed_house
    before = house.world
    begun = house.begin("activate", A)
    assert house.cluster(A).state == "provision-initiated"
    house.runtime.operations.cancel(begun)
    assert house.get(begun).state == "cancelled"
    assert house.world == before


def test_cancelled_when_it_is_taken(closed_house):
    house = closed_house
    before = house.world
    begun = house.begin("activate", A)
    with house.db.session() as db:
        assert store.claim(db, begun, "gone:1:1", 0, lambda owner: False)
    house.runtime.operations.cancel(begun)
    house.start()
    assert house.ended(begun).state == "cancelled"
    assert house.world == before


def test_what_failed_is_tried_again(house, vcenter):
    vcenter.faults.fail("CloneVM_Task")
    ended = house.do("activate", A)
    vcenter.faults.clear()
    again = house.runtime.operations.retry(ended.id, WHO)
    assert house.ended(again).state == "succeeded"
    row = house.cluster(A)
    assert (row.state, row.error, row.operation_id) == ("activated", None, again)


def test_a_deactivation_that_failed_in_the_end_is_tried_again(house, vcenter):
    before = house.world
    house.done("activate", A)
    vcenter.faults.fail("Destroy_Task")
    ended = house.do("deactivate", A)
    assert (ended.state, ended.error["step"]) == ("failed", "remove")
    row = house.cluster(A)
    assert (row.state, row.error["step"]) == ("deactivating", "remove")
    vcenter.faults.clear()
    again = house.runtime.operations.retry(ended.id, WHO)
    assert house.ended(again).state == "succeeded"
    assert house.world == before
