import pytest

from helion_dashboard import config
from tests import prometheus
from tests.unit.dashboard.panel_pages import everything_allowed  # noqa: F401

#: One as it should be, one that is hot and lacks a fan, one that is off, one without a meter.
COOL, HOT, OFF, METERLESS = NODES = (
    prometheus.node(1),
    prometheus.node(2, broken=("fan", "heat")),
    prometheus.node(3, power_state="power off"),
    prometheus.node(4, event="hardware.redfish.metrics"),
)


@pytest.fixture(scope="session")
def prometheus_url(tmp_path_factory):
    """A Prometheus with the sensors of :data:`NODES`."""
    with prometheus.running(tmp_path_factory.mktemp("prometheus"), NODES) as url:
        yield url


@pytest.fixture
def use(settings):
    """``use(**SENSORS)``: the setting of Prometheus."""

    def use(**setting):
        settings.HELION_DASHBOARD = {"SENSORS": setting, "SERVICE_TIMEOUT": 2}
        config.get.cache_clear()

    yield use
    config.get.cache_clear()
