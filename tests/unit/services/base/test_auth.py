"""What gets past keystonemiddleware; a mocked Keystone knows one token."""

import pytest
from werkzeug.test import Client

from helion_services.base.auth import Gate
from helion_services.base.error_format import refuse
from helion_services.base.hosts import AllowedHosts
from tests import databases

KEYSTONE = "http://127.0.0.1:9/v3"
ME = "/sample/v1/me"


@pytest.fixture
def client(app, conf):
    return Client(Gate(app, conf))


@pytest.fixture
def guarded(app, conf):
    return Client(AllowedHosts(Gate(app, conf), ["nodes.example", "10.0.0.1", "FD00::1"], refuse))


@pytest.mark.parametrize(
    "host",
    ["nodes.example", "Nodes.Example:9780", "10.0.0.1:80", "[fd00::1]", "[fd00::1]:9780"],
)
def test_a_host_that_is_allowed(guarded, host):
    assert guarded.get("/healthcheck", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "nodes.example.evil", "nodes.example:80:80", "10.0.0.2", "", "[fd00::2]:80"],
)
def test_another_host(guarded, host):
    answer = guarded.get("/healthcheck", headers={"Host": host})
    assert (answer.status_code, answer.json["code"]) == (400, "host-not-allowed")


@pytest.fixture
def keystone(requests_mock):
    def token(user, **scope):
        return {
            "token": {
                "methods": ["password"],
                "expires_at": "2999-01-01T00:00:00.000000Z",
                "issued_at": "2026-01-01T00:00:00.000000Z",
                "user": {"id": user, "name": user, "domain": {"id": "d", "name": "d"}},
                "roles": [{"id": "1", "name": "admin"}],
                "catalog": [],
                "is_admin_project": True,
                **scope,
            }
        }

    links = [{"rel": "self", "href": KEYSTONE}]
    version = {"id": "v3.14", "links": links, "status": "stable"}
    requests_mock.get(KEYSTONE, json={"version": version})
    own = token("helion")
    own["token"]["catalog"] = [
        {
            "type": "identity",
            "id": "1",
            "name": "keystone",
            "endpoints": [
                {"interface": name, "url": KEYSTONE, "region": "R", "region_id": "R"}
                for name in ("internal", "admin", "public")
            ],
        }
    ]
    tokens = f"{KEYSTONE}/auth/tokens"
    requests_mock.post(tokens, headers={"X-Subject-Token": "own"}, json=own)
    requests_mock.get(tokens, status_code=404)
    for name, scope in (
        ("of-project", {"project": {"id": "p1", "name": "p", "domain": {"id": "d", "name": "d"}}}),
        ("of-system", {"system": {"all": True}}),
    ):
        requests_mock.get(
            tokens, request_headers={"X-Subject-Token": name}, json=token("u1", **scope)
        )
    return requests_mock


def test_a_good_token_of_a_project(client, keystone):
    answer = client.get(ME, headers={"X-Auth-Token": "of-project"})
    assert answer.status_code == 200
    assert answer.json == {"user": "u1", "project": "p1", "system": None}


def test_a_good_token_of_the_system(client, keystone):
    answer = client.get(ME, headers={"X-Auth-Token": "of-system"})
    assert answer.json == {"user": "u1", "project": None, "system": "all"}


def test_an_answer_of_the_application_is_left_alone(client, keystone):
    answer = client.get("/nothing", headers={"X-Auth-Token": "of-project"})
    assert answer.status_code == 404
    assert answer.json["request_id"] == answer.headers["X-Openstack-Request-Id"]


@pytest.mark.parametrize("token", [None, "made-up"])
def test_no_valid_token(client, keystone, token):
    answer = client.get(ME, headers={"X-Auth-Token": token} if token else {})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "unauthorized"
    assert answer.headers["WWW-Authenticate"] == f'Keystone uri="{KEYSTONE}"'
    assert answer.json["request_id"] == answer.headers["X-Openstack-Request-Id"]


def test_forged_headers(client, keystone):
    forged = {
        "X-Identity-Status": "Confirmed",
        "X-User-Id": "u1",
        "X-Roles": "admin",
        "X-Project-Id": "p1",
        "OpenStack-System-Scope": "all",
    }
    assert client.get(ME, headers=forged).status_code == 401
    assert client.post("/healthcheck", headers=forged).status_code == 401
    assert client.get("/nothing", headers=forged).status_code == 401


def test_keystone_is_down(client):
    answer = client.get(ME, headers={"X-Auth-Token": "of-project"})
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert "Keystone does not respond" in answer.json["detail"]


@pytest.mark.parametrize("path", ["/healthcheck", "/openapi.json"])
def test_what_needs_no_token(client, path):
    assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200


@databases.only_sqlite
def test_health_needs_the_database(client, runtime, tmp_path):
    runtime.db.close()
    for file in tmp_path.glob("services.db*"):
        file.unlink()
    (tmp_path / "services.db").mkdir()
    answer = client.get("/healthcheck")
    assert answer.status_code == 503
    assert answer.json["service"] == "database"


def test_the_token_of_a_service_beside_it_changes_nothing(client, keystone):
    """keystonemiddleware would take its scope for the user's."""
    headers = {"X-Auth-Token": "of-project", "X-Service-Token": "of-system"}
    answer = client.get(ME, headers=headers)
    assert (answer.json["project"], answer.json["system"]) == ("p1", None)
