"""What happens in a vCenter is seen, by one process at a time."""

import datetime

import pytest
from pyVmomi import vim

from helion_services.base.times import now
from helion_services.eon import inventory_store, states
from helion_services.eon.models import Cluster, Manager
from helion_services.eon.watch import claims
from tests.service.eon.conftest import eventually


def cluster(service_env, registered, name):
    rows = service_env.admin.get(f"{registered.path}/clusters").json["clusters"]
    return next((row for row in rows if row["name"] == name), None)


def test_a_host_that_is_disconnected_and_comes_back(service_env, registered, vcenter):
    def connected():
        return cluster(service_env, registered, "Compute-A")["hosts"]["connected"]

    assert connected() == 4
    with vcenter.session() as view:
        host = view.cluster("Compute-A").host[0]
        view.wait(host.DisconnectHost_Task())
        try:
            eventually(lambda: connected() == 3, "the host to go")
        finally:
            view.wait(host.ReconnectHost_Task(None, None))
    eventually(lambda: connected() == 4, "the host to return")


def test_a_cluster_that_comes_and_goes(service_env, registered, vcenter):
    with vcenter.session() as view:
        folder = view.find(vim.Datacenter, "Boise").hostFolder
        managed = folder.CreateClusterEx("New-One", vim.cluster.ConfigSpecEx())
        try:
            row = eventually(lambda: cluster(service_env, registered, "New-One"), "the cluster")
            assert row["state"] == "imported"
            assert "The cluster New-One has no hosts." in row["obstacles"]
        finally:
            view.wait(managed.Destroy_Task())
    eventually(lambda: cluster(service_env, registered, "New-One") is None, "it to be forgotten")
    names = [row["name"] for row in service_env.admin.get("/v2/resources").json]
    assert "New-One" not in names


def test_one_in_use_is_kept_when_it_goes(service_env, registered, vcenter):
    with vcenter.session() as view:
        folder = view.find(vim.Datacenter, "Boise").hostFolder
        managed = folder.CreateClusterEx("Kept-One", vim.cluster.ConfigSpecEx())
        try:
            row = eventually(lambda: cluster(service_env, registered, "Kept-One"), "the cluster")
            with service_env.runtime.db.session() as session:
                session.get(Cluster, row["resource"]).state = states.PROVISIONED
        finally:
            view.wait(managed.Destroy_Task())
    gone = eventually(
        lambda: (row_ := cluster(service_env, registered, "Kept-One"))["gone"] and row_,
        "it to go",
    )
    assert gone["state"] == "provisioned"
    assert gone["obstacles"] == ["The cluster Kept-One no longer exists in vCenter."]
    shown = service_env.admin.get(f"/v2/resources/{row['resource']}").json
    assert "inventory" not in shown
    assert shown["cluster"]["gone"] is True


def test_a_session_that_has_ended_is_begun_again(service_env, registered, vcenter):
    with vcenter.session() as view:
        manager = view.content.sessionManager
        others = [
            session.key
            for session in manager.sessionList
            if session.key != manager.currentSession.key
        ]
        assert others
        manager.TerminateSession(others)
        managed = view.find(vim.Datacenter, "Boise").hostFolder.CreateClusterEx(
            "After-It", vim.cluster.ConfigSpecEx()
        )
        try:
            eventually(lambda: cluster(service_env, registered, "After-It"), "the cluster")
        finally:
            view.wait(managed.Destroy_Task())
    assert service_env.admin.get(registered.path).json["state"] == "registered"


def test_nothing_is_written_while_nothing_changes(service_env, registered, monkeypatch):
    with service_env.runtime.db.reader() as session:
        clusters = tuple(inventory_store.clusters(session, registered.id).values())
        places = tuple(inventory_store.datacenters(session, registered.id).values())
    with service_env.runtime.db.session() as session:
        manager = session.get(Manager, registered.id)
        inventory_store.write(
            session, manager, inventory_store.inventory.Inventory(places, clusters)
        )
        assert {type(row) for row in session.dirty} <= {Manager}
        assert not session.new
        assert not session.deleted


@pytest.fixture
def manager(unwatched_env, site):
    return unwatched_env.admin.post("/v2/resource_mgrs", json=site).json["id"]


def test_a_vcenter_has_one_watcher(unwatched_env, manager):
    db = unwatched_env.runtime.db
    dead_owner, remote_owner = "here:1:gone", "elsewhere.invalid:1:1"
    created = _row(unwatched_env, manager).created_at
    assert claims.claim(db, remote_owner) == {(manager, 1, created)}
    assert claims.claim(db, remote_owner) == {(manager, 1, created)}
    assert claims.claim(db, dead_owner) == set()
    with db.session() as session:
        session.get(Manager, manager).watched_until = now() - datetime.timedelta(seconds=1)
    assert claims.claim(db, dead_owner) == {(manager, 1, created)}
    assert claims.claim(db, remote_owner) == set()
    claims.release(db, dead_owner)
    assert claims.claim(db, remote_owner) == {(manager, 1, created)}


def _row(env, manager):
    with env.runtime.db.reader() as session:
        return session.get(Manager, manager)


def test_a_vcenter_that_is_registered_again_has_another_watcher(unwatched_env, manager, site):
    db, path = unwatched_env.runtime.db, f"/v2/resource_mgrs/{manager}"
    before = claims.claim(db, "a.invalid:1:1")
    assert unwatched_env.admin.delete(path).status_code == 200
    assert unwatched_env.admin.post("/v2/resource_mgrs", json=site).status_code == 200
    after = claims.claim(db, "a.invalid:1:1")
    assert {key[:2] for key in before} == {key[:2] for key in after} == {(manager, 1)}
    assert before != after


def test_a_new_login_has_another_revision(unwatched_env, manager, site):
    db = unwatched_env.runtime.db
    unwatched_env.admin.put(f"/v2/resource_mgrs/{manager}", json={"auto_import": False})
    created = _row(unwatched_env, manager).created_at
    assert claims.claim(db, "a.invalid:1:1") == {(manager, 1, created)}
    login = {"ip_address": "127.0.0.2", "password": site["password"]}
    unwatched_env.admin.put(f"/v2/resource_mgrs/{manager}", json=login)
    assert claims.claim(db, "a.invalid:1:1") == {(manager, 2, created)}


def test_a_port_group_may_be_chosen_once_it_is_there(service_env, registered, vcenter):
    def choices():
        answer = service_env.admin.get(f"{registered.path}/proxy").json["choices"]
        return next(row["port_groups"] for row in answer if row["datacenter"] == "Boise")

    dvs = vim.dvs.VmwareDistributedVirtualSwitch
    with vcenter.session() as view:
        folder = view.find(vim.Datacenter, "Boise").networkFolder
        spec = vim.DistributedVirtualSwitch.CreateSpec(configSpec=dvs.ConfigSpec(name="A-DVS"))
        switch = view.wait(folder.CreateDVS_Task(spec))
        try:
            group = vim.dvs.DistributedVirtualPortgroup.ConfigSpec(
                name="A-GROUP", type="earlyBinding", numPorts=8
            )
            view.wait(switch.AddDVPortgroup_Task([group]))
            port_groups = eventually(lambda: "A-GROUP" in choices() and choices(), "the port group")
            assert port_groups == ["A-GROUP", "VM Network"]  # no uplinks
            places = service_env.admin.get(f"{registered.path}/clusters").json["datacenters"]
            assert [row["switches"] for row in places] == [["A-DVS"], []]
        finally:
            view.wait(switch.Destroy_Task())
    eventually(lambda: "A-GROUP" not in choices(), "it to go")
