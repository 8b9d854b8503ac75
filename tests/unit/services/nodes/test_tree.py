import pytest

from helion_services.nodes import roles, stack
from helion_services.nodes.stack import models
from helion_services.nodes.stack.tree import Tree
from tests.unit.services.nodes.heat import Heat, a_stack, group, member, resource

MAP = roles.load()
NO_HOST = 'ResourceInError: resources.Server: Went to status ERROR due to "No valid host"'


def tree(*raw):
    return Tree(a_stack(), list(raw))


def test_members_come_from_one_list_whatever_they_are_at():
    raw = [
        group("Compute", "UPDATE_IN_PROGRESS"),
        *member("Compute", "10", "CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "s10"),
        *member("Compute", "0", "UPDATE_COMPLETE", "CREATE_COMPLETE", "s0"),
        *member("Compute", "2", "CREATE_FAILED", "CREATE_FAILED", "s2", NO_HOST),
        *member("Compute", "3", "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS", "s3"),
        resource("11", "INIT_COMPLETE", "Compute", kind="role-server.yaml"),
        group("Control"),
    ]
    heat = Heat(resources={"resources": raw})
    members = stack.members(heat.api, a_stack(), MAP)
    assert heat.requests == ["resources"]
    assert members["control"] == members["esx-proxy"] == []
    assert [(entry.index, entry.server_id, entry.state) for entry in members["compute"]] == [
        ("0", "s0", "deployed"),
        ("2", "s2", "error"),
        ("3", "s3", "deleting"),
        ("10", "s10", "deploying"),
        ("11", None, "deploying"),
    ]
    assert members["compute"][1].name == "overcloud-compute-2"
    assert members["compute"][1].status_reason.startswith("Went to status ERROR")


def test_a_member_may_be_a_server_itself():
    members = tree(
        group("Compute"),
        resource("0", "CREATE_COMPLETE", "Compute", kind="OS::Nova::Server", physical_id="s0"),
    ).members(MAP)
    assert members["compute"][0].server_id == "s0"


def test_of_two_with_one_name_the_one_that_stays_counts():
    raw = [
        group("Compute"),
        *member("Compute", "0", "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS", "old"),
        resource("0", "CREATE_IN_PROGRESS", "Compute", "new", "role-server.yaml"),
        resource(
            "Server", "CREATE_IN_PROGRESS", "new", None, "OS::Nova::Server", physical_id="new"
        ),
    ]
    for order in (raw, [raw[0], *raw[4:], *raw[1:4]]):
        (only,) = tree(*order).members(MAP)["compute"]
        assert only.server_id == "new"


@pytest.mark.parametrize(
    ("status", "server", "state"),
    [
        ("UPDATE_IN_PROGRESS", "CREATE_COMPLETE", "deployed"),
        ("UPDATE_FAILED", "CREATE_COMPLETE", "deployed"),
        ("UPDATE_FAILED", "UPDATE_FAILED", "error"),
        ("CREATE_IN_PROGRESS", "DELETE_COMPLETE", "deploying"),
        ("DELETE_FAILED", "DELETE_FAILED", "error"),
    ],
)
def test_state_of_a_member(status, server, state):
    member = models.Member("0", "n", "s", status, "", server)
    assert member.state == state


def test_failures_are_those_at_the_bottom():
    failures = tree(
        group("Compute", "UPDATE_FAILED", "resources.Compute: " + NO_HOST),
        *member("Compute", "2", "CREATE_FAILED", "CREATE_FAILED", "s2", NO_HOST),
        *member("Compute", "3", "CREATE_FAILED", "CREATE_FAILED", "s3", "CREATE aborted"),
        resource("ControlAddress", "UPDATE_FAILED", reason="Stack UPDATE cancelled"),
    ).failures()
    assert failures == [
        models.Failure(
            "Compute/2/Server",
            "OS::Nova::Server",
            "s2",
            "CREATE_FAILED",
            'Went to status ERROR due to "No valid host"',
        )
    ]


def test_what_was_only_cancelled_counts_when_nothing_else_failed():
    (only,) = tree(group("Compute", "UPDATE_FAILED", "Stack UPDATE cancelled")).failures()
    assert only.resource == "Compute"


def test_progress_counts_the_leaves():
    progress = tree(
        group("Compute", "UPDATE_IN_PROGRESS"),
        *member("Compute", "0", "UPDATE_COMPLETE", "CREATE_COMPLETE"),
        *member("Compute", "1", "CREATE_IN_PROGRESS", "DELETE_COMPLETE"),
        *member("Compute", "2", "CREATE_FAILED", "CREATE_FAILED"),
        resource("3", "INIT_COMPLETE", "Compute", kind="role-server.yaml"),
    ).progress()
    assert progress == models.Progress(complete=4, in_progress=2, failed=1, total=7)
    assert progress.percent == 57
    assert tree().progress().percent == 0


def test_events_have_paths():
    def event(name, inside, physical, reason="state changed"):
        raw = resource(name, "CREATE_FAILED", inside, reason=reason, physical_id=physical)
        return raw | {"event_time": "2026-01-01T00:00:00Z"}

    raw = [group("Compute"), *member("Compute", "2", "CREATE_FAILED", "CREATE_FAILED", "s2")]
    heat = Heat(
        resources={"resources": raw},
        events={
            "events": [
                event("overcloud", a_stack().id, a_stack().id),
                event("overcloud-Compute-x-2-y", "Compute-2", "Compute-2"),
                event("Server", "Compute-2", "s2", NO_HOST),
                event("Server", "no more", "s9"),
            ]
        },
    )
    events = stack.events(heat.api, a_stack(), 4)
    assert [entry.resource for entry in events] == [
        "overcloud",
        "Compute/2",
        "Compute/2/Server",
        "Server",
    ]
    assert events[2].type == "OS::Nova::Server"
    assert events[2].reason.startswith("Went to")
    assert sorted(heat.requests) == ["events", "resources"]
