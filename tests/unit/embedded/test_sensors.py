"""What simulated servers read of themselves, and how it gets into a Prometheus."""

import os
import time

import pytest

from helion_embedded import openstack, prometheus
from helion_embedded.openstack import prometheus as exporting
from helion_embedded.ports import HOST
from helion_embedded.simulators.ironic import sensors
from tests.prometheus import node
from tests.unit.embedded.test_services import read


def temperatures(readings):
    return {
        sensor["physical_context"]: sensor["reading_celsius"]
        for sensor in readings["Temperature"].values()
    }


def health(readings, kind):
    return [sensor["health"] for sensor in readings[kind].values()]


def test_a_server_reads_the_same_at_the_same_moment():
    assert sensors.readings(node(1), moment=1e9) == sensors.readings(node(1), moment=1e9)
    assert sensors.readings(node(1), moment=1e9) != sensors.readings(node(2), moment=1e9)


def test_sensors_of_a_running_server():
    for moment in range(0, 3600, 60):
        readings = sensors.readings(node(1), moment=moment)
        assert set(readings) == {"Temperature", "Fan", "Power", "Drive", "Current"}
        heat = temperatures(readings)
        assert 20 <= heat["Intake"] <= 30 < heat["CPU"] < 85
        assert health(readings, "Fan") == ["OK"] * 4


def test_a_server_that_is_off_is_cold_and_its_fans_say_nothing():
    readings = sensors.readings(node(1, power_state="power off"))
    assert set(temperatures(readings)) == {"Intake"}
    assert readings["Fan"] == {}
    (meter,) = readings["Current"].values()
    assert meter["Sensor Reading"] == "12 Watts"


def test_faults_show():
    readings = sensors.readings(node(1), broken={"fan", "heat"})
    assert health(readings, "Fan").count("Critical") == 1
    assert temperatures(readings)["Intake"] > 40


def test_ironic_writes_readings_where_the_exporter_looks(instance):
    ironic = openstack.SERVICES["ironic"]
    ironic.write_configuration(instance)
    conf = read(ironic.config_file(instance))
    folder = conf["oslo_messaging_notifications"]["location"]
    assert folder.startswith(str(instance.state.root))
    environment = openstack.SERVICES["exporter"].environment(instance)
    assert environment["IRONIC_CONFIG"] == str(ironic.config_file(instance))


@pytest.mark.parametrize(("nodes", "interval"), [(12, 30), (1000, 1000)])
def test_a_thousand_nodes_are_read_less_often(make_instance, nodes, interval):
    ironic = openstack.SERVICES["ironic"]
    conf = ironic.configuration(make_instance(nodes=nodes))["ironic.conf"]
    assert conf["sensor_data"]["interval"] == interval
    assert conf["sensor_data"]["workers"] == 2


def test_prometheus_stays_on_loopback_and_within_its_bounds(tmp_path):
    command = prometheus.command(tmp_path, 20001, f"{HOST}:20002", 30)
    assert f"--web.listen-address={HOST}:20001" in command
    assert any(part.startswith("--storage.tsdb.retention.size=") for part in command)
    text = (tmp_path / "prometheus.yml").read_text()
    assert "scrape_interval: 30s" in text
    assert f"{HOST}:20002" in text


def test_without_it_the_demo_starts_and_says_what_to_install(monkeypatch):
    monkeypatch.setattr(prometheus.shutil, "which", lambda name: None)
    names, notes = openstack.possible(("ironic", "exporter", "prometheus"))
    assert names == ("ironic",)
    assert "apt-get install" in notes[0]


def test_ready_does_not_wait_for_it():
    late = [name for name, service in openstack.SERVICES.items() if not service.awaited]
    assert {"exporter", "prometheus"} <= set(late)
    for service in openstack.SERVICES.values():
        assert not (service.awaited and set(service.requires) & set(late))


def test_the_readings_of_deleted_nodes_are_forgotten(tmp_path):
    files = [tmp_path / name for name in ("there", "deleted")]
    for file in files:
        file.write_text("x 1\n")
    os.utime(files[1], (0, time.time() - 61))
    exporting.forget_old(tmp_path, 60)
    assert [file.exists() for file in files] == [True, False]
