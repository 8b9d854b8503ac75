"""Which addresses the service connects to."""

import socket
import types

import pytest

from helion_services.base.tls import failures, peers
from helion_services.base.tls.peers import Deadline, Peers


@pytest.fixture
def connections(monkeypatch):
    """Where connections are made to: nowhere really."""
    addresses = []
    monkeypatch.setattr(peers.socket, "create_connection", lambda *args: addresses.append(args))
    return addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0x7f.1",
        "localhost",
        "0",
        "169.254.169.254",
        "224.0.0.1",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "fe80::1",
    ],
)
def test_the_machine_itself_is_no_peer(connections, host):
    with pytest.raises(failures.Unreachable) as caught:
        Peers().connect(host, 443, 5)
    assert caught.value.message.code == "address-forbidden"
    assert connections == []


def test_others_are_allowed(connections):
    Peers().connect("10.1.2.3", 443, 5)
    assert connections == [(("10.1.2.3", 443), 5)]


def test_only_configured_networks_are_allowed(connections):
    limited = Peers(("10.1.0.0/16", "::1/128"))
    limited.connect("10.1.2.3", 443, 5)
    limited.connect("::1", 443, 5)
    with pytest.raises(failures.Unreachable):
        limited.connect("10.2.0.1", 443, 5)
    assert [address for (address, _), _ in connections] == ["10.1.2.3", "::1"]


def test_the_address_that_was_checked_is_connected_to(connections, monkeypatch):
    """The name may resolve to something else the next time."""

    def resolve(host, port, **options):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("169.254.169.254", "10.0.0.5")
        ]

    monkeypatch.setattr(peers.socket, "getaddrinfo", resolve)
    Peers().connect("vcenter.corp.example", 443, 5)
    assert connections == [(("10.0.0.5", 443), 5)]


def test_a_deadline_cuts_what_goes_on_and_on():
    ours, theirs = socket.socketpair()
    with ours, theirs, Deadline(0.01, [types.SimpleNamespace(sock=ours)]):
        assert ours.recv(1) == b""


def test_without_a_deadline_nothing_is_cut():
    ours, theirs = socket.socketpair()
    with ours, theirs, Deadline(None, [types.SimpleNamespace(sock=ours)]):
        theirs.sendall(b"x")
        assert ours.recv(1) == b"x"
