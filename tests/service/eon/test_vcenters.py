"""Registering vCenters, and everything that can be wrong with that."""

import dataclasses
import json
import socketserver
import threading

import pytest
import sqlalchemy as sa

from helion_embedded.simulators.vcenter.site import DEFAULT
from helion_services.base.audit import AuditEvent
from helion_services.base.secrets import Secret
from helion_services.eon import readiness
from helion_services.eon.models import Cluster, Manager, Property, Seen
from helion_services.eon.vcenter import inventory, session
from tests import vcenter as simulators
from tests.service.eon import forwarding
from tests.service.eon.conftest import eventually

URL = "/v2/resource_mgrs"
BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def refusal(answer, status=400):
    assert answer.status_code == status, answer.json
    return answer.json


def test_registering_answers_before_the_inventory_is_read(unwatched_env, site, vcenter):
    answer = unwatched_env.admin.post(URL, json=site)
    assert answer.status_code == 200
    shown = answer.json
    assert shown["id"] == vcenter.uuid
    assert shown["state"] == "registered"
    assert shown["password"] == "<SANITIZED>"
    assert shown["port"] == str(vcenter.port)
    assert shown["pinned"] is True
    assert shown["version"] == "6.5.0"
    assert shown["read_at"] is None
    # HPE's client takes it for granted.
    assert shown["inventory"] == {"resources": {"datacenter": {"count": 0}}}
    assert unwatched_env.admin.get(f"{URL}/{shown['id']}").json == shown


def test_its_inventory_is_read_and_its_clusters_are_imported(service_env, registered):
    datacenters = registered.inventory["resources"]["datacenter"]
    assert datacenters.pop("count") == 2
    by_name = {row["name"]: row for row in datacenters.values()}
    assert set(by_name) == {"Houston", "Boise"}
    assert by_name["Houston"]["clusters_count"] == 3
    assert set(by_name["Boise"]["clusters"].values()) == {"Compute-C", "Edge"}
    resources = service_env.admin.get("/v2/resources?type=esxcluster").json
    assert {row["name"] for row in resources} == {
        "Compute-A",
        "Compute-B",
        "Management",
        "Compute-C",
        "Edge",
    }
    assert registered.clusters == {"seen": 5, "imported": 5, "activated": 0, "active": 0}


def test_its_clusters_with_what_they_have(service_env, registered):
    answer = service_env.reader.get(f"{registered.path}/clusters").json
    assert [cluster["name"] for cluster in answer["datacenters"]] == ["Boise", "Houston"]
    clusters = {cluster["name"]: cluster for cluster in answer["clusters"]}
    cluster = clusters["Compute-A"]
    assert cluster["hosts"] == {"total": 4, "connected": 4, "maintenance": 0}
    assert cluster["obstacles"] == []
    for amounts in (cluster["cpu"], cluster["memory"], cluster["disk"]):
        assert 0 < amounts["used"] < amounts["total"]
        assert amounts["free"] == pytest.approx(amounts["total"] - amounts["used"], abs=0.1)
    assert clusters["Edge"]["obstacles"] == ["DRS not enabled for cluster Edge."]
    shown = service_env.reader.get(f"{registered.path}/clusters/{cluster['moid']}").json
    assert len(shown["hosts"]["list"]) == 4
    assert {store["shared"] for store in shown["datastores"]} == {True}


