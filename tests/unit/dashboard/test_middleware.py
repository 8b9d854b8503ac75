"""What Horizon would answer badly: without Keystone, and to modules whose session has ended."""

import json
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from horizon import exceptions as horizon
from keystoneauth1 import exceptions as keystoneauth
from openstack_auth import utils as auth_utils
from openstack_dashboard.api import keystone as horizon_keystone

from helion_dashboard import middleware, settings
from helion_dashboard.api import endpoint_probe
from helion_dashboard.api.endpoint_probe import Cause, Health

from .addresses import addresses
from .conftest import make_user
from .small_cloud import NODE

JSON = [each for each in addresses() if each.route.endswith(".json")]
SECRET = "project-token-of-alice"


@pytest.fixture
def health(monkeypatch):
    """How Keystone is; ``health.looks`` counts who looked."""
    state = mock.Mock(value=Health(), looks=0)

    def check(urls, **_):
        state.looks += 1
        return dict.fromkeys(urls, state.value)

    monkeypatch.setattr(endpoint_probe, "check", check)
    monkeypatch.setattr(middleware, "_keystones", middleware._Keystones())
    return state


@pytest.fixture
def ours():
    return middleware.HelionMiddleware(lambda request: HttpResponse("page"))


def get_of(path, user=None, **more):
    request = RequestFactory().get(path, **more)
    request.user = user or make_user()
    request.session = {}
    request.resolver_match = resolve(request.path)
    return request


def before(ours, request):
    return ours.process_view(request, None, (), {})


def test_it_is_behind_horizons():
    from django.conf import settings as django_settings

    assert django_settings.MIDDLEWARE[-1] == settings._MIDDLEWARE
    own = {"MIDDLEWARE": ("site.First",)}
    settings.enable(own)
    settings.enable(own)
    assert own["MIDDLEWARE"] == ("site.First", settings._MIDDLEWARE)


class TestSessionOver:
    @pytest.mark.parametrize("address", JSON, ids=lambda address: address.name)
    def test_each_json_address_says_so(self, address, ours, health):
        answer = before(ours, get_of(address.path(NODE), AnonymousUser()))
        problem = json.loads(answer.content)
        assert (answer.status_code, problem["status"]) == (401, 401)
        assert answer["Content-Type"] == "application/problem+json"
        assert "Sign in again" in problem["error"]
        assert problem["login_url"].startswith("/auth/login")
        assert not health.looks

    def test_an_action_of_a_module_too(self, ours, health):
        headers = {"X-Requested-With": "XMLHttpRequest"}
        request = get_of("/admin/uc_nodes/act", AnonymousUser(), headers=headers)
        assert before(ours, request).status_code == 401

    @pytest.mark.parametrize("path", ["/admin/uc_nodes/", "/admin/info/", "/auth/login/"])
    def test_pages_lead_to_the_login_as_ever(self, path, ours, health):
        assert before(ours, get_of(path, AnonymousUser())) is None


class TestKeystone:
    def test_our_page_says_that_it_does_not_answer(self, ours, health):
        health.value = Health(Cause.REFUSED)
        answer = before(ours, get_of("/admin/uc_nodes/?q=%3Cb%3E"))
        text = answer.content.decode()
        assert answer.status_code == 503
        assert "Keystone does not answer" in text
        assert "The connection was refused." in text
        assert 'href="/admin/uc_nodes/?q=%3Cb%3E"' in text
        assert SECRET not in text
        assert "id.test" not in text

    def test_it_is_looked_at_now_and_then(self, ours, health):
        for _ in range(3):
            assert before(ours, get_of("/admin/uc_nodes/")) is None
        assert health.looks == 1

    def test_modules_and_others_are_not_looked_for(self, ours, health):
        assert before(ours, get_of("/admin/uc_nodes/rows.json")) is None
        assert before(ours, get_of("/admin/info/")) is None
        assert not health.looks

    def test_a_page_of_horizon_that_failed_for_it(self, ours, health):
        assert before(ours, get_of("/admin/uc_nodes/")) is None  # it was well a moment ago
        health.value = Health(Cause.SILENT)
        request = get_of("/identity/users/")
        for error in (keystoneauth.ConnectFailure(SECRET), AttributeError("api_version")):
            answer = ours.process_exception(request, error)
            assert answer.status_code == 503
            assert SECRET not in answer.content.decode()
        assert health.looks == 2

    def test_a_module_hears_it_in_json(self, ours, health):
        health.value = Health(Cause.SILENT)
        answer = ours.process_exception(get_of("/admin/uc_nodes/rows.json"), ValueError())
        assert answer.status_code == 503
        assert json.loads(answer.content)["service"] == "identity"

    def test_other_errors_stay_what_they_are(self, ours, health):
        request = get_of("/identity/users/")
        assert ours.process_exception(request, ValueError()) is None
        health.value = Health(Cause.REFUSED)
        for error in (Http404(), horizon.NotAuthenticated(), horizon.Http302("/x")):
            assert ours.process_exception(request, error) is None
        anonymous = get_of("/identity/users/", AnonymousUser())
        assert ours.process_exception(anonymous, ValueError()) is None


class TestCallsOfHorizon:
    def test_they_get_a_timeout(self, ours, health, settings):
        settings.HELION_DASHBOARD = {"SERVICE_TIMEOUT": 6}
        request = get_of("/admin/uc_nodes/")
        assert before(ours, request) is None
        assert horizon_keystone.keystoneclient(request).session.timeout == 3

    def test_the_projects_are_asked_for_once_and_when_needed(self, ours, health, monkeypatch):
        projects = mock.Mock(return_value=["p"])
        monkeypatch.setattr(auth_utils, "get_project_list", projects)
        request = get_of("/admin/uc_nodes/")
        assert before(ours, request) is None
        assert not projects.called
        assert list(request.user.authorized_tenants) == list(request.user.authorized_tenants)
        assert list(request.user.authorized_tenants) == ["p"]
        assert projects.call_count == 1
        assert projects.call_args.kwargs["session"].timeout

    def test_without_them_the_page_goes_on(self, ours, health, monkeypatch):
        failed = mock.Mock(side_effect=keystoneauth.ConnectTimeout("slow"))
        monkeypatch.setattr(auth_utils, "get_project_list", failed)
        request = get_of("/admin/uc_nodes/")
        assert before(ours, request) is None
        assert list(request.user.authorized_tenants) == []
