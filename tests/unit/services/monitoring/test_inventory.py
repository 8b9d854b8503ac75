"""What there is to be watched, read from doubles of the services that know."""

import types
from unittest import mock

import pytest
from keystoneauth1 import adapter, session
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import service
from helion_services.monitoring import downtimes, inventory, targets
from tests.contract import answers

NODE = {
    "uuid": "n1",
    "name": "rack1-u01",
    "power_state": "power on",
    "maintenance": False,
    "fault": None,
    "last_error": None,
    "extra": {"rack": "r1"},
    "resource_class": "compute",
    "driver_info": {"bmc_address": "10.0.0.1", "bmc_password": "******"},
    "instance_uuid": "s1",
}
DEAD = {
    **NODE,
    "uuid": "n2",
    "name": None,
    "power_state": None,
    "fault": "power failure",
    "last_error": "No answer.",
    "extra": {},
    "instance_uuid": None,
}
SERVER = {
    "id": "s1",
    "name": "overcloud-compute-0",
    "status": "ACTIVE",
    "addresses": {"ctlplane": [{"addr": "10.1.0.5"}]},
}
VCENTER = {"id": "v1", "name": "vc", "ip_address": "10.2.0.1", "state": "unreachable"}
ARRAY = {"id": "a1", "name": "s401", "hostname": "10.3.0.1", "state": "connected"}
LOST = {"code": "cluster-no-answer", "params": {"address": "db2"}, "detail": "db2 is silent."}
SINGLE = {"code": "singletons-on", "params": {}, "detail": "Only c1 runs: cinder-volume."}
CONTROLLERS = {
    "controllers": [
        {"name": "c0", "answer": "no", "reasons": [LOST, SINGLE]},
        {"name": "c1", "answer": "no", "reasons": [SINGLE]},
        {"name": "c2", "answer": "yes", "reasons": []},
    ],
    "clusters": [
        {
            "kind": "galera",
            "title": "Galera",
            "state": "reduced",
            "ready": 2,
            "needed": 2,
            "total": 3,
            "members": [{"name": "c0", "reason": None}, {"name": "c2", "reason": LOST}],
        },
        {"kind": "rabbitmq", "title": "RabbitMQ", "state": "unchecked", "members": []},
    ],
    "singletons": [],
    "virtual_address": {"address": "10.0.0.5", "controller": "c1", "reason": None},
}
ANSWERS = {
    ("baremetal", "/v1/nodes"): {"nodes": [NODE, DEAD]},
    ("compute", "/servers/detail"): {
        "servers": [SERVER, {**SERVER, "id": "vm"}, {**SERVER, "status": "BUILD"}]
    },
    ("esx_onboarder", "/v2/resource_mgrs"): [VCENTER | {"state_reason": "It is away."}],
    ("storage-configuration", "/storeservs"): {"storeservs": [ARRAY]},
    ("storage-configuration", "/storevirtual-clusters"): {"clusters": []},
    ("node-lifecycle", "/controllers"): CONTROLLERS,
}
CATALOG = {
    "identity": [{"interface": "internal", "url": "http://id.test/v3"}],
    "compute": [{"interface": "public", "url": "http://nova.test/v2.1"}],
    "elsewhere": [],
}


class Clouds:
    """The services, whose answers are data; an exception is raised."""

    def __init__(self, answers):
        self.answers = dict(answers)
        self.statuses = {}

    def has(self, cloud):
        return cloud == "undercloud"

    def adapter(self, cloud, service_type, **options):
        double = mock.create_autospec(adapter.Adapter, instance=True)
        double.get.side_effect = lambda path, **more: self._answer(service_type, path)
        return double

    def session(self, cloud):
        double = mock.create_autospec(session.Session, instance=True)
        catalog = mock.Mock(spec_set=["get_endpoints"])
        catalog.get_endpoints.return_value = CATALOG
        double.auth = mock.Mock(spec_set=["get_access"])
        double.auth.get_access.return_value = types.SimpleNamespace(service_catalog=catalog)
        double.get.side_effect = self._probe
        return double

    def _probe(self, url, **options):
        status = self.statuses.get(url, 300)
        if isinstance(status, Exception):
            raise status
        return types.SimpleNamespace(status_code=status)

    def _answer(self, service_type, path):
        body = self.answers[service_type, path]
        if isinstance(body, Exception):
            raise body
        return mock.Mock(spec_set=["json"], json=lambda: body)


@pytest.fixture
def runtime():
    group = types.SimpleNamespace(region_name="RegionOne")
    return types.SimpleNamespace(clouds=Clouds(ANSWERS), conf={"undercloud": group})


def by_name(content):
    return {target.name("helion"): target for target in content.targets}


def test_everything_is_there(runtime):
    content = inventory.read(runtime)
    assert set(by_name(content)) == {
        "helion-bmc-n1",
        "helion-bmc-n2",
        "helion-server-s1",
        "helion-cloud-RegionOne",
        "helion-vcenter-v1",
        "helion-array-a1",
        "helion-controllers-overcloud",
    }
    assert content.complete == set(targets.KINDS)
    assert content.problems == ()