def test_its_hosts_in_one_answer(service_env, registered):
    path = f"{registered.path}/hosts"
    clusters = {
        row["name"]: row["moid"]
        for row in service_env.reader.get(f"{registered.path}/clusters").json["clusters"]
    }
    everything = service_env.reader.get(path).json
    assert everything["total"] == len(everything["hosts"]) == 16
    assert {row["cluster"] for row in everything["hosts"]} == set(clusters.values())
    two = f"{clusters['Compute-A']},{clusters['Edge']}"
    hosts = service_env.reader.get(f"{path}?cluster={two}").json["hosts"]
    assert [row["cluster"] for row in hosts] == 4 * [clusters["Compute-A"]] + 3 * [clusters["Edge"]]
    shown = service_env.reader.get(f"{registered.path}/clusters/{clusters['Compute-A']}").json
    by_moid = {row["moid"]: row for row in shown["hosts"]["list"]}
    assert {row["moid"]: row for row in hosts if row["moid"] in by_moid} == {
        moid: row | {"cluster": clusters["Compute-A"]} for moid, row in by_moid.items()
    }
    named = service_env.reader.get(f"{path}?name=10.1.20.3&limit=2").json
    assert (named["total"], len(named["hosts"])) == (4, 2)
    assert service_env.reader.get(f"{path}?name=nowhere").json == {"hosts": [], "total": 0}
    assert service_env.reader.get(f"{path}?limit=0").status_code == 400
    assert service_env.reader.get("/v2/resource_mgrs/nobody/hosts").status_code == 404


def test_the_physical_nics_of_a_cluster(service_env, registered, vcenter):
    path = f"{registered.path}/clusters"
    clusters = {row["name"]: row["moid"] for row in service_env.reader.get(path).json["clusters"]}
    path = f"{path}/{clusters['Compute-A']}/nics"
    hosts = service_env.reader.get(path).json["hosts"]
    assert [host["name"] for host in hosts] == [f"10.1.20.3{n}" for n in range(1, 5)]
    with vcenter.session() as view:
        network = view.cluster("Compute-A").host[0].config.network
        nics = {nic["device"]: nic for nic in hosts[0]["nics"]}
        assert set(nics) == {nic.device for nic in network.pnic}
        assert nics["vmnic0"]["mac"] == network.pnic[0].mac
        assert nics["vmnic0"]["switch"] == network.vswitch[0].name
    assert nics["vmnic1"]["switch"] is None
    assert service_env.reader.get(f"{registered.path}/clusters/nothing/nics").status_code == 404
    vcenter.faults.set(login="refused")
    answer = service_env.reader.get(path)
    assert (answer.status_code, answer.json["code"]) == (400, "login-refused")


@pytest.mark.parametrize("missing", ["type", "ip_address", "username", "password"])
def test_what_must_be_given(unwatched_env, site, missing):
    del site[missing]
    problem = refusal(unwatched_env.admin.post(URL, json=site))
    assert problem["detail"].startswith("Required parameters are not passed. Mandatory keys are [")
    assert problem["errors"] == {missing: ["This field is required."]}


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("ip_address", "  ", "Invalid IP address: Invalid String: '', reason: Cannot be empty"),
        ("ip_address", "300.1.1.1", "Invalid IP address"),
        ("ip_address", "a b", "Invalid IP address"),
        ("username", "", "Invalid username: Invalid String"),
        ("password", "", "Invalid password: Invalid String"),
        ("name", "", "Invalid name: Invalid String"),
        ("type", "kvm", "Type kvm is either invalid or not supported"),
        ("password", 5, "Not a valid string"),
        ("port", 0, "Must be between 1 and 65535"),
        ("port", "https", "Not a valid integer"),
        ("ca_pem", "nonsense", "a certificate in PEM format"),
        ("ca_pem", "\u00b1\u00a8\U0001f512", "a certificate in PEM format"),
        ("ca_pem", f"{BEGIN}\n\u00b1\u00a8\n{END}", "a certificate in PEM format"),
        ("ca_pem", f"{BEGIN}\nMIIB\n{END}", "a certificate in PEM format"),
        ("auto_import", "perhaps", "Not a valid boolean"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(unwatched_env, site, field, value, text):
    answer = refusal(unwatched_env.admin.post(URL, json=site | {field: value}))
    assert text in answer["error_message"]
    assert list(answer["errors"]) == [field]


def test_only_the_certificates_of_what_was_pasted_are_kept(unwatched_env, site):
    pem = site["ca_pem"].strip()
    key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"
    pasted = f"# Autorité de certification\n{pem}\n{key}"
    answer = unwatched_env.admin.post(URL, json=site | {"ca_pem": pasted})
    assert answer.status_code == 200
    with unwatched_env.runtime.db.reader() as session:
        assert session.scalars(sa.select(Manager.ca_pem)).all() == [f"{pem}\n"]


def test_a_name_that_nobody_knows(unwatched_env, site):
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"ip_address": "nowhere.invalid"}))
    assert problem["code"] == "unreachable"
    assert "ip_address" in problem["errors"]


