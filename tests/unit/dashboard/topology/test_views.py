"""The pages: what they say, what they hide, and what they draw."""

import dataclasses
import html
import json
import re

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.topology import planning, views
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.kit.topology import collect, layouts, texts
from helion_dashboard.kit.topology.query import LAYOUT_COOKIE, Query
from tests import topology_live, topology_rows

from .. import conftest
from . import world
from .test_picture import HOSTILE

PLAN = {
    "id": "p1",
    "action": "scale_out",
    "title": "Scale Compute from 7 to 8",
    "state": "ready",
    "servers": [
        {
            "change": "added",
            "name": "overcloud-compute-99",
            "role": "compute",
            "node": "new",
            "node_name": "rack9-u09",
        }
    ],
}


@pytest.fixture(autouse=True)
def _alone(pages_alone, monkeypatch):
    short_cache.forget(())
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)
    monkeypatch.setattr(
        esx_inventory, "hosts", lambda request, clusters: topology_live.hosts(clusters)
    )
    monkeypatch.setattr(esx_inventory, "find_hosts", _find_hosts)


def _find_hosts(request, inventory, text, limit):
    pairs = zip(inventory.clusters, topology_live.hosts(inventory.clusters), strict=True)
    return [(cluster, host) for cluster, items in pairs for host in items if text in host.name]


@pytest.fixture
def see(monkeypatch):
    """``see(live)``: what the services say from now on."""
    query = []

    def set_to(live):
        short_cache.forget(())
        monkeypatch.setattr(collect, "everything", lambda request: query.append(1) or live)
        monkeypatch.setattr(collect, "about", lambda request, node, reserved: live)
        return query

    return set_to


def servers(count=12, name="kvm", **more):
    return topology_live.live(world.layout(name), count, **more)


def ask(view, query="", make_request=None, *args, cookies=None, **headers):
    request = RequestFactory().get(f"/?{query}", headers=headers)
    request.COOKIES.update(cookies or {})
    request.user = conftest.make_user()
    request.session = conftest.SessionStore()
    return view(request, *args)


def page(query=""):
    answer = ask(views.index, query)
    assert answer.status_code == 200
    return answer.content.decode()


def data(query=""):
    answer = ask(views.data, query)
    assert answer.status_code == 200
    return json.loads(answer.content)


def inlined(text):
    match = re.search(r'<script id="helion-topology-data"[^>]*>(.*?)</script>', text, re.DOTALL)
    return json.loads(match[1])


def cells(text, attribute, ident):
    """What a row of the tables says, cell by cell."""
    row = re.search(f'<tr {attribute}="{ident}">(.*?)</tr>', text, re.DOTALL)[1]
    matches = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", item)).split()) for item in matches]


def test_the_page_holds_what_data_json_says(see):
    see(servers())
    assert inlined(page()) == data()


