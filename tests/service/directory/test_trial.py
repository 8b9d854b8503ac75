"""A directory is tried: a real slapd, and servers that hang, lie or refer."""

import contextlib
import socket
import threading

import pytest

from helion_dashboard.api.directory import readings, trial
from helion_dashboard.api.directory.presets import ACTIVE_DIRECTORY, PRESETS
from helion_embedded import slapd


def texts(outcome):
    return [step.text for step in outcome.steps]


def test_a_directory_that_works(options):
    outcome = trial.run(options)
    assert not outcome.failed, texts(outcome)
    assert texts(outcome)[2:] == ["12 users", "1 group"]
    assert [user.name for user in outcome.users] == [f"user{number}" for number in range(5)]
    assert outcome.users[0].mail == "user0@example.com"
    assert outcome.users[0].dn == f"uid=user0,{slapd.USERS}"
    assert all(user.enabled for user in outcome.users)
    assert "not encrypted" in outcome.remarks[0]


def test_referrals_are_told_and_not_followed(options):
    (remark,) = [each for each in trial.run(options).remarks if "refers" in each]
    assert remark == "The directory refers to 1 other server, which is not followed."


@pytest.mark.parametrize("starts", [True, False])
def test_tls_is_verified(options, server, authority, starts):
    address = (
        f"ldap://localhost:{server.port}" if starts else f"ldaps://localhost:{server.tls_port}"
    )
    options |= {"url": address, "use_tls": starts}
    outcome = trial.run(options, authority.root.read_text())
    assert not outcome.failed, texts(outcome)
    assert not any("encrypted" in each for each in outcome.remarks)
    refused = trial.run(options)  # by whoever does not know its authority
    assert [step.failed for step in refused.steps] == [True]
    assert refused.users == []


def test_a_certificate_of_another_host(options, server, authority):
    options |= {"url": f"ldaps://127.0.0.1:{server.tls_port}"}
    outcome = trial.run(options, authority.root.read_text())
    assert [step.failed for step in outcome.steps] == [True]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"password": "guessed"}, "refuses this login"),
        ({"user_tree_dn": "ou=nowhere,dc=example,dc=com"}, "does not exist"),
        ({"user_filter": "(cn=*"}, "filter is not valid"),
        ({"url": "ldap://localhost:1"}, "not allowed"),
        ({"url": "ldap://no-such-host.invalid:3000"}, "not known"),
    ],
)
def test_what_is_wrong_is_told(options, change, text):
    outcome = trial.run(options | change)
    assert outcome.failed
    assert text in texts(outcome)[-1]
    assert not any(slapd.PASSWORD in each for each in texts(outcome))


def test_nobody_listens(options):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        outcome = trial.run(options | {"url": f"ldap://localhost:{closed.getsockname()[1]}"})
    assert "No connection" in texts(outcome)[-1]


def test_other_networks_are_refused(options, settings):
    settings.HELION_DASHBOARD = {**settings.HELION_DASHBOARD, "LDAP_NETWORKS": "10.0.0.0/8"}
    assert "not in an allowed network" in texts(trial.run(options))[0]


def test_users_without_a_name(options):
    outcome = trial.run(options | {"user_name_attribute": "employeeNumber"})
    assert not outcome.failed
    assert any("12 users have no attribute employeeNumber" in each for each in outcome.remarks)


def test_many_pages(tmp_path, options, monkeypatch):
    monkeypatch.setattr(readings, "_PAGE", 10)
    monkeypatch.setattr(readings, "MOST", 50)
    many = slapd.Slapd(tmp_path / "state", users=120)
    try:
        outcome = trial.run(options | {"url": f"ldap://localhost:{many.port}"})
    finally:
        many.close()
    assert outcome.steps[2].text == "more than 50 users"


def test_a_limit_of_the_server(tmp_path, options):
    small = slapd.Slapd(tmp_path / "state", users=12, extra="sizelimit size.unchecked=3")
    try:
        url = f"ldap://localhost:{small.port}"
        outcome = trial.run(options | {"url": url, "user": "", "password": ""})
    finally:
        small.close()
    assert outcome.failed or outcome.steps[2].text.startswith("more than")


@contextlib.contextmanager
def listening(talk):
    """A server that is not one: ``talk(connection)``; its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _peer = listener.accept()
                with connection, contextlib.suppress(OSError):
                    talk(connection, stop)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"ldap://localhost:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def silent(connection, stop):
    stop.wait(30)


def drips(connection, stop):
    """Promises a long answer and sends a byte of it now and then."""
    connection.recv(1000)
    connection.sendall(b"\x30\x84\x00\x01\x00\x00")
    while not stop.wait(0.1):
        connection.sendall(b"\x00")


def nonsense(connection, stop):
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("talk", [silent, drips, nonsense])
def test_a_server_that_never_answers_well(options, talk):
    with listening(talk) as url:
        outcome = trial.run(options | {"url": url}, deadline=1.5)
    assert outcome.failed
    assert outcome.users == []


def test_active_directory_reads_its_bits():
    preset = PRESETS[ACTIVE_DIRECTORY]
    for bits, enabled in (("512", True), ("514", False), ("", True), ("-2147483646", False)):
        assert readings._enabled(bits, preset) is enabled
