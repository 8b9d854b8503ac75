"""``kill -9`` of the conductor at every point of every operation: another one goes on.

The default run has a sample.
"""

import pytest

from helion_services.base.operations import states
from tests.service.eon.flows.house import disconnected, maintenance
from tests.service.eon.flows.mortal import kill_everywhere

A = "Compute-A"
RUNNING = ("begun", "recorded", "noted", "moved", "task ahead", "task begun", "task ended")
UNDOING = (
    "failed",
    "undo begun",
    "undo recorded",
    "undo task ahead",
    "undo task begun",
    "undo task ended",
)
TASKS = {
    "Make the switch MGMT-DVS",
    "Make port groups on MGMT-DVS: ESX-CONF, MGMT",
    "Attach hosts to MGMT-DVS",
    "Clone novaproxy_Houston_Compute-A",
    "Configure novaproxy_Houston_Compute-A",
    "Hand novaproxy_Houston_Compute-A its configuration",
    "Power on novaproxy_Houston_Compute-A",
    "Take the password out of novaproxy_Houston_Compute-A",
}


def killed(house, kind, points, name=A, **options):
    """Run an operation to its end; returns it and where conductors were killed."""
    begun = house.begin(kind, name, **options)
    struck = kill_everywhere(
        house.folder, points, lambda: house.get(begun).state not in states.ACTIVE
    )
    return house.get(begun), struck


def prepared(house, *activities):
    """Do something undisturbed: conductors of this process, which are stopped again."""
    house.start()
    for kind, name in activities:
        house.done(kind, name)
    house.runtime.operations.stop()


def whats(struck, kind):
    return {point.partition(": ")[2] for point in struck if point.startswith(f"{kind}: ")}


def test_activate_killed_while_tasks_run(closed_house):
    house = closed_house
    ended, struck = killed(house, "activate", ["task begun"])
    assert ended.state == "succeeded", ended.error
    assert whats(struck, "task begun") == TASKS
    found = house.world
    assert house.cluster(A).state == "activated"
    assert list(found["nova"].values()) == [("enabled", "up")]
    assert [name for name, _ in found["vcenter"]["machines"]].count(
        "novaproxy_Houston_Compute-A"
    ) == 1


@pytest.mark.faults
class TestEverywhere:
    def test_activate_while_requests_are_on_their_way(self, closed_house, vcenter):
        house = closed_house
        slow = ("CreateDVS_Task", "AddDVPortgroup_Task", "ReconfigureDvs_Task", "CloneVM_Task")
        slow += ("ReconfigVM_Task", "PowerOnVM_Task")
        vcenter.faults.set(calls=[{"method": method, "seconds": 2} for method in slow])
        ended, struck = killed(house, "activate", ["task on its way"])
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "task on its way") == TASKS
        assert house.cluster(A).state == "activated"

    def test_activate(self, closed_house):
        house = closed_house
        ended, struck = killed(house, "activate", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "task ahead") == whats(struck, "task begun") == TASKS
        assert (
            whats(struck, "begun")
            == whats(struck, "recorded")
            == {step.name for step in ended.steps}
        )
        assert house.cluster(A).state == "activated"
        before = house.world
        prepared(house, ("activate", "Compute-B"), ("deactivate", "Compute-B"))
        assert house.world == before

    def test_activate_that_is_taken_back(self, closed_house, vcenter):
        house = closed_house
        before = house.world
        vcenter.faults.set(calls=[{"method": "PowerOnVM_Task"}])
        ended, struck = killed(house, "activate", UNDOING)
        assert (ended.state, ended.error["step"]) == ("reverted", "start"), ended.error
        assert "left" not in ended.error
        assert len(struck) > 20
        assert house.world == before

    def test_activate_that_nova_never_sees_is_taken_back(self, closed_house):
        house = closed_house
        before = house.world
        with (house.folder / "services.conf").open("a") as conf:
            conf.write("[eon]\ncompute_timeout = 2\n")
        house.overcloud.boots_proxies = False
        ended, _ = killed(house, "activate", UNDOING)
        house.overcloud.boots_proxies = True
        assert (ended.state, ended.error["step"]) == ("reverted", "compute"), ended.error
        assert house.world == before

    def test_deactivate(self, closed_house):
        house = closed_house
        before = house.world
        prepared(house, ("activate", A))
        ended, struck = killed(house, "deactivate", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "begun") == {step.name for step in ended.steps}
        assert house.world == before

    def test_deactivate_that_is_refused(self, closed_house):
        house = closed_house
        prepared(house, ("activate", A))
        before = house.world
        house.overcloud.boots(house.host(A), "vm-1")
        ended, _ = killed(house, "deactivate", UNDOING)
        assert ended.state == "reverted", ended.error
        assert house.world == before
        house.overcloud.boots(house.host(A))

    def test_add_host(self, closed_house, vcenter):
        house = closed_house
        with vcenter.session() as view:
            name = view.cluster(A).host[2].name
        with disconnected(vcenter, name) as reconnect:
            prepared(house, ("activate", A))
            reconnect()
            with maintenance(vcenter, name):
                ended, struck = killed(house, "add_host", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert "Attach hosts to MGMT-DVS" in whats(struck, "task begun")
        assert name in house.world["vcenter"]["switches"]["MGMT-DVS"]
        assert house.cluster(A).state == "activated"

    def test_remove_host(self, closed_house, vcenter):
        house = closed_house
        prepared(house, ("activate", A))
        with vcenter.session() as view:
            used = view.machine("novaproxy_Houston_Compute-A").runtime.host
            name = next(host.name for host in view.cluster(A).host if host != used)
        with maintenance(vcenter, name):
            ended, _ = killed(house, "remove_host", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert name not in house.world["vcenter"]["switches"]["MGMT-DVS"]

    def test_restore_proxy(self, closed_house):
        house = closed_house
        prepared(house, ("activate", A))
        before = house.world
        ended, _ = killed(house, "restore_proxy", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert house.world == before
