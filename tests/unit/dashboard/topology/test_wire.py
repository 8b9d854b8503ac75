"""The requests to Neutron, Ironic, Nova and EON, and the records made of their answers."""

import dataclasses

import pytest

from helion_dashboard.api import errors, wire
from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.esx.clusters import HostCounts
from helion_dashboard.api.ironic import wiring
from helion_dashboard.api.neutron import client as neutron
from helion_dashboard.api.nova import client as nova

from .wire import NEUTRON, NOVA, ironic_wire


class TestNeutron:
    def test_networks(self, request_, services):
        body = {
            "id": "n1",
            "name": "external",
            "provider:network_type": "vlan",
            "provider:physical_network": "datacentre",
            "provider:segmentation_id": 331,
            "mtu": 1500,
            "router:external": True,
            "shared": False,
            "admin_state_up": True,
        }
        flat = body | {"id": "n2", "provider:network_type": "flat", "admin_state_up": False}
        services.get(f"{NEUTRON}/v2.0/networks", json={"networks": [body, flat]})
        item, two = neutron.networks(request_)
        assert (item.vlan, item.physical, item.external, item.up) == (331, "datacentre", True, True)
        assert (two.vlan, two.up) == (None, False)
        assert "provider:segmentation_id" in services.last_request.qs["fields"]
        assert services.last_request.headers["X-Auth-Token"] == "project-token-of-alice"

    def test_who_is_not_shown_vlans_is_told(self, request_, services):
        services.get(f"{NEUTRON}/v2.0/networks", json={"networks": [{"id": "n1", "name": "x"}]})
        with pytest.raises(errors.Refused, match="which network has which VLAN"):
            neutron.networks(request_)

    def test_pages_are_followed(self, request_, services):
        def subnet(ident):
            return {"id": ident, "network_id": "n1", "cidr": "10.0.0.0/8", "allocation_pools": []}

        more = {"subnets": [subnet("a")], "subnets_links": [{"rel": "next", "href": "x"}]}
        services.get(
            f"{NEUTRON}/v2.0/subnets", [{"json": more}, {"json": {"subnets": [subnet("b")]}}]
        )
        assert [item.id for item in neutron.subnets(request_)] == ["a", "b"]
        assert services.last_request.qs["marker"] == ["a"]

    def test_ports(self, request_, services):
        body = {
            "id": "p1",
            "name": "",
            "network_id": "n1",
            "mac_address": "AA:BB:CC:00:00:01",
            "status": "ACTIVE",
            "admin_state_up": True,
            "device_id": "i1",
            "device_owner": "compute:nova",
            "binding:host_id": "node",
            "binding:vif_type": "binding_failed",
            "fixed_ips": [{"subnet_id": "s", "ip_address": "10.0.0.9"}],
            "trunk_details": {"sub_ports": [{"port_id": "p2", "segmentation_id": 331}]},
        }
        services.get(f"{NEUTRON}/v2.0/ports", json={"ports": [body]})
        (port,) = neutron.ports(request_, device_id=["i1"])
        assert (port.mac, port.active, port.failed) == ("aa:bb:cc:00:00:01", True, True)
        assert (port.addresses, port.subports) == (("10.0.0.9",), (("p2", 331),))
        assert services.last_request.qs["device_id"] == ["i1"]

    def test_its_error_is_the_sentence(self, request_, services):
        messages = {"NeutronError": {"message": "Nope.", "type": "X", "detail": ""}}
        services.get(f"{NEUTRON}/v2.0/ports", json=messages, status_code=403)
        with pytest.raises(errors.Refused, match=r"Nope\."):
            neutron.ports(request_)


class TestIronic:
    @pytest.fixture
    def requests(self, monkeypatch):
        requests, answers = [], {}

        def get(request, path, query=None):
            requests.append((path, dict(query)))
            return answers[path].pop(0)

        monkeypatch.setattr(wiring, "WIRE", ironic_wire(get))
        return requests, answers

    def test_nics(self, request_, requests):
        body = {
            "uuid": "u1",
            "node_uuid": "n1",
            "name": "eth0",
            "address": "AA:BB:CC:00:00:01",
            "pxe_enabled": True,
            "physical_network": "ctlplane",
            "portgroup_uuid": "g1",
            "local_link_connection": {"switch_info": "sw0", "port_id": "1/0/1"},
            "internal_info": {"tenant_vif_port_id": "p1"},
        }
        requests[1]["/ports"] = [{"ports": [body], "next": "x"}, {"ports": [body]}]
        item, _two = wiring.nics(request_)
        assert (item.mac, item.switch, item.vifs, item.group) == (
            "aa:bb:cc:00:00:01",
            "sw0 1/0/1",
            ("p1",),
            "g1",
        )
        assert requests[0][1][1]["marker"] == "u1"

    def test_of_one_node(self, request_, requests):
        requests[1]["/portgroups"] = [{"portgroups": []}]
        assert wiring.bonds(request_, node="n1") == []
        assert requests[0][0][1]["node"] == "n1"

    def test_adapters(self, request_, requests):
        result = [{"node_uuid": "a", "type": "wwpn"}, {"node_uuid": "b", "type": "iqn"}]
        requests[1]["/volume/connectors"] = [{"connectors": result}]
        assert wiring.adapters(request_) == {"a"}

    def test_nodes(self, request_, requests):
        body = {"uuid": "n1", "provision_state": "active", "extra": {"rack": 1}}
        requests[1]["/nodes/n1"] = [body]
        node = wiring.node(request_, "n1")
        assert (node.extra, node.driver_info, node.state.name) == ({"rack": 1}, {}, "active")


