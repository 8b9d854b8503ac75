"""An ESX cluster comes into the overcloud's Nova and out again, by the calls of HPE's client."""

import pathlib
import time

import pytest
import requests
import yaml

from tests import vcenter
from tests.service.eon.eonclient import Client, HTTPError

_CLUSTER = "Management"  # nobody else's tests use it
_PATIENCE = 180  # seconds for an operation

pytestmark = pytest.mark.usefixtures("overcloud_alone")


class Person:
    """Somebody with a token, who calls the service over the network."""

    def __init__(self, connection):
        self._session = requests.Session()
        self._session.headers["X-Auth-Token"] = connection.session.get_token()
        self._root = connection.session.get_endpoint(service_type="esx_onboarder")

    def __getattr__(self, verb):
        def call(path, **options):
            return self._session.request(verb, f"{self._root}{path}", timeout=60, **options)

        return call


@pytest.fixture
def person(undercloud):
    on_project = Person(undercloud.connect("admin"))
    on_project.on_system = Person(undercloud.connect("system"))
    return on_project


@pytest.fixture
def client(person):
    return Client(person)


@pytest.fixture
def compute(undercloud):
    return undercloud.connect("overcloud").compute


@pytest.fixture
def site(undercloud):
    return yaml.safe_load((undercloud.state / "vcenter.yaml").read_text())


@pytest.fixture
def manager(client, site):
    """The undercloud's vCenter, registered."""
    managers = client.get_resource_mgr_list("vcenter")
    if not managers:
        client.add_resource_mgr(
            {
                "type": "vcenter",
                "name": "of-a-test",
                "ip_address": site["address"],
                "port": str(site["port"]),
                "username": site["username"],
                "password": site["password"],
                "ca_pem": pathlib.Path(site["ca_file"]).read_text(),
            }
        )
    eventually(
        lambda: "inventory" in client.get_resource_mgr(site["uuid"]), "the inventory to be read"
    )
    yield client.get_resource_mgr(site["uuid"])
    if not managers:
        client.delete_resource_mgr(site["uuid"])


@pytest.fixture
def cluster(client, manager):
    def clusters():
        rows = client.get_resource_list("esxcluster")
        return [resource for resource in rows if resource["name"] == _CLUSTER]

    # The first answer about a vCenter has no clusters yet.
    return eventually(clusters, "the clusters to be imported")[0]


def eventually(look, what):
    end = time.monotonic() + _PATIENCE
    while not (result := look()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.5)
    return result


def settled(client, person, cluster):
    """The cluster once no operation is at work; with its operation, for what failed."""

    def look():
        # It is "provisioned" on its way, too.
        resource = client.get_resource(cluster["id"])
        operation = person.on_system.get(f"/v2/operations/{resource['operation_id']}").json()
        return operation["finished_at"] and (client.get_resource(cluster["id"]), operation)

    return eventually(look, "the operation to end")


def test_in_and_out(client, person, cluster, compute, site):
    before = _names(site)
    template = client.get_resource_template("esxcluster")
    begun = client.activate_resource(cluster["id"], template)
    assert begun["state"] == "provision-initiated"
    with pytest.raises(HTTPError, match="Found resources in activated or provisioned state"):
        client.delete_resource_mgr(site["uuid"])
    resource, operation = settled(client, person, cluster)
    assert resource["state"] == "activated", operation["error"]
    host = f"{cluster['meta_data'][0]['value']}.{site['uuid']}"
    names = {entry["name"]: entry["value"] for entry in resource["meta_data"]}
    assert {"cluster_moid", "network_properties", "hlm_properties", "hypervisor_id"} <= set(names)
    hypervisor = person.get(f"/v2/resources/{cluster['id']}/hypervisor").json()
    assert hypervisor["hypervisor"]["hypervisor_hostname"] == host
    assert hypervisor["hypervisor"]["state"] == "up"
    try:
        _refuses_while_a_machine_runs(client, compute, cluster, host)
        answer = client.deactivate_resource(cluster["id"], {"forced": False})
        assert answer["state"] == "deactivating"
        resource, operation = settled(client, person, cluster)
        assert resource["state"] == "imported", operation["error"]
    finally:
        if client.get_resource(cluster["id"])["state"] != "imported":
            client.deactivate_resource(cluster["id"], {"forced": True})
            settled(client, person, cluster)
    assert _names(site) == before
    assert list(compute.services(host=host)) == []
    assert client.get_resource(cluster["id"])["meta_data"] == cluster["meta_data"]


def _refuses_while_a_machine_runs(client, compute, cluster, host):
    server = compute.create_server(
        name="on-esx",
        flavor_id=next(compute.flavors()).id,
        image_id=next(iter(compute.images())).id,
        networks="none",
        availability_zone=f"nova:{host}",
    )
    try:
        server = compute.wait_for_server(server, wait=_PATIENCE)
        with pytest.raises(HTTPError, match="VMs already running in the compute") as raised:
            client.deactivate_resource(cluster["id"])
        assert raised.value.code == 400
    finally:
        compute.delete_server(server)
        compute.wait_for_delete(server, wait=_PATIENCE)


def _names(site):
    """What clients make in the vCenter: switches, port groups and machines."""
    with vcenter.Running(site).session() as view:
        return view.names()


def test_a_template_for_a_network_of_the_tenants(person, undercloud):
    """Nova looks for a port group that is called as the network's id in Neutron."""
    network = undercloud.connect("admin").network.find_network("esx-tenant")
    answers = {
        "mgmt_trunk": {"name": "MGMT-DVS", "nics": "vmnic1", "mtu": "1500"},
        "cloud_trunks": [
            {"name": "DATA-DVS", "nics": "vmnic2", "mtu": "1500", "network_name": network.name}
        ],
    }
    template = person.post("/v2/resources/esxcluster/get_template", json=answers).json()
    groups = {entry["name"]: entry for entry in template["network_properties"]["portGroups"]}
    group = groups[network.id]
    assert (group["switchName"], group["vlan"]) == ("DATA-DVS", "334")
    body = {"network_properties": template["network_properties"]}
    checked = person.post("/v2/networks/check", json=body).json()
    assert (checked["ok"], checked["errors"]) == (True, [])
    answers["cloud_trunks"][0]["network_name"] = "nobody"
    refused = person.post("/v2/resources/esxcluster/get_template", json=answers)
    assert refused.status_code == 400
    assert "nobody" in refused.text