def test_marks_and_findings(runtime):
    hosts = by_name(inventory.read(runtime))
    processor, dead = hosts["helion-bmc-n1"], hosts["helion-bmc-n2"]
    assert (processor.role, processor.rack, processor.address) == ("compute", "r1", "10.0.0.1")
    assert processor.finding.status == 0
    assert (dead.label, dead.finding.status, dead.finding.output) == ("n2", 1, "No answer.")
    server = hosts["helion-server-s1"]
    assert (server.parent, server.node, server.rack) == ("bmc-n1", "n1", "r1")
    assert hosts["helion-vcenter-v1"].finding == targets.Finding(1, "It is away.")
    assert hosts["helion-array-a1"].finding.status == 0


def test_endpoints_are_probed(runtime):
    runtime.clouds.statuses = {
        "http://id.test/v3": keystoneauth.ConnectFailure("no route"),
        "http://nova.test/v2.1": 503,
    }
    checks = by_name(inventory.read(runtime))["helion-cloud-RegionOne"].checks
    assert {name: finding.status for name, finding in checks.items()} == {
        "identity": 2,
        "compute": 2,
    }


def test_clusters_and_each_controller_are_checks(runtime):
    checks = by_name(inventory.read(runtime))["helion-controllers-overcloud"].checks
    assert checks == {
        "galera": targets.Finding(1, "2 of 3 members are ready, and 2 must be. db2 is silent."),
        "takedown of c0": targets.Finding(1, "No. db2 is silent. Only c1 runs: cinder-volume."),
        "takedown of c1": targets.Finding(0, "No. Only c1 runs: cinder-volume."),
        "takedown of c2": targets.Finding(0, "Yes."),
        "virtual address": targets.Finding(0, "10.0.0.5 is on c1."),
    }


def test_clusters_that_nobody_configured_are_not_watched(runtime):
    nothing = [each | {"state": "unchecked"} for each in CONTROLLERS["clusters"]]
    runtime.clouds.answers["node-lifecycle", "/controllers"] = CONTROLLERS | {"clusters": nothing}
    assert "helion-controllers-overcloud" not in by_name(inventory.read(runtime))


SUMMARY = {
    "verified_at": "2026-11-28T02:00:00Z",
    "too_old": False,
    "warn_hours": 48,
    "reason": None,
}


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        (SUMMARY, 0, "Last verified backup: 2026-11-28 02:00 UTC."),
        (SUMMARY | {"too_old": True}, 2, "more than 48 hours ago"),
        (SUMMARY | {"verified_at": None, "too_old": True}, 1, "no verified backup"),
        (keystoneauth.ConnectFailure("away"), 3, ""),
    ],
)
def test_backups_are_a_check(runtime, monkeypatch, answer, status, text):
    runtime.clouds.answers["undercloud-backup", "/summary"] = answer
    endpoint = [{"interface": "public", "url": "http://backup.test"}]
    monkeypatch.setitem(CATALOG, "undercloud-backup", endpoint)
    checks = by_name(inventory.read(runtime))["helion-cloud-RegionOne"].checks
    assert checks["undercloud-backup"].status == 0
    assert checks["backup"].status == status
    assert text in checks["backup"].output


@pytest.mark.parametrize(
    ("failed", "kinds"),
    [
        ("baremetal", {"bmc", "server"}),
        ("compute", {"bmc", "server"}),
        ("esx_onboarder", {"vcenter"}),
        ("storage-configuration", {"array"}),
        ("node-lifecycle", {"controllers"}),
    ],
)
def test_a_service_that_does_not_answer_is_a_problem(runtime, failed, kinds):
    for key in ANSWERS:
        if key[0] == failed:
            runtime.clouds.answers[key] = keystoneauth.ConnectFailure("away")
    content = inventory.read(runtime)
    assert content.complete == set(targets.KINDS) - kinds
    assert len(content.problems) == 1


def test_a_service_that_is_not_in_the_catalogue_is_none(runtime):
    key = ("esx_onboarder", "/v2/resource_mgrs")
    runtime.clouds.answers[key] = keystoneauth.EndpointNotFound()
    content = inventory.read(runtime)
    assert "vcenter" in content.complete
    assert content.problems == ()


def test_the_services_have_what_is_asked_for():
    document = answers.openapi_of()["paths"]
    roots = {each.type: each.root for each in service.installed().values()}
    for service_type, path in downtimes.SERVICES.items():
        root = "" if service_type == "esx_onboarder" else roots[service_type]
        assert f"{root}{path}" in document
    for service_type, path in ANSWERS:
        if service_type in roots:
            root = "" if service_type == "esx_onboarder" else roots[service_type]
            assert f"{root}{path}" in document


def test_operations_are_read_from_every_service(runtime):
    row = {"id": "o1", "title": "Drain", "resources": ["node:n1"]}
    for service_type, path in downtimes.SERVICES.items():
        runtime.clouds.answers[service_type, path] = {"operations": [row]}
    assert downtimes.running(runtime) == [row]
    runtime.clouds.answers["esx_onboarder", "/v2/operations"] = keystoneauth.EndpointNotFound()
    assert downtimes.running(runtime) == [row]


def test_operations_work_on_hosts(runtime):
    content = inventory.read(runtime)
    operation = {"id": "o1", "title": "Drain", "resources": ["node:n1", "stack:overcloud"]}
    other = {"id": "o2", "title": "Other", "resources": ["stack:overcloud"]}
    (work,) = downtimes.works([operation, other], content, "helion")
    assert work.hosts == {"helion-bmc-n1", "helion-server-s1"}
