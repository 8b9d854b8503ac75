"""Names that vCenter escapes, and names with blanks, dots and letters of all kinds."""

import contextlib

import pytest
from pyVmomi import vim

from helion_services.eon import inventory_store, names, network
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import inventory, session
from tests.world import of_vcenter

A = "Compute-A"


@contextlib.contextmanager
def renamed(env, kind, old, new):
    """An object with another name for a while, as vCenter stores it; the inventory is read anew."""

    def rename(before, after):
        with env.vcenter.session() as view:
            view.wait(view.find(kind, before).Rename_Task(after))
        watch(env)

    rename(old, new)
    try:
        yield
    finally:
        rename(new, old)


def watch(env):
    """Do what the watcher does after a change."""
    with session.open(env.runtime, env.vcenter.uuid) as vc:
        content = inventory.read(vc.si)
    with env.db.session() as db:
        inventory_store.write(db, db.get(Manager, env.vcenter.uuid), content)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Dev%2fTest", "Dev/Test"),
        ("Prod Cluster 01", "Prod Cluster 01"),
        ("50%25.Prod", "50%.Prod"),
        ("Büro $HOME 東京", "Büro $HOME 東京"),
    ],
)
def test_a_cluster_of_any_name_is_activated_and_deactivated(env, vcenter, stored, shown):
    with renamed(env, vim.ClusterComputeResource, A, stored):
        before = of_vcenter(vcenter)
        assert env.cluster(A).name == shown
        env.done("activate", A)
        assert env.overcloud.services == {env.host(A): ("enabled", "up")}
        env.done("deactivate", A)
        assert of_vcenter(vcenter) == before
        assert env.overcloud.services == {}


def document(form):
    """Network properties with slashes in their names, escaped or not by ``form``."""
    content = network.sample()
    for switch in content["switches"]:
        switch["name"] = form(f"Rack/{switch['name']}")
    for group in content["portGroups"]:
        group["name"] = form(f"{group['name']}/120")
        group["switchName"] = names.plain(form(f"Rack/{group['switchName']}"))
    for nic in content["vm_config"][0]["nics"]:
        nic["portGroup"] = f"{nic['portGroup']}/120"
    content["esx_conf_net"]["portGroup"] += "/120"
    return content


@pytest.mark.parametrize("form", [names.plain, names.escaped])
def test_so_are_networks_of_any_name_in_a_datacenter_of_any_name(env, vcenter, form):
    with renamed(env, vim.Datacenter, "Houston", "Houston%2fTX"):
        before = of_vcenter(vcenter)
        assert env.cluster(A).datacenter == "Houston/TX"
        env.done("activate", A, document(form))
        after = of_vcenter(vcenter)
        assert "Rack%2fMGMT-DVS" in after["switches"]
        assert {"ESX-CONF%2f120", "MGMT%2f120"} <= set(after["port groups"])
        watch(env)
        with env.db.reader() as db:
            places = inventory_store.datacenters(db, env.vcenter.uuid).values()
        (place,) = (place for place in places if place.name == "Houston/TX")
        assert "Rack/MGMT-DVS" in place.switches
        assert {"ESX-CONF/120", "MGMT/120"} <= set(place.networks)
        env.done("deactivate", A)
        assert of_vcenter(vcenter) == before
