"""The Directory panel: domains, the form of a directory, its trial, and roles."""

import concurrent.futures
import threading
from unittest import mock

import pytest
from keystoneclient.v3.roles import RoleManager

from helion_dashboard.admin.directory import connecting, domains, roles
from helion_dashboard.api import errors
from helion_dashboard.api.directory import client as directory_client
from helion_dashboard.api.directory import readings, trial
from helion_dashboard.api.directory.presets import OPENLDAP, PRESETS
from helion_dashboard.api.directory.records import Assignment, Choice, Domain
from tests.unit.dashboard.panel_pages import (  # noqa: F401
    act,
    doubles,
    everything_allowed,
    post,
    shown,
)

LDAP = Domain("d1", "staff", driver="ldap", options={"url": "ldaps://ldap.test"})
SQL = Domain("d2", "lab")
OWN = Domain("default", "Default")
GROUP, ROLE = Choice("g1", "operators"), Choice("r1", "member")
ASSIGNMENT = Assignment("group", GROUP, ROLE, "project", Choice("p1", "demo"))
FIELDS = {name: str(value) for name, value in PRESETS[OPENLDAP].items() if value} | {
    "url": "ldaps://ldap.test",
    "user": "cn=reader,dc=test",
    "password": "not to be shown",
    "suffix": "dc=test",
    "user_tree_dn": "ou=people,dc=test",
    "group_tree_dn": "ou=groups,dc=test",
}


@pytest.fixture(autouse=True)
def calls(monkeypatch, everything_allowed):  # noqa: F811
    listed = {each.id: each for each in (LDAP, SQL, OWN)}
    calls = doubles(
        monkeypatch,
        directory_client,
        {
            "domains": list(listed.values()),
            "domain": None,
            "assignments": [ASSIGNMENT],
            "users": [],
            "groups": [GROUP],
            "roles": [ROLE],
            "projects": [Choice("p1", "demo")],
            "create": "d9",
            **dict.fromkeys(("connect", "disconnect", "grant", "revoke")),
        },
    )
    directory_client.domain.side_effect = lambda request, ident: listed[ident]
    return calls


def test_the_list_says_where_users_are(make_request):
    text = shown(make_request, domains.Domains)
    assert "LDAP" in text
    assert "Keystone&#x27;s database" in text
    assert "1 domain in LDAP" in text
    assert "While a directory does not answer" in text


def test_a_directory_is_connected(post, calls):  # noqa: F811
    status, body = post(connecting.Connect, FIELDS, domain="d2")
    assert (status, body["url"]) == (200, "/admin/uc_directory/d2/roles/")
    _request, ident, options = calls.connect.call_args.args
    assert (ident, options["password"]) == ("d2", "not to be shown")
    assert options["tls_req_cert"] == "demand"
    assert options["user_id_attribute"] == "uid"
    assert not {"ca", "user_filter", "user_enabled_attribute"} & set(options)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "http://ldap.test"}, "url"),
        ({"url": "ldap://me:secret@ldap.test"}, "url"),
        ({"url": "ldaps://ldap.test/dc=test??sub"}, "url"),
        ({"use_tls": "on"}, "use_tls"),
        ({"password": ""}, "password"),
        ({"user_id_attribute": "uid)(cn=*"}, "user_id_attribute"),
        ({"ca": "trust me"}, "ca"),
    ],
)
def test_what_is_wrong_is_at_its_field(post, calls, changes, field):  # noqa: F811
    status, body = post(connecting.Connect, FIELDS | changes, domain="d2")
    assert status == 422
    assert list(body["errors"]) == [field]
    calls.connect.assert_not_called()


def test_the_domain_of_the_services_is_left_alone(make_request, calls):
    answer = connecting.Connect(make_request("/"), domain="default").answer()
    assert answer.status_code == 302


def test_a_form_begins_with_a_preset(make_request):
    page = connecting.Connect(make_request("/?preset=ad"), domain="d2")
    assert "sAMAccountName" in page.answer().content.decode()


