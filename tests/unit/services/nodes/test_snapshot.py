"""What the roles are read from: how often Heat and Nova are asked."""

from unittest import mock

import pytest

from helion_services.nodes import undercloud
from helion_services.nodes.api import roles
from tests.unit.services.nodes.heat import GONE, Heat, group, member, shown

RESOURCES = {"resources": [group("Compute"), *member("Compute", "0", "CREATE_COMPLETE", "s", "i")]}


@pytest.fixture
def cloud(monkeypatch):
    """Shows the roles from a :class:`Heat`: ``(answer, what Heat was asked for)``."""
    nova = mock.create_autospec(undercloud.servers, return_value={})
    monkeypatch.setattr(undercloud, "servers", nova)
    monkeypatch.setattr(undercloud, "compute", mock.create_autospec(undercloud.compute))
    adapter = mock.create_autospec(undercloud.heat)
    monkeypatch.setattr(undercloud, "heat", adapter)
    runtime = mock.Mock()
    runtime.conf.nodes.roles_file = None

    def show(heat, nodes=({}, 0), **options):
        adapter.return_value = heat.api
        answer = roles.show(runtime, lambda: nodes, **options)
        return answer, [call.args[0] for call in heat.api.get.call_args_list]

    show.nova = nova
    return show


def compute(answer):
    """The role of the answer that has servers."""
    return next(role for role in answer["roles"] if role["name"] == "compute")


def test_the_servers_are_listed_and_counted(cloud):
    answer, _paths = cloud(Heat(stack=shown(ComputeCount="1"), resources=RESOURCES))
    role = compute(answer)
    assert [member["server"] for member in role["members"]] == ["i"]
    assert (role["wanted"], role["deployed"] + role["deploying"] + role["error"]) == (1, 1)
    assert cloud.nova.call_count == 1


def test_without_them_nova_and_the_resources_are_left_alone(cloud):
    answer, paths = cloud(Heat(stack=shown(ComputeCount="3")), members=False)
    role = compute(answer)
    assert (role["wanted"], role["free"]) == (3, 0)
    assert not {"members", "deployed", "deploying", "error"} & set(role)
    assert paths == ["/stacks/overcloud"]
    cloud.nova.assert_not_called()


def test_outputs_are_not_computed_for_it(cloud):
    heat = Heat(stack=shown())
    cloud(heat, members=False)
    heat.api.get.assert_called_once_with(mock.ANY, params={"resolve_outputs": "False"})


def test_a_stack_is_looked_up_by_its_name_only_once(cloud):
    cloud(Heat(stack=shown(identity="one")), members=False)
    answer, paths = cloud(Heat(stack=shown("UPDATE_FAILED", "one")), members=False)
    assert paths == ["/stacks/overcloud/one"]  # and by its id from then on
    assert answer["stack"]["status"] == "UPDATE_FAILED"


@pytest.mark.parametrize("gone", [GONE, shown("DELETE_COMPLETE", "one")])
def test_another_stack_of_that_name_takes_its_place(cloud, gone):
    cloud(Heat(stack=shown(identity="one")), members=False)
    later = Heat(stack=[gone, shown("CREATE_IN_PROGRESS", "two")])
    answer, paths = cloud(later, members=False)
    assert paths == ["/stacks/overcloud/one", "/stacks/overcloud"]
    assert answer["stack"]["status"] == "CREATE_IN_PROGRESS"
    assert cloud(Heat(stack=GONE), members=False)[0]["stack"] is None


def test_while_nodes_are_on_their_way_all_else_is_there(cloud):
    heat = Heat(stack=shown(ComputeCount="1"), resources=RESOURCES)
    answer, _paths = cloud(heat, nodes=None)
    role = compute(answer)
    assert (answer["age"], role["free"], role["preparable"]) == (None, None, None)
    assert [(member["server"], member["node"]) for member in role["members"]] == [("i", None)]