def test_the_same_again_is_not_sent(see):
    see(servers())
    first = ask(views.data)
    again = ask(views.data, "", None, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    see(servers(13))
    assert ask(views.data, "", None, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_the_table_says_what_the_picture_says(see):
    see(servers(100, "kvm"))
    text, result = page("open=compute"), data("open=compute")
    words = {"planned": "as planned", "missing": "missing", "down": "down", "unknown": "unknown"}
    for network in result["networks"]:
        assert cells(text, "data-network", network["id"])[0] == network["name"]
    for row in topology_rows.rows(result):
        columns = cells(text, "data-row", row["id"])
        assert columns[:2] == [row["title"], texts.count(row)]
        for network, cell in zip(result["networks"], columns[3:], strict=True):
            first = next((a for a in row["attachments"] if a["network"] == network["id"]), {})
            for state, word in words.items():
                if first.get(state):
                    assert f"{first[state]} {word}" in cell
        for node in row["nodes"]:
            columns = cells(text, "data-node", node["id"])
            assert columns[0] == node["name"]
            assert node["state"] in columns[3]
            assert node.get("problem", "") in columns[4]
            for network, cell in zip(result["networks"], columns[5:], strict=True):
                wires = [w for w in node.get("wires", ()) if w["network"] == network["id"]]
                if row.get("open"):
                    assert bool(cell) == bool(wires), (node["name"], network["id"])
                for wire in wires:
                    assert words[wire.get("state", "planned")] in cell


def test_the_table_alone(see):
    see(servers())
    parts = json.loads(ask(views.table_of).content)["parts"]
    assert (
        cells(parts["helion-topology-table"], "data-row", "control")[1] == "2 servers, 1 free node"
    )


def test_the_table_is_made_from_what_the_page_was_made_from(see):
    query = see(servers())
    data()
    json.loads(ask(views.table_of).content)
    json.loads(ask(views.find, "q=control").content)
    data()
    assert len(query) == 1
    short_cache.forget(("nodes",))  # as after an action
    data()
    assert len(query) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(see, name):
    odd = world.neutron.Network("n-odd", name, "vlan", "datacentre", 99)
    cloud = world.live(
        networks=(*world.NETS, odd), ports=(world.port("odd"),), nodes=(world.node(name=name),)
    )
    see(cloud)
    text = page()
    assert "<img" not in text
    assert inlined(text)["networks"][-1]["name"] == name
    if "\x00" not in name:
        assert html.escape(name, quote=True).replace("&#x27;", "&#39;") in text


def test_hostile_urls_find_nothing(see):
    see(servers())
    for query in (
        "layout=<script>",
        "open=%00&after=::::&after=x",
        "node=" + "x" * 5000,
        "region=nowhere",
        "open=" + "&open=".join("abc"),
        "problems=maybe&plan=",
    ):
        assert data(query)["layout"] == "kvm"
        assert "<script>" not in page(query).split('name="layout"')[1][:400]


def test_layers_that_are_not_known_are_on_top(see):
    see(servers(available=("ironic", "nova")))
    text = page()
    assert "Neutron (networks): unknown." in text
    assert "It cannot be reached." in text


def test_alarms_stand_at_their_servers_and_rows_in_the_picture_and_in_the_table(see):
    live = servers()
    ident = live.nodes[-1].uuid
    see(dataclasses.replace(live, alarms={ident: {"down": 1, "warning": 2}, "gone": {"down": 1}}))
    drawn = data()
    (row,) = [row for row in drawn["rows"] if any(node["id"] == ident for node in row["nodes"])]
    (node,) = [node for node in row["nodes"] if node["id"] == ident]
    assert node["alarms"] == row["alarms"] == "1 down · 2 warning"
    assert sum("alarms" in row for row in drawn["rows"]) == 1
    assert drawn["links"]["alarms"] == "/admin/uc_nodes/ID/?tab=monitoring"
    text = page()
    assert "Alarms: 1 down · 2 warning" in cells(text, "data-node", ident)[4]
    assert "Alarms: 1 down · 2 warning" in cells(text, "data-row", row["id"])[2]
    whole = json.loads(ask(views.node, "", None, ident).content)
    assert whole["rows"][0]["nodes"][0]["alarms"] == "1 down · 2 warning"


def test_a_wrong_layout_is_on_the_page(see, monkeypatch, tmp_path):
    (tmp_path / "mine.yaml").write_text("id: mine\n")
    loaded = layouts._load.__wrapped__(str(tmp_path))
    monkeypatch.setattr(layouts, "load", lambda: loaded)
    see(servers())
    assert "mine.yaml:1: “networks” is missing." in page()


def test_find(see):
    see(servers(1000))
    content = json.loads(ask(views.find, "q=COMPUTE9").content)
    assert content["servers"][0]["row"] == "compute"
    assert content["more"] > 0
    assert len(content["servers"]) == 20
    assert json.loads(ask(views.find, "q=").content)["servers"] == []


@pytest.mark.parametrize(
    "mac", ["94:18:82:00:00:0e", "94-18-82-00-00-0E", "9418.8200.000e", "94188200000E"]
)
def test_a_mac_is_found_in_every_notation(see, mac):
    see(servers(1000))
    answer = json.loads(ask(views.find, f"q={mac}").content)
    assert [item["name"] for item in answer["servers"]] == ["rack1-u15-compute7"]


def test_an_address_is_not_taken_for_a_mac(see):
    see(servers(1000))
    assert json.loads(ask(views.find, "q=94.18.82.0").content)["servers"] == []


def test_hosts_that_are_not_drawn_are_found(see):
    clusters = tuple(
        topology_live.esx_cluster(f"c{n}", f"Cluster{n}", "vc-1", hosts=12, connected=12)
        for n in range(20)
    )
    center = topology_live.vcenter("vc-1", "vcenter-01", state="registered")
    inventory = esx_inventory.Inventory((center,), clusters)
    see(dataclasses.replace(servers(12, "esx"), esx=inventory))
    assert not any(
        "cluster19-7" in node["name"] for node in data("layout=esx")["rows"][-1]["nodes"]
    )
    content = json.loads(ask(views.find, "layout=esx&q=cluster19-7").content)
    assert [(item["id"], item["row"], item["rack"]) for item in content["servers"]] == [
        ("c19.vc-1/host-7", "esx-host", "Cluster19")
    ]


def test_one_node(see):
    see(world.live())
    answer = json.loads(ask(views.node, "", None, world.NODE).content)
    (row,) = answer["rows"]
    (node,) = row["nodes"]
    assert node["wires"][1]["mac"] == "94:18:82:00:00:00"
    assert {network["id"] for network in answer["networks"]} == {
        "ipmi",
        "management",
        "service",
        "external",
    }
    assert ask(views.node, "", None, "nobody").status_code == 404


def test_who_may_not_see_it_is_told_the_rule(see, monkeypatch):
    see(servers())
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "topology:see")
    answer = ask(views.index)
    assert answer.status_code == 403
    assert "helion:topology:see" in answer.content.decode()
    for view in (views.data, views.table_of, views.find):
        assert ask(view).status_code == 403
    assert ask(views.node, "", None, world.NODE).status_code == 403
    answer = ask(planning.index)
    assert answer.status_code == 403
    assert "helion:topology:see" in answer.content.decode()


def test_one_node_in_the_layout_that_is_shown(see):
    see(world.live())
    text = page("layout=esx")
    assert 'data-node="/admin/uc_topology/node/ID.json?layout=esx"' in text
    ident = "11111111-2222-3333-4444-555555555555"
    see(world.live(nodes=(world.node(uuid=ident),)))
    answer = json.loads(ask(views.node, "layout=esx", None, ident).content)
    assert answer["layout"] == "esx"
    assert answer["rows"][0]["nodes"][0]["id"] == ident


def test_the_layout_that_was_seen_last_stays(see):
    before = servers(3)
    see(before)
    answer = ask(views.index)
    cookie = answer.cookies[LAYOUT_COOKIE]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("kvm", True, "Lax")
    see(dataclasses.replace(before, esx=servers(3, "esx").esx))  # a vCenter was registered
    assert data()["layout"] == "esx", "it fits best"
    for cookies, query, expected in (
        ({LAYOUT_COOKIE: "kvm"}, "", "kvm"),
        ({LAYOUT_COOKIE: "kvm"}, "layout=esx", "esx"),
        ({LAYOUT_COOKIE: "<gone>"}, "", "esx"),
    ):
        assert json.loads(ask(views.data, query, cookies=cookies).content)["layout"] == expected
    assert LAYOUT_COOKIE not in ask(views.index, cookies={LAYOUT_COOKIE: "kvm"}).cookies


def test_one_vcenter(monkeypatch):
    both = servers(0, "esx")
    alone = dataclasses.replace(both, esx=topology_live.only(both.esx, "vc-2"))
    monkeypatch.setattr(collect, "vcenter", lambda request, ident: alone)
    answer = json.loads(ask(views.vcenter, "", None, "vc-2").content)
    rows = {row["id"]: row for row in answer["rows"]}
    assert list(rows) == ["esx-vcenter", "esx-proxy", "esx-cluster", "esx-host"]
    assert [node["name"] for node in rows["esx-vcenter"]["nodes"]] == ["vcenter-02"]
    assert {node["parent"] for node in rows["esx-cluster"]["nodes"]} == {"vc-2"}
    assert answer["layout"] == "esx"


def test_a_vcenter_that_is_not_there(monkeypatch):
    calls = servers(0, "esx", available=("neutron",))
    monkeypatch.setattr(collect, "vcenter", lambda request, ident: calls)
    answer = json.loads(ask(views.vcenter, "", None, "<nobody>").content)
    assert {row["state"] for row in answer["rows"]} == {"unknown"}


def test_a_cluster_that_cannot_be_listed(see, monkeypatch):
    def fails(request, clusters):
        raise errors.Unreachable("esx_onboarder", "It did not answer in time.")

    monkeypatch.setattr(esx_inventory, "hosts", fails)
    see(servers(3, "esx"))
    rows = {row["id"]: row for row in data("layout=esx")["rows"]}
    assert rows["esx-host"]["state"] == "unknown"
    assert rows["esx-cluster"]["count"] == 6


class TestWhatIf:
    @pytest.fixture(autouse=True)
    def _plan(self, see, monkeypatch):
        see(servers())
        monkeypatch.setattr(
            lifecycle, "get_plan", lambda request, ident: plan_records.plan(PLAN | {"id": ident})
        )

    def test_the_page(self):
        text = page("plan=p1")
        assert "What if:" in text
        assert "Scale Compute from 7 to 8." in text
        assert 'href="/admin/uc_scale/plan/p1/"' in text
        assert "to be added" in cells(text, "data-node", "new")[3]

    def test_the_data(self):
        result = data("plan=p1")
        assert result["plan"]["title"] == PLAN["title"]
        compute = next(row for row in result["rows"] if row["id"] == "compute")
        assert compute["added"] == 1
        assert compute["count"] == 8

    def test_the_next_picture_is_without_it(self):
        data("plan=p1")
        parts = json.loads(ask(views.table_of).content)["parts"]
        assert "rack9-u09" not in parts["helion-topology-table"]

    def test_one_node_of_it(self):
        (row,) = json.loads(ask(views.node, "plan=p1", None, "new").content)["rows"]
        assert row["nodes"][0]["change"] == "added"
        assert "node/ID.json?layout=kvm&amp;plan=p1" in page("plan=p1")

    def test_a_plan_that_is_gone(self, monkeypatch):
        def gone(request, ident):
            raise errors.NotFound("node-lifecycle", "There is no plan p1 (any more).", 404)

        monkeypatch.setattr(lifecycle, "get_plan", gone)
        assert "There is no plan p1 (any more)." in page("plan=p1")
        assert data("plan=p1")["rows"]

    def test_without_the_right_to_plan(self, monkeypatch):
        monkeypatch.setattr(policy, "allowed", lambda request, rule: rule != "plan:create")
        assert "helion:plan:create" in data("plan=p1")["plan"]["problem"]


class TestPlanning:
    def test_each_rule_with_its_result(self, see):
        see(world.live(networks=world.changed(world.NETS, "n-service", shared=True)))
        text = ask(planning.index).content.decode()
        results = dict(re.findall(r'data-rule="([\w-]+)" data-result="(\w+)"', text))
        assert results.pop("service-private") == "fail"
        assert set(results.values()) == {"pass"}
        assert "The service network is neither shared nor external." in text
        assert "Service is shared with all projects." in text

    def test_it_is_linked(self, see):
        see(servers())
        assert 'href="/admin/uc_topology/planning/?layout=kvm"' in page()


def test_asked():
    query = QueryDict("open=compute&open=!control&after=compute:n1&problems=1&node=n2")
    parsed = Query.parse(query)
    assert (parsed.opened, parsed.closed) == (frozenset(["compute"]), frozenset(["control"]))
    assert parsed.after == {"compute": "n1"}
    assert parsed.problems
    assert parsed.node == "n2"
