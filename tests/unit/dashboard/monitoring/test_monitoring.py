"""The panel Monitoring, with answers held to the service's OpenAPI document."""

import json

import pytest

from helion_dashboard.admin.monitoring import details, lists, matching
from helion_dashboard.admin.monitoring.panel import Monitoring
from helion_dashboard.admin.overview import views as overview
from helion_dashboard.api import errors
from helion_dashboard.api.monitoring import client, records
from tests.contract import answers
from tests.unit.dashboard.monitoring import samples
from tests.unit.dashboard.panel_pages import (  # noqa: F401
    act,
    doubles,
    everything_allowed,
    post,
    shown,
)


def page(*rows):
    return {"objects": list(rows), "next_marker": None, "total": len(rows)}


def answered(path, body, method="GET"):
    answers.assert_answer(method, f"/monitoring/v1{path}", 200, body)
    return body


@pytest.fixture(autouse=True)
def monitoring(monkeypatch, everything_allowed):  # noqa: F811
    """The functions of the client answer the samples; a mock with their calls."""
    answers.load()
    rows = answered("/problems", page(samples.HOST, samples.SERVICE))
    return doubles(
        monkeypatch,
        client,
        {
            "status": records.status(answered("/status", samples.STATUS)),
            "filters": answered("/filters", samples.FILTERS),
            "problems": records.page(rows),
            "hosts": records.page(answered("/hosts", page(samples.HOST))),
            "services": records.page(answered("/services", page(samples.SERVICE))),
            "host": records.monitored(answered("/hosts/aDE", samples.HOST_DETAIL)),
            "service": records.monitored(answered("/services/x", samples.SERVICE_DETAIL)),
            "act": [("aDE", ""), ("aDEhZGlzaw", "Already.")],
        },
    )


def detail(make_request, view, path="/", **kwargs):
    return view(make_request(path), **kwargs).answer_detail().content.decode()


class TestLists:
    def test_problems_that_nobody_handles_come_first(self, make_request, monitoring):
        text = shown(make_request, lists.Problems)
        assert "1 unhandled problem" in text
        assert "1 handled" in text
        assert "No &lt;b&gt;answer" in text
        assert text.index("node-1") < text.index("Handled")
        queries = [call.kwargs["handled"] for call in monitoring.problems.call_args_list]
        assert sorted(queries) == ["false", "true"]
        assert monitoring.problems.call_args.kwargs["sort_dir"] == "desc"

    @pytest.mark.parametrize("view", [lists.Hosts, lists.Services])
    def test_the_filters_go_to_the_service(self, make_request, monitoring, view):
        name = view.__name__.lower()
        shown(lambda _path: make_request("/?role=compute&rack=gone&q=x"), view)
        query = getattr(monitoring, name).call_args.kwargs
        assert (query["role"], query["rack"], query["q"]) == ("compute", "gone", "x")

    def test_an_icinga_that_is_away_is_named(self, make_request, monitoring):
        status = records.status(answered("/status", samples.UNREACHABLE))
        monitoring.status.return_value = status
        monitoring.filters.side_effect = errors.ServiceError("s", "away", 503)
        text = shown(make_request, lists.Hosts)
        assert "Icinga at https://icinga.test cannot be reached." in text

    def test_actions_have_a_result_each(self, act, monitoring):  # noqa: F811
        results = act(lists.Problems, "check", "aDE", "aDEhZGlzaw")
        assert [row["ok"] for row in results] == [True, False]
        assert results[1]["reason"] == "Already."

    @pytest.mark.parametrize(("hours", "seconds"), [("3", 10800), ("x", None), ("0", None)])
    def test_the_hours_of_a_downtime(self, make_request, monitoring, hours, seconds):
        request = make_request("/")
        request.method = "POST"
        body = {"action": "downtime", "ids": ["aDE"], "inputs": {"comment": "c", "hours": hours}}
        request._body = json.dumps(body).encode()
        answer = json.loads(lists.Hosts(request).answer_act().content)
        if seconds:
            assert monitoring.act.call_args.args[-1] == seconds
        else:
            assert not answer["results"][0]["ok"]
            assert not monitoring.act.called


class TestDetails:
    def test_a_service(self, make_request, monitoring):
        text = detail(make_request, details.Service, service="x")
        assert "<script>alert" not in text
        assert 'width="85.0%"' in text
        assert "style=" not in text.partition("helion-columns")[2]
        assert "on &lt;it&gt;" in text

    def test_a_host_with_its_services(self, make_request, monitoring):
        text = detail(make_request, details.Host, "/?tab=services", host="aDE")
        assert "disk /srv" in text
        assert monitoring.services.call_args.kwargs["host_id"] == "aDE"

    def test_its_history(self, make_request, monitoring):
        assert "85 % used" in detail(make_request, details.Host, "/?tab=history", host="aDE")

    def test_the_tab_of_a_node(self, make_request, monitoring):
        (tab,) = Monitoring.node_tabs
        record = records.Object("x", "x", node="u1")
        record = type("Node", (), {"uuid": record.node})
        assert [row.label for row in tab.load(make_request("/"), record)["objects"]] == [
            "node-1",
            "disk /srv",
        ]


class TestMatching:
    def test_all_that_match(self, post, monitoring, make_request):  # noqa: F811
        data = {"action": "downtime", "comment": "moving", "hours": "1"}
        status, body = post(matching.Matching, data)
        assert (status, body["url"]) == (200, "/admin/uc_monitoring/")
        filters = monitoring.act.call_args.args[3]
        assert filters == {"handled": False}
        assert monitoring.act.call_args.args[-1] == 3600

    def test_the_page_says_how_many(self, make_request, monitoring):
        text = matching.Matching(make_request("/?role=compute")).answer().content.decode()
        assert "2 unhandled problems" in text
        assert monitoring.problems.call_args.kwargs["role"] == "compute"


def test_the_alarms_of_the_overview(make_request, monitoring):
    content = json.loads(overview.alarms(make_request("/alarms.json")).content)
    assert "node-1" in json.dumps(content)


@pytest.mark.parametrize(
    "values",
    [
        {"value": 0.0},
        {"value": -3.0},
        {"value": 5.0, "warning": 1.0, "critical": 2.0, "maximum": 3.0},
        {"value": 1e300, "minimum": -1e300},
    ],
)
def test_charts_stay_in_their_place(values):
    chart = records.Performance("x", **values).chart()
    assert all(0 <= percent <= 100 for percent in chart.values())
