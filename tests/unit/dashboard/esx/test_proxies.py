"""How compute proxies are deployed: for a vCenter, and for one cluster."""

import re

import pytest

from .conftest import RESOURCE, VC, a_cluster, a_vcenter, refusal, view

MANAGER = f"/v2/resource_mgrs/{VC}"
CLUSTER = f"{MANAGER}/clusters/domain-c21"
PROXY = {
    "datacenter": "DC1",
    "port_group": "VM Network",
    "port_group_moid": "network-7",
    "hostname": "esx-proxy",
    "dhcp": False,
    "address": "192.0.2.20",
    "netmask": "255.255.255.0",
    "gateway": "192.0.2.1",
}
FORM = {**PROXY, "dhcp": "no", "port_group": "network-7"}
del FORM["port_group_moid"]


def a_choice(datacenter, *networks):
    """A datacenter with networks: moid, name and switch of each."""
    return {
        "datacenter": datacenter,
        "port_groups": [name for _, name, _ in networks],
        "networks": [
            {"moid": moid, "name": name, "switch": switch} for moid, name, switch in networks
        ],
    }


def settings(**more):
    return {
        "proxy": PROXY,
        "inherited": False,
        "changeable": True,
        "reason": None,
        "choices": [
            a_choice("DC1", ("network-7", "VM Network", None)),
            a_choice("DC2", ("dvportgroup-9", "Other", "DVS")),
        ],
        **more,
    }


