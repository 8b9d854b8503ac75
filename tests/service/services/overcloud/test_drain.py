"""Compute hosts that are emptied, joined and forgotten, on a real Nova and Placement."""

import time
import uuid

import pytest

from helion_services.base.operations.work import Work
from helion_services.nodes import compute_hosts
from helion_services.nodes.flows import drain
from helion_services.nodes.flows.drain import migrations
from helion_services.overcloud import services
from tests.unit.services.operations.conftest import lines


@pytest.fixture(scope="module")
def names(region):
    """Two hosts: one to be emptied, and one more with room."""
    prefix = f"t{uuid.uuid4().hex[:6]}"
    hosts = [f"{prefix}-compute-{index}" for index in range(2)]
    for name in hosts:
        region.host(name)
    region.until(lambda: all(ready(region, name) for name in hosts), "hosts")
    yield hosts
    region.delete_vms()
    for name in hosts:
        region.remove_host(name)
    for name in hosts:
        region.until(lambda name=name: not region.service(name).up, f"{name} to be down")
        services.delete(region.nova, region.service(name))


@pytest.fixture
def host(region, names):
    """An enabled host with nothing on it."""
    name = names[0]
    region.host(name)
    services.enable(region.nova, region.service(name))
    yield name
    region.delete_vms()
    region.host(name)


def ready(region, name):
    service = region.service(name)
    services = compute_hosts.look(region.clouds, ["nobody"]).room
    return service and service.up and name in [other.name for other in services]


def drained(host, how="live"):
    return (
        drain.DisableServices([host]),
        drain.DrainHosts([host], how),
        drain.VerifyEmpty([host]),
    )


def test_what_is_seen_agrees_with_placement(region, names, host):
    identities = region.boot(names[1], 2)
    occupancy = compute_hosts.look(region.clouds, [host, "nobody"])
    assert occupancy.vms == {host: [], "nobody": []}
    assert list(occupancy.services) == [host]
    amounts = {item.name: item for item in occupancy.room}
    assert host not in amounts
    assert amounts[names[1]] == counted(region, names[1])

    occupancy = compute_hosts.look(region.clouds, [names[1]])
    assert sorted(vm.id for vm in occupancy.vms[names[1]]) == sorted(identities)
    assert compute_hosts.count_vms(region.clouds, names) == 2
    usage = placed(region, names[1], "usages")["usages"]
    vms = occupancy.vms[names[1]]
    assert sum(vm.vcpus for vm in vms) == usage["VCPU"]
    assert sum(vm.memory_mb for vm in vms) == usage["MEMORY_MB"]
    assert sum(vm.disk_gb for vm in vms) == usage["DISK_GB"]


def test_a_disabled_host_has_no_room(region, names, host):
    services.disable(region.nova, region.service(host), "test")
    assert host not in [room.name for room in compute_hosts.look(region.clouds, [names[1]]).room]


def test_five_are_moved_live(region, host, operate):
    vms = region.boot(host, 5)
    ended = operate(*drained(host))
    assert ended.state == "succeeded", ended.error
    assert host not in region.hosts_of(vms)
    assert [region.vm(vm).status for vm in vms] == ["ACTIVE"] * 5
    assert [region.migrations(vm) for vm in vms] == [[("live-migration", "completed")]] * 5
    service = region.service(host)
    assert (service.enabled, service.reason) == (False, f"helion: {ended.id}")


def test_those_that_are_shut_off_are_moved_cold(region, host, operate):
    running, stopped = region.boot(host, 2)
    region.act(stopped, "os-stop", "SHUTOFF")
    assert operate(*drained(host)).state == "succeeded"
    assert host not in region.hosts_of([running, stopped])
    assert region.vm(running).status == "ACTIVE"
    assert region.vm(stopped).status == "SHUTOFF"
    assert region.migrations(stopped) == [("migration", "confirmed")]


