"""The Service Catalog: from the token to the page, its states and the file to download."""

import json

import pytest
import yaml
from django.template.loader import render_to_string
from django.utils import translation

from helion_dashboard.api import catalog, endpoint_probe, scopes, short_cache
from helion_dashboard.api.endpoint_probe import Cause, Health
from helion_dashboard.api.version_document import Version
from helion_dashboard.project.service_catalog import (
    clouds_yaml,
    descriptions,
    health,
    listing,
    views,
)

from .conftest import make_user


def endpoint(url, interface="public", region="R"):
    return {"interface": interface, "region": region, "region_id": region, "url": url}


NOVA = {
    "type": "compute",
    "name": "nova",
    "endpoints": [
        endpoint("http://a.test/v2.1", "admin"),
        endpoint("http://i.test/v2.1", "internal"),
        endpoint("http://c.test/v2.1"),
        endpoint("http://c.test/v2.1"),
        endpoint("http://c2.test/v2.1", region="Q"),
    ],
}
KEYSTONE = {"type": "identity", "name": "keystone", "endpoints": [endpoint("http://id.test/v3")]}
HOSTILE = {
    "type": 'x" onmouseover="alert(1)',
    "name": "<script>alert(1)</script>{{7*7}}",
    "endpoints": [endpoint("javascript:alert(1)"), endpoint('http://h.test/"><b>')],
}


def a_user(*entries, roles=("member", "reader"), **changes):
    user = make_user(roles=roles, catalog=list(entries))
    user.token.project = {"domain_id": "default"}
    user.user_domain_id, user.user_domain_name = "default", "Default"
    for name, value in changes.items():
        setattr(user, name, value)
    return user


@pytest.fixture
def ask(make_request):
    return lambda *entries, **changes: make_request(user=a_user(*entries, **changes))


@pytest.fixture(autouse=True)
def _nothing_remembered():
    short_cache.forget(("catalog",))


class TestToken:
    def test_endpoints_by_region_the_public_ones_first_and_none_twice(self, ask):
        (service,) = catalog.services(ask(NOVA))
        assert [(e.region, e.interface) for e in service.endpoints] == [
            ("Q", "public"),
            ("R", "public"),
            ("R", "internal"),
            ("R", "admin"),
        ]
        assert catalog.regions([service]) == ["Q", "R"]
        assert catalog.interfaces([service]) == ["public", "internal", "admin"]

    @pytest.mark.parametrize(
        "entry",
        [
            {},
            {"type": None, "name": None, "endpoints": None},
            {"endpoints": [{}]},
            {"type": "x", "endpoints": [{"url": None, "region": None}]},
        ],
    )
    def test_holes_in_it_are_no_error(self, ask, entry):
        (service,) = catalog.services(ask(entry))
        assert service.name == ""
        assert listing.groups(ask(entry))

    def test_a_token_without_one(self, make_request):
        assert catalog.services(make_request(user=a_user(service_catalog=None))) == []

    @pytest.mark.parametrize(
        ("url", "is_http"),
        [
            ("http://h", True),
            ("https://h:1/x", True),
            ("HTTP://h", True),
            ("javascript:alert(1)", False),
            ("java\nscript:alert(1)", False),
            ("data:text/html,x", False),
            ("//h/x", False),
            ("http://", False),
            ("http://[::1", False),
            ("", False),
        ],
    )
    def test_what_may_be_a_link(self, url, is_http):
        assert catalog.Endpoint("public", "R", url).is_http is is_http

    def test_identity_of_the_sessions_region(self, ask):
        other = {
            "type": "identity",
            "endpoints": [
                endpoint("http://id.q/v3", region="Q"),
                endpoint("http://id.r/v3", region="R"),
                endpoint("http://id.r/internal", "internal"),
            ],
        }
        assert catalog.identity_url(ask(other)) == "http://id.r/v3"
        assert catalog.identity_url(ask(other, services_region="elsewhere")) == "http://id.q/v3"
        assert catalog.identity_url(ask(NOVA)) == "http://id.test/v3"


