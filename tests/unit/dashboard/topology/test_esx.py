"""vCenters, clusters, compute proxies and hosts in the picture."""

import pytest

from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.kit.topology import picture
from helion_dashboard.kit.topology.query import Query
from tests import topology_live

from .test_picture import drawn, row
from .world import layout, live


class TestEsx:
    def test_clusters_hosts_and_proxies(self):
        data = drawn(12, "esx")
        hosts = row(data, "esx-host")
        assert (hosts["count"], hosts["group"]) == (24, "Cluster")
        assert hosts["health"] == {"ok": 23, "failed": 1}
        clusters = row(data, "esx-cluster")
        assert {node["parent"] for node in clusters["nodes"]} == {"vc-1", "vc-2"}
        assert {node["rack"] for node in hosts["nodes"]} == {f"Cluster{n}" for n in range(6)}
        assert row(data, "esx-proxy")["count"] == 2

    def test_a_vcenter_that_does_not_answer(self):
        centers = {node["name"]: node for node in row(drawn(12, "esx"), "esx-vcenter")["nodes"]}
        assert centers["vcenter-02"]["health"] == "failed"
        assert centers["vcenter-02"]["wires"][0]["state"] == "down"

    def test_a_vcenter_that_was_never_read_is_looked_at_again_soon(self):
        for state, read, moving in (
            ("registered", False, True),
            ("registered", True, False),
            ("unreachable", False, False),
        ):
            center = topology_live.vcenter("vc-1", "vcenter-01", state=state, read=read)
            cloud = live(esx=esx_inventory.Inventory((center,), ()))
            data = picture.described(picture.draw(layout("esx"), cloud), Query())
            assert data["moving"] is moving

    def test_each_leads_to_its_own_page(self):
        data = drawn(12, "esx")
        clusters = {node["name"]: node for node in row(data, "esx-cluster")["nodes"]}
        assert (clusters["Cluster1"]["link"], clusters["Cluster1"]["page"]) == (
            *("cluster", "resource-1"),
        )
        assert (clusters["Cluster2"]["link"], clusters["Cluster2"]["page"]) == ("vcenter", "vc-1")
        assert row(data, "esx-vcenter")["link"] == "vcenter"
        pages = {node["page"] for node in row(data, "esx-host")["nodes"]}
        assert pages == {cluster["page"] for cluster in clusters.values()}

    @pytest.mark.parametrize(
        ("more", "health", "proxies"),
        [
            ({"state": "activated"}, "ok", 1),
            ({"state": "activated", "error": "It did not work."}, "warning", 1),
            ({"state": "imported", "error": "It did not work."}, "failed", 0),
            ({"state": "activated", "gone": True}, "failed", 1),
            ({"state": "imported", "hosts": 3, "connected": 2}, "warning", 0),
            ({"state": "activating"}, "ok", 0),
        ],
    )
    def test_how_a_cluster_does(self, more, health, proxies):
        cluster = topology_live.esx_cluster("domain-c1", "One", "vc-1", "vcenter-01", **more)
        center = topology_live.vcenter("vc-1", "vcenter-01", state="registered")
        cloud = live(esx=esx_inventory.Inventory((center,), (cluster,)))
        data = picture.described(picture.draw(layout("esx"), cloud), Query())
        (item,) = row(data, "esx-cluster")["nodes"]
        assert item["health"] == health
        assert item.get("moving", False) == (more["state"] == "activating")
        assert row(data, "esx-proxy")["count"] == proxies

    def test_what_eon_knows_alone(self):
        cloud = topology_live.live(layout("esx"), 12)
        drawing = picture.draw(layout("esx"), cloud, hosts=topology_live.hosts).only("eon")
        data = picture.described(drawing, Query())
        counts = {row["id"]: row["count"] for row in data["rows"]}
        assert counts == {"esx-vcenter": 2, "esx-cluster": 6, "esx-proxy": 2, "esx-host": 24}
        assert [network["id"] for network in data["networks"]] == [
            "management",
            "esx",
            "esx-tenant",
        ]

    def test_hosts_that_cannot_be_told_are_not_known(self):
        cloud = topology_live.live(layout("esx"), 3)
        drawing = picture.draw(layout("esx"), cloud, hosts=lambda clusters: None)
        record = row(picture.described(drawing, Query()), "esx-host")
        assert record["state"] == "unknown"
        assert "count" not in record

    def test_hosts_are_only_counted_where_nobody_may_be_asked(self):
        cloud = topology_live.live(layout("esx"), 3)
        hosts = row(picture.described(picture.draw(layout("esx"), cloud), Query()), "esx-host")
        assert hosts["count"] == 24
        assert hosts["health"] == {"ok": 23, "failed": 1}


