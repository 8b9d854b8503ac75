"""Enrolling nodes by themselves, for no role in particular."""

import uuid

from helion_services.nodes import conflicts, ironic, undercloud
from helion_services.nodes.flows import kinds


def begin(runtime, new, who):
    """Begin to enrol, verify, inspect, check and clean nodes; returns the operation's id."""
    with undercloud.answering("baremetal"):
        nodes = ironic.nodes(undercloud.baremetal(runtime.clouds))
    conflicts.refuse(runtime, nodes, new)
    enrol, sealed, profiles = [], {}, {}
    for one in new:
        identity = str(uuid.uuid4())
        info = {key: value for key, value in one.driver_info.items() if key not in one.secrets}
        resource_class = one.resource_class or one.role
        enrol.append(
            one.to_json()
            | {"uuid": identity, "driver_info": info, "resource_class": resource_class}
        )
        sealed[identity] = one.secrets
        profiles[identity] = one.role
    title = f"Enrol {len(new)} nodes" if len(new) > 1 else f"Enrol {new[0].name}"
    return runtime.operations.begin(
        kinds.SERVICE,
        "enrol",
        title,
        {"enrol": enrol, "prepare": [], "profiles": profiles, "targets": {}},
        [f"node:{one['uuid']}" for one in enrol],
        who,
        secret_id=runtime.secrets.put({"driver_info": sealed}),
    )
