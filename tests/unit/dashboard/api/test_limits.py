"""A service that hangs: how many requests wait for it, and what the rest of Horizon does meanwhile.

The servers are real sockets; nothing is measured in time but by bounds of the settings.
"""

import concurrent.futures
import json
import socketserver
import threading

import pytest
from django.test import override_settings

from helion_dashboard.api import errors, limits, wire

from ..conftest import make_user

pytestmark = pytest.mark.slow

TIMEOUT = 2.0


class Server(socketserver.ThreadingTCPServer):
    """Answers every request with ``body``, or holds it while ``hangs`` is set."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self, body):
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = json.dumps(body).encode()
        self.requests, self.waiting, self.most = 0, 0, 0
        self.hangs = self.halfway = False
        self.go, self.lock = threading.Event(), threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def count(self, change):
        with self.lock:
            self.requests += change > 0
            self.waiting += change
            self.most = max(self.most, self.waiting)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        if not self.request.recv(65536):
            return
        server = self.server
        server.count(1)
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(server.body)}\r\n"
        head = f"{head}Content-Type: application/json\r\nConnection: close\r\n\r\n".encode()
        if server.halfway:
            self.request.sendall(head + server.body[:5])
        if server.hangs:
            # Until the client gives up, or the test ends.
            self.request.settimeout(60)
            self.request.recv(1)
        else:
            self.request.sendall(head + server.body)
        server.count(-1)


@pytest.fixture
def servers():
    """``(nodes, images)``: two services of a cloud."""
    pair = Server({"nodes": []}), Server({"images": []})
    yield pair
    for server in pair:
        server.shutdown()
        server.server_close()


def _catalog(servers):
    return [
        {
            "type": kind,
            "name": kind,
            "endpoints": [{"interface": "public", "region": "R", "url": server.url}],
        }
        for kind, server in zip(("nodes", "images"), servers, strict=True)
    ]


@pytest.fixture(autouse=True)
def _settings():
    limits._lines.clear()
    with override_settings(HELION_DASHBOARD={"SERVICE_TIMEOUT": TIMEOUT}):
        yield
    limits._lines.clear()


@pytest.fixture
def ask(servers, make_request):
    """``ask("nodes")`` -> the answer, or the error, of a page that asks a service once."""

    def attempt(kind, request=None):
        request = request or make_request(user=make_user(catalog=_catalog(servers)))
        try:
            return wire.Wire(kind).get(request, f"/{kind}")
        except errors.ServiceError as exc:
            return exc

    return attempt


def test_few_wait_for_a_service_that_hangs_and_pages_without_it_go_on(servers, ask):
    nodes, images = servers
    nodes.hangs = True
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        polls = [pool.submit(ask, "nodes") for _ in range(24)]
        # More than may wait are ready before the timeout of those that wait.
        assert len(list(concurrent.futures.as_completed(polls, 3 * TIMEOUT + 10))) == 24
        assert ask("images") == {"images": []}
    assert nodes.most <= limits._IN_FLIGHT
    assert nodes.requests <= limits._IN_FLIGHT + limits._PROBES
    for poll in polls:
        assert isinstance(poll.result(), errors.Unreachable)
        assert poll.result().reason == "It did not answer in time."
    assert images.requests == 1


def test_while_it_is_silent_nobody_else_waits(servers, ask):
    nodes, _images = servers
    nodes.hangs = True
    assert isinstance(ask("nodes"), errors.Unreachable)
    calls = nodes.requests
    for _again in range(20):
        assert isinstance(ask("nodes"), errors.Unreachable)
    assert nodes.requests == calls


def test_it_is_asked_again_after_a_pause(servers, ask, monkeypatch):
    nodes, _images = servers
    monkeypatch.setattr(limits, "_PAUSE", 0)
    nodes.hangs = True
    assert isinstance(ask("nodes"), errors.Unreachable)
    nodes.hangs = False
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        assert ask("nodes") == {"nodes": []}
        assert list(pool.map(ask, ["nodes"] * 24)) == [{"nodes": []}] * 24


def test_a_page_waits_for_one_service_in_full_and_for_more_only_shortly(
    servers, ask, make_request, monkeypatch
):
    waits = []
    send = limits.session.TCPKeepAliveAdapter.send

    def note(self, request, *, timeout, **kwargs):
        waits.append(timeout)
        return send(self, request, timeout=timeout, **kwargs)

    monkeypatch.setattr(limits.session.TCPKeepAliveAdapter, "send", note)
    for server in servers:
        server.hangs = True
    request = make_request(user=make_user(catalog=_catalog(servers)))
    assert isinstance(ask("nodes", request), errors.Unreachable)
    assert isinstance(ask("images", request), errors.Unreachable)
    assert waits[0] == pytest.approx(TIMEOUT, abs=0.5)
    assert waits[1:] == [limits._IMPATIENT]


def test_an_answer_that_stops_halfway_counts_too(servers, ask):
    nodes, _images = servers
    nodes.hangs = nodes.halfway = True
    assert ask("nodes").reason == "It did not answer in time."
    calls = nodes.requests
    assert isinstance(ask("nodes"), errors.Unreachable)
    assert nodes.requests == calls


def test_one_that_is_down_is_asked_each_time(servers, ask):
    nodes, _images = servers
    nodes.shutdown()
    nodes.server_close()
    assert {ask("nodes").reason for _ in range(9)} == {"It cannot be reached."}


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("http://a:6385/v1/nodes?x=1", ("a:6385", "", False)),
        ("http://a/identity/v3/users", ("a", "identity", False)),
        ("http://a", ("a", "", False)),
    ],
)
def test_services_behind_one_address_are_told_apart(url, service):
    assert limits._service(url, False) == service


def test_looking_for_the_versions_of_one_that_hangs_takes_one_timeout(servers, make_request):
    nodes, _images = servers
    nodes.hangs = True
    service = wire.Wire("nodes", version="1", microversion=(1, 95))
    with pytest.raises(errors.Unreachable):
        service.get(make_request(user=make_user(catalog=_catalog(servers))), "/nodes")
    assert nodes.requests == 1
