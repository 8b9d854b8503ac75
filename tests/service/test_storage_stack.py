"""The configuration of back ends as a hidden parameter of a stack in a real Heat."""

import types

import pytest

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.sirius.flows.stack_parameter import StackParameter
from tests import databases

STACK = "storage-parameter"
SECRET = "planted-hidden-passw0rd"
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
