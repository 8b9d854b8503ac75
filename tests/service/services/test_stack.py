"""The overcloud's stack on the real Heat: what the pure functions foretell is what it does."""

import dataclasses
import itertools
import time

import pytest
from keystoneauth1.adapter import Adapter

from helion_services.nodes import roles, stack
from helion_services.nodes.stack import models, scale, write
from tests.service.services.conftest import eventually

PASSWORD = "correct-horse-battery"
OUR_NAME = "test-overcloud"
_CLEANED = 60.0

pytestmark = pytest.mark.usefixtures("overcloud_alone")


@pytest.fixture(scope="module")
def rolemap():
    return dataclasses.replace(roles.load(), stack=OUR_NAME)


@pytest.fixture(scope="module")
def role(rolemap):
    return rolemap.by_name["compute"]


@pytest.fixture(scope="module")
def heat(undercloud):
    session = undercloud.connect("admin").session
    return Adapter(session, service_type="orchestration", region_name="RegionOne")


class Nodes:
    """The bare-metal nodes, by resource class."""

    def __init__(self, ironic):
        self.ironic = ironic

    def free(self, resource_class):
        """Ids of those that can be deployed, after a moment for those that are just cleaned."""
        end = time.monotonic() + _CLEANED
        while True:
            nodes = [
                node
                for node in self.ironic.nodes(details=True)
                if node.resource_class == resource_class and not node.is_maintenance
            ]
            if not any(node.provision_state in ("deleting", "cleaning") for node in nodes):
                return sorted(n.id for n in nodes if n.provision_state == "available")
            assert time.monotonic() < end, nodes
            time.sleep(0.5)

    def state(self, identity):
        """The provision state of a node."""
        return self.ironic.get_node(identity).provision_state

    def of_server(self, server):
        """The id of the node under a server, or None."""
        nodes = (n.id for n in self.ironic.nodes(details=True) if n.instance_id == server)
        return next(nodes, None)


@pytest.fixture(scope="module")
def nodes(undercloud):
    """At least three compute nodes to deploy on: one more than the seed leaves."""
    compute = Nodes(undercloud.connect("system").baremetal)
    placement = Adapter(undercloud.connect("admin").session, service_type="placement")
    spare = [
        node
        for node in compute.ironic.nodes(details=True)
        if node.resource_class == "compute" and node.provision_state == "manageable"
    ]
    for node in spare:
        compute.ironic.set_node_provision_state(node, "provide", wait=True, timeout=60)
    for node in spare:
        eventually(lambda node=node: offered(placement, node), f"Nova to count {node.name}")
    yield compute
    compute.free("compute")
    for node in spare:
        compute.ironic.set_node_provision_state(node, "manage", wait=True, timeout=60)


def offered(placement, node):
    """Whether Placement has the node as something to deploy on."""
    answer = placement.get(f"/resource_providers/{node.id}/inventories", raise_exc=False)
    inventories = answer.json().get("inventories", {}).values()
    return any(row["total"] > row["reserved"] for row in inventories)


@pytest.fixture(scope="module")
def wait(heat):
    """``wait(want)``: the stack; what it reported is kept in ``wait.reports``."""

    def waited(want=stack.READY, **options):
        waited.reports.clear()

        def progress(percent, message):
            assert 0 <= percent <= 100
            waited.reports.append(str(message))

        return stack.wait(
            heat, OUR_NAME, want, lambda: None, progress, poll=0.5, timeout=180, **options
        )

    waited.reports = []
    return waited


@pytest.fixture(scope="module")
def overcloud(heat, rolemap, nodes, wait):
    """One controller and one compute node that was chosen; taken down afterwards."""
    selection = nodes.free("compute")[-1]
    parameters = {
        "AdminPassword": PASSWORD,
        "ControlCount": 1,
        "ComputePlacement": {"0": selection},
    }
    first = stack.create(heat, rolemap, parameters)
    assert stack.create(heat, rolemap, parameters).id == first.id
    wait()
    yield selection
    current = stack.get(heat, OUR_NAME)
    stack.delete(heat, current)
    try:
        wait(stack.GONE)
    except stack.StackFailed:  # Nova gives a node on a busy machine only so long
        stack.delete(heat, current)
        wait(stack.GONE)
    assert stack.get(heat, OUR_NAME) is None


@pytest.fixture
def look(heat, overcloud, rolemap, role):
    """``look()``: the stack and the role's members by index."""

    def looked():
        current = stack.get(heat, OUR_NAME)
        assert current is not None
        members = stack.members(heat, current, rolemap)["compute"]
        return current, {member.index: member for member in members}

    return looked


@pytest.fixture
def change(heat, look):
    """``change(parameters)``: made and waited for; what look() then gives."""

    def changed(changes):
        current, _ = look()
        stack.apply(
            heat,
            current,
            changes,
            lambda: None,
            lambda *report: None,
            tries=3,
            poll=0.5,
            timeout=180,
        )
        return look()

    return changed


def test_deployed_as_asked(overcloud, look, nodes, heat, rolemap):
    current, members = look()
    assert current.status == "CREATE_COMPLETE"
    assert current.parameters["AdminPassword"] == "******"
    (only,) = members.values()
    assert (only.name, only.state) == (f"{OUR_NAME}-compute-0", "deployed")
    assert nodes.of_server(only.server_id) == overcloud
    assert current.outputs["Servers"]["Compute"] == {"0": only.server_id}
    assert current.outputs["Names"]["Control"] == {"0": f"{OUR_NAME}-control-0"}
    assert current.outputs["KeystoneURL"].startswith("http://")
    done = stack.resources(heat, current).progress()
    assert done.complete == done.total
    with pytest.raises(models.StackExists):
        stack.create(heat, rolemap, {"ControlCount": 2})


