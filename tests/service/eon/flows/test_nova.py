"""Clusters of the embedded undercloud's vCenter join its overcloud's real Nova, and leave it."""

import pytest
import yaml

from helion_services.base.operations import states
from tests import vcenter as simulators
from tests.service.eon.flows.cluster_env import ClusterEnv, lines
from tests.service.eon.flows.conftest import leave
from tests.service.eon.flows.killable_conductor import kill_everywhere
from tests.service.services.overcloud.conftest import region  # noqa: F401
from tests.world import of_vcenter

A = "Compute-A"


class Nova:
    """The clouds of a runtime, with what Nova knows of a vCenter's clusters."""

    def __init__(self, region, uuid):  # noqa: F811
        self.region, self._uuid = region, uuid
        self.has, self.adapter = region.clouds.has, region.clouds.adapter

    @property
    def services(self):
        """``(status, state)`` by host."""
        rows = self.region.nova.get("/os-services").json()["services"]
        return {
            row["host"]: (row["status"], row["state"]) for row in rows if self._uuid in row["host"]
        }

    @property
    def providers(self):
        """Names of the resource providers in Placement."""
        rows = self.region.placement.get("/resource_providers").json()["resource_providers"]
        return [row["name"] for row in rows if self._uuid in row["name"]]


@pytest.fixture
def stopped_env(folder, undercloud, region):  # noqa: F811
    """Nobody runs its operations in this process."""
    vcenter = simulators.Running(yaml.safe_load((undercloud.state / "vcenter.yaml").read_text()))
    login = yaml.safe_load((undercloud.state / "clouds.yaml").read_text())["clouds"]["overcloud"]
    options = login["auth"] | {"auth_type": "password", "region_name": login["region_name"]}
    with (folder / "services.conf").open("a") as conf:
        conf.write("compute_timeout = 120\n[operations]\npoll = 0.2\n[overcloud]\n")
        conf.writelines(f"{key} = {value}\n" for key, value in options.items())
    before = of_vcenter(vcenter)
    env = ClusterEnv(folder, vcenter, Nova(region, vcenter.uuid))
    yield env
    region.delete_vms()
    env.start()
    leave(env)
    env.close()
    assert of_vcenter(vcenter) == before


@pytest.fixture
def env(stopped_env):
    stopped_env.start()
    return stopped_env


def test_the_life_of_a_cluster(env, region):  # noqa: F811
    before, nova = env.footprint, env.overcloud
    host = env.host(A)
    env.done("activate", A)
    assert nova.services == {host: ("enabled", "up")}
    assert nova.providers == [host]
    assert region.mapped(host)
    rows = region.nova.get("/os-hypervisors/detail").json()["hypervisors"]
    hypervisor = next(row for row in rows if row["hypervisor_hostname"] == host)
    assert hypervisor["id"] == env.cluster(A).hypervisor_id
    assert hypervisor["hypervisor_type"] == "VMware vCenter Server"
    assert hypervisor["service"]["host"] == host

    (vm,) = region.boot(host)
    refused = env.do("deactivate", A)
    assert (refused.state, refused.error["code"]) == ("reverted", "cluster-has-vms")
    assert nova.services == {host: ("enabled", "up")}
    assert region.vm(vm).status == "ACTIVE"

    forced = env.done("deactivate", A, forced=True)
    assert any("cannot delete the compute service of" in line for line in lines(forced))
    assert nova.services == {host: ("disabled", "down")}
    env.done("activate", A)
    assert nova.services == {host: ("enabled", "up")}

    env.done("restore_proxy", A)
    assert nova.services == {host: ("enabled", "up")}

    region.delete_vms()
    env.done("deactivate", A)
    assert (nova.services, nova.providers) == ({}, [])
    assert not region.mapped(host)
    assert env.footprint == before


def test_a_failure_after_nova_has_seen_it(env, monkeypatch):
    """Nova forgets it again."""
    from helion_services.eon.flows import proxy

    def seal(*_):
        raise ValueError("It broke.")

    monkeypatch.setattr(proxy.SealProxy, "run", seal)
    before = env.footprint
    ended = env.do("activate", A)
    assert (ended.state, ended.error["step"]) == ("reverted", "seal"), ended.error
    assert env.footprint == before
    assert env.overcloud.providers == []


def test_nova_is_away_for_a_while(env, undercloud):
    begun = env.begin("activate", A)
    env.at(begun, "start")
    with undercloud.stopped("overcloud"):
        pass
    assert env.ended(begun).state == "succeeded"
    assert env.overcloud.services == {env.host(A): ("enabled", "up")}


@pytest.mark.faults
def test_conductors_are_killed_in_each_step(stopped_env):
    env = stopped_env
    before = env.footprint
    for kind in ("activate", "deactivate"):
        begun = env.begin(kind, A)
        (env.folder / "struck").unlink(missing_ok=True)

        def over(begun=begun):
            return env.get(begun).state not in states.ACTIVE

        kill_everywhere(env.folder, ["begun", "task begun"], over, real=True)
        assert env.get(begun).state == "succeeded", env.get(begun).error
    assert env.footprint == before
    assert env.overcloud.providers == []
