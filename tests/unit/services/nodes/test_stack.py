import json

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes import roles, stack
from helion_services.nodes.stack import models, write
from tests.unit.services.nodes.heat import GONE, Heat, a_stack, shown

MAP = roles.load()
WANTED = {"ComputeCount": 2, "ComputePlacement": {"1": "n"}, "AdminPassword": "secret-secret"}
THERE = {"ComputeCount": "2", "ComputePlacement": '{"1": "n"}', "AdminPassword": "******"}


def test_get_decodes_lists_and_maps_and_leaves_the_rest():
    answer = shown(A="[1]", B='{"x": 2}', C="3", D="[::1],x")
    answer["stack"]["outputs"] = [{"output_key": "K", "output_value": 1}, {"output_key": "L"}]
    current = stack.get(Heat(stack=answer).api, "overcloud")
    assert current.parameters == {"A": [1], "B": {"x": 2}, "C": "3", "D": "[::1],x"}
    assert current.outputs == {"K": 1, "L": None}
    assert not current.in_progress
    assert "parameters" not in repr(current)


def test_no_stack():
    assert stack.get(Heat(stack=GONE).api, "overcloud") is None
    assert stack.get(Heat(stack=shown("DELETE_COMPLETE")).api, "overcloud") is None
    assert stack.resources(Heat(resources=GONE).api, a_stack()).resources == ()
    assert stack.events(Heat(events=GONE).api, a_stack()) == []


def test_create_sends_the_template_and_its_files():
    heat = Heat(stack=[GONE, shown("CREATE_IN_PROGRESS", **THERE)])
    current = stack.create(heat.api, MAP, WANTED)
    assert current.status == "CREATE_IN_PROGRESS"
    ((verb, path, body),) = heat.sent
    assert (verb, path) == ("post", "/stacks")
    assert body["stack_name"] == "overcloud"
    assert list(body["files"]) == ["role-server.yaml"]
    assert body["parameters"] == WANTED
    assert body["disable_rollback"] is True


def test_create_again_takes_over():
    heat = Heat(stack=shown("CREATE_IN_PROGRESS", **THERE))
    assert stack.create(heat.api, MAP, WANTED).in_progress
    assert heat.sent == []


def test_create_at_the_same_moment_as_an_earlier_self():
    heat = Heat(stack=[GONE, shown("CREATE_IN_PROGRESS", **THERE)], post=keystoneauth.Conflict())
    assert stack.create(heat.api, MAP, WANTED).in_progress


def test_create_resumes_what_failed():
    heat = Heat(stack=[shown("CREATE_FAILED", **THERE), shown("UPDATE_IN_PROGRESS", **THERE)])
    assert stack.create(heat.api, MAP, WANTED).status == "UPDATE_IN_PROGRESS"
    ((verb, _, body),) = heat.sent
    assert verb == "patch"
    assert body["existing"] is True
    assert body["parameters"] == WANTED


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (shown("CREATE_COMPLETE", **THERE | {"ComputeCount": "3"}), models.StackExists),
        (shown("CREATE_COMPLETE"), models.StackExists),
        (shown("DELETE_IN_PROGRESS", **THERE), models.StackBusy),
    ],
)
def test_create_refuses(answer, error):
    heat = Heat(stack=answer)
    with pytest.raises(error):
        stack.create(heat.api, MAP, WANTED)
    assert heat.sent == []


def test_update_sends_only_what_changes():
    heat = Heat(stack=[shown(), shown("UPDATE_IN_PROGRESS", **THERE)])
    assert write.update(heat.api, a_stack(), WANTED).in_progress
    ((verb, path, body),) = heat.sent
    assert (verb, path) == ("patch", a_stack().path)
    assert body == {"parameters": WANTED, "existing": True, "timeout_mins": 360}


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "CREATE_COMPLETE", "UPDATE_COMPLETE"])
def test_update_again_does_nothing(status):
    heat = Heat(stack=shown(status, **THERE))
    assert write.update(heat.api, a_stack(), WANTED).status == status
    assert heat.sent == []


@pytest.mark.parametrize("status", ["UPDATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"])
def test_update_tries_again_what_failed(status):
    heat = Heat(stack=[shown(status, **THERE), shown("UPDATE_IN_PROGRESS", **THERE)])
    assert write.update(heat.api, a_stack(), WANTED).in_progress
    assert len(heat.sent) == 1


@pytest.mark.parametrize(
    "answer",
    [
        shown("UPDATE_IN_PROGRESS"),
        shown("ROLLBACK_IN_PROGRESS", **THERE),
        shown("DELETE_IN_PROGRESS", **THERE),
        shown(identity="another", **THERE),
        GONE,
    ],
)
def test_update_refuses(answer):
    heat = Heat(stack=answer)
    with pytest.raises(models.StackBusy):
        write.update(heat.api, a_stack(), WANTED)
    assert heat.sent == []


