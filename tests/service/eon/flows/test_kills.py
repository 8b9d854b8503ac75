"""``kill -9`` of the conductor at every point of every operation: another one goes on.

The default run has a sample.
"""

import pytest

from helion_services.base.operations import states
from tests.service import killing
from tests.service.eon.flows.cluster_env import disconnected, maintenance
from tests.service.eon.flows.killable_conductor import kill_everywhere
from tests.service.killing import whats

A = "Compute-A"
RUNNING = (*killing.RUNNING, "moved", "task ahead", "task begun", "task ended")
UNDOING = (*killing.UNDOING, "undo task ahead", "undo task begun", "undo task ended")
TASKS = {
    "Create the switch MGMT-DVS",
    "Create port groups on MGMT-DVS: ESX-CONF and MGMT",
    "Attach hosts to MGMT-DVS",
    "Clone novaproxy_Houston_Compute-A",
    "Configure novaproxy_Houston_Compute-A",
    "Write the configuration of novaproxy_Houston_Compute-A",
    "Power on novaproxy_Houston_Compute-A",
    "Remove the password from novaproxy_Houston_Compute-A",
}


def killed(env, kind, points, name=A, **options):
    """Run an operation to its end; returns it and where conductors were killed."""
    begun = env.begin(kind, name, **options)
    struck = kill_everywhere(env.folder, points, lambda: env.get(begun).state not in states.ACTIVE)
    return env.get(begun), struck


def prepared(env, *activities):
    """Do something undisturbed: conductors of this process, which are stopped again."""
    env.start()
    for kind, name in activities:
        env.done(kind, name)
    env.runtime.operations.stop()


def test_activate_killed_while_tasks_run(stopped_env):
    env = stopped_env
    ended, struck = killed(env, "activate", ["task begun"])
    assert ended.state == "succeeded", ended.error
    assert whats(struck, "task begun") == TASKS
    footprint = env.footprint
    assert env.cluster(A).state == "activated"
    assert list(footprint["nova"].values()) == [("enabled", "up")]
    assert [name for name, _ in footprint["vcenter"]["machines"]].count(
        "novaproxy_Houston_Compute-A"
    ) == 1


@pytest.mark.faults
class TestEverywhere:
    def test_activate_while_requests_are_on_their_way(self, stopped_env, vcenter):
        env = stopped_env
        slow = ("CreateDVS_Task", "AddDVPortgroup_Task", "ReconfigureDvs_Task", "CloneVM_Task")
        slow += ("ReconfigVM_Task", "PowerOnVM_Task")
        vcenter.faults.set(calls=[{"method": method, "seconds": 2} for method in slow])
        ended, struck = killed(env, "activate", ["task on its way"])
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "task on its way") == TASKS
        assert env.cluster(A).state == "activated"

    def test_activate(self, stopped_env):
        env = stopped_env
        ended, struck = killed(env, "activate", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "task ahead") == whats(struck, "task begun") == TASKS
        assert (
            whats(struck, "begun")
            == whats(struck, "recorded")
            == {step.name for step in ended.steps}
        )
        assert env.cluster(A).state == "activated"
        before = env.footprint
        prepared(env, ("activate", "Compute-B"), ("deactivate", "Compute-B"))
        assert env.footprint == before

    def test_activate_that_is_taken_back(self, stopped_env, vcenter):
        env = stopped_env
        before = env.footprint
        vcenter.faults.set(calls=[{"method": "PowerOnVM_Task"}])
        ended, struck = killed(env, "activate", UNDOING)
        assert (ended.state, ended.error["step"]) == ("reverted", "start"), ended.error
        assert "left" not in ended.error
        assert len(struck) > 20
        assert env.footprint == before

    def test_activate_that_nova_never_sees_is_taken_back(self, stopped_env):
        env = stopped_env
        before = env.footprint
        with (env.folder / "services.conf").open("a") as conf:
            conf.write("[eon]\ncompute_timeout = 2\n")
        env.overcloud.boots_proxies = False
        ended, _ = killed(env, "activate", UNDOING)
        env.overcloud.boots_proxies = True
        assert (ended.state, ended.error["step"]) == ("reverted", "compute"), ended.error
        assert env.footprint == before

    def test_deactivate(self, stopped_env):
        env = stopped_env
        before = env.footprint
        prepared(env, ("activate", A))
        ended, struck = killed(env, "deactivate", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert whats(struck, "begun") == {step.name for step in ended.steps}
        assert env.footprint == before

    def test_deactivate_that_is_refused(self, stopped_env):
        env = stopped_env
        prepared(env, ("activate", A))
        before = env.footprint
        env.overcloud.boots(env.host(A), "vm-1")
        ended, _ = killed(env, "deactivate", UNDOING)
        assert ended.state == "reverted", ended.error
        assert env.footprint == before
        env.overcloud.boots(env.host(A))

    def test_add_host(self, stopped_env, vcenter):
        env = stopped_env
        with vcenter.session() as view:
            name = view.cluster(A).host[2].name
        with disconnected(vcenter, name) as reconnect:
            prepared(env, ("activate", A))
            reconnect()
            with maintenance(vcenter, name):
                ended, struck = killed(env, "add_host", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert "Attach hosts to MGMT-DVS" in whats(struck, "task begun")
        assert name in env.footprint["vcenter"]["switches"]["MGMT-DVS"]
        assert env.cluster(A).state == "activated"

    def test_remove_host(self, stopped_env, vcenter):
        env = stopped_env
        prepared(env, ("activate", A))
        with vcenter.session() as view:
            used = view.machine("novaproxy_Houston_Compute-A").runtime.host
            name = next(host.name for host in view.cluster(A).host if host != used)
        with maintenance(vcenter, name):
            ended, _ = killed(env, "remove_host", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert name not in env.footprint["vcenter"]["switches"]["MGMT-DVS"]

    def test_restore_proxy(self, stopped_env):
        env = stopped_env
        prepared(env, ("activate", A))
        before = env.footprint
        ended, _ = killed(env, "restore_proxy", RUNNING)
        assert ended.state == "succeeded", ended.error
        assert env.footprint == before
