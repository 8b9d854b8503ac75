"""Clusters: what is refused before anything is begun, and what Nova is asked."""

import pytest

from helion_services.base.operations import store
from helion_services.eon import network, notifications, properties, states
from helion_services.eon.models import CLUSTER, MANAGER, Cluster, Manager, Notification


@pytest.fixture
def put(service_env):
    """Puts a cluster into a state."""

    def act(cluster, state):
        with service_env.runtime.db.session() as session:
            session.get(Cluster, cluster["id"]).state = state

    return act


def act(service_env, cluster, action, body=None):
    verb = "delete" if action == "deactivate" else "post"
    path = f"/v2/resources/{cluster['id']}/{action}/"
    return getattr(service_env.admin, verb)(path, json={} if body is None else body)


def good():
    return {"network_properties": network.sample(), "run_playbook": True}


def test_an_activation_is_begun(service_env, clusters):
    cluster = clusters["Compute-A"]
    answer = act(service_env, cluster, "activate", good())
    assert answer.status_code == 200, answer.json
    assert answer.json["state"] == "provision-initiated"
    assert "meta_data" not in answer.json
    operation = service_env.system_admin.get(f"/v2/operations/{answer.json['operation_id']}").json
    assert (operation["service"], operation["kind"]) == ("eon", "activate")
    assert operation["resources"] == [f"esx-cluster:{cluster['id']}"]


def test_nothing_else_may_touch_it_meanwhile(service_env, registered, clusters):
    act(service_env, clusters["Compute-A"], "activate", good())
    again = act(service_env, clusters["Compute-A"], "activate", good())
    assert (again.status_code, again.json["code"]) == (400, "invalid-state")
    forced = act(service_env, clusters["Compute-A"], "deactivate", {"forced": True})
    assert (forced.status_code, forced.json["code"]) == (409, "resource-busy")
    gone = service_env.admin.delete(registered.path)
    assert (gone.status_code, gone.json["code"]) == (400, "in-use")
    assert gone.json["clusters"] == ["Compute-A"]
    (result,) = service_env.admin.post(
        "/v2/resource_mgrs/unregister", json={"ids": [registered.id]}
    ).json["results"]
    assert (result["ok"], result["code"]) == (False, "in-use")


def test_the_network_of_the_datacenter_does(service_env, registered, clusters):
    with service_env.runtime.db.session() as session:
        properties.put(session, MANAGER, registered.id, "Houston", network.sample())
    missing = act(service_env, clusters["Compute-C"], "activate")
    assert (missing.status_code, missing.json["code"]) == (400, "network-missing")
    assert act(service_env, clusters["Compute-B"], "activate").status_code == 200


def test_an_unfit_cluster(service_env, clusters):
    answer = act(service_env, clusters["Edge"], "activate", good())
    assert (answer.status_code, answer.json["code"]) == (400, "cluster-unfit")
    assert answer.json["reasons"] == ["DRS not enabled for cluster Edge."]


def test_a_network_that_breaks_a_rule(service_env, clusters):
    body = good()
    body["network_properties"]["switches"][0]["mtu"] = "100000"
    answer = act(service_env, clusters["Compute-A"], "activate", body)
    assert (answer.status_code, answer.json["code"]) == (400, "network-invalid")
    assert list(answer.json["errors"]) == ["switches.0.mtu"]
    assert service_env.system_admin.get("/v2/operations").json["operations"] == []


def test_a_vcenter_that_does_not_answer(service_env, registered, clusters):
    with service_env.runtime.db.session() as session:
        manager = session.get(Manager, registered.id)
        manager.state, manager.state_reason = states.UNREACHABLE, "It is off."
    answer = act(service_env, clusters["Compute-A"], "activate", good())
    assert (answer.status_code, answer.json["code"]) == (400, "vcenter-unusable")
    assert "It is off." in answer.json["detail"]


def test_two_proxies_cannot_have_one_address(service_env, registered, clusters, put):
    proxy = {
        "datacenter": "Houston",
        "port_group": "VM Network",
        "hostname": "p",
        "dhcp": False,
        "address": "192.0.2.20",
        "netmask": "255.255.255.0",
        "gateway": "192.0.2.1",
    }
    assert service_env.admin.put(f"{registered.path}/proxy", json=proxy).status_code == 200
    put(clusters["Compute-B"], states.ACTIVATED)
    answer = act(service_env, clusters["Compute-A"], "activate", good())
    assert answer.json["code"] == "cluster-unfit"
    assert "of Compute-B" in answer.json["reasons"][0]


def test_running_machines_keep_a_cluster(service_env, clusters, nova, put):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    nova.has(cluster["hypervisor"], "vm-1")
    answer = act(service_env, cluster, "deactivate")
    assert (answer.status_code, answer.json["code"]) == (400, "vms-running")
    assert answer.json["detail"] == (
        f"Failed to deactivate resource {cluster['id']}, Reason: VMs already running in the compute"
    )
    assert answer.json["params"] == {"count": 1, "cluster": "Compute-A", "vms": ["vm-1"]}
    forced = act(service_env, cluster, "deactivate", {"forced": True})
    assert (forced.status_code, forced.json["state"]) == (200, "deactivating")


def test_an_empty_cluster_leaves(service_env, clusters, nova, put):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    nova.has(cluster["hypervisor"])
    answer = act(service_env, cluster, "deactivate")
    assert (answer.status_code, answer.json["state"]) == (200, "deactivating")


def test_a_nova_that_does_not_answer(service_env, clusters, nova, put):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    nova.is_down()
    assert act(service_env, cluster, "deactivate").status_code == 503
    answer = service_env.reader.get(f"/v2/resources/{cluster['id']}/hypervisor")
    assert (answer.status_code, answer.json["code"]) == (503, "service-failed")


