"""A real Prometheus of a test's own, with readings of simulated servers by Ironic's exporter."""

import contextlib
import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import requests
from oslo_config import cfg

from helion_embedded import prometheus
from helion_embedded.ports import HOST
from helion_embedded.simulators.ironic import sensors
from tests.icinga import free_port

_PATIENCE = 30


def node(number, broken=(), power_state="power on", event=sensors.EVENT):
    """A node of Ironic, as far as its sensors go.

    :param event: the type of its notifications, which names the type of its hardware
    """
    return SimpleNamespace(
        uuid=f"{number:08d}-0000-0000-0000-000000000000",
        name=f"rack1-u{number:02d}",
        resource_class="control",
        broken=broken,
        power_state=power_state,
        event=event,
    )


def export(folder, nodes, moment=None):
    """Write the readings of nodes as Ironic's conductor does: by the driver of its notifications.

    :param moment: seconds since the epoch that they are of
    """
    from ironic_prometheus_exporter.messaging import PrometheusFileDriver

    sensors.exported()
    conf = cfg.ConfigOpts()
    conf.register_opts([cfg.StrOpt("location")], group="oslo_messaging_notifications")
    conf.set_override("location", str(folder), group="oslo_messaging_notifications")
    driver = PrometheusFileDriver(conf, [], None)
    at = time.gmtime(moment)
    for each in nodes:
        payload = {
            "node_uuid": each.uuid,
            "node_name": each.name,
            "instance_uuid": None,
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000000", at),
            "payload": sensors.readings(each, each.broken),
        }
        message = {"event_type": each.event, "payload": payload}
        driver.notify({}, message, "INFO", 0)


@contextlib.contextmanager
def running(folder, nodes):
    """The URL of a Prometheus that has read the sensors of nodes. Without the package the test is
    skipped."""
    if reason := prometheus.missing():
        pytest.skip(reason)
    readings = folder / "readings"
    export(readings, nodes)
    conf = folder / "ironic.conf"
    conf.write_text(f"[oslo_messaging_notifications]\nlocation = {readings}\n")
    exporter, port = free_port(), free_port()
    serve = [
        *(sys.executable, "-m", "waitress", f"--listen={HOST}:{exporter}"),
        "ironic_prometheus_exporter.app.wsgi:application",
    ]
    command = prometheus.command(folder, port, f"{HOST}:{exporter}", 1)
    url = f"http://{HOST}:{port}"
    with contextlib.ExitStack() as stack:
        for program in (serve, command):
            process = subprocess.Popen(
                program,
                env=os.environ | {"IRONIC_CONFIG": str(conf)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
        _wait(url)
        yield url


def _wait(url):
    """Until it has read the exporter."""
    session = requests.Session()
    session.trust_env = False
    deadline = time.monotonic() + _PATIENCE
    query = {"query": "count(baremetal_fan_status)"}
    while time.monotonic() < deadline:
        with contextlib.suppress(requests.RequestException):
            answer = session.get(f"{url}/api/v1/query", params=query, timeout=5)
            if answer.ok and answer.json()["data"]["result"]:
                return
        time.sleep(0.2)
    raise TimeoutError("Prometheus has read nothing")