@pytest.mark.parametrize(
    ("current", "value", "same"),
    [
        ("a,b", ["a", "b"], True),
        ("a,b", "a,b", True),
        ("True", True, True),
        ("[]", [], True),
        ("{}", "{}", True),
        ("3", 3, True),
        ("3", 2, False),
        ('[{"resource_list": ["1"]}]', [{"resource_list": ["1", "2"]}], False),
    ],
)
def test_parameters_are_compared_by_value(current, value, same):
    heat = Heat(stack=shown(P=current))
    write.update(heat.api, a_stack(), {"P": value})
    assert (heat.sent == []) is same


def test_delete_and_again():
    heat = Heat(stack=[shown("UPDATE_IN_PROGRESS"), shown("DELETE_IN_PROGRESS"), GONE])
    for _ in range(3):
        stack.delete(heat.api, a_stack())
    assert heat.sent == [("delete", a_stack().path, None)]
    late = Heat(stack=shown("UPDATE_COMPLETE"), delete=GONE)
    stack.delete(late.api, a_stack())


def test_cancel_update_and_again():
    heat = Heat(stack=[shown("UPDATE_IN_PROGRESS"), shown("UPDATE_FAILED"), GONE])
    for _ in range(3):
        stack.cancel_update(heat.api, a_stack())
    path = f"{a_stack().path}/actions"
    assert heat.sent == [("post", path, {"cancel_without_rollback": None})]
    stack.cancel_update((back := Heat(stack=shown("UPDATE_IN_PROGRESS"))).api, a_stack(), True)
    assert back.sent == [("post", path, {"cancel_update": None})]


def test_form_parameters_know_their_role_and_group():
    answer = {
        "Parameters": {
            "Free": {"Type": "CommaDelimitedList", "NoEcho": "false", "Default": ""},
            "ControlCount": {"Type": "Number", "NoEcho": "false", "Default": 3, "MinValue": 0},
            "AdminPassword": {
                "Type": "String",
                "NoEcho": "true",
                "MinLength": 8,
                "Tags": ["password_hash"],
            },
            "ControlFlavor": {"Type": "String", "NoEcho": "false", "Tags": ["advanced"]},
            "ControlPlacement": {"Type": "Json", "NoEcho": "false", "Label": "Where"},
        },
        "ParameterGroups": [
            {"label": "Cloud", "parameters": ["AdminPassword", "NotThere"]},
            {"label": "Scale", "parameters": ["ControlCount"]},
        ],
    }
    heat = Heat(post=answer)
    current = a_stack(parameters={"ControlCount": "3", "AdminPassword": "******"})
    parameters = stack.parameters(heat.api, MAP, current)
    assert [parameter.name for parameter in parameters] == [
        "AdminPassword",
        "ControlCount",
        "Free",
        "ControlFlavor",
        "ControlPlacement",
    ]
    password, count, free, flavor, placement = parameters
    assert (password.hidden, password.value, password.default) == (True, None, None)
    assert password.constraints == {"min_length": 8}
    assert [parameter.name for parameter in parameters if parameter.hashed] == ["AdminPassword"]
    assert (count.role, count.purpose, count.value, count.group) == (
        "control",
        "count",
        "3",
        "Scale",
    )
    assert count.constraints == {"min": 3, "max": 3}
    assert (free.type, free.group, free.label) == ("comma_delimited_list", None, "Free")
    assert flavor.advanced
    assert not free.advanced
    assert (placement.purpose, placement.label) == ("placement", "Where")
    assert heat.sent[0][1] == "/validate"
    assert json.dumps(heat.sent[0][2])


def test_an_update_whose_answer_was_lost():
    under_way = shown("UPDATE_IN_PROGRESS", ComputeCount="2")
    heat = Heat(stack=[shown(), under_way], patch=keystoneauth.Conflict("in progress"))
    assert write.update(heat.api, a_stack(), {"ComputeCount": 2}).status == "UPDATE_IN_PROGRESS"
    heat = Heat(stack=[shown()], patch=keystoneauth.Conflict("in progress"))
    with pytest.raises(keystoneauth.Conflict):
        write.update(heat.api, a_stack(), {"ComputeCount": 2})


def test_a_cancel_whose_answer_was_lost():
    refusal = keystoneauth.BadRequest("not supported")
    heat = Heat(stack=[shown("UPDATE_IN_PROGRESS"), shown("UPDATE_FAILED")], post=refusal)
    stack.cancel_update(heat.api, a_stack())
    with pytest.raises(keystoneauth.BadRequest):
        stack.cancel_update(Heat(stack=shown("UPDATE_IN_PROGRESS"), post=refusal).api, a_stack())
