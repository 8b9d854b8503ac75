"""What the services say about themselves, without starting one."""

import collections
import configparser
import os
import subprocess
import sys
from unittest import mock

import pytest

from helion_embedded import openstack, probe
from helion_embedded.logins import OVERCLOUD, REGION
from helion_embedded.openstack import horizon, ironic, nova, overcloud
from helion_embedded.ports import HOST

ALL = openstack.SERVICES.values()


def read(path):
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.read(path)
    return parser


def test_everything_runs_by_default():
    assert openstack.select() == tuple(openstack.SERVICES)


def test_keystone_comes_first_and_always():
    assert openstack.select(["ironic"]) == ("keystone", "ironic")
    assert openstack.select([]) == ("keystone",)


def test_what_a_service_needs_comes_along():
    assert set(openstack.select(["nova"])) == {
        "keystone",
        "placement",
        "glance",
        "neutron",
        "ironic",
        "nova",
    }


def test_an_unknown_service_is_named():
    with pytest.raises(ValueError, match="trove"):
        openstack.select(["trove"])


def test_requirements_exist_and_start_earlier():
    order = list(openstack.SERVICES)
    for service in ALL:
        for needed in service.requires:
            assert order.index(needed) < order.index(service.name)


def test_endpoints_and_databases_are_nobody_elses(instance):
    places = [place for service in ALL for place in service.endpoints(instance)]
    databases = [name for service in ALL for name in service.databases]
    assert len(set(places)) == len(places)
    assert len(set(databases)) == len(databases)


@pytest.mark.parametrize("service", [s for s in ALL if s.service_type], ids=lambda s: s.name)
def test_configuration_stays_in_the_state_and_on_loopback(service, instance):
    service.write_configuration(instance)
    text = service.config_file(instance).read_text()
    assert "0.0.0.0" not in text  # noqa: S104 - that is the point
    parser = read(service.config_file(instance))
    for section in parser.sections():
        for option in ("auth_url", "www_authenticate_uri"):
            value = parser.get(section, option, fallback=None)
            assert value is None or value.startswith(instance.url("keystone"))
        connection = parser.get(section, "connection", fallback=None)
        assert connection is None or connection.startswith(f"sqlite:///{instance.state.root}")


@pytest.mark.parametrize("service", [s for s in ALL if s.port_names], ids=lambda s: s.name)
def test_an_endpoint_says_where_the_service_listens(service, instance):
    scheme = "https" if service.ca(instance) else "http"
    port = instance.ports[service.name]
    assert service.endpoint(instance).startswith(f"{scheme}://{HOST}:{port}")


def test_the_overcloud_has_a_nova_and_a_placement_and_shares_the_rest(instance):
    regions = collections.defaultdict(dict)
    for service in ALL:
        for (region, service_type), url in service.endpoints(instance).items():
            regions[region][service_type] = url
    ours, theirs = regions[REGION], regions[OVERCLOUD]
    own = instance.url("overcloud")
    assert (theirs["compute"], theirs["placement"]) == (f"{own}/v2.1", f"{own}/placement")
    shared = {"identity", "image", "network", "block-storage"}
    assert set(theirs) == {"compute", "placement"} | shared
    assert all(theirs[name] == ours[name] for name in shared)


def test_the_overclouds_nova_asks_its_own_placement(instance):
    service = openstack.SERVICES["overcloud"]
    service.write_configuration(instance)
    parser = read(service.config_file(instance))
    assert parser["placement"]["endpoint_override"] == instance.url("overcloud") + "/placement"
    assert parser["neutron"]["region_name"] == parser["cinder"]["os_region_name"] == REGION
    assert "ironic" not in parser
    placement = read(service.folder(instance) / "placement.conf")
    for section, name in (("database", "overcloud"), ("api_database", "overcloud_api")):
        assert parser[section]["connection"].startswith(
            f"sqlite:///{instance.state.database(name)}"
        )
    assert (
        str(instance.state.database("overcloud_placement"))
        in (placement["placement_database"]["connection"])
    )


def test_one_path_of_the_overcloud_is_its_placement():
    def answer(name):
        return lambda environ, _start: [name, environ.get("SCRIPT_NAME", ""), environ["PATH_INFO"]]

    application = overcloud.dispatcher(answer("placement"), answer("nova"))
    for path, expected in (
        ("/placement", ["placement", "/placement", "/"]),
        ("/placement/", ["placement", "/placement", "/"]),
        ("/placement/resource_providers/1", ["placement", "/placement", "/resource_providers/1"]),
        ("/placements", ["nova", "", "/placements"]),
        ("/v2.1/placement", ["nova", "", "/v2.1/placement"]),
        ("/", ["nova", "", "/"]),
    ):
        assert application({"PATH_INFO": path}, None) == expected


def test_ironic_lets_a_client_ask_for_long_pages(instance):
    openstack.SERVICES["ironic"].write_configuration(instance)
    parser = read(openstack.SERVICES["ironic"].config_file(instance))
    assert parser["api"]["max_limit"] == "10000"
    assert ironic.HARDWARE_TYPE in parser["DEFAULT"]["enabled_hardware_types"].split(",")


def test_ironic_without_neutron_has_no_networks_of_its(make_instance):
    alone = make_instance(("keystone", "ironic"))
    service = openstack.SERVICES["ironic"]
    service.write_configuration(alone)
    assert read(service.config_file(alone))["DEFAULT"]["enabled_network_interfaces"] == "noop"


def test_many_nodes_are_not_asked_for_power_every_minute(make_instance):
    service = openstack.SERVICES["ironic"]
    many = make_instance(nodes=3000)
    service.write_configuration(many)
    assert read(service.config_file(many))["conductor"]["sync_power_state_interval"] == "3000"


def test_cinder_has_the_products_two_back_ends(instance):
    service = openstack.SERVICES["cinder"]
    service.write_configuration(instance)
    parser = read(service.config_file(instance))
    assert parser["DEFAULT"]["enabled_backends"] == "storeserv,storevirtual"
    for name in ("storeserv", "storevirtual"):
        assert parser[name]["volume_backend_name"] == name


def test_an_unknown_plugin_is_refused_by_name():
    for name in ("no_such_plugin", "not-a-package", "json"):
        with pytest.raises(ValueError, match=name):
            horizon.find_plugins([name])


def test_the_supervisor_loads_nothing_of_openstack():
    script = (
        "import sys, helion_embedded.__main__, helion_embedded.seed\n"
        "heavy = {'nova', 'keystone', 'ironic', 'neutron', 'sqlalchemy', 'django', 'oslo_config',"
        " 'openstack', 'helion_dashboard', 'helion_services'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


class Worker:
    """A worker of a service; ``error`` is what its start raises."""

    def __init__(self, error=None):
        self.error = error
        self.started = False

    def start(self):
        if self.error:
            raise self.error
        self.started = True


def test_a_worker_starts_when_what_it_needs_answers():
    answers = iter([False, False, True])
    worker = Worker()
    with mock.patch.object(probe, "answers_now", side_effect=lambda url, ca: next(answers)):
        nova.start_later(worker, "http://127.0.0.1:1/")
    assert worker.started
    assert next(answers, "asked until it did") == "asked until it did"


def test_a_worker_that_does_not_start_ends_its_process(capfd):
    with (
        mock.patch.object(os, "_exit") as ended,
        mock.patch.object(probe, "answers_now", return_value=True),
    ):
        nova.start_later(Worker(RuntimeError("no database")), "http://127.0.0.1:1/")
    ended.assert_called_once_with(1)
    assert "no database" in capfd.readouterr().err