class TestNova:
    def test_names_of_all_projects(self, request_, services):
        more = [{"rel": "next", "href": "x"}]
        pages = [
            {"servers": [{"id": "i1", "name": "a"}], "servers_links": more},
            {"servers": [{"id": "i2", "name": "b"}]},
        ]
        services.get(f"{NOVA}/servers", [{"json": page} for page in pages])
        assert nova.server_names(request_) == {"i1": "a", "i2": "b"}
        first, second = (call.qs for call in services.request_history)
        assert first["all_tenants"] == ["1"]
        assert second["marker"] == ["i1"]

    def test_its_error_is_the_sentence(self, request_, services):
        messages = {"forbidden": {"code": 403, "message": "Not you."}}
        services.get(f"{NOVA}/servers", json=messages, status_code=403)
        with pytest.raises(errors.Refused, match=r"Not you\."):
            nova.server_names(request_)

    def test_of_one(self, request_, services):
        services.get(f"{NOVA}/servers/i1", json={"server": {"id": "i1", "name": "a"}})
        services.get(f"{NOVA}/servers/i2", status_code=404, json={"itemNotFound": {"message": "x"}})
        assert nova.server_name(request_, "i1") == {"i1": "a"}
        assert nova.server_name(request_, "i2") == {}
        assert nova.server_name(request_, None) == {}


class TestEon:
    CLUSTER = {
        "moid": "domain-c21",
        "name": "Cluster1",
        "datacenter": {"moid": "datacenter-2", "name": "DC1"},
        "resource": "r1",
        "state": "activated",
        "error": {"code": "x", "message": "It failed.", "step": "s"},
        "gone": False,
        "hosts": {"total": 3, "connected": 2, "maintenance": 1},
    }

    @pytest.fixture
    def requests(self, monkeypatch):
        requests, connected = [], {"connection_state": "connected"}
        read = {"read_at": "2026-11-25T10:00:00Z"}
        answers = {
            "/v2/resource_mgrs": [
                {"id": "VC2", "name": "b", "state": "unreachable", "state_reason": "No."},
                {"id": "VC1", "name": "a", "ip_address": "10.0.0.1", "state": "registered", **read},
            ],
            "/v2/resource_mgrs/VC1/clusters": {"datacenters": [], "clusters": [self.CLUSTER]},
            "/v2/resource_mgrs/VC2/clusters": {"datacenters": [], "clusters": []},
            "/v2/resource_mgrs/VC1/hosts": {
                "hosts": [
                    {"moid": "h1", "name": "y", "cluster": "domain-c21", **connected},
                    {"moid": "h2", "name": "z", "cluster": "domain-c21"},
                    {"moid": "h3", "name": "new", "cluster": "domain-c99", **connected},
                ]
            },
            "/v2/resource_mgrs/VC2/hosts": {"hosts": []},
        }

        def get(self, request, path, query=None):
            requests.append((self.root + path, query))
            return answers[self.root + path]

        monkeypatch.setattr(wire.Wire, "get", get)
        return requests

    def test_inventory(self, request_, requests):
        records = esx_inventory.inventory(request_)
        assert [(vcenter.name, vcenter.read_at is not None) for vcenter in records.vcenters] == [
            ("a", True),
            ("b", False),
        ]
        (cluster,) = records.clusters
        assert cluster.id == "domain-c21.VC1"
        assert (cluster.error.message, cluster.hosts) == ("It failed.", HostCounts(3, 2, 1))
        assert cluster.active
        assert len(requests) == 3

    def test_hosts(self, request_, requests):
        (cluster,) = esx_inventory.inventory(request_).clusters
        del requests[:]
        (hosts,) = esx_inventory.hosts(request_, [cluster])
        assert [(host.moid, host.connected) for host in hosts] == [("h1", True), ("h2", False)]
        assert requests == [
            ("/v2/resource_mgrs/VC1/hosts", {"cluster": "domain-c21", "limit": 5000})
        ]
        assert esx_inventory.hosts(request_, []) == []

    def test_hosts_of_more_clusters_than_an_address_takes(self, request_, requests):
        (cluster,) = esx_inventory.inventory(request_).clusters
        many = [dataclasses.replace(cluster, moid=f"domain-c{n}") for n in range(400)]
        del requests[:]
        hosts = esx_inventory.hosts(request_, [cluster, *many])
        assert [len(items) for items in hosts if items] == [2, 2, 1]
        assert requests == [("/v2/resource_mgrs/VC1/hosts", {"cluster": "", "limit": 5000})]

    def test_hosts_by_name(self, request_, requests):
        records = esx_inventory.inventory(request_)
        del requests[:]
        hosts = esx_inventory.find_hosts(request_, records, "y", 20)
        # One of a cluster that came just now stands nowhere in the picture.
        assert [(cluster.moid, host.moid) for cluster, host in hosts] == [
            ("domain-c21", "h1"),
            ("domain-c21", "h2"),
        ]
        assert requests == [
            (f"/v2/resource_mgrs/{item}/hosts", {"name": "y", "limit": 20})
            for item in ("VC1", "VC2")
        ]

    def test_one_vcenter(self, request_, requests):
        records = esx_inventory.inventory(request_, "VC1")
        assert [vcenter.id for vcenter in records.vcenters] == ["VC1"]
        assert len(records.clusters) == 1
        assert len(requests) == 2
        with pytest.raises(errors.NotFound, match="does not exist"):
            esx_inventory.inventory(request_, "VC3")

    def test_without_any_vcenter(self, request_, monkeypatch):
        monkeypatch.setattr(wire.Wire, "get", lambda *args: [])
        assert esx_inventory.inventory(request_) == esx_inventory.Inventory()
