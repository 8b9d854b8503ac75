"""What keeps a cluster from being activated."""

import dataclasses

import pytest

from helion_services.eon import readiness
from helion_services.eon.vcenter.inventory import Cluster, Datastore, Host

HOST = Host(
    moid="host-1",
    name="10.1.20.31",
    connection_state="connected",
    maintenance=False,
    power_state="poweredOn",
    version="6.5.0",
    cpu=62400,
    cpu_used=100,
    memory=262144,
    memory_used=1000,
    vms=0,
    datastores=("datastore-1",),
)
STORE = Datastore("datastore-1", "vmfs01", 8192.0, 5210.0, accessible=True, shared=True)
CLUSTER = Cluster("domain-c1", "Compute-A", "datacenter-1", True, True, (HOST,), (STORE,))


def faults(datacenter="Houston", **changes):
    faults = readiness.cluster_faults(dataclasses.replace(CLUSTER, **changes), datacenter)
    return [fault.detail for fault in faults]


def host(**changes):
    return dataclasses.replace(HOST, **changes)


def store(**changes):
    return dataclasses.replace(STORE, **changes)


def test_nothing():
    assert faults() == []


@pytest.mark.parametrize("name", ["Compute A", "Compute.A", "Büro", "Dev/Test", "100%", "東京"])
def test_any_name(name):
    assert faults(name=name, datacenter=name) == []


@pytest.mark.parametrize("name", ["a\nb", "a\x07b", "a\\$b"])
def test_names_that_no_configuration_can_hold(name):
    rule = f"contains characters that no configuration file can hold: “{name}”."
    assert faults(name=name) == [f"The name of the cluster {rule}"]
    assert faults(datacenter=name) == [f"The name of the datacenter {rule}"]


def test_no_host():
    assert faults(hosts=()) == ["The cluster Compute-A has no hosts."]


@pytest.mark.parametrize(
    "changes",
    [
        {"connection_state": "disconnected"},
        {"connection_state": "notResponding"},
        {"maintenance": True},
        {"power_state": "standBy"},
    ],
)
def test_no_host_that_can_be_used(changes):
    (text,) = faults(hosts=(host(**changes),))
    assert "No host of the cluster Compute-A is connected, powered on" in text
    assert faults(hosts=(host(**changes), HOST)) == []


@pytest.mark.parametrize("stores", [(), (store(shared=False),), (store(accessible=False),)])
def test_no_datastore_that_all_share(stores):
    assert faults(datastores=stores) == ["The connected hosts of Compute-A share no datastore."]


def test_drs_is_off():
    assert faults(drs=False) == ["DRS not enabled for cluster Compute-A."]


def test_all_at_once():
    assert len(faults(name="a\nb", datacenter="c\nd", hosts=(), drs=False)) == 4


def test_the_datastore_with_most_room_comes_first():
    large = store(moid="datastore-2", free=7000.0)
    stores = readiness.shared_datastores(dataclasses.replace(CLUSTER, datastores=(STORE, large)))
    assert stores == [large, STORE]


def test_a_datastore_in_maintenance_is_passed_over():
    larger = store(moid="datastore-2", name="vmfs02", free=8000.0, maintenance=True)
    cluster = dataclasses.replace(CLUSTER, datastores=(larger, STORE))
    assert readiness.shared_datastores(cluster) == [STORE]
    assert faults(datastores=(larger, STORE)) == []
    assert faults(datastores=(larger,)) == [
        "These datastores are in maintenance, and the connected hosts of Compute-A share no other:"
        " vmfs02."
    ]
