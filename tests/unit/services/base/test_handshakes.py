"""A peer that sends a byte of its handshake, or of its answer, now and then, and never ends it.

Python counts the timeout of a socket for a handshake as a whole.
"""

import contextlib
import socket
import threading
import types

import pytest
import requests

from helion_services.base.tls import certificate, failures, https
from helion_services.base.tls.peers import Peers
from helion_services.eon.vcenter import failures as vcenter_failures
from helion_services.eon.vcenter import session
from tests import odd_server
from tests.service.sirius.conftest import own_certificate

HOST = "127.0.0.1"
TIMEOUT = 0.6  # seconds for one read
LOOPBACK = Peers(("127.0.0.0/8",))


@pytest.fixture
def port():
    """Of a server whose first message would have 16 KiB."""
    ended = threading.Event()
    with socket.create_server((HOST, 0)) as server:

        def drip(connection):
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"\x16\x03\x03\x40\x00")
                while not ended.wait(0.05):
                    connection.sendall(b"\x02")

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=server.accept()[:1], daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        ended.set()


def test_the_look_at_a_certificate_ends(port):
    with pytest.raises(failures.Unreachable):
        certificate.fetch(HOST, port, TIMEOUT, LOOPBACK)


def test_a_request_ends(port):
    with (
        https.session(LOOPBACK, TIMEOUT) as http,
        pytest.raises(requests.RequestException),
    ):
        http.get(f"https://{HOST}:{port}/", timeout=TIMEOUT)


def test_a_login_at_a_vcenter_ends(port):
    manager = types.SimpleNamespace(ip_address=HOST, port=port, username="u", ca_pem=None)
    visit = session.connect(manager, "p", TIMEOUT, peers=LOOPBACK)
    with pytest.raises(vcenter_failures.Unreachable), visit:
        pass


@pytest.mark.parametrize("mode", ["drip", "header", "chunk"])
def test_an_answer_that_ends_with_its_connection_ends(tmp_path, mode):
    """A connection of HTTP hands its socket over to such an answer."""
    ca_pem, tls = own_certificate(tmp_path, HOST)
    with (
        odd_server.running(mode, "", tls) as server,
        https.session(LOOPBACK, TIMEOUT, ca_pem) as http,
    ):
        try:
            answer = http.get(f"https://{HOST}:{server.port}/", timeout=TIMEOUT)
        except requests.RequestException:
            return
        assert answer.text.strip("[") == ""
