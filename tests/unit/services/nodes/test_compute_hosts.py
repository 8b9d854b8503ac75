"""What is read from the overcloud's Nova and Placement."""

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.nodes import compute_hosts
from helion_services.nodes.flows.drain import migrations
from helion_services.nodes.flows.drain.migrations import Migration
from helion_services.overcloud.vms import on_host
from tests.unit.services.nodes.nova import Answer, Nova

LEAVING, FREE, FULL, OFF, DOWN, ESX = (f"overcloud-compute-{index}" for index in range(6))


class Clouds:
    """Nova and Placement, or neither."""

    def __init__(self, **apis):
        self._apis = apis

    def adapter(self, cloud, service_type, **options):
        if service_type not in self._apis:
            raise Unavailable(cloud, Message("none", "There is no login for overcloud."))
        return self._apis[service_type]


class Placement:
    """Candidates of all but the full host."""

    def __init__(self, *hosts):
        self._hosts = hosts

    def get(self, path, params):
        assert (path, params["resources"]) == ("/allocation_candidates", "VCPU:1")
        resources = {
            "VCPU": {"capacity": 192, "used": 2},
            "MEMORY_MB": {"capacity": 4096, "used": 1024},
        }
        return Answer({"provider_summaries": {h: {"resources": resources} for h in self._hosts}})


@pytest.fixture
def nova(monkeypatch):
    cloud = Nova(LEAVING, FREE, FULL, OFF, DOWN, ESX)
    cloud.services[OFF]["status"] = "disabled"
    cloud.services[DOWN]["state"] = "down"
    cloud.vm("vm-b", LEAVING)
    cloud.vm("vm-a", LEAVING, "SHUTOFF")
    cloud.vm("vm-c", FREE)

    def hypervisors(self, **_):
        rows = [
            {
                "id": host,
                "hypervisor_hostname": f"{host}.example.org",
                "service": {"host": host},
                "hypervisor_type": "VMware vCenter Server" if host == ESX else "QEMU",
            }
            for host in self.services
        ]
        return {"hypervisors": rows}

    monkeypatch.setitem(Nova._routes, ("get", "/os-hypervisors/detail"), hypervisors)
    return cloud


@pytest.fixture
def clouds(nova):
    return Clouds(compute=nova.api, placement=Placement(LEAVING, FREE, OFF, DOWN, ESX))


def test_look(clouds):
    occupancy = compute_hosts.look(clouds, [LEAVING, "nobody"])
    assert [vm.name for vm in occupancy.vms[LEAVING]] == ["vm-a", "vm-b"]
    assert occupancy.vms["nobody"] == []
    assert list(occupancy.services) == [LEAVING]
    assert occupancy.room == [compute_hosts.Host(f"{FREE}.example.org", 190, 3072, 0, FREE)]
    assert occupancy.groups == ()


def group(policy, *members, **rules):
    return {"name": f"{policy} group", "policy": policy, "rules": rules, "members": members}


def test_groups_of_those_that_leave(nova, clouds):
    nova.groups = [
        group("anti-affinity", "vm-a", "vm-c", "gone"),
        group("anti-affinity", "vm-b", max_server_per_host=2),
        group("affinity", "vm-a", "vm-b"),
        group("soft-anti-affinity", "vm-a", "vm-c"),
        group("affinity", "vm-c"),
    ]
    groups = compute_hosts.look(clouds, [LEAVING]).groups
    assert [(each.policy, each.limit, each.staying) for each in groups] == [
        ("anti-affinity", 1, {FREE: 1}),
        ("anti-affinity", 2, {}),
        ("affinity", 1, {}),
    ]


def test_what_a_flavor_needs(nova):
    nova.vms["vm-c"]["flavor"]["extra_specs"] = {
        "hw:cpu_policy": "dedicated",
        "trait:HW_CPU_X86_VMX": "required",
        "quota:disk_read_iops_sec": "100",
    }
    assert on_host(nova.api, FREE)[0].needs == (
        "hw:cpu_policy=dedicated",
        "trait:HW_CPU_X86_VMX=required",
    )


@pytest.mark.parametrize("hosts", [[LEAVING], [LEAVING, FREE, FULL]])
def test_four_calls_and_one_for_each_host(nova, clouds, hosts):
    calls = []
    nova.before = lambda: calls.append(1)
    compute_hosts.look(clouds, hosts)
    assert len(calls) == 3 + len(hosts)  # and one to Placement


def test_what_a_virtual_machine_takes(nova):
    vm = on_host(nova.api, FREE)[0]
    assert (vm.vcpus, vm.memory_mb, vm.disk_gb) == (2, 2048, 26)
    nova.vms["vm-c"]["image"] = ""  # it boots from a volume
    assert on_host(nova.api, FREE)[0].disk_gb == 6


def test_many_are_read_in_pages(nova):
    pages = [
        {"servers": [nova.vms["vm-a"]], "servers_links": [{"rel": "next"}]},
        {"servers": [nova.vms["vm-b"]]},
    ]
    requests = []

    def get(path, params):
        requests.append(params.get("marker"))
        return Answer(pages[len(requests) - 1])

    nova.api.get = get
    assert [vm.name for vm in on_host(nova.api, LEAVING)] == ["vm-a", "vm-b"]
    assert requests == [None, "vm-a"]


def test_how_many(clouds):
    assert compute_hosts.count_vms(clouds, [LEAVING, FREE]) == 3
    assert compute_hosts.count_vms(Clouds(), [LEAVING]) is None


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            keystoneauth.ConnectFailure("Unable to establish connection"),
            "The overcloud's Nova cannot be reached.",
        ),
        (
            keystoneauth.InternalServerError("Something broke. (HTTP 500)"),
            "The overcloud's Nova failed: Something broke.",
        ),
    ],
)
def test_a_nova_that_fails(nova, clouds, error, text):
    def fail():
        raise error

    nova.before = fail
    with pytest.raises(Unavailable) as raised:
        compute_hosts.look(clouds, [LEAVING])
    assert raised.value.detail == text
    assert raised.value.extra["service"] == "overcloud compute"
    assert compute_hosts.count_vms(clouds, [LEAVING]) is None


def test_no_login():
    with pytest.raises(Unavailable, match="no login"):
        compute_hosts.look(Clouds(), [LEAVING])


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        ("completed", migrations.DONE),
        ("confirmed", migrations.DONE),
        ("done", migrations.DONE),
        ("error", migrations.FAILED),
        ("failed", migrations.FAILED),
        ("cancelled", migrations.FAILED),
        ("reverted", migrations.FAILED),
        ("finished", migrations.HALTED),
        ("queued", migrations.BUSY),
        ("accepted", migrations.BUSY),
        ("preparing", migrations.BUSY),
        ("pre-migrating", migrations.BUSY),
        ("running", migrations.BUSY),
        ("migrating", migrations.BUSY),
        ("post-migrating", migrations.BUSY),
        ("confirming", migrations.BUSY),
        ("reverting", migrations.BUSY),
        ("something new", migrations.BUSY),
    ],
)
def test_how_a_migration_is(status, verdict):
    assert Migration(1, "vm", status, "live-migration", "a", "b").verdict == verdict
