"""vCenters, a vCenter and a cluster on their pages."""

import json
import re
import types

import pytest

from helion_dashboard.admin.esx import cluster_page
from helion_dashboard.api.esx import clusters as cluster_records

from .conftest import (
    OPERATION,
    RESOURCE,
    VC,
    a_cluster,
    a_resource,
    a_vcenter,
    clusters,
    refusal,
    view,
)

MANAGER = f"/v2/resource_mgrs/{VC}"
CLUSTER = f"{MANAGER}/clusters/domain-c21"
AN_OPERATION = {
    "id": OPERATION,
    "kind": "activate",
    "service": "eon",
    "title": "Activate Cluster21",
    "state": "running",
    "progress": 40,
    "steps": [{"name": "switches", "title": "Make the switches", "state": "running"}],
}


class TestVCenters:
    def test_each_has_its_row(self, eon, get):
        eon("GET", "/v2/resource_mgrs", [a_vcenter()])
        eon("GET", "/v2/resources", [a_resource(), a_resource(id="x", state="imported")])
        page = get(view("index"))
        assert f'href="/admin/uc_esx/{VC}/"' in page
        assert "Connected" in page
        assert "1 vCenter" in page
        assert "2 seen, 1 imported" in page
        assert f"domain-c21.{VC}" in page
        assert 'id="cluster-x"' not in page
        assert len(eon.requests.request_history) == 2

    @pytest.mark.parametrize(
        ("address", "port", "shown"),
        [
            ("vc-1", "443", ">vc-1<"),
            ("192.0.2.7", "8443", ">192.0.2.7:8443<"),
            ("::1", "443", ">::1<"),
            ("::1", "8443", ">[::1]:8443<"),
        ],
    )
    def test_its_address(self, eon, get, address, port, shown):
        eon("GET", "/v2/resource_mgrs", [a_vcenter(ip_address=address, port=port)])
        eon("GET", "/v2/resources", [])
        assert shown in get(view("index"))

    def test_a_failed_cluster_is_shown_with_its_reason(self, eon, get):
        error = {"code": "x", "message": "No <b>shared</b> datastore.", "step": "proxy"}
        eon("GET", "/v2/resource_mgrs", [a_vcenter()])
        eon("GET", "/v2/resources", [a_resource(state="imported", error=error)])
        page = get(view("index"))
        assert "No &lt;b&gt;shared&lt;/b&gt; datastore." in page

    def test_without_any_it_says_what_it_is_for(self, eon, get):
        eon("GET", "/v2/resource_mgrs", [])
        eon("GET", "/v2/resources", [])
        page = get(view("index"))
        assert "register a vCenter, import its clusters" in page
        assert page.count('href="/admin/uc_esx/register"') == 2

    def test_who_may_not_register_is_told_the_rule(self, eon, get):
        eon.refused = {"vcenter:create"}
        eon("GET", "/v2/resource_mgrs", [])
        eon("GET", "/v2/resources", [])
        page = get(view("index"))
        assert "helion:vcenter:create" in page
        assert "/register" not in page

    def test_a_failed_service_is_named(self, eon, get):
        eon("GET", "/v2/resource_mgrs", {"detail": "It broke."}, 500)
        eon("GET", "/v2/resources", [])
        page = get(view("index"))
        assert "The service “esx_onboarder” did not return" in page
        assert "It broke." in page

    @pytest.mark.parametrize(
        ("counts", "action", "words"),
        [
            ({"active": 1}, "unregister", "1 cluster is in use"),
            ({"active": 2}, "unregister", "2 clusters are in use"),
            ({"activated": 0}, "restore_proxies", "None of its clusters is activated."),
        ],
    )
    def test_what_is_not_possible_says_why(self, eon, get, counts, action, words):
        eon("GET", "/v2/resource_mgrs", [a_vcenter(clusters=counts)])
        eon("GET", "/v2/resources", [])
        data = json.loads(get(view("rows")))
        row = data["rows"][0]["html"].split('data-item="')[1].split('"')[0]
        item = json.loads(row.replace("&quot;", '"'))
        assert words in item["cannot"][action]

    @pytest.mark.parametrize(
        ("vcenter", "resource", "moving"),
        [({}, {}, False), ({"read_at": None}, {}, True), ({}, {"state": "activating"}, True)],
    )
    def test_it_hurries_while_something_moves(self, eon, get, vcenter, resource, moving):
        eon("GET", "/v2/resource_mgrs", [a_vcenter(**vcenter)])
        eon("GET", "/v2/resources", [a_resource(**resource)])
        assert json.loads(get(view("rows")))["moving"] is moving

    def test_both_lists_come_in_one_answer(self, eon, get):
        eon("GET", "/v2/resource_mgrs", [a_vcenter()])
        eon("GET", "/v2/resources", [a_resource()])
        data = json.loads(get(view("rows")))
        assert [row["id"] for row in data["rows"]] == [VC]
        (row,) = data["more"]["cluster"]
        assert f'id="cluster-{RESOURCE}"' in row["html"]
        assert f'href="/admin/uc_esx/{VC}/domain-c21/"' in row["html"]
        assert ">vcenter-01</a>" in row["html"]
        assert len(eon.requests.request_history) == 2

    def test_without_clusters_in_the_cloud_their_list_is_hidden(self, eon, get):
        eon("GET", "/v2/resource_mgrs", [a_vcenter()])
        eon("GET", "/v2/resources", [])
        page = get(view("index"))
        assert "No cluster is activated." in page
        assert '<section class="helion-below" hidden>' in page
        assert page.count("Clusters in the cloud") == 2  # heading, and name of the only region

    def test_one_button_is_primary(self, eon, get):
        eon("GET", "/v2/resource_mgrs", [])
        eon("GET", "/v2/resources", [])
        assert get(view("index")).count("btn-primary") == 1


