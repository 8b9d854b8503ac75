"""The mapping as data, as tables and as a page."""

import dataclasses
import functools
import json

import pytest
from django.http import QueryDict

from helion_dashboard import policy
from helion_dashboard.admin.topology import storage as views
from helion_dashboard.admin.topology import views as topology
from helion_dashboard.api import errors, short_cache
from helion_dashboard.api.storage import client as storage
from helion_dashboard.kit.topology.query import NOTHING, Query
from helion_dashboard.kit.topology.storage import inventory, picture

from ... import conftest as dashboard
from .cloud import array, cpg, large, small, volume_type

CATALOG = [{"type": storage.SERVICE, "endpoints": []}]


def nodes(data, row):
    return next(each["nodes"] for each in data["rows"] if each["id"] == row)


def ends(data):
    return {(edge["from"], edge["to"]): edge.get("state") for edge in data["edges"]}


class TestData:
    def test_four_columns(self):
        data = picture.described(small(), NOTHING)
        assert [row["id"] for row in data["rows"]] == ["arrays", "pools", "backends", "types"]
        assert nodes(data, "pools") == [
            {
                "id": "c1",
                "name": "c1",
                "health": "ok",
                "state": "1 of 2 GiB",
                "link": "cpg",
                "page": "a1",
                "usage": [1.0, 2.0],
            }
        ]

    def test_many_cpgs_are_folded_but_for_those_with_a_problem(self):
        data = picture.described(large(), NOTHING)
        shown = nodes(data, "pools")
        folds = [node for node in shown if "fold" in node]
        assert len(folds) == 50
        assert folds[0]["name"] == "20 CPGs"
        assert folds[0]["problem"] == "2 with a problem"
        assert folds[0]["usage"] == [20.0, 40.0]
        assert {node["health"] for node in shown if "fold" not in node} == {"failed"}
        assert ends(data)["a0", "cpgs:a0"] is None
        assert ends(data)["cpgs:a0", "b0"] is None
        assert ends(data)["a0", "c0-9"] == "broken"
        row = next(row for row in data["rows"] if row["id"] == "pools")
        assert (row["count"], row["health"]) == (1000, {"ok": 900, "failed": 100})

    @pytest.mark.parametrize("query", ["open=a7", "node=c7-3"])
    def test_an_array_is_opened(self, query):
        data = picture.described(large(), Query.parse(QueryDict(query)))
        mine = [node for node in nodes(data, "pools") if node.get("page") == "a7"]
        assert len(mine) == 20
        fold = next(node for node in nodes(data, "pools") if node["id"] == "cpgs:a7")
        assert fold["fold"] == {"id": "a7", "open": True}
        assert ends(data)["c7-3", "b7"] is None
        assert ("cpgs:a7", "b7") not in ends(data)

    def test_every_edge_has_both_ends(self):
        data = picture.described(large(), NOTHING)
        ids = {node["id"] for row in data["rows"] for node in row["nodes"]}
        assert all({edge["from"], edge["to"]} <= ids for edge in data["edges"])

    def test_the_tables_say_the_same(self):
        data = picture.described(small(types=(volume_type("t1", "tin"),)), NOTHING)
        types = picture.tables(data)[3]["lines"]
        assert [line["node"]["id"] for line in types] == ["t1"]
        assert types[0]["before"] == [picture.LinkLine("tin", True)]
        for table, row in zip(picture.tables(data), data["rows"], strict=True):
            assert [line["node"] for line in table["lines"]] == row["nodes"]


@pytest.fixture
def services(monkeypatch):
    """``set_to(inventory)``: what the services say from now on."""
    monkeypatch.setattr(policy, "allowed", lambda request, rule: True)

    def set_to(content):
        short_cache.forget(("topology-storage",))
        questions = []
        for question in inventory._QUESTIONS:
            answer = getattr(content, question.field)
            asks = answer if callable(answer) else functools.partial(_answer, answer)
            questions.append(dataclasses.replace(question, ask=asks))
        monkeypatch.setattr(inventory, "_QUESTIONS", questions)

    return set_to


def _answer(answer, request):
    return answer


def ask(make_request, view, query="", catalog=CATALOG, **headers):
    request = make_request(f"/?{query}", user=dashboard.make_user(catalog=catalog), headers=headers)
    return view(request)


class TestPages:
    @pytest.fixture(autouse=True)
    def _alone(self, pages_alone, services):
        services(small(types=(volume_type("<b>t1", "tin"),)))

    def test_the_page(self, make_request):
        text = ask(make_request, views.index).content.decode()
        assert "There is no such back end." in text
        assert "<b>t1" not in text
        assert '<option value="storage" selected>' in text
        assert "/admin/uc_storage/a1/cpgs/" in text

    def test_the_data_and_the_same_again(self, make_request):
        first = ask(make_request, views.data)
        assert json.loads(first.content)["form"] == "columns"
        again = ask(make_request, views.data, **{"If-None-Match": first["ETag"]})
        assert again.status_code == 304

    def test_the_table(self, make_request):
        parts = json.loads(ask(make_request, views.table_of).content)["parts"]
        assert "broken link" in parts["helion-topology-table"]

    def test_search_reaches_what_is_folded(self, make_request, services):
        services(large())
        body = json.loads(ask(make_request, views.find, "q=C7-").content)
        assert (len(body["servers"]), body["more"]) == (20, 0)
        assert body["servers"][0] == {"id": "c7-0", "name": "c7-0", "row": "pools", "health": "ok"}
        assert json.loads(ask(make_request, views.find).content) == {"servers": [], "more": 0}

    def test_a_service_that_does_not_answer_is_a_layer(self, make_request, services):
        def down(request):
            raise errors.Unreachable("block-storage", "It cannot be reached.")

        content = small(types=down, pools=())
        services(content)
        text = ask(make_request, views.index).content.decode()
        assert "It cannot be reached." in text
        assert "unknown" in text
        assert "c1" in text

    def test_without_the_service_the_layer_is_not_known(self, make_request):
        data = json.loads(ask(make_request, views.data, catalog=[]).content)
        layer = data["layers"][0]
        assert (layer["state"], layer["reason"]) == (
            "unknown",
            "Not in the service catalog of this region.",
        )
        assert nodes(data, "arrays") == []

    def test_the_topology_leads_there(self, make_request):
        answer = ask(make_request, topology.index, "layout=storage")
        assert answer.url == "/admin/uc_topology/storage/"


def test_names_of_others_are_only_text():
    content = small(arrays=(array("</script>"),), cpgs=(cpg("c1", "</script>"),))
    assert nodes(picture.described(content, NOTHING), "arrays")[0]["name"] == "</script>"
