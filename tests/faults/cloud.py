"""An undercloud and its overcloud, small and without time: what the operations of nodes change."""

from keystoneauth1 import exceptions as keystoneauth

from tests.faults.heat import Heat
from tests.unit.services.nodes.ironic import Ironic
from tests.unit.services.nodes.nova import Nova

_HELD = {"VCPU": 2}


class OvercloudNova(Nova):
    """The overcloud's Nova and Placement.

    :ivar providers: names by id: both are the host's name
    :ivar leaving: hosts that Nova has not missed yet
    """

    def __init__(self, *hosts):
        super().__init__(*hosts)
        self.providers = {host: host for host in hosts}
        self.leaving = []
        self.reports = 0

    def join(self, host):
        """A compute host reports for the first time."""
        self.services |= Nova(host).services
        self.providers[host] = host

    def tick(self):
        super().tick()
        self.reports += 1
        for row in self.services.values():
            row["updated_at"] = str(self.reports)
        for host in self.leaving:
            if host in self.services:
                self.services[host]["state"] = "down"
        self.leaving.clear()

    def _list_providers(self, **_):
        rows = [
            {"uuid": key, "name": name, "parent_provider_uuid": None}
            for key, name in self.providers.items()
        ]
        return {"resource_providers": rows}

    def _delete_provider(self, identity, **_):
        if self.providers.pop(identity, None) is None:
            raise keystoneauth.NotFound(identity)

    def _delete_service(self, identity, **_):
        if identity not in self.services:
            raise keystoneauth.NotFound(identity)
        assert self.services[identity]["state"] == "down", "its provider would come back"
        if identity in self.hosts().values():
            raise keystoneauth.Conflict("It hosts instances.")
        del self.services[identity]

    _routes = {
        ("get", "/resource_providers"): _list_providers,
        ("delete", "/resource_providers/(.*)"): _delete_provider,
        ("delete", "/os-services/(.*)"): _delete_service,
        **Nova._routes,
    }


class Cloud:
    """Everything, and what of it outlives an operation.

    :ivar ironic, heat, nova: the undercloud's, and the overcloud's Nova
    :ivar servers: of the undercloud, by id
    """

    def __init__(self):
        self.ironic = Ironic()
        self.heat = Heat(self)
        self.nova = OvercloudNova()
        self.servers = {}
        self._count = 0

    def services(self):
        """``{host: function}`` for a :class:`~tests.faults.wire.Wire`."""
        return {
            "ironic": self._ironic,
            "heat": self.heat,
            "nova": self._nova,
            "placement": self._placement,
            "overcloud-nova": self._of_overcloud("/v2.1"),
            "overcloud-placement": self._of_overcloud(""),
        }

    def tick(self):
        """Let time pass for those that do not notice it themselves."""
        self.ironic._tick()
        self.heat.tick()
        self.nova.tick()

    def world(self):
        """What is there, by name: to be compared before and after."""
        nodes = self.ironic.nodes.values()
        return {
            "nodes": {
                row["name"]: (
                    row["provision_state"],
                    bool(row["maintenance"]),
                    bool(row["retired"]),
                    bool(row["instance_uuid"]),
                )
                for row in nodes
            },
            "ports": {uuid: len(rows) for uuid, rows in self.ironic.ports.items()
                      if uuid in self.ironic.nodes},
            "servers": sorted(
                (server["name"], server["status"], server["image"]["id"])
                for server in self.servers.values()
            ),
            "stack": self.heat.present(),
            "compute services": {
                host: (row["status"], row["disabled_reason"])
                for host, row in self.nova.services.items()
            },
            "providers": sorted(self.nova.providers),
            "virtual machines": {
                name: (vm["OS-EXT-SRV-ATTR:host"], vm["status"])
                for name, vm in self.nova.vms.items()
            },
        }  # fmt: skip

    def boot(self, name, role, uuid):
        """Begin to deploy a server on a node, or on any that suits the role; returns its id."""
        free = (
            row["uuid"]
            for row in self.ironic.nodes.values()
            if row["resource_class"] == role.resource_class
            and row["provision_state"] == "available"
            and not row["instance_uuid"]
        )
        uuid = uuid or next(free)
        row = self.ironic.nodes[uuid]
        assert row["provision_state"] == "available", f"{name} on {row}"
        self._count += 1
        identity = f"server-{self._count}"
        self.servers[identity] = {
            "id": identity,
            "name": name,
            "status": "BUILD",
            "OS-EXT-STS:task_state": None,
            "addresses": {},
            "node": uuid,
            "kind": role.kind,
        }
        row |= {"provision_state": "active", "instance_uuid": identity}
        return identity

    def activate(self, identity):
        """The server is deployed."""
        server = self.servers[identity]
        server["status"] = "ACTIVE"
        if server["kind"] == "compute" and server["name"] not in self.nova.services:
            self.nova.join(server["name"])

    def status(self, identity):
        return self.servers[identity]["status"]

    def image(self, identity):
        return self.servers[identity]["image"]["id"]

    def rebuild(self, identity, image):
        """Begin to rebuild a server: what was on its disk is lost."""
        server = self.servers[identity]
        server |= {"status": "REBUILD", "image": {"id": image}}
        if server["kind"] == "compute":
            lost = [vm for vm, host in self.nova.hosts().items() if host == server["name"]]
            assert not lost, f"{lost} are lost with {server['name']}"

    def delete(self, identity):
        """The server is gone; its node is cleaned, and its compute host no longer reports."""
        server = self.servers.pop(identity)
        row = self.ironic.nodes[server["node"]]
        row |= {"provision_state": "cleaning", "instance_uuid": None}
        self.ironic.later[row["uuid"]] = ["manageable" if row["retired"] else "available"]
        if server["name"] in self.nova.services:
            self.nova.leaving.append(server["name"])

    def _ironic(self, verb, path, query, body):
        return 200, getattr(self.ironic.api, verb)(path, params=query, json=body).json()

    def _nova(self, verb, path, query, body):
        if verb == "post":
            identity = path.split("/")[-2]
            self._act(self.servers[identity], body)
            return 202, {}
        assert (verb, path) == ("get", "/v2.1/servers/detail"), (verb, path)
        return 200, {"servers": list(self.servers.values())}

    def _act(self, server, body):
        ((action, arguments),) = body.items()
        if action == "os-resetState":
            server["status"] = arguments["state"].upper()
        else:
            assert action == "rebuild", body
            server |= {"image": {"id": arguments["imageRef"]}, "status": "ACTIVE"}

    def _placement(self, verb, path, query, body):
        _, _, uuid, what = path.split("/")
        row = self.ironic.nodes.get(uuid)
        if row is None:
            raise keystoneauth.NotFound(uuid)
        is_free = row["provision_state"] == "available" and not row["instance_uuid"]
        name = f"CUSTOM_{(row['resource_class'] or 'compute').upper().replace('-', '_')}"
        inventories = {name: {"total": 1, "reserved": int(not is_free)}}
        return 200, {"inventories": inventories} if what == "inventories" else {"usages": {}}

    def _of_overcloud(self, prefix):
        def serve(verb, path, query, body):
            act = getattr(self.nova.api, verb)
            return 200, act(path.removeprefix(prefix), params=query, json=body).json()

        return serve
