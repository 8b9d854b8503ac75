"""Endpoints that are up, down, slow, or not what they seem. All servers are on loopback."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from helion_dashboard.api import endpoint_probe
from helion_dashboard.api.endpoint_probe import Cause

SECONDS = 0.6


def check(*urls, verify=True, seconds=SECONDS):
    healths = endpoint_probe.check(urls, project_id="p1", verify=verify, seconds=seconds)
    return healths[urls[0]] if len(urls) == 1 else healths


def http(body=b"", status="200 OK", extra=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body


@contextlib.contextmanager
def server(talk, tls=None):
    """A server on loopback; ``talk(connection, request)``. Gives its URL and what it was asked."""
    requests_read = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    def answer(connection):
        with contextlib.suppress(OSError), connection:
            line = tls.wrap_socket(connection, server_side=True) if tls else connection
            request = line.recv(65536)
            requests_read.append(request.decode("latin-1"))
            talk(line, request)
            if tls:
                line.unwrap()

    threading.Thread(target=serve, daemon=True).start()
    try:
        port = listener.getsockname()[1]
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}", requests_read
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def answering(answer):
    return server(lambda line, request: line.sendall(answer))


@pytest.mark.parametrize(
    "status", ["200 OK", "300 Choices", "302 Found", "401 No", "403 No", "404 No", "412 No"]
)
def test_any_answer_below_500_is_up(status):
    with answering(http(b"x", status)) as (url, _):
        health = check(url)
    assert health.up is True
    assert health.cause is None
    assert health.version is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_the_server_is_down(status):
    with answering(http(b"", f"{status} Oh")) as (url, _):
        health = check(url)
    assert (health.up, health.cause, health.detail) == (False, Cause.STATUS, str(status))


def test_version_is_found_one_level_up():
    def talk(line, request):
        is_root = request.startswith(b"GET / ")
        body = b'{"versions": [{"id": "v1.0", "status": "CURRENT"}]}'
        line.sendall(http(body, "300 Choices") if is_root else http(b"{}", "401 No"))

    with server(talk) as (url, lines):
        health = check(f"{url}/v1/p1")
    assert health.version.name == "v1.0"
    assert [line.split(" ")[1] for line in lines] == ["/v1/", "/"]


def test_a_failing_document_does_not_make_a_service_down():
    def talk(line, request):
        line.sendall(http(b"", "503 No") if request.startswith(b"GET / ") else http(b"{}"))

    with server(talk) as (url, _):
        assert check(f"{url}/v1").up is True


def test_no_credentials_are_sent():
    with answering(http()) as (url, received):
        check(url.replace("//", "//user:secret@"))
    assert len(received) == 1
    names = {line.split(":")[0].lower() for line in received[0].split("\r\n")[1:] if line}
    assert names == {"host", "accept", "accept-encoding", "user-agent", "connection"}
    assert "secret" not in received[0]


def test_an_address_is_asked_once():
    with answering(http()) as (url, received):
        endpoint_probe.check([url, url, url], project_id="p1", verify=True, seconds=SECONDS)
    assert len(received) == 1


def test_refused():
    with answering(http()) as (url, _):
        pass
    assert (check(url).up, check(url).cause) == (False, Cause.REFUSED)


def test_what_does_not_speak_http():
    with answering(b"SSH-2.0-OpenSSH_9\r\n") as (url, _):
        assert check(url).cause is Cause.NOT_HTTP


def test_unknown_host(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert check("http://nowhere.test/").cause is Cause.NAME


def test_no_route(monkeypatch):
    def unreachable(*args, **kwargs):
        raise OSError(113, "No route to host")

    monkeypatch.setattr(socket, "create_connection", unreachable)
    health = check("http://nowhere.test/")
    assert (health.cause, health.detail) == (Cause.NETWORK, "No route to host")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "http://",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "//127.0.0.1/",
        "http://a..b/",
    ],
)
def test_what_is_no_address_is_not_asked(url):
    assert (check(url).up, check(url).cause) == (None, Cause.ADDRESS)


class TestSlow:
    def drip(self, line, start):
        line.sendall(start)
        for _ in range(100):
            line.sendall(b"y")
            time.sleep(0.1)

    @pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nX: "])
    def test_dripping_headers_are_no_answer(self, start):
        with server(lambda line, request: self.drip(line, start)) as (url, _):
            before = time.monotonic()
            health = check(url)
            took = time.monotonic() - before
        assert (health.up, health.cause) == (False, Cause.SILENT)
        assert took < 2 * SECONDS

    def test_a_dripping_body_is_an_answer_that_is_not_waited_for(self):
        with server(lambda line, request: self.drip(line, http(b"")[:-2] + b"\r\n")) as (url, _):
            assert check(url).up is True
        start = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
        with server(lambda line, request: self.drip(line, start)) as (url, _):
            before = time.monotonic()
            assert check(url).up is True
            assert time.monotonic() - before < 2 * SECONDS

    def test_a_dripping_handshake(self):
        with server(lambda line, request: self.drip(line, b"\x16\x03\x03")) as (url, _):
            before = time.monotonic()
            health = check(url.replace("http", "https"))
        assert health.up is False
        assert time.monotonic() - before < 2 * SECONDS

    def test_threads_end_when_they_are_hung_up(self):
        with server(lambda line, request: self.drip(line, b"HTTP/1.1 200 OK\r\nX: ")) as (url, _):
            check(url)
            end = time.monotonic() + 3
            while time.monotonic() < end and self.probing():
                time.sleep(0.05)
            assert not self.probing()

    def probing(self):
        return [t for t in threading.enumerate() if t.name.startswith("helion-probe")]

    def test_they_are_asked_side_by_side(self):
        def talk(line, request):
            time.sleep(0.3)
            line.sendall(http())

        with server(talk) as (url, _):
            before = time.monotonic()
            healths = check(*(f"{url}/{n}" for n in range(20)), seconds=3)
            took = time.monotonic() - before
        assert all(health.up for health in healths.values())
        assert took < 2

    def test_many_silent_ones_do_not_add_up(self, monkeypatch):
        monkeypatch.setattr(endpoint_probe, "_WORKERS", 2)
        with server(lambda line, request: time.sleep(10)) as (url, _):
            before = time.monotonic()
            healths = check(*(f"{url}/{n}" for n in range(20)))
            took = time.monotonic() - before
        causes = [health.cause for health in healths.values()]
        assert len(causes) == 20
        assert causes.count(Cause.SILENT) >= 2
        assert causes.count(Cause.UNASKED) >= 12
        assert took < 3 * SECONDS

    def test_an_endless_body_is_cut_off(self):
        sent = []

        def talk(line, request):
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
            for _ in range(2000):
                sent.append(line.send(b" " * 65536))

        with server(talk) as (url, _):
            before = time.monotonic()
            assert check(url, seconds=5).up is True
            assert time.monotonic() - before < 2
        assert sum(sent) < 20_000_000


class TestRedirects:
    def moved(self, location):
        return http(b"", "302 Found", f"Location: {location}\r\n")

    def test_within_the_server_they_are_followed(self):
        def talk(line, request):
            is_target = request.startswith(b"GET /v3/ ")
            body = b'{"version": {"id": "v3.14"}}'
            line.sendall(http(body) if is_target else self.moved("/v3/"))

        with server(talk) as (url, received):
            assert check(f"{url}/v3").version.name == "v3.14"
        assert len(received) == 2

    @pytest.mark.parametrize("other", ["port", "scheme", "host"])
    def test_to_another_server_they_are_not(self, other):
        with answering(http()) as (elsewhere, asked_elsewhere):
            target = {
                "port": elsewhere,
                "scheme": elsewhere.replace("http", "https"),
                "host": elsewhere.replace("127.0.0.1", "localhost"),
            }[other]
            with answering(self.moved(target)) as (url, received):
                assert check(url).up is True
        assert len(received) == 1
        assert not asked_elsewhere

    def test_a_circle_ends(self):
        with answering(self.moved("/")) as (url, received):
            assert check(url).up is True
        assert len(received) == 3

    def test_the_last_answer_counts(self):
        def talk(line, request):
            is_target = request.startswith(b"GET /there ")
            line.sendall(http(b"", "503 No") if is_target else self.moved("/there"))

        with server(talk) as (url, _):
            assert check(url).cause is Cause.STATUS

    @pytest.mark.parametrize("location", ["http://[::1", "javascript:alert(1)", "http://:x/"])
    def test_nonsense_is_not_followed(self, location):
        with answering(self.moved(location)) as (url, received):
            assert check(url).up is True
        assert len(received) == 1


class TestTls:
    @pytest.fixture(scope="class")
    def certificate(self, tmp_path_factory):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
        now = datetime.datetime.now(datetime.UTC)
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .sign(key, hashes.SHA256())
        )
        file = tmp_path_factory.mktemp("tls") / "both.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        return str(file)

    @pytest.fixture
    def secure(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with server(lambda line, request: line.sendall(http()), tls=context) as (url, _):
            yield url

    @pytest.mark.parametrize("verify", [None, True])
    def test_is_verified(self, secure, verify):
        health = check(secure, verify=verify, seconds=3)
        assert (health.up, health.cause) == (False, Cause.CERTIFICATE)
        assert "self" in health.detail

    def test_with_horizons_ca(self, secure, certificate):
        assert check(secure, verify=certificate, seconds=3).up is True

    def test_the_name_is_verified(self, secure, certificate):
        health = check(secure.replace("127.0.0.1", "localhost"), verify=certificate, seconds=3)
        assert health.cause is Cause.CERTIFICATE

    def test_horizon_may_turn_it_off(self, secure):
        assert check(secure, verify=False, seconds=3).up is True

    def test_a_ca_file_that_is_not_there_is_said(self, secure):
        health = check(secure, verify="/no/such/ca.pem", seconds=3)
        assert (health.up, health.cause, health.detail) == (None, Cause.CA, "/no/such/ca.pem")

    def test_plain_http_is_no_tls(self):
        with answering(http()) as (url, _):
            assert check(url.replace("http", "https"), seconds=3).cause is Cause.TLS