class TestVCenter:
    def page(self, eon, get, *records, path="/", **vcenter):
        eon("GET", MANAGER, a_vcenter(**vcenter))
        eon("GET", f"{MANAGER}/clusters", clusters(*records))
        return get(view("detail"), VC, path=path)

    def test_clusters_have_bars_and_words(self, eon, get):
        page = self.page(eon, get, a_cluster(), a_cluster(22, state="not_imported", resource=None))
        assert "2 clusters" in page
        assert "in 1 datacenter" in page
        assert f'href="/admin/uc_esx/{VC}/domain-c21/"' in page
        assert "1.2 of 27.6 GHz" in page
        assert "Not imported" in page
        assert len(eon.requests.request_history) == 2

    def test_a_cluster_counts_once(self, eon, get):
        states = ("imported", "activated", "activated", "deactivating", "provisioned")
        records = [a_cluster(20 + n, state=state) for n, state in enumerate(states)]
        page = self.page(eon, get, *records)
        line = re.sub("<.*?>", "", page.split('id="helion-summary"')[1].split("</p>")[0])
        numbers = "1 imported, 1 provisioned, 2 activated, 1 changing"
        assert line.endswith(f"5 clusters in 1 datacenter, {numbers}")

    def test_nothing_is_counted_before_the_inventory_was_read(self, eon, get):
        page = self.page(eon, get, read_at=None)
        assert "inventory is being read" in page
        assert "0 clusters" not in page

    def test_its_state_brings_head_and_rows(self, eon, get):
        eon("GET", MANAGER, a_vcenter())
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster(state="activating")))
        data = json.loads(get(view("state"), VC))
        assert [row["id"] for row in data["rows"]] == ["domain-c21"]
        assert set(data["parts"]) == {
            "helion-head",
            "helion-summary",
            "helion-notices",
            "helion-pager",
        }
        assert "Connected" in data["parts"]["helion-head"]
        assert data["moving"] is True
        assert len(eon.requests.request_history) == 2

    def test_a_reason_says_that_what_is_shown_is_old(self, eon, get):
        page = self.page(eon, get, state="unreachable", state_reason="It does not answer.")
        assert "It does not answer." in page
        assert "last known clusters" in page

    def test_the_filter_is_in_the_address(self, eon, get):
        result = (a_cluster(21), a_cluster(22, state="activated"), a_cluster(31))
        page = self.page(eon, get, *result, path="/?q=cluster2&state=activated")
        assert 'id="cluster-domain-c22"' in page
        assert 'id="cluster-domain-c21"' not in page
        assert 'id="cluster-domain-c31"' not in page

    def test_sorted_by_how_full_they_are(self, eon, get):
        full = a_cluster(22, disk={"total": 10, "used": 10, "free": 0})
        page = self.page(eon, get, a_cluster(21), full, path="/?sort=disk&desc=1")
        assert page.index('id="cluster-domain-c22"') < page.index('id="cluster-domain-c21"')

    def test_nothing_passes(self, eon, get):
        assert "Nothing matches the filter." in self.page(eon, get, a_cluster(), path="/?q=nothing")

    def test_an_unknown_one_leads_back(self, eon, get):
        eon("GET", MANAGER, {"detail": "There is none."}, 404)
        eon("GET", f"{MANAGER}/clusters", {"detail": "There is none."}, 404)
        assert get(view("detail"), VC) == "/admin/uc_esx/"
        assert VC in get.sentences[0]

    @pytest.mark.parametrize("ident", ["../x", "a/b", ""])
    def test_an_id_cannot_be_another_path(self, eon, get, ident):
        assert get(view("detail"), ident) == "/admin/uc_esx/"
        assert not eon.requests.request_history

    @pytest.mark.parametrize(
        ("cluster", "auto", "action", "words"),
        [
            ({"obstacles": ["DRS is off."]}, False, "activate", "DRS is off."),
            ({}, True, "unimport", "imported automatically"),
            ({"gone": True}, True, "activate", "no longer exists"),
        ],
    )
    def test_what_is_not_possible_says_why(self, eon, get, cluster, auto, action, words):
        eon("GET", MANAGER, a_vcenter(auto_import=auto))
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster(**cluster)))
        data = json.loads(get(view("state"), VC))
        row = data["rows"][0]["html"].split('data-item="')[1].split('"')[0]
        item = json.loads(row.replace("&quot;", '"'))
        assert words in item["cannot"][action]