def test_all_are_migrated_cold_on_request(region, host, operate):
    vms = region.boot(host, 3)
    assert operate(*drained(host, "cold")).state == "succeeded"
    assert [region.migrations(vm) for vm in vms] == [[("migration", "confirmed")]] * 3
    assert [region.vm(vm).status for vm in vms] == ["ACTIVE"] * 3


@pytest.fixture
def fails_late(region, host, monkeypatch):
    """From the fourth live migration on, those away from the host break off."""
    begun = []
    begin = migrations.live

    def live(nova, vm, target=None):
        if target is None:
            begun.append(vm)
            if len(begun) == 4:
                region.until(lambda: len(region.unsettled(host)) == 1, "the others to have ended")
                region.host(host, fail=["live_migration"], seconds=2)
        begin(nova, vm, target)

    monkeypatch.setattr(migrations, "live", live)
    return begun


def test_all_is_put_back_if_one_fails(region, host, operate, fails_late):
    vms = region.boot(host, 5)
    ended = operate(*drained(host))
    assert ended.state == "reverted", ended.error
    assert "broke off" in ended.error["message"]
    assert any("tried again" in line for line in lines(ended))
    assert region.hosts_of(vms) == [host] * 5
    assert [region.vm(vm).status for vm in vms] == ["ACTIVE"] * 5
    assert region.service(host).enabled
    back = [region.migrations(vm) for vm in vms].count([("live-migration", "completed")] * 2)
    assert back >= 2


def test_what_was_disabled_before_stays_so(region, host, operate, fails_late):
    vms = region.boot(host, 5)
    services.disable(region.nova, region.service(host), "Kim works on it")
    ended = operate(*drained(host))
    assert ended.state == "reverted", ended.error
    assert region.hosts_of(vms) == [host] * 5
    service = region.service(host)
    assert (service.enabled, service.reason) == (False, "Kim works on it")


def test_a_cancel_puts_all_back(region, host, engine, begin):
    vms = region.boot(host, 3)
    region.host(host, seconds=20)
    engine.operations.start()
    identity = begin(*drained(host))
    region.until(lambda: len(region.unsettled(host)) == 2, "two to be under way")
    engine.operations.cancel(identity)
    ended = engine.ended(identity)
    assert ended.state == "cancelled", ended.error
    assert region.hosts_of(vms) == [host] * 3
    assert region.service(host).enabled
    assert not region.unsettled(host)


def test_what_cannot_be_moved_is_refused_before_anything_is(region, host, operate):
    running, asleep = region.boot(host, 2)
    region.act(asleep, "suspend", "SUSPENDED")
    ended = operate(*drained(host))
    assert ended.state == "reverted"
    assert f"{region.vm(asleep).name} is SUSPENDED" in ended.error["message"]
    assert region.migrations(running) == []
    assert region.service(host).enabled


def test_the_reason_why_no_host_takes_it_is_reported(region, host, operate):
    (vm,) = region.boot(host)
    region.host(host, fail=["precheck"])
    ended = operate(*drained(host))
    assert ended.state == "reverted"
    assert "refuses: unsafe cache mode" in ended.error["message"]
    assert region.migrations(vm) == [("live-migration", "error")] * 2


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("after", [1, 3, 6])
def test_another_worker_goes_on(region, host, engine, begin, monkeypatch, after):
    vms = region.boot(host, 4)
    steps = drained(host)
    identity = begin(*steps)
    first, slept = engine.work(identity), []

    def sleep(work, seconds):
        slept.append(seconds)
        if len(slept) > after:
            raise Killed
        time.sleep(seconds)

    with monkeypatch.context() as patched:
        patched.setattr(Work, "sleep", sleep)
        steps[0].run(first)
        with pytest.raises(Killed):
            steps[1].run(first)
    second = engine.work(identity, "you:1:1")
    for step in drained(host):
        second.begin(step)
        step.run(second)
    assert host not in region.hosts_of(vms)
    assert [region.migrations(vm) for vm in vms] == [[("live-migration", "completed")]] * 4