def test_nobody_at_the_port(unwatched_env, site):
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"port": 1}))
    assert (problem["code"], list(problem["errors"])) == ("unreachable", ["ip_address"])


def test_ports_are_not_told_apart(unwatched_env, site):
    """What is there, if it is no vCenter, is not for whoever registers one."""

    class Greeter(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.sendall(b"220 ready\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        problems = []
        for port in (1, server.server_address[1]):
            address = {"ip_address": "127.0.0.1", "port": port}
            problems.append(refusal(unwatched_env.admin.post("/v2/certificates", json=address)))
            problems.append(refusal(unwatched_env.admin.post(URL, json=site | address)))
        server.shutdown()
    assert {problem["code"] for problem in problems} == {"unreachable"}
    facts = [problem["error_facts"]["ip_address"][0]["params"]["reason"] for problem in problems]
    assert {fact["code"] for fact in facts} == {"no-vcenter-there"}
    assert len({problem["detail"] for problem in problems}) == 1


def test_networks_that_are_not_allowed(unwatched_env, site):
    unwatched_env.runtime.conf.set_override("allowed_networks", [], group="eon")
    address = {"ip_address": site["ip_address"], "port": site["port"]}
    for answer in (
        unwatched_env.admin.post("/v2/certificates", json=address),
        unwatched_env.admin.post(URL, json=site),
    ):
        problem = refusal(answer)
        assert "allowed_networks" in problem["errors"]["ip_address"][0]


@simulators.needs_ipv6
def test_an_address_of_ipv6(unwatched_env, site, tmp_path):
    with simulators.started(tmp_path, addresses=("::1",), names=("::1",)) as other:
        login = {"ip_address": "::1", "port": other.port}
        certificate = unwatched_env.admin.post("/v2/certificates", json=login).json
        assert certificate["names"] == ["::1"]
        body = site | login | {"password": other.password, "ca_pem": other.ca_pem}
        answer = unwatched_env.admin.post(URL, json=body)
        assert answer.status_code == 200, answer.json
        assert answer.json["ip_address"] == "::1"
        listed = unwatched_env.admin.get(f"{URL}?ip_address=::1").json
        assert [row["id"] for row in listed] == [answer.json["id"]]


def test_one_that_names_itself_by_no_uuid(unwatched_env, site, tmp_path):
    with simulators.started(tmp_path, uuid="../no uuid") as other:
        login = {"port": other.port, "password": other.password, "ca_pem": other.ca_pem}
        problem = refusal(unwatched_env.admin.post(URL, json=site | login))
    assert problem["code"] == "unsupported-version"
    assert "which is not a UUID" in problem["detail"]


def test_a_datastore_in_maintenance_has_no_room(unwatched_env, site, tmp_path):
    houston, *others = DEFAULT.datacenters
    first, *rest = houston.clusters
    stores = tuple(dataclasses.replace(store, maintenance=True) for store in first.datastores)
    first = dataclasses.replace(first, datastores=stores)
    houston = dataclasses.replace(houston, clusters=(first, *rest))
    changed = dataclasses.replace(DEFAULT, datacenters=(houston, *others))
    with simulators.started(tmp_path, site=changed) as other:
        login = {"port": other.port, "password": other.password, "ca_pem": other.ca_pem}
        answer = unwatched_env.admin.post(URL, json=site | login)
        with session.open(unwatched_env.runtime, answer.json["id"]) as vcenter:
            clusters = {each.name: each for each in inventory.read(vcenter.si).clusters}
    assert {store.maintenance for store in clusters["Compute-A"].datastores} == {True}
    assert {store.maintenance for store in clusters["Compute-B"].datastores} == {False}
    (fault,) = readiness.cluster_faults(clusters["Compute-A"], "Houston")
    assert fault.code == "datastores-in-maintenance"


def test_a_wrong_password(unwatched_env, site):
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"password": "not this"}))
    assert problem["code"] == "login-refused"
    assert "Could not login to the vCenter server" in problem["detail"]
    assert list(problem["errors"]) == ["password"]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_a_certificate_of_nobody_is_refused(unwatched_env, site, address):
    del site["ca_pem"]
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"ip_address": address}))
    assert problem["code"] == "certificate-refused"
    assert list(problem["errors"]) == ["ca_pem"]
    assert unwatched_env.admin.get(URL).json == []


