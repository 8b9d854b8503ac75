"""Compute hosts that join, and that are forgotten."""

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.operations import patience
from helion_services.base.operations.work import TimedOut
from helion_services.nodes.flows import drain
from helion_services.overcloud.deleted_hosts import ServiceNotDeleted
from tests.unit.services.nodes.nova import Answer, Nova, Work

HOST = "overcloud-compute-0"


class Region(Nova):
    """Nova and Placement in one.

    :ivar providers: names by id
    """

    def __init__(self, *hosts):
        super().__init__(*hosts)
        self.providers = {host: host for host in hosts}
        self.refuses = None
        self.api.delete = self._delete
        nova = self.api.get
        self.api.get = lambda path, **options: self._get(path) or nova(path, **options)

    def _get(self, path):
        if path == "/resource_providers":
            rows = [
                {"uuid": key, "name": name, "parent_provider_uuid": None}
                for key, name in self.providers.items()
            ]
            return Answer({"resource_providers": rows})
        return None

    def _delete(self, path):
        self.before()
        _, kind, identity = path.split("/")
        if self.refuses:
            raise self.refuses
        if kind == "allocations":
            self._delete_allocations(identity)
        elif kind == "os-services":
            assert self.services.pop(identity)["state"] == "down"
        else:
            self.providers.pop(identity)


@pytest.fixture
def region():
    return Region(HOST, "overcloud-compute-1")


@pytest.fixture
def work(region):
    return Work(region)


def down(region):
    region.services[HOST]["state"] = "down"


def test_a_service_is_deleted_once_it_is_down(region, work):
    ticks = []
    region.tick = lambda: (ticks.append(1), len(ticks) == 3 and down(region))
    drain.DeleteComputeServices([HOST]).run(work)
    assert len(ticks) == 3
    assert list(region.services) == list(region.providers) == ["overcloud-compute-1"]
    drain.DeleteComputeServices([HOST]).run(work)


def test_the_provider_of_a_hypervisor_with_another_name_is_found(region, work):
    region.providers["x"] = f"{HOST}.example.org"
    down(region)
    drain.DeleteComputeServices([HOST]).run(work)
    assert list(region.providers) == ["overcloud-compute-1"]


def test_a_provider_that_something_is_on_stays(region, work):
    del region.services[HOST]
    region.allocations = {HOST: {"vm": {}}}
    with pytest.raises(ServiceNotDeleted, match=f"provider of {HOST}. vm is neither"):
        drain.DeleteComputeServices([HOST]).run(work)
    assert HOST in region.providers


def test_what_an_evacuated_one_held_is_released(region, work):
    """Nova keeps it until the old host comes back."""
    del region.services[HOST]
    region.vm("vm", "overcloud-compute-1")
    region.allocations = {
        HOST: {"vm": {"VCPU": 2}},
        "overcloud-compute-1": {"vm": {"VCPU": 2}},
    }
    drain.DeleteComputeServices([HOST]).run(work)
    assert region.allocations == {HOST: {}, "overcloud-compute-1": {"vm": {"VCPU": 2}}}
    assert list(region.providers) == ["overcloud-compute-1"]
    assert any("vm is on overcloud-compute-1 now." in text for text in work.log)


@pytest.mark.parametrize("status", ["error", "failed", "cancelled", "completed", "done"])
def test_what_a_broken_migration_held_is_released(region, work, status):
    del region.services[HOST]
    region.vm("vm", "overcloud-compute-1")
    region.migrations.append(_migration(status))
    region.allocations = {HOST: {"record": {"VCPU": 2}}}
    drain.DeleteComputeServices([HOST]).run(work)
    assert region.allocations == {HOST: {}}
    assert any(f"A migration of vm has the status “{status}”." in text for text in work.log)


@pytest.mark.parametrize(("status", "vm"), [("running", "ACTIVE"), ("finished", "VERIFY_RESIZE")])
def test_what_a_migration_needs_stays(region, work, status, vm):
    del region.services[HOST]
    region.vm("vm", "overcloud-compute-1", vm)
    region.migrations.append(_migration(status))
    region.allocations = {HOST: {"record": {"VCPU": 2}}}
    with pytest.raises(ServiceNotDeleted, match=f"A migration of vm has the status “{status}”"):
        drain.DeleteComputeServices([HOST]).run(work)
    assert region.allocations == {HOST: {"record": {"VCPU": 2}}}


def _migration(status):
    return {
        "id": 1,
        "uuid": "record",
        "instance_uuid": "vm",
        "status": status,
        "migration_type": "live-migration",
        "source_compute": HOST,
        "dest_compute": "overcloud-compute-1",
    }


def test_lost_virtual_machines_are_deleted_first(region, work):
    region.vm("vm", HOST)
    region.vm("other", "overcloud-compute-1")
    down(region)
    drain.DeleteComputeServices([HOST], lost=[HOST]).run(work)
    assert list(region.vms) == ["other"]
    assert list(region.services) == ["overcloud-compute-1"]
    assert f"Deleted with {HOST}: vm." in work.log


def test_others_are_not_deleted(region, work):
    region.vm("vm", HOST)
    down(region)
    drain.DeleteComputeServices([HOST]).run(work)
    assert list(region.vms) == ["vm"]