def test_tagged_networks_as_documented(overcloud, undercloud):
    network = undercloud.connect("admin").network
    ports = {port.name: port.fixed_ips for port in network.ports()}
    for tagged in ("external", "service"):
        assert len(ports[f"{OUR_NAME}-compute-0-{tagged}"]) == 1
        assert ports[f"{OUR_NAME}-control-0-{tagged}"] == []


def test_growing_takes_the_chosen_nodes_and_shrinking_the_chosen_servers(
    look, change, nodes, role, heat
):
    before, old = look()
    free = nodes.free("compute")
    assert len(free) >= 2
    # The last first: Nova by itself would take any.
    placements = scale.place(before.parameters, role, free[::-1][:2])
    grown, members = change(stack.grow(before.parameters, role, 3, placements))
    assert set(members) == {"0", *placements}
    assert members["0"].server_id == old["0"].server_id
    for index, node in placements.items():
        assert nodes.of_server(members[index].server_id) == node
    assert write.update(heat, grown, {role.count: 3}).status == "UPDATE_COMPLETE"

    first, second = placements
    shrunk, left = change(stack.shrink(grown.parameters, role, [first]))
    assert set(left) == {"0", second} == set(stack.present(shrunk.parameters, role))
    assert left[second].server_id == members[second].server_id
    assert shrunk.outputs["Removed"]["Compute"] == stack.removed(shrunk.parameters, role)

    back = nodes.free("compute")
    swapped, after = change(stack.swap(shrunk.parameters, role, second, back[0]))
    (new,) = set(after) - {"0"}
    assert int(new) > int(second)
    assert set(after) == set(stack.present(swapped.parameters, role))
    assert nodes.of_server(after[new].server_id) == back[0]


def test_a_node_that_is_taken_fails_with_the_reason_and_can_be_taken_back(
    look, change, nodes, role, heat, wait, rolemap
):
    before, old = look()
    controller = stack.members(heat, before, rolemap)["control"][0].server_id
    placements = scale.place(before.parameters, role, [nodes.of_server(controller)])
    (index,) = placements
    write.update(heat, before, stack.grow(before.parameters, role, len(old) + 1, placements))
    with pytest.raises(stack.StackFailed, match="No valid host was found") as caught:
        wait(attempts=2)
    (failure,) = caught.value.failures
    assert failure.resource == f"Compute/{index}/Server"
    assert failure.type == "OS::Nova::Server"
    assert any("Heat tries Compute" in text and "No valid host" in text for text in wait.reports)

    failed, members = look()
    stack.cancel_update(heat, failed)
    failed, members = look()
    assert set(members) == {*old, index}
    assert all(members[index].state == "deployed" for index in old)
    events = stack.events(heat, failed, 30)
    assert any(
        event.resource == failure.resource and "No valid host" in event.reason for event in events
    )
    _, left = change(stack.shrink(failed.parameters, role, [index], members))
    assert left.keys() == old.keys()
    assert nodes.of_server(controller)


@pytest.mark.parametrize("point", ["accepted", "deploying"])
def test_an_update_that_is_cancelled_can_be_taken_back(
    look, change, nodes, role, heat, wait, point
):
    before, old = look()
    free = nodes.free("compute")
    placements = scale.place(before.parameters, role, free[:1])
    current = write.update(
        heat, before, stack.grow(before.parameters, role, len(old) + 1, placements)
    )
    if point == "deploying":
        eventually(lambda: nodes.state(free[0]) in ("deploying", "active"), "Ironic to deploy")
    stack.cancel_update(heat, current)
    with pytest.raises(stack.StackFailed, match="cancelled"):
        wait()
    stopped, members = look()
    shrunk, left = change(stack.shrink(stopped.parameters, role, list(placements), members))
    assert left.keys() == old.keys()
    assert nodes.free("compute") == free
    # What Heat will do next is still what the parameters say.
    assert set(stack.removed(shrunk.parameters, role)) == set(shrunk.outputs["Removed"]["Compute"])


def test_the_form_shows_what_the_template_says(look, heat, rolemap):
    parameters, _ = look()
    form = {parameter.name: parameter for parameter in stack.parameters(heat, rolemap, parameters)}
    assert form["AdminPassword"].hidden
    assert form["AdminPassword"].value is None
    assert form["ControlCount"].constraints == {"min": 3, "max": 3}
    assert form["ControlCount"].value == "1"
    assert form["ComputeFlavor"].advanced
    assert not form["CloudName"].advanced
    assert {
        parameter.group
        for parameter in form.values()
        if parameter.purpose in ("removal", "placement")
    } == {"Kept by the service"}
    assert all(parameter.label for parameter in form.values())
    assert None not in {parameter.group for parameter in form.values()}


def test_who_was_killed_finds_it_done(look, nodes, role, heat, wait):
    class Killed(Exception):
        pass

    before, old = look()
    placements = scale.place(before.parameters, role, nodes.free("compute")[:1])
    changes = stack.grow(before.parameters, role, len(old) + 1, placements)
    rounds = itertools.count()

    def check():
        if next(rounds) == 3:
            raise Killed

    write.update(heat, before, changes)
    with pytest.raises(Killed):
        stack.wait(heat, OUR_NAME, stack.READY, check, lambda *report: None, poll=0.5)
    again = write.update(heat, before, changes)
    assert again.updated_at == stack.get(heat, OUR_NAME).updated_at
    wait()
    _, members = look()
    assert set(members) == {*old, *placements}
    assert {call.state for call in members.values()} == {"deployed"}
