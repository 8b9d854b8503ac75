"""Every address asks a rule of the policy, and every rule is asked by one."""

import json
import pathlib

import pytest
import yaml
from horizon.exceptions import NotAuthorized

import helion_dashboard
from helion_dashboard import policy
from helion_dashboard.admin.backup import backups, repositories
from helion_dashboard.admin.directory import domains as directory_domains
from helion_dashboard.admin.directory import roles as directory_roles
from helion_dashboard.admin.esx import actions as esx_actions
from helion_dashboard.admin.monitoring import actions as monitoring_actions
from helion_dashboard.admin.monitoring import receivers, tokens
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.admin.object_storage import lists as object_storage
from helion_dashboard.admin.storage import backends, qos, storeservs, storevirtuals, volume_types
from helion_dashboard.admin.updates import catalogue, contents, publications, sources
from helion_dashboard.api import errors, scopes
from helion_dashboard.kit import rules

from .addresses import addresses
from .small_cloud import NODE

FOLDER = pathlib.Path(helion_dashboard.__file__).parent
DECLARED = {
    entry["name"]
    for entry in yaml.safe_load((FOLDER / "policies/helion_default.yaml").read_text())
    if ":" in entry["name"]
}
#: Asked by what a view does, besides its own rule.
ALSO = {"esx_cluster:list", "port:list", "import:create", "esx_proxy:set"}
ACTIONS = {
    action.rule
    for table in (
        node_actions(),
        *(monitoring_actions.ACTIONS, receivers.ACTIONS, tokens.ACTIONS),
        *(esx_actions.VCENTER, esx_actions.CLUSTER, esx_actions.HOSTS),
        *(storeservs.ACTIONS, storeservs.Cpgs.actions, storevirtuals.ACTIONS),
        *(backends.Backends.actions, volume_types.VolumeTypes.actions, qos.QosSpecs.actions),
        *(catalogue.ACTIONS, contents.ACTIONS, publications.ACTIONS, sources.ACTIONS),
        *(backups.ACTIONS, repositories.ACTIONS),
        *(object_storage.Servers.actions, object_storage.Devices.actions),
        *(directory_domains.ACTIONS, directory_roles.ACTIONS),
    )
    for action in table.by_name.values()
}


def rules_of(address):
    return getattr(address.view, "rules", ())


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_every_address_asks_a_rule(address):
    assert rules_of(address)
    assert set(rules_of(address)) <= DECLARED | {rules.OF_ACTION}


def test_every_rule_is_asked():
    by_views = {rule for address in addresses() for rule in rules_of(address)}
    assert DECLARED - by_views - ACTIONS - ALSO == set()


@pytest.mark.parametrize("rule", sorted(ALSO))
def test_rules_beside_those_of_views_are_in_the_code(rule):
    assert any(f'"{rule}"' in file.read_text() for file in (FOLDER / "admin").rglob("*.py"))


@pytest.mark.parametrize("background", [True, False])
@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_who_may_not_is_refused_in_one_way(
    address, background, signed_in, cloud, monkeypatch, pages_alone
):
    """403, as a page or as JSON, and no service is called."""
    if rules_of(address) == (rules.OF_ACTION,):
        pytest.skip("the rule is that of the action")
    refused = rules_of(address)
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule not in refused)
    headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
    for method in ("get", "post"):
        request = signed_in(address.path(NODE), method, headers=headers)
        try:
            answer = address.view(request, **address.kwargs(NODE))
        except NotAuthorized:
            # Horizon refuses what the panel itself asks.
            assert set(refused) & {
                *("undercloud:see", "catalog:list", "audit:list", "log:list", "sensor:list")
            }
            continue
        elsewhere = address.name.endswith("uc_overcloud:deploy") and method == "get"
        if elsewhere or answer.status_code == 405:
            continue
        assert answer.status_code == 403
        text = answer.content.decode()
        if background or request.path.endswith(".json"):
            text = json.dumps(json.loads(text), ensure_ascii=False)
        assert any(f"helion:{rule}" in text for rule in refused)
    assert not cloud.request_history


class TestTheMissingRole:
    @pytest.fixture
    def reason(self, make_request, monkeypatch):
        def ask(rule):
            lacks = errors.NoSystemRole("identity", "You have no role on the system.", 403)
            monkeypatch.setattr(
                scopes, "system_session", lambda request: (_ for _ in ()).throw(lacks)
            )
            request = make_request("/rows.json")
            return json.loads(rules.refused(request, rule).content)["error"]

        return ask

    def test_is_named_where_one_on_the_system_is_needed(self, reason):
        assert reason("node:list") == "You have no role on the system."

    def test_is_not_where_one_in_the_project_would_do(self, reason):
        assert "helion:service:list" in reason("service:list")
