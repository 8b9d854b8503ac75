"""``enable()`` in the namespaces it may meet."""

import pathlib
import re

import openstack_dashboard.local.enabled as enabled
from django.conf import settings as django_settings
from openstack_dashboard import defaults

from helion_dashboard.settings import enable


def test_horizon_finds_the_panels_without_a_copied_file():
    folder = str(pathlib.Path(enable.__code__.co_filename).parent / "enabled")
    assert enabled.__path__.count(folder) == 1
    assert "helion_dashboard" in django_settings.INSTALLED_APPS


def test_calling_it_twice_changes_nothing_more():
    namespace = {}
    enable(namespace)
    once = dict(namespace)
    enable(namespace)
    assert namespace == once


def test_policies_of_other_services_stay():
    namespace = {}
    enable(namespace)
    assert defaults.POLICY_FILES.items() <= namespace["POLICY_FILES"].items()
    for name in ("POLICY_FILES", "DEFAULT_POLICY_FILES"):
        assert pathlib.Path(namespace[name]["helion"]).is_file()


def test_an_operators_own_policy_file_and_check_stay():
    namespace = {
        "POLICY_FILES": {"helion": "mine.yaml"},
        "POLICY_CHECK_FUNCTION": "site.policy.check",
        "HELION_DASHBOARD": {"PAGE_SIZE": 9},
    }
    enable(namespace)
    assert namespace["POLICY_FILES"]["helion"] == "mine.yaml"
    assert namespace["HELION_DASHBOARD"] == {"PAGE_SIZE": 9}
    assert namespace["POLICY_CHECK_FUNCTION"] == "site.policy.check"


def test_horizons_operation_log_leaves_our_pages_out():
    from horizon import defaults

    operators = {"OPERATION_LOG_OPTIONS": {"ignore_urls": ["/mine/"], "target_methods": ["PUT"]}}
    for settings in ({}, operators):
        enable(settings)
        enable(settings)
        ignored = settings["OPERATION_LOG_OPTIONS"]["ignore_urls"]
        rules = [re.compile(rule) for rule in ignored]
        assert any(rule.search("/horizon/admin/uc_nodes/enrol/") for rule in rules)
        assert not any(rule.search("/admin/instances/") for rule in rules)
        assert len(ignored) == len(set(ignored))
    assert "/mine/" in operators["OPERATION_LOG_OPTIONS"]["ignore_urls"]
    assert operators["OPERATION_LOG_OPTIONS"]["target_methods"] == ["PUT"]
    assert "/static/" not in operators["OPERATION_LOG_OPTIONS"]["ignore_urls"]
    assert len(defaults.OPERATION_LOG_OPTIONS["ignore_urls"]) == 3
