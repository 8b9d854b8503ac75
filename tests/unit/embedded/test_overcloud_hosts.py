"""The files that are the overcloud's compute hosts, and the undercloud's servers that make them."""

import json
from unittest import mock

import pytest
from keystoneauth1 import exceptions
from keystoneauth1.session import Session

from helion_embedded.simulators.models import MODELS
from helion_embedded.simulators.overcloud import guests
from helion_embedded.simulators.overcloud.hosts import LIVE_MIGRATION, Hosts

NAME = "overcloud-compute-0"
FLAVOR = {"vcpus": 48, "ram": 262144, "disk": 558}


def server(name=NAME, status="ACTIVE", uuid="s0"):
    return {"id": uuid, "name": name, "status": status, "flavor": FLAVOR}


@pytest.fixture
def hosts(state):
    return Hosts(state)


@pytest.fixture
def look(hosts):
    """``look(server, ...)``: one round over these servers of the undercloud."""
    session = mock.create_autospec(Session, instance=True)
    loop = guests.Guests(hosts, session)

    def step(*servers):
        session.request.return_value.json.return_value = {"servers": list(servers)}
        loop.step()

    step.session = session
    return step


class TestFiles:
    def test_before_the_first_there_is_no_folder(self, hosts):
        assert hosts.names() == []

    def test_an_empty_file_is_a_server_of_the_racks(self, hosts, state):
        hosts.write(NAME)
        (state.root / "overcloud" / "hosts" / NAME).write_text("")
        host, model = hosts.read(NAME), MODELS["compute"]
        assert (host.vcpus, host.memory_mb, host.local_gb) == (
            model.cpus,
            model.memory,
            model.local_gb,
        )
        assert host.nodes == (NAME,)
        assert not host.stopped
        assert not host.fail

    def test_what_a_file_says(self, hosts):
        hosts.write(NAME, nodes=["domain-c21"], vcpus=2, fail=[LIVE_MIGRATION], seconds=9, note="x")
        host = hosts.read(NAME)
        assert (host.nodes, host.vcpus, host.seconds) == (("domain-c21",), 2, 9)
        assert host.fail == {LIVE_MIGRATION}

    @pytest.mark.parametrize("text", ['{"vcpus": ', "[]", "null"])
    def test_a_file_that_is_being_written_says_nothing(self, hosts, text):
        hosts.write(NAME)
        (hosts.folder / NAME).write_text(text)
        assert hosts.names() == [NAME]
        assert hosts.read(NAME) is None

    def test_hidden_files_are_no_hosts(self, hosts):
        hosts.write(NAME)
        (hosts.folder / f".{NAME}.1").touch()
        assert hosts.names() == [NAME]

    def test_an_update_keeps_the_other_keys(self, hosts):
        hosts.write(NAME, seconds=5, note="mine")
        hosts.update(NAME, fail=[LIVE_MIGRATION])
        assert json.loads((hosts.folder / NAME).read_text()) == {
            "seconds": 5,
            "note": "mine",
            "fail": [LIVE_MIGRATION],
        }

    def test_removing_twice_is_no_error(self, hosts):
        hosts.write(NAME)
        hosts.remove(NAME)
        hosts.remove(NAME)
        assert hosts.read(NAME) is None


class TestGuests:
    def test_an_active_server_is_a_host_of_its_flavors_size(self, hosts, look):
        look(server())
        host = hosts.read(NAME)
        assert (host.vcpus, host.memory_mb, host.local_gb) == (48, 262144, 558)
        assert host.server == "s0"
        assert not host.stopped

    @pytest.mark.parametrize(
        ("name", "counts"),
        [
            ("overcloud-compute-12", True),
            ("overcloud-compute-esx-compute-0", True),
            ("overcloud-controller-0", False),
            ("overcloud-compute", False),
            ("my-overcloud-compute-0", False),
            ("overcloud-compute-0-old", False),
        ],
    )
    def test_the_names_of_compute_servers(self, hosts, look, name, counts):
        look(server(name))
        assert hosts.names() == ([name] if counts else [])

    @pytest.mark.parametrize("status", ["BUILD", "ERROR"])
    def test_a_server_that_is_not_there_yet_is_no_host(self, hosts, look, status):
        look(server(status=status))
        assert hosts.names() == []

    def test_a_stopped_server_is_a_stopped_host_until_it_starts(self, hosts, look):
        look(server())
        look(server(status="SHUTOFF"))
        assert hosts.read(NAME).stopped
        look(server())
        assert not hosts.read(NAME).stopped

    def test_a_server_that_fails_later_leaves_its_host_as_it_was(self, hosts, look):
        look(server())
        look(server(status="ERROR"))
        assert not hosts.read(NAME).stopped

    def test_a_deleted_server_takes_its_host_along(self, hosts, look):
        look(server(), server("overcloud-compute-1", uuid="s1"))
        look(server())
        assert hosts.names() == [NAME]

    def test_what_a_person_wrote_into_the_file_stays(self, hosts, look):
        look(server())
        hosts.update(NAME, fail=[LIVE_MIGRATION], vcpus=4)
        look(server(status="SHUTOFF"))
        host = hosts.read(NAME)
        assert (host.fail, host.vcpus, host.stopped) == ({LIVE_MIGRATION}, 4, True)

    def test_another_server_of_the_same_name_is_another_machine(self, hosts, look):
        look(server())
        hosts.update(NAME, fail=[LIVE_MIGRATION])
        look(server(uuid="s1"))
        host = hosts.read(NAME)
        assert (host.server, host.fail) == ("s1", frozenset())

    def test_files_of_others_are_left_alone(self, hosts, look):
        hosts.write(NAME, vcpus=1)
        hosts.write("overcloud-compute-9")
        look(server(status="SHUTOFF"))
        look()
        assert hosts.names() == [NAME, "overcloud-compute-9"]
        assert hosts.values(NAME) == {"vcpus": 1}

    def test_a_file_that_is_being_written_is_left_alone(self, hosts, look):
        look(server())
        (hosts.folder / NAME).write_text("{")
        look(server(status="SHUTOFF"))
        look()
        assert (hosts.folder / NAME).read_text() == "{"

    def test_nothing_changes_while_the_undercloud_does_not_answer(self, hosts, look):
        look(server())
        look.session.request.side_effect = exceptions.ConnectFailure("refused")
        with pytest.raises(exceptions.ConnectFailure):
            look()
        assert hosts.names() == [NAME]

    def test_an_unchanged_server_writes_nothing(self, hosts, look):
        look(server())
        before = (hosts.folder / NAME).stat().st_ino
        look(server())
        assert (hosts.folder / NAME).stat().st_ino == before