class TestDescriptions:
    @pytest.mark.parametrize(
        ("kind", "title"),
        [
            ("volumev3", "Block Storage"),
            ("block-storage", "Block Storage"),
            ("metering", "Metering"),
            ("bare-metal", "Bare Metal"),
            ("esx_onboarder", "ESX Onboarding (EON)"),
            ("storage-configuration", "Storage Configuration (Sirius)"),
            ("content-distribution", "Content Distribution (Sherpa)"),
            ("node-lifecycle", "Node Lifecycle"),
        ],
    )
    def test_types_and_their_aliases(self, kind, title):
        assert descriptions.describe(catalog.Service(kind, "x", ())).title == title

    def test_an_unknown_service_has_none(self, ask):
        (group,) = listing.groups(ask({"type": "mine", "name": "my service", "endpoints": []}))
        assert (group.title, group.tenant, group.administrator) == ("my service", "", "")

    def test_every_known_type_is_official_or_our_own(self):
        own = {
            "cloudformation",
            "esx_onboarder",
            "storage-configuration",
            "content-distribution",
            "node-lifecycle",
        }
        for kind in descriptions.DESCRIPTIONS:
            assert catalog.Service(kind, "", ()).official_type == kind
            assert kind in own or catalog._TYPES.is_official(kind)

    def test_the_administrators_part_is_for_administrators(self, ask, monkeypatch):
        def administrator(request):
            return bool(listing.groups(request)[0].administrator)

        assert not administrator(ask(NOVA))
        assert administrator(ask(NOVA, roles=("admin",)))
        monkeypatch.setattr(scopes, "system_roles", lambda request: ("reader",))
        assert not administrator(ask(NOVA))
        monkeypatch.setattr(scopes, "system_roles", lambda request: ("Admin", "reader"))
        assert administrator(ask(NOVA))


class TestPage:
    def draw(self, request, **context):
        (group,) = listing.groups(request)
        context = {"group": group, "regions": ["R"], "columns": 3, "interface": "public"} | context
        return render_to_string("helion_dashboard/service_catalog/_service.html", context)

    def test_a_hostile_catalog_is_text(self, ask):
        html = self.draw(ask(HOSTILE))
        assert "<script" not in html
        assert 'onmouseover="' not in html
        assert "<b>" not in html
        assert 'href="javascript' not in html
        assert html.count("<a ") == 1
        assert "javascript:alert(1)" in html

    def test_other_interfaces_are_folded(self, ask):
        html = self.draw(ask(NOVA))
        rows = [row.split(">")[0] for row in html.split("<tr ") if "data-endpoint" in row]
        assert [("hidden" in row, 'interface="public"' in row) for row in rows] == [
            (False, True),
            (False, True),
            (True, False),
            (True, False),
        ]

    def test_the_whole_page_asks_nobody(self, ask, requests_mock, monkeypatch):
        drawn = {}
        monkeypatch.setattr(
            views, "render", lambda request, name, context: drawn.update(context) or name
        )
        views.index(ask(NOVA, KEYSTONE))
        assert drawn["total"] == 5
        assert drawn["interface"] == "public"
        assert not requests_mock.request_history

    def test_a_catalog_without_public_endpoints_shows_what_there_is(self, ask, monkeypatch):
        drawn = {}
        monkeypatch.setattr(views, "render", lambda r, name, context: drawn.update(context))
        views.index(ask({"type": "compute", "endpoints": [endpoint("http://x", "admin")]}))
        assert drawn["interface"] == ""


