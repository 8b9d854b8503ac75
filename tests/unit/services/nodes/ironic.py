"""A small Ironic that moves its nodes from state to state."""

import itertools
import types

from keystoneauth1 import exceptions as keystoneauth

from tests.unit.services.nodes.plans.conftest import node

MOVES = {
    ("enroll", "manage"): ("verifying", "manageable"),
    ("manageable", "inspect"): ("inspecting", "manageable"),
    ("inspect failed", "inspect"): ("inspecting", "manageable"),
    ("manageable", "provide"): ("cleaning", "available"),
    ("available", "manage"): ("manageable",),
    ("inspect failed", "manage"): ("manageable",),
    ("clean failed", "manage"): ("manageable",),
    ("inspect wait", "abort"): ("inspect failed",),
    ("clean wait", "abort"): ("clean failed",),
}
FAILED = {"verifying": "enroll", "inspecting": "inspect failed", "cleaning": "clean failed"}
_VERBS = ("get", "put", "post", "patch", "delete")


class Ironic:
    """Nodes by UUID; each look lets time pass.

    :ivar fails: ``{uuid: state}`` of the node that fails in that state
    :ivar loses: likewise, of the node whose conductor forgets it
    :ivar stays: UUIDs of nodes that never leave a state that they wait in
    :ivar answers: exceptions for the next requests, by ``(verb, number of the request)``
    """

    def __init__(self):
        self.nodes, self.ports, self.later = {}, {}, {}
        self.fails, self.stays, self.refuses = {}, set(), {}
        self.loses = {}
        self.requests = []
        self.faults = {}
        self.counter = itertools.count()
        self.api = types.SimpleNamespace(
            **{verb: lambda path, verb=verb, **options: self._take(verb, path, **options)
               for verb in _VERBS}
        )  # fmt: skip

    def add(self, name, state, **values):
        row = vars(node(name, provision_state=state, **values)).copy()
        self.nodes[row["uuid"]] = row

    def states(self):
        return {uuid: row["provision_state"] for uuid, row in self.nodes.items()}

    def _take(self, verb, path, params=None, json=None, **_options):
        fault = self.faults.pop(next(self.counter), None)
        before, after = fault if isinstance(fault, tuple) else (fault, None)
        if before:
            raise before
        self.requests.append((verb, path))
        answer = getattr(self, f"_{verb}")(path.partition("?")[0], params or {}, json)
        if after:  # it was done, but the answer is lost
            raise after
        return types.SimpleNamespace(json=lambda: answer)

    def _get(self, path, params, _json):
        self._tick()
        if path == "/v1/ports":
            return {"ports": self.ports.get(params["node"], [])}
        if path == "/v1/nodes":
            return {"nodes": list(self.nodes.values())}
        uuid = path.split("/")[3]
        if uuid not in self.nodes:
            raise keystoneauth.NotFound
        return self.nodes[uuid] | {"driver_info": {}, "inventory": {}}

    def _post(self, path, _params, json):
        if path == "/v1/ports":
            rows = self.ports.setdefault(json["node_uuid"], [])
            if json["address"] in [row["address"] for row in rows]:
                raise keystoneauth.Conflict("A port with this MAC address already exists.")
            rows.append(json)
        elif json["name"] in self.refuses:
            raise self.refuses[json["name"]]
        else:
            if json["uuid"] in self.nodes:
                raise keystoneauth.Conflict("A node with this UUID already exists.")
            self.add(json["uuid"].removesuffix("-uuid"), "enroll")

    def _put(self, path, _params, json):
        row = self.nodes[path.split("/")[3]]
        if path.endswith("/maintenance"):
            row["maintenance"] = True
            return
        steps = MOVES.get((row["provision_state"], json["target"]))
        if not steps:
            raise keystoneauth.BadRequest(f"{json['target']} in {row['provision_state']}")
        row["last_error"] = None
        row["provision_state"], self.later[row["uuid"]] = steps[0], list(steps[1:])

    def _patch(self, path, _params, json):
        row = self.nodes[path.split("/")[3]]
        row |= {change["path"][1:]: change["value"] for change in json}
        return row

    def _delete(self, path, _params, _json):
        uuid, *rest = path.split("/")[3:]
        if rest:
            self.nodes[uuid]["maintenance"] = False
            return
        if uuid not in self.nodes:
            raise keystoneauth.NotFound
        row = self.nodes[uuid]
        if row["provision_state"] not in ("enroll", "manageable") and not row["maintenance"]:
            raise keystoneauth.Conflict("wrong state")
        if uuid in self.refuses:
            raise self.refuses[uuid]
        del self.nodes[uuid]

    def _tick(self):
        for uuid, states in self.later.items():
            row = self.nodes.get(uuid)
            if not states or row is None or uuid in self.stays:
                continue
            state = row["provision_state"]
            row["reservation"] = "conductor-1"
            if self.loses.get(uuid) == state:
                row |= {"reservation": None, "last_error": "Keystone was away."}
                states.clear()
                continue
            if self.fails.get(uuid) == state:
                row |= {"provision_state": FAILED[state], "last_error": f"It broke in {state}."}
                row |= {"maintenance": state == "cleaning", "reservation": None}
                states.clear()
                continue
            if state == "inspecting":
                row["inspection_finished_at"] = "2026-01-01T00:00:00Z"
            row["provision_state"] = states.pop(0)
            row["reservation"] = None
