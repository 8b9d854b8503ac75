"""Applying back ends to a Cinder that Heat deploys: by a hidden parameter of the stack."""

import json
import types

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.sirius.flows import destinations
from helion_services.sirius.flows.stack_parameter import StackParameter
from tests.service.sirius.test_apply import (  # noqa: F401 - fixtures
    Cinder,
    backend,
    overcloud,
    run,
    sections_of,
)

PARAMETER = "CinderBackends"


class Heat:
    """A stack that writes its parameter to a file when it is updated.

    :ivar values: of the parameter, as they came; ``None`` for the default
    :ivar broken: whether the next update fails
    """

    def __init__(self, file):  # noqa: F811
        self._file = file
        self.status, self.values, self.environment = "CREATE_COMPLETE", [], {}
        self.parameter = {"type": "string", "hidden": True, "default": ""}
        self.broken = False

    def get(self, path, params=None):
        if path.endswith("/environment"):
            body = {"parameters": self.environment}
        elif path.endswith("/template"):
            body = {"parameters": {PARAMETER: self.parameter}}
        else:
            status = self.status
            if status == "UPDATE_IN_PROGRESS":
                self.status = "UPDATE_FAILED" if self.broken else "UPDATE_COMPLETE"
                self.broken = False
            stack = {"stack_name": "cloud", "id": "s1", "stack_status": status}
            body = {"stack": {**stack, "stack_status_reason": "no such host"}}
        return types.SimpleNamespace(json=lambda: body)

    def patch(self, path, json, log):  # noqa: A002
        assert (path, log) == ("/stacks/cloud/s1", False)
        assert json["existing"]
        if json.get("clear_parameters"):
            self.environment.clear()
            value = None
        else:
            value = json["parameters"][PARAMETER]
            self.environment[PARAMETER] = "******"
        self.values.append(value)
        self.status = "UPDATE_IN_PROGRESS"
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(value or "")


@pytest.fixture
def file(tmp_path):
    """What the overcloud's Cinder reads."""
    return tmp_path / "overcloud" / "cinder.conf"


@pytest.fixture
def folder(folder):
    with (folder / "services.conf").open("a") as conf:
        conf.write("stack = cloud\napply_timeout = 2\n[operations]\npoll = 0.1\n")
    return folder


@pytest.fixture
def heat(env, file, monkeypatch, overcloud):  # noqa: F811
    double = Heat(file)

    def adapter(self, cloud, service_type, **_options):
        assert (cloud, service_type) == ("undercloud", "orchestration")
        return double

    monkeypatch.setattr(type(env.runtime.clouds), "adapter", adapter)
    return double


def dump(env):
    with env.runtime.db.engine.connect() as connection:
        return "".join(connection.connection.driver_connection.iterdump())


def test_the_stack_gets_the_back_ends(env, run, backend, heat, file):  # noqa: F811
    operation = run()
    assert operation["state"] == "succeeded", operation
    assert "stack:cloud" in operation["resources"]
    (text,) = heat.values
    assert all(f"[{name}]" in text for name in sections_of(backend))
    assert "Planted" in text
    assert "Planted" not in json.dumps(operation) + dump(env)


def test_the_next_one_builds_on_it(env, run, backend, heat):  # noqa: F811
    run()
    first, second = sections_of(backend)
    body = {"members": [backend["members"][1]["id"]]}
    env.admin.put(f"/sirius/v1/backends/{backend['id']}", json=body)
    assert run(backend)["state"] == "succeeded"
    assert first not in heat.values[-1]
    assert second in heat.values[-1]


def test_a_pool_that_does_not_appear(run, backend, heat, overcloud):  # noqa: F811
    overcloud.broken.add(sections_of(backend)[0])
    assert run()["state"] == "reverted"
    assert heat.values[1:] == [None], "it has its default again"
    overcloud.broken.clear()
    assert run()["state"] == "succeeded"
    overcloud.broken.add(sections_of(backend)[0])
    assert run()["state"] == "reverted"
    assert heat.values[2] == heat.values[4], "it has its former value again"


def test_an_update_that_fails(run, backend, heat):  # noqa: F811
    heat.broken = True
    operation = run()
    assert (operation["state"], operation["error"]["code"]) == (
        "reverted",
        "stack-parameter-failed",
    )
    assert "no such host" in operation["error"]["message"]
    assert heat.values[-1] is None


def test_a_value_that_others_set_is_left(run, backend, heat):  # noqa: F811
    heat.environment[PARAMETER] = "******"
    assert run()["error"]["code"] == "stack-parameter-foreign"
    assert heat.values == []


@pytest.mark.parametrize("changes", [{"hidden": False}, {"type": "json"}])
def test_passwords_go_to_a_hidden_text_only(run, backend, heat, changes):  # noqa: F811
    heat.parameter |= changes
    assert run()["error"]["code"] == "stack-parameter-not-hidden"
    assert heat.values == []


def test_a_conductor_that_died_in_the_middle(env, heat):
    """The value before is put back although it was replaced twice."""

    def until(look, what, timeout):
        while not (result := look()):
            pass
        return result

    work = types.SimpleNamespace(runtime=env.runtime, clouds=env.runtime.clouds, until=until)
    first = StackParameter(work)
    first.replace("before")
    first.keep()
    destinations.of(work).replace("once")
    destinations.of(work).replace("twice")
    assert destinations.of(work).former() == "before"
    destinations.of(work).put_back()
    destinations.of(work).put_back()
    assert heat.values == ["before", "once", "twice", "before"]
    assert destinations.of(work).former() == "before"


def test_a_stack_that_is_gone(run, backend, heat, monkeypatch):  # noqa: F811
    def gone(path, params=None):
        raise keystoneauth.NotFound("no stack cloud")

    monkeypatch.setattr(heat, "get", gone)
    assert run()["state"] == "reverted"