def test_looking_at_the_certificate_and_pinning_it(unwatched_env, site):
    address = {"ip_address": site["ip_address"], "port": site["port"]}
    certificate = unwatched_env.admin.post("/v2/certificates", json=address).json
    assert certificate["trusted"] is False
    assert "127.0.0.1" in certificate["names"]
    assert certificate["chain"][0]["pem"] == certificate["pem"]
    del site["ca_pem"]
    other = site | {"fingerprint": "00" * 32}
    problem = refusal(unwatched_env.admin.post(URL, json=other))
    assert (problem["code"], list(problem["errors"])) == ("certificate-refused", ["fingerprint"])
    answer = unwatched_env.admin.post(URL, json=site | {"fingerprint": certificate["fingerprint"]})
    assert answer.status_code == 200
    assert answer.json["fingerprint"] == certificate["fingerprint"]


def test_the_look_at_a_certificate_compares_its_names(unwatched_env, tmp_path):
    names = ("vcenter.corp.example",)
    with simulators.started(tmp_path, trusted=False, names=names) as other:
        address = {"ip_address": "127.0.0.1", "port": other.port}
        certificate = unwatched_env.admin.post("/v2/certificates", json=address).json
    assert certificate["names"] == list(names)
    assert certificate["trusted"] is False
    assert "was issued for another name" in certificate["reason"]
    assert "is not signed by a trusted authority" in certificate["reason"]


def test_underscores_in_the_name_of_a_host(unwatched_env, site):
    address = {"ip_address": "vcenter_prod.invalid"}
    assert refusal(unwatched_env.admin.post(URL, json=site | address))["code"] == "unreachable"


def test_an_authority_for_all(unwatched_env, site, tmp_path):
    (tmp_path / "ca.pem").write_text(site.pop("ca_pem"))
    problem = refusal(unwatched_env.admin.post(URL, json=site))
    for way in ("ca_pem", "[eon] ca_file", "the dashboard"):
        assert way in problem["error_message"]
    unwatched_env.runtime.conf.set_override("ca_file", str(tmp_path / "ca.pem"), group="eon")
    answer = unwatched_env.admin.post(URL, json=site)
    assert answer.status_code == 200, answer.json
    assert answer.json["pinned"] is True


def test_the_same_one_twice(unwatched_env, site, vcenter):
    assert unwatched_env.admin.post(URL, json=site).status_code == 200
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"name": "other"}))
    assert "(resource_manager) by ip_address (127.0.0.1) already exists." in problem["detail"]
    assert problem["code"] == "vcenter-address-taken"
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"ip_address": "localhost"}))
    assert list(problem["errors"]) == ["ip_address"]  # its address is that of the other one
    problem = refusal(unwatched_env.admin.post(URL, json=site | {"ip_address": "127.0.0.2"}))
    assert "Two different (resource_manager) with same name" in problem["detail"]
    again = site | {"ip_address": "127.0.0.2", "name": "other"}
    problem = refusal(unwatched_env.admin.post(URL, json=again))
    assert "is the vCenter that is registered as (vcenter-01)" in problem["detail"]


def test_no_more_than_the_limit(unwatched_env, site):
    unwatched_env.runtime.conf.set_override("max_vcenters", 1, group="eon")
    assert unwatched_env.admin.post(URL, json=site).status_code == 200
    more = site | {"ip_address": "127.0.0.2", "name": "other"}
    assert refusal(unwatched_env.admin.post(URL, json=more))["code"] == "too-many-vcenters"


