"""The panel Sensors, the tab of a node, and the block of the Overview."""

import json
from types import SimpleNamespace

import pytest

from helion_dashboard.admin.overview import views as overview
from helion_dashboard.admin.sensors import panel, views
from helion_dashboard.api import errors
from helion_dashboard.api.sensors import client, records
from tests.unit.dashboard.panel_pages import doubles

pytestmark = pytest.mark.usefixtures("everything_allowed")
NODE = "11111111-1111-1111-1111-111111111111"
HOT = records.Reading(NODE, "<b>u10</b>", "01-Inlet Ambient", 44.4, "°C", 40)
WARM = records.Reading(NODE, "u11", "02-CPU 1", 71.0, "°C", 90)
FAN = records.Part(NODE, "u10", "Fan 2", "fan", "Critical")
SERIES = records.Series("02-CPU 1", "°C", 0, ((10, 50.0), (20, 71.25)), 0, 100, 10, 90)


@pytest.fixture
def answers(monkeypatch, use):
    use(url="http://prometheus.test")

    def answers(**values):
        return doubles(monkeypatch, client, values)

    return answers


def block(make_request, view, name, path="/", **kwargs):
    """The HTML of a block."""
    answer = view(make_request(path), **kwargs)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)["parts"][f"helion-{name}"]


def test_the_hottest_with_links_to_their_nodes(make_request, answers):
    answers(hottest=[WARM, HOT], hot_inlets=[HOT])
    text = block(make_request, views.hottest, "sensors-hottest")
    assert "The inlet of 1 node is too hot." in text
    assert text.count("44.4 °C") == 1
    assert text.index("44.4 °C") < text.index("71 °C")
    assert "&lt;b&gt;u10" in text
    assert f"/admin/uc_nodes/{NODE}/?tab=sensors" in text


def test_nothing_was_sent(make_request, answers):
    answers(hottest=[], hot_inlets=[], failed=(), power={})
    assert "prometheus_exporter" in block(make_request, views.hottest, "sensors-hottest")
    assert "No part reports" in block(make_request, views.failed, "sensors-failed")


def test_failed_parts(make_request, answers):
    answers(failed=(FAN,))
    text = block(make_request, views.failed, "sensors-failed")
    assert "Fan 2" in text
    assert "Failed" in text


def test_power_by_rack(make_request, answers, monkeypatch):
    nodes = [
        SimpleNamespace(uuid=name, extra={"rack": rack}) for name, rack in (("a", 1), ("b", 2))
    ]
    monkeypatch.setattr(views.all_nodes, "sweep", lambda request: nodes)
    answers(power={"a": 200.0, "b": 300.4, "c": 12.0})
    text = block(make_request, views.power, "sensors-power")
    assert text.index("300 W") < text.index("200 W") < text.index("No rack") < text.index("12 W")


def test_power_adds_up_by_rack():
    nodes = [SimpleNamespace(uuid=name, extra={"rack": 1}) for name in "ab"]
    (rack,) = views.by_rack({"a": 1.0, "b": 2.0}, nodes)
    assert rack == {"rack": "1", "watts": 3.0, "nodes": 2, "most": 3.0}
    assert views.by_rack({}, nodes) == []


@pytest.mark.parametrize(
    ("path", "period"), [("/", "day"), ("/?period=hour", "hour"), ("/?period=x", "day")]
)
def test_a_node_with_its_charts(make_request, answers, path, period):
    calls = answers(series=[SERIES], of_node=(FAN,))
    text = block(make_request, views.node, "sensors-node", path, node=NODE)
    assert calls.series.call_args.args[1:] == (NODE, period)
    assert "<polyline" in text
    assert "helion-line-limit" in text
    for number in ("71.3", "50", "90 °C"):
        assert number in text
    assert "Fan 2" in text


def test_a_node_without_readings(make_request, answers):
    answers(series=[], of_node=())
    text = block(make_request, views.node, "sensors-node", node=NODE)
    assert "no readings in this period" in text


def test_the_tab_of_a_node_asks_nothing(make_request, answers):
    (tab,) = panel.Sensors.node_tabs.fget(None)
    content = tab.load(make_request("/?period=hour"), SimpleNamespace(uuid=NODE))
    assert content["readings_url"] == f"/admin/uc_sensors/nodes/{NODE}.json?period=hour"
    assert [current for _name, _label, current in content["periods"]] == [True, False]


def test_without_a_prometheus_there_is_neither_panel_nor_tab(use, make_request):
    use()
    assert panel.Sensors.node_tabs.fget(None) == ()
    assert not panel.Sensors.offered(panel.Sensors, make_request("/").user)
    assert overview._sensors_url(make_request("/")) is None


def test_the_overview_names_what_is_wrong(make_request, answers):
    answers(hot_inlets=[HOT] * 7, failed=(FAN,))
    text = block(make_request, overview.sensors, "overview-sensors")
    assert "01-Inlet Ambient is above its limit of 40 °C" in text
    assert "2 more" in text
    assert f"/admin/uc_nodes/{NODE}/" in text


def test_the_overview_without_problems(make_request, answers):
    answers(hot_inlets=[], failed=())
    assert "No inlet is too hot" in block(make_request, overview.sensors, "overview-sensors")


@pytest.mark.parametrize(
    "view", [views.hottest, views.failed, views.power, views.node, overview.sensors]
)
def test_a_prometheus_that_does_not_answer_is_named(make_request, answers, monkeypatch, view):
    monkeypatch.setattr(views.all_nodes, "sweep", lambda request: [])

    def silent(*args, **kwargs):
        raise errors.Unreachable(client.SERVICE, "It did not answer in time.")

    for name in ("hottest", "hot_inlets", "failed", "power", "series", "of_node"):
        monkeypatch.setattr(client, name, silent)
    answer = view(make_request("/"), **({"node": NODE} if view is views.node else {}))
    assert answer.status_code == 502
    assert json.loads(answer.content) == {
        "error": "It did not answer in time.",
        "service": "sensors",
    }
