"""The system's token: how it is got, kept and given up."""

import datetime
import time

import pytest
from django.test import override_settings

from helion_dashboard import policy
from helion_dashboard.api import errors, scopes
from helion_dashboard.kit import rules

from .conftest import make_user

pytestmark = pytest.mark.system_roles
TOKENS = "http://id.test/v3/auth/tokens"


def answer(roles=("admin", "reader"), hours=1):
    now = datetime.datetime.now(datetime.UTC)
    return {
        "token": {
            "methods": ["token"],
            "user": {"id": "id-of-alice", "name": "alice", "domain": {"id": "default"}},
            "roles": [{"id": role, "name": role} for role in roles],
            "system": {"all": True},
            "issued_at": now.isoformat(),
            "expires_at": (now + datetime.timedelta(hours=hours)).isoformat(),
        }
    }


@pytest.fixture
def keystone(requests_mock):
    requests_mock.get("http://id.test/v3", json={"version": {"id": "v3.14", "links": []}})
    requests_mock.post(
        TOKENS, json=answer(), headers={"X-Subject-Token": "system-token"}, status_code=201
    )
    return requests_mock


def token_requests(mock):
    return [r for r in mock.request_history if r.url == TOKENS]


def test_the_unscoped_token_is_exchanged_once(request_, keystone):
    assert scopes.system_session(request_).get_token() == "system-token"
    assert scopes.system_session(request_).get_token() == "system-token"
    (call,) = token_requests(keystone)
    body = call.json()["auth"]
    assert body["identity"]["token"]["id"] == "unscoped-token-of-alice"
    assert body["scope"] == {"system": {"all": True}}


def test_roles_come_from_the_session_alone(request_, keystone):
    assert scopes.system_roles(request_) == ()
    assert not token_requests(keystone)
    scopes.remember_system_roles(request_)
    assert scopes.system_roles(request_) == ("admin", "reader")


def test_the_endpoint_is_that_of_the_users_catalog(request_, keystone):
    session = scopes.system_session(request_)
    url = session.get_endpoint(service_type="baremetal", region_name="R")
    assert url == "http://bm.test:6385"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_user_without_a_role_is_told_so_and_asked_once(request_, keystone, status):
    keystone.post(TOKENS, status_code=status)
    for _again in range(2):
        with pytest.raises(errors.NoSystemRole, match="reader"):
            scopes.system_session(request_)
    assert len(token_requests(keystone)) == 1


def test_trouble_of_keystone_is_no_missing_role(request_, keystone):
    keystone.post(TOKENS, status_code=503)
    scopes.remember_system_roles(request_)
    with pytest.raises(errors.Unreachable):
        scopes.system_session(request_)


def test_another_login_voids_it(request_, keystone):
    scopes.remember_system_roles(request_)
    request_.user = make_user("bob")
    assert scopes.system_roles(request_) == ()


def test_a_token_near_its_expiry_counts_as_gone(request_, keystone):
    keystone.post(
        TOKENS,
        json=answer(hours=1 / 60),
        headers={"X-Subject-Token": "short"},
        status_code=201,
    )
    scopes.remember_system_roles(request_)
    assert scopes.system_roles_outdated(request_)
    scopes.system_session(request_)
    assert len(token_requests(keystone)) == 2


def test_who_has_no_other_role_keeps_the_panels_while_they_are_looked_up_again(
    request_, keystone, monkeypatch
):
    request_.user = make_user(roles=("member",))
    scopes.remember_system_roles(request_)
    later = time.time() + scopes._RECHECK + 1
    monkeypatch.setattr(scopes.time, "time", lambda: later)
    assert policy.allowed(request_, "undercloud:see")
    keystone.post(TOKENS, status_code=503)
    assert rules.allowed(request_, "undercloud:see")
    keystone.post(TOKENS, status_code=403)
    later += scopes._RECHECK_TROUBLE + 1
    assert not rules.allowed(request_, "undercloud:see")
    assert not policy.allowed(request_, "undercloud:see")


def test_without_a_place_to_keep_them_views_look_the_roles_up(request_, keystone):
    request_.user = make_user(roles=("member",))
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        assert not policy.allowed(request_, "node:list")
        for _again in range(2):
            assert rules.allowed(request_, "node:list")
    assert len(token_requests(keystone)) == 1


def test_it_is_dropped_when_a_service_refuses_it(request_, keystone):
    scopes.system_session(request_)
    scopes.forget_system(request_)
    scopes.system_session(request_)
    assert len(token_requests(keystone)) == 2


def test_it_never_goes_into_a_cookie(request_, keystone):
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        scopes.remember_system_roles(request_)
    assert not dict(request_.session.items())
