"""A request with a signed-in user, without any network."""

import datetime
import time
import types

import pytest
from django import template
from django.contrib.sessions.backends.cache import SessionStore
from django.template.loaders import locmem
from django.test import RequestFactory
from openstack_auth import user as auth_user
from openstack_auth import utils as auth_utils

from helion_dashboard.api import scopes
from helion_dashboard.kit import rules

from .contract import _answers_keep_the_contract  # noqa: F401  (a fixture of all tests here)
from .small_cloud import cloud, signed_in  # noqa: F401

CATALOG = [
    {
        "type": "baremetal",
        "name": "ironic",
        "endpoints": [
            {"interface": "public", "region": "R", "region_id": "R", "url": "http://bm.test:6385"}
        ],
    },
    {
        "type": "identity",
        "name": "keystone",
        "endpoints": [
            {"interface": "public", "region": "R", "region_id": "R", "url": "http://id.test/v3"}
        ],
    },
]


def make_user(name="alice", roles=("admin", "member", "reader"), catalog=CATALOG):
    """A user as Horizon puts him into a request."""
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    token = types.SimpleNamespace(id=f"project-token-of-{name}", expires=expires)
    return auth_user.User(
        id=f"id-of-{name}",
        token=token,
        user=name,
        project_id="p1",
        project_name="demo",
        service_catalog=catalog,
        roles=[{"id": role, "name": role} for role in roles],
        endpoint="http://id.test/v3",
        enabled=True,
        unscoped_token=f"unscoped-token-of-{name}",
        services_region="R",
    )


@pytest.fixture(autouse=True)
def _user_of_the_request(monkeypatch):
    # Horizon's policy reads the user from a session that only a real login fills.
    monkeypatch.setattr(auth_utils, "get_user", lambda request: request.user)


@pytest.fixture(autouse=True)
def _nobody_has_a_system_role(request, monkeypatch):
    # Keystone is not asked for them where a test is about something else.
    if not request.node.get_closest_marker("system_roles"):
        monkeypatch.setattr(rules, "_look_up", lambda request: None)


@pytest.fixture
def make_request():
    def make(path="/", user=None, **kwargs):
        request = RequestFactory().get(path, **kwargs)
        request.user = user or make_user()
        request.session = SessionStore()
        return request

    return make


@pytest.fixture
def request_(make_request):
    return make_request()


@pytest.fixture
def system_admin(monkeypatch):
    """The user has the role admin on the system, which Keystone is not asked for."""
    entry = scopes._Entry("alice", "system-token", ["admin", "reader"], time.time() + 900)
    for name in ("_entry", "_remembered", "_stored"):
        monkeypatch.setattr(scopes, name, lambda request: entry)


@pytest.fixture
def pages_alone(monkeypatch):
    """Pages are drawn without what Horizon puts around them, for which it asks Keystone."""
    around = (
        "{% block css %}{% endblock %}{% block main %}{% endblock %}{% block js %}{% endblock %}"
    )
    monkeypatch.setattr(auth_user.User, "authorized_tenants", ())
    engine = template.engines["django"].engine
    alone = locmem.Loader(engine, {"base.html": around})
    monkeypatch.setattr(engine, "template_loaders", [alone, *engine.template_loaders])
