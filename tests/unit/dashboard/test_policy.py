"""Who may do what, by the packaged rules."""

import pathlib

import pytest
import yaml
from openstack_auth import policy as auth_policy
from oslo_policy.policy import RuleDefault

import helion_dashboard
from helion_dashboard import policy
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.api import scopes

from .conftest import make_user

RULES = yaml.safe_load(
    (pathlib.Path(helion_dashboard.__file__).parent / "policies/helion_default.yaml").read_text()
)


@pytest.fixture
def as_user(make_request, monkeypatch):
    def make(project=(), system=()):
        monkeypatch.setattr(scopes, "system_roles", lambda request: tuple(system))
        return make_request(user=make_user(roles=project))

    return make


ADMIN = ("admin", "manager", "member", "reader")
WHO = {
    "admin of project and system": (ADMIN, ADMIN),
    "admin of the project only": (ADMIN, ()),
    "reader of the system": (("member", "reader"), ("reader",)),
    "admin of the system only": (("member", "reader"), ADMIN),
    "plain member": (("member", "reader"), ()),
}
MAY = {
    "admin of project and system": {"undercloud:see", "node:list", "node:delete"},
    "admin of the project only": {"undercloud:see"},
    "reader of the system": {"undercloud:see", "node:list"},
    "admin of the system only": {"undercloud:see", "node:list", "node:delete"},
    "plain member": set(),
}


@pytest.mark.parametrize("who", WHO)
def test_roles_open_what_they_should(who, as_user):
    request = as_user(*WHO[who])
    rules = ("undercloud:see", "node:list", "node:delete", "catalog:list")
    assert {rule for rule in rules if policy.allowed(request, rule)} == MAY[who] | {"catalog:list"}


OPERATIONS = {"operation:list", "operation:get", "operation:cancel", "operation:retry"}
LOOK = {"operation:list", "operation:get", "role:list", "overcloud:get", "overcloud:events"}
CHANGE = {
    "operation:cancel",
    "operation:retry",
    "plan:create",
    "plan:apply",
    "import:create",
    "enrolment:create",
    "overcloud:credentials",
}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("admin of project and system", LOOK | CHANGE),
        # The services show them no operation on bare metal.
        ("admin of the project only", OPERATIONS),
        ("admin of the system only", LOOK | CHANGE),
        ("reader of the system", LOOK),
        ("plain member", set()),
    ],
)
def test_the_nodes_service_is_for_the_system(who, may, as_user):
    request = as_user(*WHO[who])
    assert {rule for rule in LOOK | CHANGE if policy.allowed(request, rule)} == may


ESX = {"vcenter:create", "vcenter:list", "esx_cluster:activate"}


def test_administrators_of_a_project_keep_esx(as_user):
    request = as_user(*WHO["admin of the project only"])
    assert {rule for rule in ESX if policy.allowed(request, rule)} == ESX


def test_one_rule_gives_administrators_of_a_project_bare_metal(as_user, monkeypatch):
    enforcer = auth_policy._get_enforcer()["helion"]
    check = RuleDefault("metal_admin", "rule:system_admin or rule:project_admin").check
    monkeypatch.setitem(enforcer.rules, "metal_admin", check)
    request = as_user(*WHO["admin of the project only"])
    assert {rule for rule in LOOK | CHANGE if policy.allowed(request, rule)} == LOOK | CHANGE
    assert not policy.allowed(as_user(*WHO["plain member"]), "role:list")


def test_an_undeclared_rule_is_refused(as_user):
    assert not policy.allowed(as_user(ADMIN, ADMIN), "node:explode")


def test_without_our_rules_nothing_is_allowed(as_user, monkeypatch):
    monkeypatch.setattr(auth_policy, "_get_enforcer", dict)
    assert not policy.allowed(as_user(ADMIN, ADMIN), "node:list")


def test_every_action_has_its_rule_declared():
    declared = {rule["name"] for rule in RULES}
    rules = (policy.full_name(action.rule) for action in node_actions().by_name.values())
    ours = {rule.removeprefix("helion:") for rule in rules if rule.startswith("helion:")}
    assert ours <= declared
    assert "node:delete" in ours


def test_every_rule_has_the_keys_that_horizon_needs():
    keys = {"name", "check_str", "description", "operations", "scope_types"}
    assert all(set(rule) == keys for rule in RULES)
