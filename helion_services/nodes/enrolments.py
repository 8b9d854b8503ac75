"""Enrolling nodes outside a plan, for no role of the overcloud."""

import uuid

from helion_services.base.messages import Message
from helion_services.nodes import conflicts, ironic, undercloud
from helion_services.nodes.flows import kinds, requests


def begin(runtime, new, who):
    """Begin to enrol, verify, inspect, check and clean nodes; returns the operation's id."""
    with undercloud.answering("baremetal"):
        nodes = ironic.nodes(undercloud.baremetal(runtime.clouds))
    conflicts.refuse(runtime, nodes, new)
    enrol, secrets, profiles = [], {}, {}
    for node in new:
        identity = str(uuid.uuid4())
        resource_class = node.resource_class or node.role
        enrol.append(node.public() | {"uuid": identity, "resource_class": resource_class})
        secrets[identity] = node.secrets
        profiles[identity] = node.role
    with runtime.db.session() as session:
        operation_id = runtime.operations.begin(
            kinds.SERVICE,
            "enrol",
            Message("enrol-operation", "Enrol {nodes}", nodes=[node.name for node in new]),
            requests.Enrol(enrol=enrol, profiles=profiles, separate=True),
            [f"node:{identity}" for identity in secrets],
            who,
            session,
            secret_id=runtime.secrets.put({"driver_info": secrets}, session),
        )
    runtime.operations.announce(operation_id)
    return operation_id
