"""Plans and requests that earlier releases stored, as they stored them."""

import datetime

import pytest

from helion_services.base.operations import store
from helion_services.base.times import now
from helion_services.nodes.flows import kinds
from helion_services.nodes.models import Plan
from tests.unit.services.nodes.plans.conftest import WHO

NODE = {
    "name": "rack9-u09",
    "role": "compute",
    "driver": "redfish",
    "driver_info": {"redfish_address": "https://10.0.0.9", "redfish_username": "admin"},
    "ports": [{"address": "94:18:82:0a:00:09", "pxe_enabled": True}],
    "properties": {"cpus": 8, "memory_mb": 32768, "local_gb": 558},
    "resource_class": "compute",
    "uuid": "new-uuid",
}
NEW_NODES = {
    "enrol": [NODE],
    "prepare": ["prepared-uuid"],
    "profiles": {"new-uuid": "compute", "prepared-uuid": "compute"},
    "targets": {"new-uuid": "compute", "prepared-uuid": "compute"},
}
NO_NODES = {"enrol": [], "prepare": [], "profiles": {}, "targets": {"free-uuid": "compute"}}
LEAVING = {
    "servers": ["server-1"],
    "nodes": ["node-1"],
    "hosts": ["overcloud-compute-1"],
    "after": "delete",
    "migration": "live",
    "changes": {"ComputeCount": 1, "ComputeRemovalPolicies": [{"resource_list": ["1"]}]},
    "before": {"ComputeCount": "2", "ComputeRemovalPolicies": None},
}
PREPARING = ["enrol", "manage", "inspect", "hardware", "provide"]
DRAINING = ["disable", "move", "empty"]

LEAVES = "overcloud-compute-1 leaves; compute-node-1 is cleaned and available again."

# Requests with the names of the steps that are made from them: these are stored, too.
REQUESTS = [
    ("enrol", NEW_NODES | {"prepare": [], "targets": {}}, PREPARING),
    (
        "deploy",
        {
            "title": "Deploy overcloud with 2 servers",
            "stack": "overcloud",
            "computes": ["overcloud-compute-0"],
            "parameters": {"ComputeCount": 1, "ComputePlacement": {"0": "new-uuid"}},
            **NEW_NODES,
        },
        [*PREPARING, "schedulable", "newcomers", "stack", "computes"],
    ),
    (
        "scale_out",
        {
            "title": "Scale Compute from 2 to 3",
            "stack": "overcloud",
            "role": "compute",
            "kind": "compute",
            "indices": ["2"],
            "servers": ["overcloud-compute-2"],
            "changes": {"ComputeCount": 3, "ComputePlacement": {"2": "free-uuid"}},
            **NO_NODES,
        },
        ["schedulable", "newcomers", "stack", "computes"],
    ),
    (
        "scale_in",
        {"title": "Remove overcloud-compute-1", "stack": "overcloud", **LEAVING},
        [*DRAINING, "retire", "stack", "forget", "clean", "dispose"],
    ),
    (
        "replace",
        {
            "title": "Replace overcloud-compute-1 by overcloud-compute-2",
            "stack": "overcloud",
            "role": "compute",
            "kind": "compute",
            "new_servers": ["overcloud-compute-2"],
            **LEAVING,
            **NO_NODES,
        },
        [
            "schedulable",
            "newcomers",
            *DRAINING,
            "retire",
            "stack",
            "computes",
            "forget",
            "clean",
            "dispose",
        ],
    ),
    (
        "undeploy",
        {
            "title": "Delete overcloud and its 5 servers",
            "stack": "overcloud",
            "hosts": ["overcloud-compute-0"],
            "nodes": ["node-0", "node-1"],
        },
        ["stack", "forget", "clean"],
    ),
]

# Fields that these requests did not have.
_LEAVING = {"evacuate": [], "lost": []}
ADDED = {
    **dict.fromkeys(("enrol", "deploy", "scale_out"), {"separate": False}),
    "scale_in": _LEAVING,
    "replace": {**_LEAVING, "separate": False},
}


@pytest.mark.parametrize(("name", "request_", "steps"), REQUESTS)
def test_a_stored_request_makes_the_same_steps(name, request_, steps):
    kind = next(kind for kind in kinds.kinds() if kind.name == name)
    loaded = kind.load(request_)
    assert [step.name for step in kind.steps(loaded)] == steps
    dumped = kind.dump(loaded)
    added = ADDED.get(name, {})
    assert dumped == added | {key: value for key, value in request_.items() if key != "title"}
    assert kind.load(dumped) == loaded


@pytest.mark.parametrize(("name", "request_", "steps"), REQUESTS)
def test_a_stored_operation_can_be_retried(runtime, name, request_, steps):
    operation = runtime.operations.begin("nodes", name, "A title", request_, [f"x:{name}"], WHO)
    with runtime.db.reader() as session:
        stored = store.get(session, operation)
    assert [step.name for step in stored.steps] == steps
    assert (stored.title, stored.title_fact) == ("A title", None)


@pytest.fixture
def old_plan(runtime, undercloud):
    """A plan that was stored before sentences were data."""
    moment = now()
    plan = Plan(
        id="old",
        action="scale_in",
        title="Remove overcloud-compute-1",
        request={
            "action": "scale_in",
            "nodes": ["overcloud-compute-1"],
            "after": "keep",
            "migration": "live",
        },
        content={
            "steps": [{"name": "disable", "title": "Take overcloud-compute-1 out of scheduling"}],
            "checks": [
                {
                    "name": "node.free_to_leave",
                    "title": "The server may leave",
                    "result": "pass",
                    "reason": "compute-node-1 is neither locked nor protected.",
                }
            ],
            "changes": [LEAVES],
        },
        preconditions={
            "overcloud": "CREATE_COMPLETE, last changed 2026-01-01T00:00:00Z",
            "server overcloud-compute-1": "deployed, ACTIVE",
            "node compute-node-1": "active, in use",
            "check The server may leave": "pass",
            "change 1": LEAVES,
        },
        operation={"kind": "scale_in", "request": REQUESTS[3][1], "resources": ["stack:overcloud"]},
        created_by="somebody",
        created_at=moment,
        expires_at=moment + datetime.timedelta(hours=1),
    )
    with runtime.db.session() as session:
        session.add(plan)


@pytest.mark.usefixtures("old_plan")
def test_an_old_plan_is_shown_with_its_sentences(admin):
    plan = admin.get("/nodes/v1/plans/old").json
    assert (plan["title"], plan["title_fact"], plan["state"]) == (
        "Remove overcloud-compute-1",
        None,
        "ready",
    )
    assert plan["checks"] == [
        {
            "name": "node.free_to_leave",
            "title": "The server may leave",
            "title_fact": None,
            "result": "pass",
            "code": None,
            "params": {},
            "detail": "compute-node-1 is neither locked nor protected.",
            "reason": "compute-node-1 is neither locked nor protected.",
        }
    ]
    assert plan["changes"][0]["code"] is None
    assert plan["changes"][0]["text"] == plan["changes"][0]["detail"]
    assert plan["servers"] == []


@pytest.mark.usefixtures("old_plan")
def test_an_old_plan_must_be_made_again(admin, apply):
    status, problem = apply({"id": "old"})
    assert (status, problem["code"], problem["changes"]) == (409, "plan-outdated", [])
    again = admin.post("/nodes/v1/plans", json=admin.get("/nodes/v1/plans/old").json["request"])
    assert again.status_code == 201
    assert apply(again.json)[0] == 202