def test_a_trial_shows_what_keystone_would_read(make_request, monkeypatch):
    user = readings.User("u1", "alice", "alice@ldap.test", True, "uid=u1,dc=test")
    outcome = trial.Trial([trial.Step("Users", "1 user", seconds=0.1)], [user], ["A remark."])
    monkeypatch.setattr(trial, "run", lambda options, ca: outcome)
    request = make_request("/")
    request.method, request.POST = "POST", FIELDS
    text = connecting.attempt(request, domain="d2").content.decode()
    assert "alice@ldap.test" in text
    assert "A remark." in text
    assert "not to be shown" not in text


def test_a_trial_that_failed_says_what_that_means_for_logins(make_request, monkeypatch):
    outcome = trial.Trial([trial.Step("Connect", "No connection: timed out", failed=True)])
    monkeypatch.setattr(trial, "run", lambda options, ca: outcome)
    request = make_request("/")
    request.method, request.POST = "POST", FIELDS
    text = connecting.attempt(request, domain="d2").content.decode()
    assert "its users cannot log in" in text
    assert "Users of other domains and the services are not affected." in " ".join(
        text.replace("\\n", " ").split()
    )


def test_few_trials_wait_at_a_time(monkeypatch):
    begun, ended = threading.Semaphore(0), threading.Event()

    def hang(self):
        begun.release()
        ended.wait()

    monkeypatch.setattr(trial._Attempt, "run", hang)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        running = [pool.submit(trial.run, {}) for _ in range(trial._TRIALS)]
        for _ in running:
            begun.acquire()
        (step,) = trial.run({}).steps
        ended.set()
        assert not any(each.result().failed for each in running)
    assert (step.failed, step.text[:25]) == (True, "Other trials are running.")
    assert not trial.run({}).failed, "there is room again"


def test_a_trial_with_a_wrong_form(make_request):
    request = make_request("/")
    request.method, request.POST = "POST", {}
    assert connecting.attempt(request, domain="d2").status_code == 422


def test_what_is_lost_is_shown_before_it_is_removed(make_request, post, calls):  # noqa: F811
    text = domains.Disconnect(make_request("/"), domain="d1").answer().content.decode()
    assert "operators" in text
    status, _body = post(domains.Disconnect, {"confirmation": "lab"}, domain="d1")
    assert status == 422
    calls.disconnect.assert_not_called()
    status, _body = post(domains.Disconnect, {"confirmation": "staff"}, domain="d1")
    assert status == 200
    calls.disconnect.assert_called_once()


def test_a_directory_that_does_not_answer_can_be_removed(make_request, calls):
    directory_client.assignments.side_effect = errors.ServiceError("identity", "It is away.")
    text = domains.Disconnect(make_request("/"), domain="d1").answer().content.decode()
    assert "It is away." in text
    assert "confirmation" in text


def test_roles_of_groups(make_request, act, post, calls, monkeypatch):  # noqa: F811
    keystone = mock.Mock(spec_set=["roles"])
    keystone.roles = mock.create_autospec(RoleManager, instance=True)
    monkeypatch.setattr(directory_client, "_keystone", lambda request: keystone)
    text = shown(make_request, roles.Roles, domain="d1")
    assert "operators" in text
    assert "domain_specific_drivers_enabled" in text  # no user has an ID of the directory
    (result,) = act(roles.Roles, "revoke", ASSIGNMENT.id, domain="d1")
    assert result["ok"]
    keystone.roles.revoke.assert_called_once_with("r1", group="g1", project="p1")
    data = {"group": "g1", "role": "r1", "place": "system"}
    assert post(roles.Grant, data, domain="d1")[0] == 200
    assert calls.grant.call_args.args[1:] == ("g1", "r1", None)


def test_a_new_domain_leads_to_its_directory(post):  # noqa: F811
    assert post(domains.Create, {"name": "staff"})[1]["url"] == "/admin/uc_directory/d9/connect"