def test_the_hypervisor_and_its_machines(service_env, clusters, nova):
    cluster = clusters["Compute-A"]
    path = f"/v2/resources/{cluster['id']}/hypervisor"
    answer = service_env.reader.get(path).json
    assert (answer["hypervisor"], answer["servers"]) == (None, [])
    nova.has(cluster["hypervisor"], "vm-1", "vm-2")
    before = len(nova.requests)
    answer = service_env.reader.get(path).json
    assert answer["host"] == cluster["hypervisor"]
    assert answer["hypervisor"]["state"] == "up"
    assert [server["name"] for server in answer["servers"]] == ["vm-1", "vm-2"]
    assert answer["more"] is False
    assert len(nova.requests) - before == 2


def test_hosts_of_another_cluster(service_env, clusters, put):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    body = {"action": "add_host", "hosts": ["host-0"]}
    answer = service_env.admin.put(f"/v2/resources/{cluster['id']}", json=body)
    assert (answer.status_code, list(answer.json["errors"])) == (400, ["hosts"])


@pytest.mark.parametrize("action", ["add_host", "remove_host"])
def test_hosts(service_env, clusters, put, action):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    with service_env.runtime.db.session() as session:
        properties.put(session, CLUSTER, cluster["id"], properties.NETWORK, network.sample())
    host = service_env.admin.get(f"/v2/resources/{cluster['id']}").json["inventory"]["hosts"][0]
    body = {"action": action, "hosts": [host["moid"]]}
    answer = service_env.admin.put(f"/v2/resources/{cluster['id']}", json=body)
    assert (answer.status_code, answer.json["state"]) == (200, "host-commission-initiated")


def test_restoring_a_proxy(service_env, registered, clusters, put):
    cluster = clusters["Compute-A"]
    path = f"/v2/resources/{cluster['id']}/restore_proxy"
    assert service_env.admin.post(path).json["code"] == "invalid-state"
    put(cluster, states.ACTIVATED)
    with service_env.runtime.db.session() as session:
        properties.put(session, CLUSTER, cluster["id"], properties.NETWORK, network.sample())
    answer = service_env.admin.post(path)
    assert (answer.status_code, answer.json["kind"]) == (202, "restore_proxy")
    shown = service_env.admin.get(registered.path).json
    assert (shown["state"], shown["meta_data"][0]["value"]) == ("updating", "updating")
    (result,) = service_env.admin.post(f"{registered.path}/restore_proxy").json["results"]
    assert (result["name"], result["ok"], result["code"]) == ("Compute-A", False, "resource-busy")


def test_a_new_login_is_told_to_the_proxies(service_env, registered, clusters, put, site):
    cluster = clusters["Compute-A"]
    put(cluster, states.ACTIVATED)
    with service_env.runtime.db.session() as session:
        properties.put(session, CLUSTER, cluster["id"], properties.NETWORK, network.sample())
    login = {"password": site["password"]}
    silent = {"ip_address": "127.0.0.2", "run_playbook": False} | login
    assert service_env.admin.put(registered.path, json=silent).json["operations"] == []
    answer = service_env.admin.put(registered.path, json={"ip_address": "127.0.0.1"} | login).json
    (operation,) = answer["operations"]
    assert answer["state"] == "updating"
    with service_env.runtime.db.reader() as session:
        assert store.get(session, operation).kind == "restore_proxy"


def test_checking_a_network(service_env, clusters):
    body = {"network_properties": network.sample(), "resource": clusters["Edge"]["id"]}
    answer = service_env.reader.post("/v2/networks/check", json=body).json
    assert (answer["ok"], answer["profile"], answer["errors"]) == (True, "dvs", [])
    assert answer["obstacles"] == ["DRS not enabled for cluster Edge."]
    assert answer["obstacle_facts"] == [{"code": "drs-off", "params": {"cluster": "Edge"}}]
    answer = service_env.reader.post("/v2/networks/check", json={"network_properties": {}}).json
    assert answer["ok"] is False
    keys = {"path", "message", "code", "params"}
    assert all(set(error) == keys for error in answer["errors"])
    assert answer["errors"]


def test_the_form(service_env):
    answer = service_env.reader.get("/v2/networks/form?profile=ovsvapp").json
    assert answer["profile"] == "ovsvapp"
    assert answer["sections"]
    assert service_env.reader.get("/v2/networks/form?profile=x").status_code == 400


def test_what_others_are_told(service_env, clusters):
    with service_env.runtime.db.session() as session:
        row = session.get(Cluster, clusters["Compute-A"]["id"])
        row.state = states.ACTIVATING
        states.move(session, row, states.ACTIVATED)
        (message,) = session.new
        assert isinstance(message, Notification)
        assert message.event == notifications.ACTIVATED
        assert message.payload["resource_state"] == "activated"
        assert message.payload["resource_id"] == row.id


def test_the_error_of_what_failed_is_kept_until_the_next_time(service_env, clusters):
    expected = {"code": "no-room", "params": {"n": 1}, "message": "No room.", "step": "proxy"}
    error = expected | {"left": ["it"]}
    path = f"/v2/resources/{clusters['Compute-A']['id']}"
    with service_env.runtime.db.session() as session:
        row = session.get(Cluster, clusters["Compute-A"]["id"])
        row.state = states.PROVISIONING
        states.move(session, row, states.IMPORTED, error)
    shown = service_env.admin.get(path).json
    assert shown["error"] == shown["cluster"]["error"] == expected
    act(service_env, clusters["Compute-A"], "activate", good())
    assert service_env.admin.get(path).json["error"] is None
