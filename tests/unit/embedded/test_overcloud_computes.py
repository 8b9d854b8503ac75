"""Compute services that follow the files of hosts, and the hypervisor they run on."""

from unittest import mock

import pytest

from tests.unit.embedded import nova_apart  # noqa: F401

# isort: split
from nova import exception, service
from nova.objects import host_mapping
from nova.virt.fake import FakeVirtAPI

from helion_embedded.simulators.overcloud import computes, driver, hosts

A, B = "overcloud-compute-0", "overcloud-compute-1"


@pytest.fixture(autouse=True)
def _own_guests(monkeypatch):
    monkeypatch.setattr(driver.SimulatedDriver, "guests", {})
    monkeypatch.setattr(driver, "_recorded_guests", lambda host: {})


@pytest.fixture
def folder(state, monkeypatch):
    folder = hosts.Hosts(state)
    monkeypatch.setattr(driver.SimulatedDriver, "hosts", folder)
    return folder


@pytest.fixture
def services(monkeypatch):
    """What was made, by host: lists of mocks of Nova's ``Service``."""
    created = {}

    def create(host, **_options):
        created.setdefault(host, []).append(mock.create_autospec(service.Service, instance=True))
        return created[host][-1]

    monkeypatch.setattr(service.Service, "create", create)
    monkeypatch.setattr(
        host_mapping, "discover_hosts", mock.create_autospec(host_mapping.discover_hosts)
    )
    return created


@pytest.fixture
def loop(folder, services):
    return computes.Computes(folder)


def virtual(folder, name, **values):
    """The driver of a host that is up."""
    folder.write(name, **values)
    simulated = driver.SimulatedDriver(FakeVirtAPI())
    simulated.init_host(name)
    return simulated


class TestServices:
    def test_each_file_gets_one(self, folder, services, loop):
        folder.write(A)
        loop.step()
        folder.write(B)
        loop.step()
        assert sorted(services) == [A, B]
        assert [len(starts) for starts in services.values()] == [1, 1]
        services[A][0].start.assert_called_once_with()

    def test_a_stopped_host_keeps_its_guests_and_comes_back(self, folder, services, loop):
        folder.write(A)
        loop.step()
        driver.SimulatedDriver.guests[A] = {"guest": None}
        folder.update(A, stopped=True)
        loop.step()
        services[A][0].stop.assert_called_once_with()
        assert driver.SimulatedDriver.guests == {A: {"guest": None}}
        folder.update(A, stopped=False)
        loop.step()
        assert len(services[A]) == 2

    def test_a_host_that_is_gone_takes_its_guests_along(self, folder, services, loop):
        folder.write(A)
        loop.step()
        driver.SimulatedDriver.guests[A] = {"guest": None}
        folder.remove(A)
        loop.step()
        services[A][0].stop.assert_called_once_with()
        assert driver.SimulatedDriver.guests == {}

    def test_another_machine_of_the_same_name_starts_empty(self, folder, services, loop):
        folder.write(A, server="s0")
        loop.step()
        driver.SimulatedDriver.guests[A] = {"guest": None}
        folder.write(A, server="s1")
        loop.step()
        services[A][0].stop.assert_called_once_with()
        assert len(services[A]) == 2
        assert driver.SimulatedDriver.guests == {}

    def test_a_file_that_is_being_written_changes_nothing(self, folder, services, loop):
        folder.write(A)
        loop.step()
        (folder.folder / A).write_text("{")
        loop.step()
        services[A][0].stop.assert_not_called()

    def test_a_host_that_does_not_start_is_tried_again_later(
        self, folder, services, loop, monkeypatch
    ):
        monkeypatch.setattr(
            service.Service, "create", mock.Mock(spec=(), side_effect=SystemExit(1))
        )
        folder.write(A)
        loop.step()
        loop.step()
        assert service.Service.create.call_count == 1
        monkeypatch.setattr(computes.time, "monotonic", lambda: 1e12)
        loop.step()
        assert service.Service.create.call_count == 2


class TestDriver:
    def test_size_and_name_come_from_the_file(self, folder):
        node = "domain-c21.BC9DED4E"
        resources = virtual(
            folder, A, nodes=[node], vcpus=4, memory_mb=8192, local_gb=80, hypervisor_type="ESX"
        ).get_available_resource(node)
        assert (resources["vcpus"], resources["memory_mb"], resources["local_gb"]) == (4, 8192, 80)
        assert (resources["hypervisor_hostname"], resources["hypervisor_type"]) == (node, "ESX")

    def test_a_node_keeps_its_uuid(self, folder):
        first, second = virtual(folder, A), virtual(folder, A)
        (uuid,) = first.get_nodenames_by_uuid()
        assert second.get_available_resource(A)["uuid"] == uuid
        assert uuid not in virtual(folder, B).get_nodenames_by_uuid()

    def test_guests_outlive_the_service(self, folder):
        virtual(folder, A).instances["guest"] = object()
        assert list(virtual(folder, A).instances) == ["guest"]
        assert not virtual(folder, B).instances

    def test_failures_are_read_when_they_matter(self, folder):
        simulated = virtual(folder, A)
        assert simulated.check_can_live_migrate_source(None, None, "data") == "data"
        folder.update(A, fail=list(hosts.FAILURES))
        with pytest.raises(exception.MigrationPreCheckError, match=A):
            simulated.check_can_live_migrate_source(None, None, "data")
        with pytest.raises(exception.InstanceFaultRollback):
            simulated.migrate_disk_and_power_off(None, None, "there", None, None)

    @pytest.mark.parametrize(
        ("values", "interrupt", "ends"),
        [
            ({"seconds": 0}, None, "post"),
            ({"seconds": 0, "fail": ["live_migration"]}, None, "recover"),
            ({"seconds": 60}, "live_migration_abort", "cancelled"),
            ({"seconds": 60}, "live_migration_force_complete", "post"),
        ],
    )
    def test_the_ends_of_a_live_migration(self, folder, monkeypatch, values, interrupt, ends):
        simulated = virtual(folder, A, **values)
        instance = mock.Mock(spec=("uuid",), uuid="guest")
        if interrupt:
            monkeypatch.setattr(
                driver.time, "sleep", lambda _seconds: getattr(simulated, interrupt)(instance)
            )
        calls = []
        simulated.live_migration(
            None,
            instance,
            "there",
            lambda *_arguments: calls.append("post"),
            lambda *_arguments, migration_status="recover": calls.append(migration_status),
        )
        assert calls == [ends]
        assert simulated.active_migrations == {}

    def test_nova_finds_it_where_it_looks(self, folder):
        driver.install(folder)
        from nova.virt.simulated import SimulatedDriver

        assert SimulatedDriver is driver.SimulatedDriver