def test_a_version_that_is_too_old(unwatched_env, site):
    unwatched_env.runtime.conf.set_override("supported_versions", ["6.7", "7.0"], group="eon")
    problem = refusal(unwatched_env.admin.post(URL, json=site))
    assert problem["code"] == "unsupported-version"
    assert (
        "VMware vCenter version (6.5.0) and build (5973321) is not supported" in problem["detail"]
    )


def test_a_vcenter_that_goes_and_comes_back(service_env, registered, vcenter):
    vcenter.faults.set(down=True)
    gone = eventually(lambda: _in_state(service_env, registered, "unreachable"), "the state")
    assert "does not answer" in gone["state_reason"]
    assert gone["inventory"]["resources"]["datacenter"]["count"] == 2
    vcenter.faults.clear()
    back = eventually(lambda: _in_state(service_env, registered, "registered"), "its return")
    assert back["state_reason"] is None
    assert back["meta_data"][0]["value"] == "registered"


def test_a_login_that_is_refused_later(service_env, registered, vcenter):
    vcenter.faults.set(login="refused", down=True)
    eventually(lambda: _in_state(service_env, registered, "unreachable"), "the state")
    vcenter.faults.set(login="refused")
    manager = eventually(lambda: _in_state(service_env, registered, "refused"), "the state")
    assert "password is wrong" in manager["state_reason"]
    assert service_env.admin.get(URL).json[0]["state"] == "refused"


def _in_state(service_env, registered, state):
    manager = service_env.admin.get(registered.path).json
    return manager if manager["state"] == state else None


def test_changing_the_login(service_env, registered, site):
    wrong = {"password": "not this"}
    assert refusal(service_env.admin.put(registered.path, json=wrong))["code"] == "login-refused"
    changed = {"ip_address": "127.0.0.2", "password": site["password"], "name": "vcenter-01"}
    answer = service_env.admin.put(registered.path, json=changed)
    assert answer.status_code == 200
    assert answer.json["ip_address"] == "127.0.0.2"
    assert answer.json["operations"] == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"name": "other"}, "vCenter name cannot be updated"),
        ({"colour": "red"}, "Required parameters are not passed. Available keys are ["),
        ({"ca_pem": None}, "The certificate of 127.0.0.1 is not signed by"),
    ],
)
def test_a_change_that_is_refused(service_env, registered, site, change, text):
    body = change | {"password": site["password"]}
    answer = refusal(service_env.admin.put(registered.path, json=body))
    assert text in answer["detail"]
    assert list(answer["errors"]) == list(change)


@pytest.fixture
def eavesdropper(vcenter):
    """A port in front of the vCenter; ``connections`` are those that came there."""
    with forwarding.Forwarder(vcenter.host, vcenter.port) as running:
        yield running


@pytest.mark.parametrize("change", ["port", "ip_address", "username", "ca_pem", "fingerprint"])
def test_the_stored_password_goes_to_no_other_peer(
    unwatched_env, site, vcenter, eavesdropper, change
):
    path = f"{URL}/{unwatched_env.admin.post(URL, json=site).json['id']}"
    body = {
        "port": {"port": eavesdropper.port},
        "ip_address": {"ip_address": "127.0.0.2"},
        "username": {"username": "somebody@vsphere.local"},
        "ca_pem": {"ca_pem": None, "port": eavesdropper.port},
        "fingerprint": {"fingerprint": "00" * 32, "port": eavesdropper.port},
    }[change]
    vcenter.faults.set(calls=[{"method": "Login"}])  # one that arrives is answered differently
    answer = refusal(unwatched_env.admin.put(path, json=body))
    assert list(answer["errors"]) == ["password"]
    assert answer["error_facts"]["password"][0]["code"] == "password-required"
    assert eavesdropper.connections == 0
    with unwatched_env.runtime.db.reader() as session:
        event = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event.detail["address"] == {
        "old": f"127.0.0.1 port {vcenter.port}",
        "new": f"{body.get('ip_address', '127.0.0.1')} port {body.get('port', vcenter.port)}",
    }
    vcenter.faults.clear()
    if "port" in body and change == "port":
        whole = body | {"password": site["password"]}
        assert unwatched_env.admin.put(path, json=whole).status_code == 200
        assert eavesdropper.connections


