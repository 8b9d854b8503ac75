"""The configuration of back ends as a hidden parameter of a stack in a real Heat."""

import configparser
import pathlib
import time
import types

import pytest
import yaml

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.sirius import cinder
from helion_services.sirius.flows.stack_parameter import StackParameter
from tests import databases
from tests.service import stack_agent
from tests.service.service_env import ServiceEnv

STACK = "storage-parameter"
SECRET = "planted-hidden-passw0rd"
_PATIENCE = 180  # seconds for an operation
_TEMPLATE = {
    "heat_template_version": "2018-08-31",
    "parameters": {"CinderBackends": {"type": "string", "hidden": True, "default": "none"}},
    "resources": {
        "length": {
            "type": "OS::Heat::Value",
            "properties": {"value": {"str_split": ["|", {"get_param": "CinderBackends"}]}},
        }
    },
    "outputs": {"first": {"value": {"get_attr": ["length", "value", 0]}}},
}


def until(look, what, timeout):
    while not (result := look()):
        pass
    return result


@pytest.fixture
def work(undercloud, tmp_path):
    """An operation's work, as far as it is needed; with the login of the embedded services."""
    own = tmp_path / "own.conf"
    own.write_text(
        f"[database]\nconnection = {databases.filled(tmp_path)}\n"
        f"[secrets]\nkey_repository = {tmp_path}/keys\n"
    )
    theirs = undercloud.state / "etc" / "helion" / "helion.conf"
    runtime = Runtime(config.load(files=[theirs, own]))
    runtime.conf.set_override("stack", STACK, group="sirius")
    yield types.SimpleNamespace(runtime=runtime, clouds=runtime.clouds, until=until)
    runtime.close()


@pytest.fixture
def heat(undercloud, work):
    """Heat with the stack."""
    heat = undercloud.connect("admin").orchestration
    heat.post("/stacks", json={"stack_name": STACK, "template": _TEMPLATE})
    StackParameter(work)._settled()
    yield heat
    heat.delete(f"/stacks/{STACK}")


def stack(heat):
    return heat.get(f"/stacks/{STACK}").json()["stack"]


def test_a_value_comes_and_goes(work, heat):
    def value():
        return stack(heat)["outputs"][0]["output_value"]

    parameter = StackParameter(work)
    assert parameter.former() == ""
    parameter.replace(f"[gold]\npassword = {SECRET}|")
    assert value() == f"[gold]\npassword = {SECRET}"
    assert SECRET not in str(stack(heat)["parameters"])
    assert SECRET not in heat.get(f"/stacks/{STACK}/{stack(heat)['id']}/environment").text
    parameter.put_back()
    assert value() == "none"
    parameter.replace("first|")
    parameter.keep()
    parameter.replace("second|")
    parameter.put_back()
    assert (value(), parameter.former()) == ("first", "first|")


@pytest.fixture
def sirius(undercloud, tmp_path, heat):
    """A Sirius service of the test's own that applies by the stack of the real Heat."""
    file = configparser.RawConfigParser(strict=False)
    file.read(undercloud.state / "etc" / "helion" / "helion.conf")
    file.remove_section("sirius")
    file.read_dict(
        {
            "api": {"services": "sirius"},
            "database": {"connection": databases.filled(tmp_path)},
            "secrets": {"key_repository": f"{tmp_path}/keys"},
            "sirius": {
                "allowed_networks": "127.0.0.0/8",
                "stack": STACK,
                "apply_timeout": 120,
            },
        }
    )
    with (tmp_path / "services.conf").open("w") as conf:
        file.write(conf)
    env = ServiceEnv(tmp_path)
    yield env
    env.close()


def apply(sirius):
    """The operation that applies all back ends, when it has ended."""
    operation = sirius.admin.post("/sirius/v1/configuration/apply").json
    sirius.runtime.operations.start()
    end = time.monotonic() + _PATIENCE
    while not operation["finished_at"]:
        assert time.monotonic() < end, operation
        time.sleep(0.5)
        operation = sirius.reader.get(f"/sirius/v1/operations/{operation['id']}").json
    return operation


@pytest.mark.faults
def test_cinder_reports_the_pools_of_the_stack(undercloud, heat, sirius):
    login = yaml.safe_load((undercloud.state / "storeserv.yaml").read_text())[1]
    user = {name: login[name] for name in ("port", "username", "password")}
    san = {"san_ip": login["address"], "san_username": "a", "san_password": SECRET}
    trust = pathlib.Path(login["ca_file"]).read_text()
    body = {"name": "s402", "hostname": login["address"], "ca_pem": trust, **user, **san}
    array = sirius.admin.post("/sirius/v1/storeservs", json=body).json
    path = f"/sirius/v1/storeservs/{array['id']}/cpgs"
    cpg = sirius.admin.get(path).json["cpgs"][0]
    sirius.admin.post(path, json={"ids": [cpg["id"]]})
    members = {"name": "of-stack", "members": [cpg["id"]]}
    backend = sirius.admin.post("/sirius/v1/backends", json=members).json
    (member,) = backend["members"]
    pool = (member["section"], cpg["name"])
    api = cinder.connect(sirius.runtime.clouds)
    file = undercloud.state / "var" / "cinder" / "backends.conf"
    with stack_agent.running(undercloud, STACK, file):
        try:
            assert apply(sirius)["state"] == "succeeded"
            assert cinder.pools(api)[pool] > 0
            assert member["section"] not in cinder.down(api)
            assert SECRET not in str(stack(heat)["parameters"])
        finally:
            sirius.admin.delete(f"/sirius/v1/backends/{backend['id']}")
            assert apply(sirius)["state"] == "succeeded"
            end = time.monotonic() + _PATIENCE
            while pool in cinder.pools(api):
                assert time.monotonic() < end, "Cinder keeps the pool"
                time.sleep(1)