def test_hosts_join_and_are_deleted(region, operate):
    name = f"t{uuid.uuid4().hex[:6]}-compute-9"
    region.host(name)
    ended = operate(drain.WaitForComputes([name]))
    assert ended.state == "succeeded", ended.error
    assert region.mapped(name)
    region.remove_host(name)
    ended = operate(drain.DeleteComputeServices([name, "nobody"]))
    assert ended.state == "succeeded", ended.error
    assert region.service(name) is None
    assert provider(region, name) is None
    assert not region.mapped(name)
    assert operate(drain.DeleteComputeServices([name])).state == "succeeded"


def test_an_orphan_in_placement_is_deleted(region, operate):
    name = f"t{uuid.uuid4().hex[:6]}-compute-9"
    region.placement.post("/resource_providers", json={"name": name})
    assert operate(drain.DeleteComputeServices([name])).state == "succeeded"
    assert provider(region, name) is None


def test_services_of_new_hosts_are_deleted_on_rollback(region, operate):
    name = f"t{uuid.uuid4().hex[:6]}-compute-9"

    class Join(drain.WaitForComputes):
        def run(self, work):
            region.host(name)
            super().run(work)
            raise ValueError("Something else goes wrong.")

        def undo(self, work):
            region.remove_host(name)

    ended = operate(drain.RecordNewHosts([name]), Join([name]))
    assert ended.state == "reverted", ended.error
    assert region.service(name) is None
    assert provider(region, name) is None


def provider(region, name):
    rows = region.placement.get("/resource_providers", params={"name": name}).json()
    return next((row["uuid"] for row in rows["resource_providers"]), None)


def placed(region, host, what):
    return region.placement.get(f"/resource_providers/{provider(region, host)}/{what}").json()


def counted(region, host):
    """What is free on a host: inventories and usages, one by one."""
    inventories = placed(region, host, "inventories")["inventories"]
    used = placed(region, host, "usages")["usages"]
    free = {
        kind: int((vm["total"] - vm["reserved"]) * vm["allocation_ratio"]) - used[kind]
        for kind, vm in inventories.items()
    }
    return compute_hosts.Host(host, free["VCPU"], free["MEMORY_MB"], free["DISK_GB"], host)


def test_a_host_that_is_down_is_evacuated_and_deleted(region, names, operate):
    """Nova rebuilds its virtual machines, and what it leaves behind in Placement is removed."""
    name = f"t{uuid.uuid4().hex[:6]}-compute-8"
    region.host(name)
    region.until(lambda: ready(region, name), name)
    vms = region.boot(name, 2)
    region.remove_host(name)
    region.until(lambda: not region.service(name).up, f"{name} to be down")
    ended = operate(
        drain.DisableServices([name]),
        drain.EvacuateHosts([name]),
        drain.VerifyEmpty([name]),
        drain.DeleteComputeServices([name]),
    )
    assert ended.state == "succeeded", ended.error
    assert name not in region.hosts_of(vms)
    assert [region.migrations(vm) for vm in vms] == [[("evacuation", "done")]] * 2
    assert [region.vm(vm).status for vm in vms] == ["ACTIVE"] * 2
    assert region.service(name) is None
    assert provider(region, name) is None


def test_a_host_that_is_down_is_deleted_with_its_virtual_machines(region, operate):
    name = f"t{uuid.uuid4().hex[:6]}-compute-7"
    region.host(name)
    region.until(lambda: ready(region, name), name)
    vms = region.boot(name, 2)
    region.remove_host(name)
    ended = operate(drain.DeleteComputeServices([name], lost=[name]))
    assert ended.state == "succeeded", ended.error
    assert [region.vm(vm) for vm in vms] == [None, None]
    assert region.service(name) is None
    assert provider(region, name) is None
