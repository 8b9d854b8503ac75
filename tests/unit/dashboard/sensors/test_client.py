"""Prometheus as it answers, and as it should not."""

import contextlib
import uuid

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured

from helion_dashboard.api import errors
from helion_dashboard.api.sensors import client, records
from tests import odd_server
from tests.icinga import free_port

from .conftest import COOL, HOT, METERLESS, NODES, OFF


class TestReal:
    """What a real Prometheus has of Ironic's exporter."""

    @pytest.fixture(autouse=True)
    def _prometheus(self, use, prometheus_url):
        use(url=prometheus_url)

    def test_the_hottest_sensor_of_each_node(self, request_):
        readings = client.hottest(request_)
        assert {reading.node for reading in readings} == {node.uuid for node in NODES}
        assert readings[-1].node == OFF.uuid
        assert (readings[0].node, readings[0].name) == (HOT.uuid, HOT.name)
        assert readings[0].sensor.startswith("02-CPU")
        assert (readings[0].unit, readings[0].limit) == ("°C", 90)
        assert len(client.hottest(request_, most=1)) == 1

    def test_an_inlet_above_its_limit(self, request_):
        (inlet,) = client.hot_inlets(request_)
        assert (inlet.node, inlet.sensor, inlet.over) == (HOT.uuid, "01-Inlet Ambient", True)

    def test_a_limit_of_the_settings(self, use, prometheus_url, request_):
        use(url=prometheus_url, inlet_limit=60)
        assert client.hot_inlets(request_) == []

    def test_a_fan_that_failed(self, request_):
        (fan,) = client.failed(request_)
        assert (fan.node, fan.kind, fan.sensor) == (HOT.uuid, "fan", "Fan 2")
        assert fan.state is records.HEALTH["Critical"]

    def test_power(self, request_):
        watts = client.power(request_)
        assert set(watts) == {node.uuid for node in NODES}
        assert watts[OFF.uuid] == 12 < watts[COOL.uuid]
        assert watts[METERLESS.uuid] > 100  # the sum of its power supplies

    def test_a_node(self, request_):
        parts = client.of_node(request_, HOT.uuid)
        assert [part.state.failed for part in parts] == [True] + [False] * (len(parts) - 1)
        assert {part.kind for part in parts} == {"fan", "power", "drive"}
        series = client.series(request_, HOT.uuid, "hour")
        assert [(row.sensor, row.unit) for row in series] == [
            ("01-Inlet Ambient", "°C"),
            ("02-CPU 1", "°C"),
            ("03-CPU 2", "°C"),
            ("20-Exhaust", "°C"),
            ("0:Power", "W"),
            ("1:Power", "W"),
            ("Pwr Consumption", "W"),
            *((f"Fan {number}", "%") for number in range(1, 5)),
        ]
        assert [row.limit for row in series] == [40, 90, 90, *[None] * 8]
        fans = [row.last for row in series if row.unit == "%"]
        assert fans[1] == 0 < min(fans[0], *fans[2:])
        assert series[0].over

    def test_a_node_that_has_sent_nothing(self, request_):
        node = str(uuid.uuid4())
        assert client.of_node(request_, node) == ()
        assert client.series(request_, node) == []

    def test_old_readings_do_not_count(self, use, prometheus_url, request_):
        use(url=prometheus_url, fresh=0)
        assert client.hottest(request_) == []
        assert client.failed(request_) == ()
        assert client.power(request_) == {}


CALLS = [
    client.hottest,
    client.hot_inlets,
    client.failed,
    client.power,
    lambda request_: client.of_node(request_, HOT.uuid),
    lambda request_: client.series(request_, HOT.uuid),
]


