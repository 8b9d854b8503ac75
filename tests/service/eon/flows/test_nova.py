"""Clusters of the embedded undercloud's vCenter join its overcloud's real Nova, and leave it."""

import pytest
import yaml

from helion_services.base.operations import states
from tests import vcenter as simulators
from tests.service.eon.flows.conftest import leave
from tests.service.eon.flows.house import House, lines, seen
from tests.service.eon.flows.mortal import kill_everywhere
from tests.service.services.overcloud.conftest import region  # noqa: F401

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
def closed_house(folder, undercloud, region):  # noqa: F811
    """Nobody runs its operations in this process."""
    vcenter = simulators.Running(yaml.safe_load((undercloud.state / "vcenter.yaml").read_text()))
    login = yaml.safe_load((undercloud.state / "clouds.yaml").read_text())["clouds"]["overcloud"]
    options = login["auth"] | {"auth_type": "password", "region_name": login["region_name"]}
    with (folder / "services.conf").open("a") as conf:
        conf.write("compute_timeout = 120\n[operations]\npoll = 0.2\n[overcloud]\n")
        conf.writelines(f"{key} = {value}\n" for key, value in options.items())
    before = seen(vcenter)
    made = House(folder, vcenter, Nova(region, vcenter.uuid))
    yield made
    region.delete_vms()
    made.start()
    leave(made)
    made.close()
    assert seen(vcenter) == before


@pytest.fixture
def house(closed_house):
    closed_house.start()
    return closed_house


def test_the_life_of_a_cluster(house, region):  # noqa: F811
    before, nova = house.world, house.overcloud
    host = house.host(A)
    house.done("activate", A)
    assert nova.services == {host: ("enabled", "up")}
    assert nova.providers == [host]
    assert region.mapped(host)
    rows = region.nova.get("/os-hypervisors/detail").json()["hypervisors"]
    found = next(row for row in rows if row["hypervisor_hostname"] == host)
    assert found["id"] == house.cluster(A).hypervisor_id
    assert found["hypervisor_type"] == "VMware vCenter Server"
    assert found["service"]["host"] == host

    (vm,) = region.boot(host)
    refused = house.do("deactivate", A)
    assert (refused.state, refused.error["code"]) == ("reverted", "vms-running")
    assert nova.services == {host: ("enabled", "up")}
    assert region.vm(vm).status == "ACTIVE"

    forced = house.done("deactivate", A, forced=True)
    assert any("does not let go of" in line for line in lines(forced))
    assert nova.services == {host: ("disabled", "down")}
    house.done("activate", A)
    assert nova.services == {host: ("enabled", "up")}

    house.done("restore_proxy", A)
    assert nova.services == {host: ("enabled", "up")}

    region.delete_vms()
    house.done("deactivate", A)
    assert (nova.services, nova.providers) == ({}, [])
    assert not region.mapped(host)
    assert house.world == before


def test_a_failure_after_nova_has_seen_it(house, monkeypatch):
    """Nova forgets it again."""
    from helion_services.eon.flows import proxy

    def seal(*_):
        raise ValueError("It broke.")

    monkeypatch.setattr(proxy.SealProxy, "run", seal)
    before = house.world
    ended = house.do("activate", A)
    assert (ended.state, ended.error["step"]) == ("reverted", "seal"), ended.error
    assert house.world == before
    assert house.overcloud.providers == []


def test_nova_is_away_for_a_while(house, undercloud):
    begun = house.begin("activate", A)
    house.at(begun, "start")
    with undercloud.stopped("overcloud"):
        pass
    assert house.ended(begun).state == "succeeded"
    assert house.overcloud.services == {house.host(A): ("enabled", "up")}


@pytest.mark.faults
def test_conductors_are_killed_in_each_step(closed_house):
    house = closed_house
    before = house.world
    for kind in ("activate", "deactivate"):
        begun = house.begin(kind, A)
        (house.folder / "struck").unlink(missing_ok=True)

        def over(begun=begun):
            return house.get(begun).state not in states.ACTIVE

        kill_everywhere(house.folder, ["begun", "task begun"], over, real=True)
        assert house.get(begun).state == "succeeded", house.get(begun).error
    assert house.world == before
    assert house.overcloud.providers == []
