"""Servers in Ironic: enrolled, inspected and cleaned as an operator would, in parallel."""

import concurrent.futures
import time

from helion_embedded.identity import adapter
from helion_embedded.seed import racks

_MICROVERSION = "1.90"
_FIELDS = "uuid,name,provision_state,inspection_finished_at,last_error,maintenance"
_PATIENCE = 120.0  # seconds for all of them
_MOVING = frozenset({"verifying", "inspecting", "cleaning", "clean wait"})


def ensure(instance, session, done, can_clean):
    """Bring the servers of :data:`racks.SERVERS` in, at most ``instance.nodes``.

    The first ``done`` of them were in before and are left alone. ``can_clean()`` says whether nodes
    can be cleaned yet. Returns how many there are.
    """
    servers = racks.SERVERS[done : instance.nodes]
    api = adapter(session, "baremetal", default_microversion=_MICROVERSION)
    interface = "flat" if instance.has("neutron") else "noop"
    have = {node["name"] for node in _nodes(api)}
    missing = [server for server in servers if server.name not in have]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda server: _enrol(api, server, interface), missing))
    _settle(api, servers, can_clean)
    return done + len(servers)


def next_action(server, node):
    """What to ask of Ironic next: a provision target, or None.

    ``node`` is Ironic's JSON for ``server``. None means to wait or that the goal is reached,
    see :func:`is_settled`.
    """
    state = node["provision_state"]
    if state == "enroll" and server.goal != racks.ENROLL:
        return "manage"
    if state == "manageable":
        if not node["inspection_finished_at"]:
            return "inspect"
        if server.goal != racks.MANAGEABLE:
            return "provide"
    return None


def is_settled(server, node):
    """Whether the node has stopped changing, at its goal or before it."""
    return node["provision_state"] not in _MOVING and next_action(server, node) is None


def _enrol(api, server, network_interface):
    node = api.post("/v1/nodes", json=racks.node(server, network_interface)).json()
    for port in racks.ports(server):
        api.post("/v1/ports", json=port | {"node_uuid": node["uuid"]})
    api.put(f"/v1/nodes/{node['uuid']}/traits", json={"traits": racks.TRAITS[server.role]})


def _settle(api, servers, can_clean):
    """Move each server on until all have settled; one question a round for all of them."""
    waiting = {server.name: server for server in servers}
    deadline = time.monotonic() + _PATIENCE
    while waiting:
        for node in _nodes(api):
            server = waiting.get(node["name"])
            if server is None:
                continue
            action = next_action(server, node)
            if action == "provide" and not can_clean():
                continue
            if action:
                api.put(f"/v1/nodes/{node['uuid']}/states/provision", json={"target": action})
            elif is_settled(server, node):
                del waiting[server.name]
                _finish(api, server, node)
        if time.monotonic() > deadline:
            raise TimeoutError(f"nodes that do not settle: {', '.join(sorted(waiting))}")
        time.sleep(0.3)


def _finish(api, server, node):
    if node["provision_state"] != server.goal:
        print(
            f"{server.name} is {node['provision_state']}, not {server.goal}: {node['last_error']}",
            flush=True,
        )
    if server.maintenance and not node["maintenance"]:
        api.put(f"/v1/nodes/{node['uuid']}/maintenance", json={"reason": server.maintenance})


def _nodes(api):
    return api.get("/v1/nodes", params={"fields": _FIELDS}).json()["nodes"]