class TestOfAVCenter:
    @pytest.fixture(autouse=True)
    def _answers(self, eon):
        eon("GET", MANAGER, a_vcenter())
        eon("GET", f"{MANAGER}/proxy", settings())

    def test_the_form_has_what_there_is(self, eon, get):
        page = get(view("proxy"), VC)
        assert "<option selected>DC1</option>" in page
        assert re.search(r'value="network-7" selected>\s*VM Network</option>', page)
        assert 'value="192.0.2.20"' in page
        assert 'value="no" checked' in page
        assert len(eon.requests.request_history) == 2

    def test_before_anything_was_said(self, eon, get):
        eon("GET", f"{MANAGER}/proxy", settings(proxy=None))
        page = get(view("proxy"), VC)
        assert 'value="yes" checked' in page
        assert "Forget these" not in page

    def test_without_an_inventory_names_are_typed(self, eon, get):
        eon("GET", f"{MANAGER}/proxy", settings(choices=[]))
        page = get(view("proxy"), VC)
        assert "<select" not in page
        assert 'name="port_group"' in page
        assert 'value="VM Network"' in page

    def test_networks_of_one_name_are_told_apart(self, eon, get, send):
        networks = (
            ("network-7", "VM Network", None),
            ("dvportgroup-8", "VM Network", "Other-DVS"),
            ("dvportgroup-9", "MGMT", "MGMT-DVS"),
        )
        eon("GET", f"{MANAGER}/proxy", settings(choices=[a_choice("DC1", *networks)]))
        page = get(view("proxy"), VC)
        labels = [label.strip() for label in re.findall(r"<option value=[^>]+>([^<]+)<", page)]
        assert labels == [
            "VM Network – standard switch (network-7)",
            "VM Network – switch Other-DVS (dvportgroup-8)",
            "MGMT",
        ]
        sent = eon("PUT", f"{MANAGER}/proxy", settings())
        send(view("proxy"), VC, **{**FORM, "port_group": "dvportgroup-8"})
        assert sent.last_request.json()["port_group_moid"] == "dvportgroup-8"
        assert sent.last_request.json()["port_group"] == "VM Network"

    @pytest.mark.parametrize("count", [1, 2])
    def test_a_port_group_that_was_set_by_its_name(self, eon, get, count):
        networks = [("network-7", "VM Network", None), ("dvportgroup-8", "VM Network", "DVS")]
        proxy = PROXY | {"port_group_moid": None}
        choices = [a_choice("DC1", *networks[:count])]
        eon("GET", f"{MANAGER}/proxy", settings(proxy=proxy, choices=choices))
        page = get(view("proxy"), VC)
        assert ('value="network-7" selected' in page) is (count == 1)
        assert ('<option value="" selected>' in page) is (count == 2)

    def test_while_a_cluster_is_in_use_it_says_why_not(self, eon, get):
        eon("GET", f"{MANAGER}/proxy", settings(changeable=False, reason="Deactivate C1 first."))
        page = get(view("proxy"), VC)
        assert "Deactivate C1 first." in page
        assert "<fieldset disabled>" in page
        assert ">Save<" not in page

    def test_a_reader_sees_it(self, eon, get):
        eon.refused = {"esx_proxy:set"}
        page = get(view("proxy"), VC)
        assert "helion:esx_proxy:set" in page
        assert ">Save<" not in page

    def test_it_is_kept(self, eon, send):
        sent = eon("PUT", f"{MANAGER}/proxy", settings())
        assert send(view("proxy"), VC, **FORM) == (200, {"url": f"/admin/uc_esx/{VC}/"})
        assert sent.last_request.json() == PROXY

    def test_with_dhcp_no_address_is_sent(self, eon, send):
        sent = eon("PUT", f"{MANAGER}/proxy", settings())
        send(view("proxy"), VC, **{**FORM, "dhcp": "yes"})
        static = {"address": None, "netmask": None, "gateway": None}
        assert sent.last_request.json() == {**PROXY, "dhcp": True, **static}

    @pytest.mark.parametrize(
        ("data", "field", "words"),
        [
            ({"datacenter": "DC9"}, "datacenter", "This datacenter does not exist"),
            ({"datacenter": "DC2"}, "port_group", "This port group does not exist"),
            ({"hostname": "esx_proxy"}, "hostname", "letters, digits and hyphens"),
            ({"hostname": ""}, "hostname", "required"),
            ({"address": ""}, "address", "Without DHCP"),
            ({"netmask": "x"}, "netmask", "Without DHCP"),
            ({"netmask": "255.255.0.255"}, "netmask", "Enter a netmask"),
            ({"gateway": "300.1.1.1"}, "gateway", "Without DHCP"),
            ({"dhcp": "perhaps"}, "dhcp", "valid choice"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, eon, send, data, field, words):
        sent = eon("PUT", f"{MANAGER}/proxy", settings())
        status, messages = send(view("proxy"), VC, **{**FORM, **data})
        assert status == 422
        assert words in " ".join(messages["errors"][field])
        assert not sent.called

    def test_all_mistakes_are_said_together(self, eon, send):
        wrong = {"hostname": "a_b", "address": "x", "netmask": "255.255.0.255", "gateway": "y"}
        status, messages = send(view("proxy"), VC, **{**FORM, **wrong})
        assert status == 422
        assert messages["errors"].keys() == wrong.keys()

    def test_errors_of_the_service(self, eon, send):
        errors = {"gateway": ["It must be in the network."]}
        eon("PUT", f"{MANAGER}/proxy", refusal("invalid", "No.", 422, errors=errors), 422)
        _status, messages = send(view("proxy"), VC, **FORM)
        assert messages["errors"] == errors
        eon("PUT", f"{MANAGER}/proxy", refusal("proxy-in-use", "Not now."), 409)
        _status, messages = send(view("proxy"), VC, **FORM)
        assert messages["errors"] == {"__all__": ["Not now."]}

    def test_it_is_forgotten(self, eon, send):
        sent = eon("DELETE", f"{MANAGER}/proxy", settings(proxy=None))
        assert send(view("proxy"), VC, do="forget")[0] == 200
        assert sent.called

    def test_who_may_not_is_told_the_rule(self, eon, send):
        eon.refused = {"esx_proxy:set"}
        status, messages = send(view("proxy"), VC, **FORM)
        assert status == 403
        assert "helion:esx_proxy:set" in messages["errors"]["__all__"][0]


class TestOfACluster:
    def test_that_of_the_vcenter_is_said_to_be_its(self, eon, get):
        eon("GET", CLUSTER, a_cluster())
        eon("GET", f"/v2/resources/{RESOURCE}/proxy", settings(inherited=True))
        page = get(view("cluster_proxy"), VC, "domain-c21")
        assert "settings of the vCenter" in page
        assert "Forget these" not in page

    def test_its_own_are_kept(self, eon, send):
        eon("GET", CLUSTER, a_cluster())
        eon("GET", f"/v2/resources/{RESOURCE}/proxy", settings(inherited=True))
        eon("PUT", f"/v2/resources/{RESOURCE}/proxy", settings())
        url = f"/admin/uc_esx/{VC}/domain-c21/"
        assert send(view("cluster_proxy"), VC, "domain-c21", **FORM) == (200, {"url": url})

    def test_one_that_is_not_imported_has_none(self, eon, get):
        eon("GET", CLUSTER, a_cluster(resource=None))
        assert get(view("cluster_proxy"), VC, "domain-c21") == f"/admin/uc_esx/{VC}/domain-c21/"
        assert get.sentences == ["Import the cluster first."]
