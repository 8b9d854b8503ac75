"""Ironic with two nodes, Nova and Heat with an overcloud of one compute host, as data."""

import uuid

from tests.unit.services.nodes import heat

SERVER = "5e4e4e4e-0000-4000-8000-000000000001"


def answers():
    """The answers of :class:`~tests.contract.services.Clouds`."""
    fields = dict.fromkeys(
        (
            *("target_provision_state", "maintenance_reason", "instance_uuid", "protected_reason"),
            *("retired_reason", "reservation", "last_error", "inspection_finished_at"),
        )
    )
    nodes = [
        {
            **fields,
            "uuid": str(uuid.UUID(int=number)),
            "name": f"rack1-u0{number}",
            "provision_state": state,
            "power_state": "power on",
            "maintenance": False,
            "resource_class": "compute",
            "instance_uuid": server,
            "properties": {"cpus": 2, "memory_mb": 4096, "local_gb": 40},
            "protected": False,
            "retired": False,
            "extra": {},
        }
        for number, state, server in ((1, "active", SERVER), (2, "available", None))
    ]
    servers = [{"id": SERVER, "name": "overcloud-compute-0", "status": "ACTIVE", "addresses": {}}]
    overcloud = heat.shown(
        "UPDATE_FAILED",
        reason="It failed.",
        ComputeCount="1",
        OvercloudComputeFlavor="baremetal",
        ComputePlacement='{"0": "rack1-u01"}',
    )
    resources = [
        heat.group("Compute", "UPDATE_FAILED"),
        *heat.member("Compute", "0", "CREATE_COMPLETE", "CREATE_COMPLETE", SERVER),
        *heat.member("Compute", "1", "CREATE_FAILED", "CREATE_FAILED", "s1", "No host."),
    ]
    event = {
        "event_time": "2026-01-01T00:00:00Z",
        "resource_name": "Server",
        "resource_status": "CREATE_FAILED",
        "resource_status_reason": "No host.",
        "links": [],
        "physical_resource_id": "s1",
    }
    parameter = {"Type": "String", "Default": "x", "Description": "A name.", "MinLength": 1}
    path = f"/stacks/overcloud/{heat.ROOT}"
    return {
        ("baremetal", "/v1/nodes"): {"nodes": nodes},
        ("baremetal", "/v1/ports"): {"ports": []},
        ("compute", "/os-services"): {"services": []},
        ("compute", "/servers/detail"): {"servers": servers},
        ("image", "/v2/images"): {"images": []},
        ("orchestration", "/stacks/overcloud"): overcloud,
        ("orchestration", path): overcloud,
        ("orchestration", f"{path}/resources"): {"resources": resources},
        ("orchestration", f"{path}/events"): {"events": [event]},
        ("orchestration", "/validate"): {"Parameters": {"CloudName": parameter}},
    }