class TestHealth:
    @pytest.fixture
    def probed(self, monkeypatch):
        calls = []

        def check(urls, **options):
            calls.append((urls, options))
            return {url: Health(version=Version("v2.1", "2.104")) for url in urls}

        monkeypatch.setattr(endpoint_probe, "check", check)
        return calls

    def test_only_the_users_own_addresses_each_once(self, make_request, probed):
        twice = NOVA | {"type": "compute_legacy"}
        request = make_request("/?url=http://evil.test/&q=x", user=a_user(NOVA, twice))
        answer = views.health(request)
        ((urls, options),) = probed
        assert urls == (
            "http://a.test/v2.1",
            "http://c.test/v2.1",
            "http://c2.test/v2.1",
            "http://i.test/v2.1",
        )
        assert options["project_id"] == "p1"
        assert options["seconds"] == 3
        states = json.loads(answer.content)["parts"]
        assert len(states) == 2 * 4 + 1
        assert "8 up" in states["helion-catalog-counts"]

    def test_the_ids_are_those_of_the_page(self, ask, probed):
        states = json.loads(views.health(ask(NOVA)).content)["parts"]
        for row in listing.groups(ask(NOVA))[0].rows:
            assert "v2.1, " in states[f"helion-state-{row.key}"]

    def test_it_is_remembered_for_the_user_and_not_for_another(self, ask, probed):
        views.health(ask(NOVA))
        views.health(ask(NOVA))
        assert len(probed) == 1
        views.health(ask(NOVA, id="somebody-else"))
        views.health(ask(NOVA, project_id="another"))
        assert len(probed) == 3

    def test_unchanged_is_304_and_keeps_no_session_alive(self, ask, make_request, probed):
        first = ask(NOVA)
        first.session["x"] = 1
        answer = views.health(first)
        assert first.session.modified is False
        again = make_request(user=a_user(NOVA), headers={"If-None-Match": answer["ETag"]})
        assert views.health(again).status_code == 304

    def test_horizons_ca_is_used(self, ask, probed, settings):
        settings.OPENSTACK_SSL_CACERT = "/etc/ca.pem"
        views.health(ask(NOVA))
        assert probed[0][1]["verify"] == "/etc/ca.pem"
        settings.OPENSTACK_SSL_NO_VERIFY = True
        views.health(ask(KEYSTONE))
        assert probed[1][1]["verify"] is False

    @pytest.mark.parametrize("cause", list(Cause))
    def test_every_cause_has_a_sentence(self, cause):
        sentence = health.reason(Health(cause, "<detail>"))
        assert sentence.endswith(".")
        assert "%" not in sentence
        html = render_to_string(
            "helion_dashboard/service_catalog/_health.html",
            {"state": health.state(Health(cause, "<detail>")), "reason": sentence},
        )
        assert "<detail>" not in html
        assert 'data-state="up"' not in html

    def test_only_get(self, make_request):
        request = make_request(user=a_user(NOVA))
        request.method = "POST"
        for view in (views.index, views.health, views.clouds_yaml):
            assert view(request).status_code == 405


class TestCloudsYaml:
    def load(self, request):
        text = clouds_yaml.write(request)
        ((name, cloud),) = yaml.safe_load(text)["clouds"].items()
        return name, cloud, text

    def test_what_is_in_it(self, ask):
        name, cloud, text = self.load(ask(KEYSTONE))
        assert name == "demo"
        assert cloud == {
            "auth": {
                "auth_url": "http://id.test/v3",
                "username": "alice",
                "user_domain_name": "Default",
                "project_name": "demo",
                "project_domain_name": "Default",
            },
            "region_name": "R",
            "interface": "public",
            "identity_api_version": 3,
        }
        assert "secure.yaml" in text

    def test_there_is_no_secret_in_it(self, ask):
        _name, cloud, text = self.load(ask(KEYSTONE))
        assert "token-of" not in text
        assert not {"password", "token"} & {*cloud, *cloud["auth"]}

    def test_a_project_in_another_domain(self, ask):
        request = ask(KEYSTONE)
        request.user.token.project = {"domain_id": "other"}
        _name, cloud, _text = self.load(request)
        assert cloud["auth"]["project_domain_id"] == "other"
        assert "project_domain_name" not in cloud["auth"]

    @pytest.mark.parametrize(
        "name",
        [
            'a"b',
            "x\n  password: y",
            "!!python/object/apply:os.system [x]",
            "yes",
            "123",
            "größe 日本",
            "# c",
            "../../x",
            "",
        ],
    )
    def test_any_name_stays_a_name(self, ask, name):
        _name, cloud, _text = self.load(ask(KEYSTONE, username=name, project_name=name))
        assert cloud["auth"]["username"] == name
        assert cloud["auth"]["project_name"] == name

    def test_a_federated_user_is_told_of_application_credentials(self, ask):
        assert "application credential" in clouds_yaml.write(ask(KEYSTONE, is_federated=True))
        assert "application credential" not in clouds_yaml.write(ask(KEYSTONE))

    def test_translated_comments_stay_comments(self, ask, monkeypatch):
        monkeypatch.setattr(clouds_yaml, "_", lambda text: f"one\nclouds: {text}\r\u2028two: 2")
        with translation.override("de"):
            assert self.load(ask(KEYSTONE))[0] == "demo"

    def test_the_download(self, ask):
        answer = views.clouds_yaml(ask(KEYSTONE, project_name='x"; filename="evil.sh'))
        assert answer["Content-Disposition"] == 'attachment; filename="clouds.yaml"'
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Type"] == "application/yaml; charset=utf-8"
