"""``up --quick``: what tests would only wait for is shorter."""

import pytest

from helion_embedded import openstack
from helion_embedded.openstack import horizon_settings


@pytest.mark.parametrize(
    ("service", "file", "section", "option"),
    [
        ("nova", "nova.conf", "DEFAULT", "update_resources_interval"),
        ("overcloud", "nova.conf", "DEFAULT", "service_down_time"),
        ("overcloud", "nova.conf", "scheduler", "discover_hosts_in_cells_interval"),
        ("helion", "helion.conf", "operations", "poll"),
        ("helion", "helion.conf", "eon", "refresh"),
    ],
)
def test_services_look_more_often(make_instance, service, file, section, option):
    def value(**options):
        configuration = openstack.SERVICES[service].configuration(make_instance(**options))
        return configuration[file][section][option]

    assert value(quick=True) < value()


def test_hardware_is_as_quick_as_it_can_be(make_instance):
    configuration = openstack.SERVICES["ironic"].configuration(make_instance(quick=True))
    assert configuration["ironic.conf"]["fake"]["deploy_delay"] == "1,1"


def test_pages_refresh_more_often(make_instance):
    assert "POLL_MOVING" in horizon_settings.render(make_instance(quick=True), [])
    assert "POLL_MOVING" not in horizon_settings.render(make_instance(), [])


def test_it_is_remembered_for_the_children(make_instance, state):
    make_instance(quick=True).save()
    assert type(make_instance()).load(state).quick