@pytest.fixture
def refuses(region):
    down(region)
    region.refuses = keystoneauth.Conflict("Unable to delete compute service. (HTTP 409)")


@pytest.mark.usefixtures("refuses")
def test_the_error_has_the_reason_of_nova(work):
    with pytest.raises(
        ServiceNotDeleted, match="cannot delete the compute service of .*: Unable to delete compute"
    ):
        drain.DeleteComputeServices([HOST]).run(work)


@pytest.mark.usefixtures("refuses")
def test_with_the_whole_overcloud_it_does_not_matter(region, work, monkeypatch):
    drain.DeleteComputeServices([HOST], whole=True).run(work)
    region.refuses = keystoneauth.ConnectFailure("refused")
    monkeypatch.setattr(patience, "PATIENCE", 0)
    drain.DeleteComputeServices([HOST], whole=True).run(work)
    assert "cannot delete the compute service" in work.log[0]
    assert "cannot be reached" in work.log[-1]


def test_services_of_new_hosts_are_deleted_on_rollback(region, work):
    region.services.pop(HOST)
    step = drain.RecordNewHosts([HOST, "overcloud-compute-1"])
    step.run(work)
    region.services[HOST] = region.services["overcloud-compute-1"] | {"id": HOST, "host": HOST}
    down(region)
    step.undo(work)
    assert list(region.services) == ["overcloud-compute-1"]


def test_hosts_that_were_not_recorded_are_left(region, work):
    down(region)
    drain.RecordNewHosts([HOST]).undo(work)
    assert HOST in region.services


def test_hosts_that_joined_are_not_waited_for(region, work):
    ticks = []
    region.tick = lambda: ticks.append(1)
    drain.WaitForComputes([HOST]).run(work)
    assert ticks == work.log == []


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"state": "down"}, "is down"),
        ({"forced_down": True}, "is down"),
        ({"status": "disabled"}, "is disabled"),
    ],
)
def test_hosts_that_do_not_come(region, work, monkeypatch, change, text):
    monkeypatch.setattr("helion_services.overcloud.new_hosts._LONGEST", 0)
    region.services[HOST] |= change
    with pytest.raises(TimedOut, match=f"of {HOST} {text}. nobody has no compute"):
        drain.WaitForComputes([HOST, "nobody"]).run(work)


def test_a_nova_that_is_not_there_yet_is_waited_for(region, work):
    answers = iter([keystoneauth.ConnectFailure("refused")] * 3)

    def away():
        if error := next(answers, None):
            raise error

    region.before = away
    drain.WaitForComputes([HOST]).run(work)
    assert next(answers, "used up") == "used up"


@pytest.mark.parametrize(
    "step",
    [
        drain.WaitForComputes([HOST]),
        drain.DeleteComputeServices([HOST]),
        drain.RecordNewHosts([HOST]),
    ],
)
def test_without_an_overcloud_nothing_is_done(region, work, step):
    work.clouds.has = lambda cloud: False

    def refuse():
        raise AssertionError("Nova was called")

    region.before = refuse
    work.call = lambda: None
    step.run(work)
    step.undo(work)
    assert work.notes == {}
    assert HOST in region.services


class TestWholeOvercloud:
    """Undeployed with virtual machines on it, while its Nova stays."""

    def test_its_virtual_machines_are_deleted(self, region, work):
        region.vm("vm", HOST)
        for service in region.services.values():
            service["state"] = "down"
        hosts = [HOST, "overcloud-compute-1"]
        drain.DeleteComputeServices(hosts, lost=hosts, whole=True).run(work)
        assert (region.vms, region.services, region.providers) == ({}, {}, {})

    def test_after_a_refusal_the_others_are_deleted(self, region, work):
        region.services["overcloud-compute-1"]["state"] = "down"
        del region.services[HOST]
        region.allocations = {HOST: {"unknown": {"VCPU": 2}}}
        hosts = [HOST, "overcloud-compute-1"]
        drain.DeleteComputeServices(hosts, whole=True).run(work)
        assert region.services == {}
        assert list(region.providers) == [HOST]
        assert "unknown is neither" in work.log[0]

    def test_a_host_that_goes_on_reporting_does_not_hold_up_the_others(self, region, work):
        region.services["overcloud-compute-1"]["state"] = "down"

        def until(look, what, timeout, every=1.0):
            if not look():
                raise TimedOut(what)

        work.until = until
        drain.DeleteComputeServices([HOST, "overcloud-compute-1"], whole=True).run(work)
        assert list(region.services) == [HOST]

    def test_a_nova_that_is_gone_is_called_once(self, region, work, monkeypatch):
        monkeypatch.setattr(patience, "PATIENCE", 0)
        region.refuses = keystoneauth.ConnectFailure("refused")
        down(region)
        calls = []
        region.before = lambda: calls.append(1)
        delete = region.api.delete
        region.api.delete = lambda path: (calls.append(path), delete(path))
        drain.DeleteComputeServices([HOST] * 5, whole=True).run(work)
        assert {call for call in calls if call != 1} == {f"/os-services/{HOST}"}
        assert sum("cannot be reached" in text for text in work.log[1:]) == 1
