"""Thousands of nodes in seconds: written with Ironic's own models into its database.

Through the API a thousand nodes take a minute to create, and more to move. These never went
through a conductor: they are there to be listed, filtered, and acted upon by a person. They carry
the shard ``bulk``, which keeps nova-compute from making a hypervisor of each.
"""

import datetime
import itertools
import uuid

from helion_embedded import sqlite
from helion_embedded.seed import racks

SHARD = "bulk"
_FIRST_RACK, _PER_RACK = 3, 20
_NAMESPACE = uuid.UUID("6f6b9f0c-1c1d-4c53-9c8f-5a1f0f5b7a11")

# Of a hundred nodes, in this order.
DISTRIBUTION = (
    ("manageable", 60),
    ("available", 20),
    ("active", 10),
    ("enroll", 4),
    ("inspect failed", 2),
    ("clean failed", 2),
    ("deploy failed", 2),
)
"""Provision states with their share in percent."""

_ROLES = (("compute", 16), ("object-storage", 2), ("block-storage", 2))
_ERRORS = {
    "inspect failed": "Failed to inspect hardware. Reason: iLO at {bmc} reports a memory error in"
    " PROC 1 DIMM 4 during POST",
    "clean failed": "Failed to clean node: drive 1I:1:3 behind iLO {bmc} has failed",
    "deploy failed": "Failed to deploy: server behind iLO {bmc} did not boot from the network in"
    " 1800 seconds",
}
_INTERFACES = {
    "bios_interface": "simulated",
    "boot_interface": "fake",
    "console_interface": "fake",
    "deploy_interface": "simulated",
    "firmware_interface": "simulated",
    "inspect_interface": "simulated",
    "management_interface": "simulated",
    "power_interface": "simulated",
    "raid_interface": "fake",
    "rescue_interface": "fake",
    "storage_interface": "noop",
    "vendor_interface": "no-vendor",
}


def servers(count):
    """``count`` further servers, twenty a rack, with mixed roles and states."""
    states = list(_repeat(DISTRIBUTION))
    roles = list(_repeat(_ROLES))
    numbers = {role: itertools.count(100) for role, _share in _ROLES}
    for index in range(count):
        role = roles[index % len(roles)]
        yield racks.Server(
            rack=_FIRST_RACK + index // _PER_RACK,
            unit=1 + 2 * (index % _PER_RACK),
            role=role,
            number=next(numbers[role]),
            # 37 has no common factor with 100: neighbours differ, shares stay exact.
            goal=states[index * 37 % len(states)],
        )


def ensure(instance, done):
    """Write the nodes beyond :data:`racks.SERVERS`, two ports each; Ironic may run.

    The first ``done`` of them were in before. Returns how many there are. For the main thread
    only: Ironic's objects load eventlet, and an interpreter in which another thread did that hangs
    when it should end.
    """
    import sqlalchemy
    from ironic.db.sqlalchemy import models
    from ironic.objects import node, port

    nodes, ports = models.Node.__table__, models.Port.__table__
    rack_servers = list(servers(instance.nodes - len(racks.SERVERS)))
    interface = "flat" if instance.has("neutron") else "noop"
    engine = sqlalchemy.create_engine(sqlite.connection_url(instance.state.database("ironic")))
    with engine.begin() as connection:
        conductor = connection.execute(sqlalchemy.select(models.Conductor.id)).scalar()
        connection.execute(
            sqlalchemy.insert(nodes),
            [
                node_row(server, interface, conductor, node.Node.VERSION)
                for server in rack_servers[done:]
            ],
        )
        query = sqlalchemy.select(nodes.c.uuid, nodes.c.id).where(nodes.c.shard == SHARD)
        ids = dict(connection.execute(query).all())
        connection.execute(
            sqlalchemy.insert(ports),
            [
                row
                for server in rack_servers[done:]
                for row in port_rows(server, ids[node_uuid(server)], port.Port.VERSION)
            ],
        )
    engine.dispose()
    return len(rack_servers)


def node_uuid(server):
    """The UUID of its node, the same at every start."""
    return str(uuid.uuid5(_NAMESPACE, server.name))


def node_row(server, network_interface, conductor, version):
    """The row of ``server`` in Ironic's table ``nodes``.

    ``conductor`` is the id of the one that manages it: Ironic would else take over each node that
    is active, at every start.
    """
    state = server.goal
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    since = now - datetime.timedelta(minutes=7 * (server.rack * _PER_RACK + server.unit))
    error = _ERRORS.get(state, "").format(bmc=server.bmc_address) or None
    active = state == "active"
    return (
        racks.node(server, network_interface)
        | _INTERFACES
        | {
            "uuid": node_uuid(server),
            "version": version,
            "created_at": since - datetime.timedelta(days=3),
            "provision_state": state,
            "provision_updated_at": since,
            "power_state": None if state == "enroll" else "power on" if active else "power off",
            "last_error": error,
            "maintenance": state == "clean failed",
            "fault": "clean failure" if state == "clean failed" else None,
            "instance_uuid": str(uuid.uuid5(_NAMESPACE, f"{server.name}/i")) if active else None,
            "instance_info": {"display_name": f"overcloud-{server.name}"} if active else {},
            "inspection_finished_at": None if state == "enroll" else since,
            "conductor_affinity": conductor if active else None,
            "driver_internal_info": {},
            "clean_step": {},
            "deploy_step": {},
            "shard": SHARD,
        }
    )


def port_rows(server, node_id, version):
    """The rows of its two ports in Ironic's table ``ports``."""
    for port in racks.ports(server):
        yield port | {
            "uuid": str(uuid.uuid5(_NAMESPACE, port["name"])),
            "node_id": node_id,
            "version": version,
            "created_at": datetime.datetime.now(datetime.UTC).replace(tzinfo=None),
            "extra": {},
            "internal_info": {},
        }


def _repeat(shares):
    for value, share in shares:
        yield from itertools.repeat(value, share)
