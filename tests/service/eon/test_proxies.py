"""How compute proxies are deployed: what may be said, and when."""

import pytest

from helion_services.eon import states
from helion_services.eon.models import Cluster, Seen

GOOD = {
    "datacenter": "Houston",
    "port_group": "VM Network",
    "hostname": "esx-proxy",
    "dhcp": False,
    "address": "192.0.2.20",
    "netmask": "255.255.255.0",
    "gateway": "192.0.2.1",
}
DHCP = GOOD | {"dhcp": True, "address": None, "netmask": None, "gateway": None}


@pytest.fixture
def path(registered):
    return f"{registered.path}/proxy"


def test_there_is_none_at_first(service_env, path):
    answer = service_env.reader.get(path).json
    assert answer["proxy"] is None
    assert (answer["inherited"], answer["changeable"], answer["reason"]) == (False, True, None)
    assert [choice["datacenter"] for choice in answer["choices"]] == ["Boise", "Houston"]
    assert all("VM Network" in choice["port_groups"] for choice in answer["choices"])
    for choice in answer["choices"]:
        (network,) = (each for each in choice["networks"] if each["name"] == "VM Network")
        assert network["switch"] is None


@pytest.mark.parametrize("proxy", [GOOD, DHCP])
def test_it_is_kept(service_env, path, proxy):
    answer = service_env.admin.put(path, json=proxy).json
    proxy = proxy | {"port_group_moid": moid(answer, "Houston", "VM Network")}
    assert answer["proxy"] == proxy
    assert service_env.reader.get(path).json["proxy"] == proxy
    assert service_env.admin.delete(path).json["proxy"] is None


def moid(answer, datacenter, name):
    """The moid of the network of that name, of which there is one."""
    (network_moid,) = (
        network["moid"]
        for choice in answer["choices"]
        for network in choice["networks"]
        if (choice["datacenter"], network["name"]) == (datacenter, name)
    )
    return network_moid


def test_a_port_group_is_known_by_its_moid(service_env, path):
    choice = moid(service_env.reader.get(path).json, "Houston", "VM Network")
    body = GOOD | {"port_group_moid": choice, "port_group": "its name of before"}
    answer = service_env.admin.put(path, json=body).json["proxy"]
    assert (answer["port_group"], answer["port_group_moid"]) == ("VM Network", choice)
    elsewhere = moid(service_env.reader.get(path).json, "Boise", "VM Network")
    answer = service_env.admin.put(path, json=GOOD | {"port_group_moid": elsewhere})
    assert list(answer.json["errors"]) == ["port_group"]


def test_networks_of_one_name(service_env, registered, path):
    with service_env.runtime.db.session() as db:
        row = next(row for row in db.query(Seen) if row.name == "Houston")
        group = {"moid": "dvportgroup-99", "name": "VM Network", "switch": "Other-DVS"}
        row.content = row.content | {"port_groups": [*row.content["port_groups"], group]}
    answer = service_env.admin.put(path, json=GOOD)
    assert "Other-DVS (dvportgroup-99)" in answer.json["errors"]["port_group"][0]
    answer = service_env.admin.put(path, json=GOOD | {"port_group_moid": "dvportgroup-99"})
    assert answer.json["proxy"]["port_group_moid"] == "dvportgroup-99"


def test_a_clusters_own_comes_first(service_env, path, clusters):
    service_env.admin.put(path, json=DHCP)
    own = f"/v2/resources/{clusters['Compute-A']['id']}/proxy"
    answer = service_env.reader.get(own).json
    complete = {"port_group_moid": moid(answer, "Houston", "VM Network")}
    assert (answer["proxy"], answer["inherited"]) == (DHCP | complete, True)
    answer = service_env.admin.put(own, json=GOOD).json
    assert (answer["proxy"], answer["inherited"]) == (GOOD | complete, False)
    answer = service_env.admin.delete(own).json
    assert (answer["proxy"], answer["inherited"]) == (DHCP | complete, True)


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"hostname": "esx_proxy"}, "hostname", "Underscores"),
        ({"hostname": "-proxy"}, "hostname", "hyphens at either end"),
        ({"hostname": "x" * 64}, "hostname", "at most 63"),
        ({"hostname": ""}, "hostname", "letters"),
        ({"datacenter": "Nowhere"}, "datacenter", "no datacenter with this name"),
        ({"datacenter": ""}, "datacenter", "required"),
        ({"port_group": "Nothing"}, "port_group", "no port group with this name"),
        ({"port_group": ""}, "port_group", "required"),
        ({"address": ""}, "address", "IPv4"),
        ({"address": "192.0.2.300"}, "address", "IPv4"),
        ({"address": "192.0.2.0"}, "address", "not a host address"),
        ({"address": "192.0.2.255"}, "address", "not a host address"),
        ({"netmask": "255.0.255.0"}, "netmask", "Enter a netmask"),
        ({"netmask": None}, "netmask", "IPv4"),
        ({"gateway": "198.51.100.1"}, "gateway", "must be in 192.0.2.0/24"),
        ({"gateway": "192.0.2.20"}, "gateway", "cannot be the proxy itself"),
        ({"dhcp": True, "netmask": None, "gateway": None}, "address", "Leave this field empty"),
        ({"dhcp": "perhaps"}, "dhcp", "Not a valid boolean"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(service_env, path, change, field, text):
    answer = service_env.admin.put(path, json=GOOD | change)
    assert answer.status_code == 400
    assert list(answer.json["errors"]) == [field]
    assert text in answer.json["errors"][field][0]
    assert service_env.admin.get(path).json["proxy"] is None


def test_what_is_missing(service_env, path):
    answer = service_env.admin.put(path, json={})
    assert set(answer.json["errors"]) == {"datacenter", "port_group", "hostname"}


@pytest.mark.parametrize("state", sorted(states.IN_USE))
def test_it_cannot_be_changed_while_a_cluster_is_active(service_env, path, clusters, state):
    cluster_id = clusters["Compute-A"]["id"]
    other = clusters["Compute-B"]["id"]
    with service_env.runtime.db.session() as session:
        session.get(Cluster, cluster_id).state = state
    for where in (path, f"/v2/resources/{cluster_id}/proxy"):
        for answer in (service_env.admin.put(where, json=GOOD), service_env.admin.delete(where)):
            assert (answer.status_code, answer.json["code"]) == (400, "proxy-in-use")
            assert "Compute-A" in answer.json["detail"]
        assert service_env.admin.get(where).json["changeable"] is False
    assert service_env.admin.put(f"/v2/resources/{other}/proxy", json=GOOD).status_code == 200