class TestFaults:
    @pytest.fixture
    def fault(self, use, request_):
        def fault(url, call=client.hottest, **more):
            use(url=url, **more)
            with pytest.raises(errors.ServiceError) as caught:
                call(request_)
            assert caught.value.service == client.SERVICE
            return caught.value

        return fault

    @pytest.mark.parametrize("call", CALLS)
    def test_nobody_listens(self, fault, call):
        port = free_port()
        assert isinstance(fault(f"http://127.0.0.1:{port}", call), errors.Unreachable)

    @pytest.mark.parametrize("mode", ["hang", "drip"])
    def test_it_does_not_end(self, fault, server, mode):
        assert "in time" in fault(server(mode).url).reason

    @pytest.mark.parametrize("call", CALLS)
    @pytest.mark.parametrize(
        "text",
        [
            "<html>",
            "[]",
            "null",
            '{"data": null}',
            '{"data": {"result": 1}}',
            '{"data": {"result": [1]}}',
            '{"data": {"result": [{"metric": {}, "value": [1, "x"], "values": [[1, "x"]]}]}}',
            '{"data": {"result": [{"metric": {}, "value": [1, "1"], "values": [[1, "1"]]}]}}',
        ],
    )
    def test_nonsense(self, fault, requests_mock, call, text):
        requests_mock.get("http://prometheus.test/api/v1/query", text=text)
        requests_mock.get("http://prometheus.test/api/v1/query_range", text=text)
        assert "as Prometheus does" in fault("http://prometheus.test", call).reason

    @pytest.mark.parametrize("status", [401, 403])
    def test_it_refuses(self, fault, server, status):
        error = fault(server("status", str(status)).url)
        assert isinstance(error, errors.Refused)
        assert "SENSORS" in error.reason

    def test_its_certificate_is_not_trusted(self, fault, requests_mock):
        address = "https://prometheus.test/api/v1/query"
        requests_mock.get(address, exc=requests.exceptions.SSLError)
        error = fault("https://prometheus.test")
        assert "certificate is not trusted" in error.reason
        assert "SENSORS" in error.reason

    @pytest.mark.parametrize("authority", [None, "/etc/ca.pem"])
    def test_certificates_are_verified(self, use, request_, requests_mock, authority):
        address = "https://prometheus.test/api/v1/query"
        answer = requests_mock.get(address, json={"data": {"result": []}})
        use(url="https://prometheus.test", **({"ca": authority} if authority else {}))
        client.hottest(request_)
        assert answer.last_request.verify == (authority or True)

    @pytest.mark.parametrize("status", [302, 400, 422, 500, 503])
    def test_it_fails(self, fault, server, status):
        fault(server("status", str(status)).url)

    def test_numbers_that_are_none_are_left_out(self, use, request_, requests_mock):
        metric = {"__name__": "baremetal_temp_cpu_celsius", "node_uuid": COOL.uuid}
        texts = ("NaN", "+Inf", "42")
        rows = [{"metric": metric, "value": [1, text]} for text in texts]
        body = {"data": {"result": rows}}
        requests_mock.get("http://prometheus.test/api/v1/query", json=body)
        use(url="http://prometheus.test")
        assert [reading.value for reading in client.hottest(request_)] == [42]

    def test_more_rows_than_were_to_come_are_cut(self, use, request_, requests_mock):
        metric = {"__name__": "baremetal_temp_cpu_celsius", "node_uuid": COOL.uuid}
        body = {"data": {"result": [{"metric": metric, "value": [1, "1"]}] * 1000}}
        requests_mock.get("http://prometheus.test/api/v1/query", json=body)
        use(url="http://prometheus.test")
        assert len(client.hottest(request_)) == 5

    def test_a_token_goes_along(self, use, request_, requests_mock):
        answer = requests_mock.get(
            "http://prometheus.test/api/v1/query", json={"data": {"result": []}}
        )
        use(url="http://prometheus.test", token="s3cret")  # noqa: S106
        assert client.hottest(request_) == []
        assert answer.last_request.headers["Authorization"] in ("Bearer s3cret", b"Bearer s3cret")

    def test_what_a_person_types_is_no_query(self, use, request_, requests_mock):
        answer = requests_mock.get(
            "http://prometheus.test/api/v1/query", json={"data": {"result": []}}
        )
        use(url="http://prometheus.test")
        for node in ('"} or vector(1) or x{a="', "x" * 36, ""):
            with pytest.raises(errors.ServiceError):
                client.of_node(request_, node)
            with pytest.raises(errors.ServiceError):
                client.series(request_, node)
        assert not answer.called


@pytest.mark.parametrize(
    "setting",
    [
        {"ca": "x"},
        {"url": "http://x", "colour": "red"},
        {"url": "http://x", "inlet_limit": "40"},
    ],
)
def test_what_is_no_setting(request_, use, setting):
    use(**setting)
    with pytest.raises(ImproperlyConfigured, match="SENSORS"):
        client.hottest(request_)


def test_without_a_prometheus(request_, use):
    use()
    assert not client.offered()
    with pytest.raises(errors.Unreachable, match="There is none"):
        client.hottest(request_)


@pytest.fixture
def server():
    """``server(mode, text)``: a :class:`~tests.odd_server.Server`."""
    with contextlib.ExitStack() as running:
        yield lambda *mode: running.enter_context(odd_server.running(*mode))


def _series(points, limit=None):
    return records.Series("s", "°C", 0, tuple(points), 0, 100, 10, limit)


def test_a_line_has_gaps_where_nothing_was_read():
    chart = _series([(0, 20.0), (10, 21.0), (60, 20.0), (70, 20.0)]).chart()
    assert [line.count(",") for line in chart["lines"]] == [2, 2]
    assert chart["lines"][0].startswith("0.00,")
    assert chart["limit"] is None


def test_a_limit_is_in_the_chart():
    chart = _series([(0, 20.0), (10, 30.0)], limit=40).chart()
    assert 0 < chart["limit"] < 50
    heights = [float(point.split(",")[1]) for point in chart["lines"][0].split()]
    assert heights[0] > heights[1] > chart["limit"]


def test_a_value_that_never_changes_has_a_line():
    for value in (0.0, 20.0):
        (line,) = _series([(0, value), (10, value)]).chart()["lines"]
        assert "nan" not in line
