"""The tables of Cinder's drivers: as the installed Cinder has them, and what they allow."""

import pathlib
import subprocess
import sys

import pytest

from helion_dashboard.api import messages
from helion_services.sirius import drivers

ROOT = pathlib.Path(__file__).parents[3]
BACKENDS = "/sirius/v1/backends"
KEYS = """
import eventlet
eventlet.monkey_patch()
from cinder.volume.drivers.hpe.hpe_3par_common import HPE3PARCommon as Common
print(*Common.hpe3par_valid_keys, *Common.hpe_qos_keys)
"""


def run(*arguments):
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


@pytest.fixture
def create(env, cpgs):
    """Creates a back end with further options."""

    def create(options, cpg="FC_r5", name="gold"):
        body = {"name": name, "members": [cpgs[cpg]["id"]], "options": options}
        return env.admin.post(BACKENDS, json=body)

    return create


def test_the_tables_are_those_of_the_installed_cinder():
    answer = run(str(ROOT / "tools/driver_options.py"), "--check")
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_extra_specs_are_those_of_the_installed_cinder():
    keys = run("-c", KEYS).stdout.split()
    specs = drivers.of("storeserv", "fc").extra_specs
    assert sorted(spec["key"].partition(":")[2] for spec in specs) == sorted(keys)


def test_every_refusal_has_a_sentence_in_the_dashboard():
    assert set(drivers._REFUSALS) <= messages.codes()


def test_templates_fill_options_that_the_driver_has():
    for driver in drivers.drivers():
        names = {option["name"] for option in driver.options}
        assert set(driver.template) <= names, driver.name


class TestList:
    def test_a_table_a_driver(self, env):
        answer = env.reader.get("/sirius/v1/drivers")
        assert answer.status_code == 200
        rows = {row["name"]: row for row in answer.json["drivers"]}
        assert {"3par_fc", "3par_iscsi", "lefthand_iscsi", "nimble_fc", "xp_iscsi"} <= set(rows)
        options = {option["name"]: option for option in rows["3par_fc"]["options"]}
        percentage = options["reserved_percentage"]
        assert (percentage["type"], percentage["min"], percentage["max"]) == ("integer", 0, 100)
        assert percentage["editable"]
        assert "help" in percentage
        assert options["hpe3par_password"]["secret"]
        assert not options["hpe3par_password"]["editable"]
        assert not options["hpe3par_debug"]["editable"]
        assert rows["lefthand_iscsi"]["removed"] == "Ussuri"

    def test_extra_specs(self, env):
        rows = {row["name"]: row for row in env.reader.get("/sirius/v1/drivers").json["drivers"]}
        specs = {spec["key"]: spec for spec in rows["3par_fc"]["extra_specs"]}
        assert specs["hpe3par:provisioning"]["choices"] == ["thin", "full", "dedup"]
        assert specs["hpe3par:cpg"]["allowed"] is False


class TestOptions:
    @pytest.mark.parametrize(
        ("name", "value", "text"),
        [
            ("reserved_percentage", 10, "10"),
            ("reserved_percentage", "0", "0"),
            ("max_over_subscription_ratio", "1.5", "1.5"),
            ("max_over_subscription_ratio", "auto", "auto"),
            ("unique_fqdn_network", False, "false"),
            ("hpe3par_iscsi_ips", ["10.0.0.1", "10.0.0.2"], "10.0.0.1,10.0.0.2"),
            ("hpe3par_cpg_snap", "FC_r6", "FC_r6"),
        ],
    )
    def test_what_is_allowed_is_in_each_section(self, env, create, name, value, text):
        backend = create({name: value}).json
        assert backend["options"] == {name: text}
        sections = env.reader.get("/sirius/v1/configuration").json["configuration"]
        assert sections[backend["members"][0]["section"]][name] == text

    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("no_such_option", "x", "driver-option-unknown"),
            ("volume_driver", "evil.Driver", "driver-option-fixed"),
            ("volume_backend_name", "other", "driver-option-fixed"),
            ("hpe3par_api_url", "https://evil", "driver-option-fixed"),
            ("hpe3par_debug", True, "driver-option-logs-passwords"),
            ("replication_device", "x", "driver-option-secret"),
            ("reserved_percentage", 101, "driver-option-too-large"),
            ("reserved_percentage", -1, "driver-option-too-small"),
            ("reserved_percentage", "many", "driver-option-not-integer"),
            ("reserved_percentage", True, "driver-option-not-integer"),
            ("max_over_subscription_ratio", "plenty", "driver-option-pattern"),
            ("max_over_subscription_ratio", 2, "driver-option-not-text"),
            ("unique_fqdn_network", "perhaps", "driver-option-not-boolean"),
            ("hpe3par_cpg_snap", "a\n[evil]", "driver-option-not-storable"),
            ("hpe3par_cpg_snap", {"a": 1}, "driver-option-not-text"),
            ("hpe3par_iscsi_ips", ["a,b"], "driver-option-not-list"),
            ("target_port", 70000, "driver-option-too-large"),
        ],
    )
    def test_what_is_not(self, env, create, name, value, code):
        answer = create({name: value})
        assert answer.status_code == 422
        assert [fact["code"] for fact in answer.json["error_facts"]["options"]] == [code]
        assert env.reader.get(BACKENDS).json["backends"] == []

    def test_they_stay_unless_they_are_sent(self, env, create, cpgs):
        path = f"{BACKENDS}/{create({'reserved_percentage': 5}).json['id']}"
        members = [cpgs["FC_r5"]["id"], cpgs["SSD_r5"]["id"]]
        answer = env.admin.put(path, json={"members": members})
        assert answer.json["options"] == {"reserved_percentage": "5"}
        answer = env.admin.put(path, json={"members": members, "options": {}})
        assert answer.json["options"] == {}