def test_what_stays_needs_no_password(unwatched_env, site, vcenter):
    shown = unwatched_env.admin.post(URL, json=site).json
    body = {
        "ip_address": "127.0.0.1",
        "port": vcenter.port,
        "username": site["username"],
        "ca_pem": site["ca_pem"],
    }
    answer = unwatched_env.admin.put(f"{URL}/{shown['id']}", json=body)
    assert answer.status_code == 200, answer.json
    assert answer.json["fingerprint"] == shown["fingerprint"]


def test_unregistering(service_env, registered):
    answer = service_env.admin.delete(registered.path)
    assert (answer.status_code, answer.json) == (200, None)
    assert service_env.admin.get(URL).json == []
    assert service_env.admin.get("/v2/resources").json == []
    assert service_env.admin.get(registered.path).status_code == 404
    with service_env.runtime.db.reader() as session:
        for model in (Seen, Cluster, Property, Secret):
            assert session.scalars(sa.select(model)).all() == []


def test_unregistering_several(service_env, registered):
    body = {"ids": [registered.id, "another"]}
    results = service_env.admin.post(f"{URL}/unregister", json=body).json["results"]
    assert [(row["ok"], row["code"]) for row in results] == [
        (True, None),
        (False, "vcenter-not-found"),
    ]


def test_importing_by_hand(service_env, site):
    answer = service_env.admin.post(URL, json=site | {"auto_import": False})
    path = f"{URL}/{answer.json['id']}"
    rows = eventually(
        lambda: service_env.admin.get(f"{path}/clusters").json["clusters"], "clusters"
    )
    assert {row["state"] for row in rows} == {"not_imported"}
    assert service_env.admin.get("/v2/resources").json == []
    moid = rows[0]["moid"]
    body = {"clusters": [moid, "domain-c0"]}
    done, unknown = service_env.admin.post(f"{path}/import", json=body).json["results"]
    assert (done["ok"], done["name"]) == (True, rows[0]["name"])
    assert (unknown["ok"], unknown["code"]) == (False, "vcenter-cluster-not-found")
    assert [row["id"] for row in service_env.admin.get("/v2/resources").json] == [done["resource"]]
    again = service_env.admin.post(f"{path}/import", json={"clusters": [moid]}).json["results"]
    assert (again[0]["ok"], again[0]["code"]) == (False, "cluster-imported")
    gone = service_env.admin.post(f"{path}/unimport", json={"clusters": [moid]}).json["results"]
    assert gone[0]["ok"]
    assert service_env.admin.get("/v2/resources").json == []


def test_switching_it_on_imports_at_once(service_env, site):
    answer = service_env.admin.post(URL, json=site | {"auto_import": False})
    path = f"{URL}/{answer.json['id']}"
    eventually(lambda: service_env.admin.get(f"{path}/clusters").json["clusters"], "clusters")
    assert service_env.admin.put(path, json={"auto_import": True}).status_code == 200
    assert len(service_env.admin.get("/v2/resources").json) == 5


def test_what_is_imported_by_itself_cannot_be_unimported(service_env, registered):
    moid = service_env.admin.get(f"{registered.path}/clusters").json["clusters"][0]["moid"]
    (result,) = service_env.admin.post(
        f"{registered.path}/unimport", json={"clusters": [moid]}
    ).json["results"]
    assert (result["ok"], result["code"]) == (False, "auto-import")
    off = service_env.admin.put(registered.path, json={"auto_import": False}).json
    assert off["auto_import"] is False
    (result,) = service_env.admin.post(
        f"{registered.path}/unimport", json={"clusters": [moid]}
    ).json["results"]
    assert result["ok"]


def test_errors_have_the_shape_of_hpes_service(unwatched_env):
    plain = unwatched_env.admin.get(f"{URL}/nowhere")
    assert plain.json["error_message"] == "There is no vCenter nowhere."
    answer = unwatched_env.admin.get(f"{URL}/nowhere", headers={"Accept": "application/json"})
    assert json.loads(answer.json["error_message"]) == {
        "code": 404,
        "title": "Not Found",
        "description": "There is no vCenter nowhere.",
    }
