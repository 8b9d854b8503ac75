"""What children inherit, and what the instance says about itself."""

import json
import os
import sysconfig

from helion_embedded import environment, openstack, report
from helion_embedded.logins import PASSWORD

ALL = list(openstack.SERVICES.values())


def test_a_sourced_openrc_and_proxies_do_not_reach_the_services(instance, monkeypatch):
    monkeypatch.setenv("OS_AUTH_URL", "https://elsewhere")
    monkeypatch.setenv("https_proxy", "http://proxy")
    child = environment.child_environment(instance, ALL)
    assert "OS_AUTH_URL" not in child
    assert "https_proxy" not in child
    assert child["PATH"] == os.environ["PATH"]
    assert child["OS_NOVA_CONFIG_DIR"].startswith(str(instance.state.root))


def test_bytecode_is_kept_even_if_the_caller_does_not(instance, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in environment.child_environment(instance, ALL)


def test_bytecode_goes_elsewhere_if_the_virtualenv_is_not_ours(instance, monkeypatch, tmp_path):
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(tmp_path / "gone"))
    child = environment.child_environment(instance, ALL)
    assert child["PYTHONPYCACHEPREFIX"] == str(tmp_path / "cache" / "bytecode")


def test_horizon_finds_its_settings_before_its_own(instance, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/theirs")
    path = environment.child_environment(instance, ALL)["PYTHONPATH"].split(os.pathsep)
    assert path[0].startswith(str(instance.state.root))
    assert path[1] == "/theirs"


def test_the_report_has_what_tests_and_people_need(instance):
    content = report.endpoints(instance, {}, os.getpid(), 1.0, None, first_start=True)
    report.write(instance, content)
    assert report.read(instance.state) == json.loads(json.dumps(content))
    assert content["dashboard"] == instance.url("horizon") + "/"
    assert content["keystone"] == instance.auth_url
    assert content["memory_mib"] > 0
    assert set(content["services"]) == set(instance.services)
    assert content["services"]["ironic"]["type"] == "baremetal"
    assert {login["password"] for login in content["logins"]} == {PASSWORD}


def test_without_horizon_there_is_no_dashboard(make_instance):
    content = report.endpoints(make_instance(("keystone",)), {}, os.getpid(), 1.0, 2.0, False)
    assert content["dashboard"] is None


def test_a_gone_process_takes_no_memory():
    assert report.memory_mib(2**22 + 1) == 0
