import socket

import pytest

from helion_embedded import ports
from helion_embedded.state import StateError

NAMES = ("keystone", "nova", "glance")


def everything_is_free(_port):
    return True


def test_every_name_gets_a_port_of_its_own():
    allocated = ports.allocate(NAMES, {}, free=everything_is_free)
    assert set(allocated) == set(NAMES)
    assert len(set(allocated.values())) == len(NAMES)
    assert all(port < 32768 for port in allocated.values())


def test_remembered_ports_are_used_again():
    remembered = {"nova": 21234, "gone": 21235}
    allocated = ports.allocate(NAMES, remembered, free=everything_is_free)
    assert allocated["nova"] == 21234
    assert "gone" not in allocated


def test_a_remembered_port_that_somebody_took_is_replaced():
    allocated = ports.allocate(NAMES, {"nova": 21234}, free=lambda port: port != 21234)
    assert allocated["nova"] != 21234


def test_instances_look_in_different_places():
    first = ports.allocate(NAMES, {}, seed="/a", free=everything_is_free)
    second = ports.allocate(NAMES, {}, seed="/b", free=everything_is_free)
    assert not set(first.values()) & set(second.values())


def test_a_base_gives_a_row_of_ports():
    allocated = ports.allocate(NAMES, {"nova": 1}, base=25000, free=everything_is_free)
    assert allocated == {"keystone": 25000, "nova": 25001, "glance": 25002}


def test_a_base_that_is_taken_is_refused_by_number():
    with pytest.raises(StateError, match="25001"):
        ports.allocate(NAMES, {}, base=25000, free=lambda port: port != 25001)


def test_no_free_port_is_said():
    with pytest.raises(StateError, match="no free port"):
        ports.allocate(NAMES, {}, free=lambda _port: False)


def test_a_listening_server_takes_its_port():
    with socket.create_server((ports.HOST, 0)) as server:
        assert not ports.is_free(server.getsockname()[1])