class TestManyHosts:
    """A vCenter of 100 clusters with 12 hosts each, of which some are lost."""

    CLUSTERS = tuple(
        topology_live.esx_cluster(
            *(f"c{n:02d}", f"Cluster{n:02d}", "vc-1", "vcenter-01"),
            hosts=12,
            connected=12 - (n % 40 == 7),
        )
        for n in range(100)
    )

    def hosts(self, query):
        requested = []

        def ask(clusters):
            requested.extend(clusters)
            return topology_live.hosts(clusters)

        center = topology_live.vcenter("vc-1", "vcenter-01", state="registered")
        cloud = live(esx=esx_inventory.Inventory((center,), self.CLUSTERS))
        drawing = picture.draw(layout("esx"), cloud, query, hosts=ask)
        return row(picture.described(drawing, query), "esx-host"), requested

    def test_closed_only_clusters_with_lost_hosts_are_asked_about(self):
        result, requested = self.hosts(Query())
        assert len(requested) == 3
        assert (result["count"], result["health"]) == (1200, {"ok": 1197, "failed": 3})
        assert {node["health"] for node in result["nodes"]} == {"failed"}
        assert len(result["nodes"]) == 3
        assert "more" not in result

    def test_a_page_of_its_own_counts_all_of_them(self):
        center = topology_live.vcenter("vc-1", "vcenter-01", state="registered")
        cloud = live(esx=esx_inventory.Inventory((center,), self.CLUSTERS))
        query = Query(opened=frozenset(["esx-host"]))
        drawing = picture.draw(layout("esx"), cloud, query, hosts=topology_live.hosts).only("eon")
        record = row(picture.described(drawing, query), "esx-host")
        assert (record["count"], record["health"]) == (1200, {"ok": 1197, "failed": 3})
        assert record["next"]

    def test_opened_only_those_of_the_page_are_asked_about(self):
        calls, after = [], {}
        for _page in range(10):
            query = Query(opened=frozenset(["esx-host"]), after=after)
            result, requested = self.hosts(query)
            assert len(requested) <= 16
            assert result.get("from", 0) == len(calls)
            calls += [node["id"] for node in result["nodes"]]
            if "next" not in result:
                break
            after = {"esx-host": result["next"]}
        assert len(calls) == len(set(calls)) == 1200
        assert result["previous"]

    def test_the_way_back(self):
        opened = frozenset(["esx-host"])
        first, _requests = self.hosts(Query(opened=opened))
        second, _requests = self.hosts(Query(opened=opened, after={"esx-host": first["next"]}))
        assert second["previous"] == ""
        third, _requests = self.hosts(Query(opened=opened, after={"esx-host": second["next"]}))
        back, _requests = self.hosts(Query(opened=opened, after={"esx-host": third["previous"]}))
        assert back["nodes"] == second["nodes"]

    def test_a_host_opens_the_row_where_it_stands(self):
        result, requested = self.hosts(Query(node="c55.vc-1/host-3"))
        assert "c55" in [item.moid for item in requested]
        assert "c55.vc-1/host-3" in [node["id"] for node in result["nodes"]]