class TestCluster:
    def page(self, eon, get, path="/", **cluster):
        eon("GET", MANAGER, a_vcenter())
        eon("GET", CLUSTER, a_cluster(**cluster))
        return get(view("cluster"), VC, "domain-c21", path=path)

    def test_the_steps_of_its_operation(self, eon, get):
        eon("GET", f"/v2/operations/{OPERATION}", AN_OPERATION)
        page = self.page(eon, get, state="provisioning", operation_id=OPERATION)
        assert "Make the switches" in page
        assert f'href="/admin/uc_operations/{OPERATION}/"' in page
        assert len(eon.requests.request_history) == 3

    def test_an_operation_that_cannot_be_had_leaves_the_page(self, eon, get):
        eon("GET", f"/v2/operations/{OPERATION}", {"detail": "No."}, 503)
        page = self.page(eon, get, operation_id=OPERATION)
        assert "The service “esx_onboarder” did not return" in page
        assert "1.2 of 27.6 GHz" in page

    def test_obstacles_and_errors(self, eon, get):
        error = {"code": "x", "message": "It <i>failed</i>.", "step": "proxy"}
        page = self.page(eon, get, obstacles=["DRS is off."], error=error)
        assert "DRS is off." in page
        assert "It &lt;i&gt;failed&lt;/i&gt;." in page

    def test_hosts(self, eon, get):
        host = {
            "moid": "host-1",
            "name": "10.1.200.130",
            "connection_state": "connected",
            "maintenance": True,
            "power_state": "poweredOn",
            "version": "6.5.0",
            "vms": 7,
            "cpu": {"total": 9200, "used": 400, "free": 8800},
            "memory": {"total": 16384, "used": 4000, "free": 12384},
        }
        hosts = {"total": 1, "connected": 1, "maintenance": 1, "list": [host]}
        page = self.page(eon, get, path="/?tab=hosts", hosts=hosts, state="activated")
        assert "10.1.200.130" in page
        assert "Maintenance" in page
        assert 'value="host-1"' in page

    def test_its_hosts_are_refreshed_and_know_the_state_of_the_cluster(self, eon, get):
        host = {"moid": "host-1", "name": "h1", "connection_state": "disconnected"}
        hosts = {"total": 1, "connected": 0, "maintenance": 0, "list": [host]}
        eon("GET", MANAGER, a_vcenter())
        eon("GET", CLUSTER, a_cluster(hosts=hosts))
        data = json.loads(get(view("cluster_state"), VC, "domain-c21", path="/?tab=hosts"))
        (row,) = data["rows"]
        assert "disconnected" in row["html"]
        assert "&quot;state&quot;: &quot;imported&quot;" in row["html"]
        assert "helion-tab-overview" not in data["parts"]

    def test_one_that_is_deleted_in_vcenter_says_what_to_do(self, eon, get):
        assert "Force-deactivate it to clean up." in self.page(eon, get, gone=True)

    def test_an_unknown_one_leads_back(self, eon, get):
        eon("GET", MANAGER, a_vcenter())
        eon("GET", CLUSTER, {"detail": "There is none."}, 404)
        assert get(view("cluster"), VC, "domain-c21") == "/admin/uc_esx/"
        assert "domain-c21" in get.sentences[0]

    def test_physical_nics(self, eon, get):
        def nic(device, switch=None, speed=10000):
            return {"device": device, "mac": "14:02:ec:00:00:01", "speed": speed, "switch": switch}

        hosts = [
            {"moid": "h1", "name": "a", "nics": [nic("vmnic0", "vSwitch0"), nic("vmnic10")]},
            {
                "moid": "h2",
                "name": "b",
                "nics": [nic("vmnic2", "<DVS>"), nic("vmnic10", speed=None)],
            },
        ]
        eon("GET", f"{CLUSTER}/nics", {"hosts": hosts})
        page = self.page(eon, get, path="/?tab=nics")
        assert "vmnic10 is free on all hosts." in page
        assert page.index(">vmnic2<") < page.index(">vmnic10<")
        assert "&lt;DVS&gt;" in page
        assert "10 Gbit/s" in page
        assert "no link" in page

    def test_a_vcenter_that_does_not_say_its_nics(self, eon, get):
        eon("GET", f"{CLUSTER}/nics", refusal("unreachable", "It is away.", 503), 503)
        page = self.page(eon, get, path="/?tab=nics")
        assert "It is away." in page
        assert "Cluster21" in page

    def test_datastores(self, eon, get):
        store = {"moid": "d", "name": "vsan", "total": 100, "free": 25, "shared": True}
        page = self.page(eon, get, path="/?tab=datastores", datastores=[store])
        assert "vsan" in page
        assert "75 of 100 GiB" in page

    def test_its_networks(self, eon, get):
        kept = {"id": "3", "name": "network_properties", "value": '{"switches": []}'}
        eon("GET", f"/v2/resources/{RESOURCE}", a_resource(meta_data=[kept]))
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster()))
        page = self.page(eon, get, path="/?tab=network")
        assert "&quot;switches&quot;: []" in page
        assert "DVS0" in page

    def test_a_tab_that_fails_says_so(self, eon, get):
        eon("GET", f"/v2/resources/{RESOURCE}", {"detail": "No."}, 500)
        eon("GET", f"{MANAGER}/clusters", clusters(a_cluster()))
        page = self.page(eon, get, path="/?tab=network")
        assert "did not return" in page
        assert "Cluster21" in page

    def test_the_hypervisor_and_its_servers(self, eon, get):
        eon("GET", CLUSTER, a_cluster(state="activated"))
        eon(
            "GET",
            f"/v2/resources/{RESOURCE}/hypervisor",
            {
                "host": f"domain-c21.{VC}",
                "hypervisor": {"id": "h1", "state": "up", "status": "enabled"},
                "servers": [{"id": "s1", "name": "vm-<1>", "status": "ACTIVE"}],
                "more": True,
            },
        )
        html = json.loads(get(cluster_page.hypervisor, VC, "domain-c21"))["parts"]
        html = html["helion-hypervisor"]
        assert "vm-&lt;1&gt;" in html
        assert "The list is incomplete" in html

    @pytest.mark.parametrize(
        ("region", "superuser", "link"),
        [
            ("R", True, "/admin/hypervisors/h1_domain-c21.x/"),
            (
                "overcloud",
                True,
                "/auth/switch_services_region/overcloud/?next=%2Fadmin%2Fhypervisors%2F"
                "h1_domain-c21.x%2F",
            ),
            ("elsewhere", True, None),
            (None, True, None),
            ("R", False, None),
        ],
    )
    def test_novas_own_page(self, eon, get, monkeypatch, region, superuser, link):
        eon("GET", CLUSTER, a_cluster(state="activated"))
        record = {"id": "h1", "state": "up", "status": "enabled", "region": region}
        answer = {
            "host": "domain-c21.x",
            "hypervisor": record | {"hypervisor_hostname": "domain-c21.x"},
            "servers": [],
            "more": False,
        }
        eon("GET", f"/v2/resources/{RESOURCE}/hypervisor", answer)
        user = types.SimpleNamespace(
            services_region="R",
            available_services_regions=["R", "overcloud"],
            is_superuser=superuser,
        )
        in_nova = cluster_records.hypervisor(answer)
        shown = cluster_page._nova(types.SimpleNamespace(user=user), in_nova)
        assert shown.get("nova_url") == link
        assert shown.get("nova_region") == ("overcloud" if region == "overcloud" else None)

    def test_a_cluster_that_nova_does_not_know(self, eon, get):
        eon("GET", CLUSTER, a_cluster())
        answer = {"host": f"domain-c21.{VC}", "hypervisor": None, "servers": [], "more": False}
        eon("GET", f"/v2/resources/{RESOURCE}/hypervisor", answer)
        assert "The cluster is not in Nova" in get(cluster_page.hypervisor, VC, "domain-c21")

    def test_a_stopped_nova_is_said_where_it_would_be(self, eon, get):
        eon("GET", CLUSTER, a_cluster())
        eon("GET", f"/v2/resources/{RESOURCE}/hypervisor", {"detail": "Nova is away."}, 503)
        assert "Nova is away." in get(cluster_page.hypervisor, VC, "domain-c21")
        assert get.status == 502

    def test_by_the_id_of_its_resource(self, eon, get):
        eon("GET", f"/v2/resources/{RESOURCE}", a_resource())
        assert get(cluster_page.of_resource, RESOURCE) == f"/admin/uc_esx/{VC}/domain-c21/"

    def test_the_state_has_the_parts_that_change(self, eon, get):
        self.page(eon, get)
        data = json.loads(get(view("cluster_state"), VC, "domain-c21"))
        assert set(data["parts"]) == {
            "helion-head",
            "helion-error",
            "helion-tab-overview",
        }
        assert data["moving"] is False
