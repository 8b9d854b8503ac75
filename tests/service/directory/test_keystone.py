"""A real Keystone reads a real slapd: users, groups, a role by group, and a login."""

import importlib.util
import os
import pathlib
import socket
import subprocess
import sys
import time
import types

import pytest
from keystoneauth1 import exceptions
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.directory import client

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not (importlib.util.find_spec("ldap") and importlib.util.find_spec("keystone")),
        reason="Keystone or its driver for LDAP is not installed",
    ),
]

_CONFIGURATION = """[database]
connection = sqlite:///{folder}/keystone.db
[fernet_tokens]
key_repository = {folder}/fernet
[fernet_receipts]
key_repository = {folder}/fernet
[credential]
key_repository = {folder}/credential
[cache]
enabled = false
[identity]
domain_specific_drivers_enabled = true
domain_configurations_from_database = true
"""
_SERVE = (
    "import sys, waitress; sys.argv[1:], port = [], int(sys.argv[1]);"
    "from keystone.wsgi import api;"
    "waitress.serve(api.application, host='127.0.0.1', port=port)"
)
_PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def keystone(tmp_path_factory):
    """The URL of a Keystone of its own, whose administrator has the password ``admin``."""
    folder = tmp_path_factory.mktemp("keystone")
    (folder / "keystone.conf").write_text(_CONFIGURATION.format(folder=folder))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/v3"
    program = pathlib.Path(sys.executable).with_name("keystone-manage")
    owner = ["--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid())]
    bootstrap = ["bootstrap", "--bootstrap-password", "admin", "--bootstrap-region-id", "R"]
    bootstrap += ["--bootstrap-public-url", url]
    for name in ("fernet", "credential"):
        (folder / name).mkdir(mode=0o700)
    for command in (["db_sync"], ["fernet_setup", *owner], ["credential_setup", *owner], bootstrap):
        arguments = [program, f"--config-file={folder}/keystone.conf", *command]
        subprocess.run(arguments, check=True, capture_output=True)
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)],
        env={**os.environ, "OS_KEYSTONE_CONFIG_DIR": str(folder)},
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(_PATIENCE)


@pytest.fixture
def request_(keystone, monkeypatch):
    """A request of the administrator of the system."""
    auth = v3.Password(
        keystone,
        username="admin",
        password="admin",  # noqa: S106
        user_domain_id="default",
        system_scope="all",
    )
    monkeypatch.setattr(scopes, "system_session", lambda request: Session(auth))
    return types.SimpleNamespace(user=types.SimpleNamespace(services_region="R"))


def roles_of(keystone, user, password, domain="staff"):
    """The roles that a user of the domain has in the project ``admin``."""
    auth = v3.Password(
        keystone,
        username=user,
        password=password,
        user_domain_name=domain,
        project_name="admin",
        project_domain_id="default",
    )
    return auth.get_access(Session()).role_names


def by_name(rows, name):
    return next(row.id for row in rows if row.name == name)


def test_from_the_first_form_to_the_end(request_, keystone, options):
    domain = client.create(request_, "staff")
    assert not client.domain(request_, domain).has_directory
    client.connect(request_, domain, {**options, "user_enabled_attribute": "enabled"})
    (staff,) = [each for each in client.domains(request_) if each.name == "staff"]
    assert (staff.has_directory, staff.url) == (True, options["url"])
    assert "password" not in staff.options
    users = client.users(request_, domain)
    assert len(users) == 12
    assert {len(user.id) for user in users} == {64}

    group = by_name(client.groups(request_, domain), "operators")
    role = by_name(client.roles(request_), "member")
    client.grant(request_, group, role, by_name(client.projects(request_), "admin"))
    assert "member" in roles_of(keystone, "user0", "password 0")
    with pytest.raises(exceptions.Unauthorized):
        roles_of(keystone, "user0", "guessed")
    with pytest.raises(exceptions.Unauthorized):
        roles_of(keystone, "user1", "password 1")  # is in no group

    client.grant(request_, group, role)
    listed = client.assignments(request_, domain)
    assert {(each.actor.name, each.place_kind) for each in listed} == {
        ("operators", "project"),
        ("operators", "system"),
    }
    for each in listed:
        client.revoke(request_, each.id)
    assert client.assignments(request_, domain) == []

    client.disconnect(request_, domain)
    assert not client.domain(request_, domain).has_directory
    with pytest.raises(exceptions.Unauthorized):
        roles_of(keystone, "user0", "password 0")


def test_a_domain_that_is_gone(request_):
    with pytest.raises(errors.NotFound):
        client.domain(request_, "no-such-domain")


def test_a_directory_that_does_not_answer_stops_the_logins_of_its_domain_only(
    request_, keystone, options
):
    domain = client.create(request_, "away")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"ldap://127.0.0.1:{closed.getsockname()[1]}"
        client.connect(request_, domain, {**options, "url": url})
        with pytest.raises(exceptions.HttpError):
            roles_of(keystone, "user0", "password 0", "away")
        with pytest.raises(errors.ServiceError):
            client.users(request_, domain)
        assert "admin" in roles_of(keystone, "admin", "admin", "Default")
        assert client.domain(request_, domain).has_directory
    client.disconnect(request_, domain)
