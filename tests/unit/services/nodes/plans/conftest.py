"""The nodes service on an SQLite file, with an undercloud that the tests change."""

import dataclasses

import pytest

from helion_services.base import app as base_app
from helion_services.base import config
from helion_services.base.context import Context
from helion_services.base.runtime import Runtime
from helion_services.nodes import compute_hosts, conflicts, images, roles, snapshot
from helion_services.nodes.images import Image
from helion_services.nodes.ironic import Node
from helion_services.nodes.plans import rollouts
from helion_services.nodes.stack.models import Stack
from helion_services.overcloud.services import Service
from tests import databases
from tests.contract import answers
from tests.unit.services.base.conftest import LOGIN, Person

WHO = Context("a1", "somebody", "p1", ("admin",), None, "req-1")


def node(name, **changes):
    """A node that is available for compute."""
    values = dict.fromkeys((field.name for field in dataclasses.fields(Node)), None)
    values |= {
        "uuid": f"{name}-uuid",
        "name": name,
        "provision_state": "available",
        "power_state": "power on",
        "maintenance": False,
        "protected": False,
        "retired": False,
        "resource_class": "compute",
        "properties": {"cpus": 8, "memory_mb": 32768, "local_gb": 558},
        "extra": {},
    }
    return Node(**values | changes)


class Undercloud:
    """An overcloud of three controllers and two compute servers, and two free nodes.

    :ivar nodes: by name
    :ivar parameters: of the stack, as Heat gives them decoded
    :ivar vms: virtual machines by compute host
    :ivar down: compute hosts whose service is down
    :ivar room: free room on the other compute hosts
    :ivar groups: server groups of the virtual machines
    :ivar images: of Glance, by id
    :ivar running: by the name of a bare-metal node, the image of the server on it
    :ivar flavors: of Nova
    """

    def __init__(self):
        self.rolemap = roles.load()
        self.nodes = {name: node(name) for name in ("free-0", "free-1")}
        self.servers = []
        for role, count in (("control", 3), ("compute", 2)):
            for index in range(count):
                name = f"{role}-node-{index}"
                self.nodes[name] = node(
                    name,
                    resource_class=role,
                    provision_state="active",
                    instance_uuid=f"{role}-server-{index}",
                )
                self.servers.append((role, str(index), name))
        self.status = "CREATE_COMPLETE"
        self.deployed = True
        self.parameters = {"ControlCount": "3", "ComputeCount": "2"}
        for role in ("Control", "Compute"):
            self.parameters |= {f"{role}Image": "overcloud-full", f"{role}Images": {}}
            self.parameters[f"{role}Flavor"] = "baremetal"
        self.images = {
            "old": Image("old", "overcloud-full", "active"),
            "new": Image("new", "overcloud-server", "active", "1.1", "42", "HDN", 2**30),
        }
        self.running = dict.fromkeys(self.nodes, "old")
        self.flavors = [{"id": "f", "name": "baremetal", "ram": 32768, "disk": 500}]
        self.vms = {}
        self.down = set()
        self.room = []
        self.groups = []

    def change(self, name, **changes):
        """Change a node."""
        self.nodes[name] = dataclasses.replace(self.nodes[name], **changes)

    def snapshot(self, runtime):
        """What the service reads."""
        stack = Stack(
            "stack-id",
            "overcloud",
            self.status,
            "",
            "2026-01-01T00:00:00Z",
            None,
            dict(self.parameters),
        )
        members = tuple(
            snapshot.Member(
                role=self.rolemap.by_name[role],
                index=index,
                name=self.rolemap.by_name[role].server_name("overcloud", index),
                server=self.nodes[name].instance_uuid,
                server_status="ACTIVE",
                node=self.nodes[name],
                state=snapshot.DEPLOYED,
                image=self.running[name],
            )
            for role, index, name in self.servers
        )
        by_uuid = {node.uuid: node for node in self.nodes.values()}
        if not self.deployed:
            return snapshot.Snapshot(self.rolemap, None, (), by_uuid)
        return snapshot.Snapshot(self.rolemap, stack, members, by_uuid)

    def flavor(self, name):
        """What Nova answers about a flavor."""
        return next((row for row in self.flavors if row["name"] == name), None)

    def look(self, clouds, hosts):
        """What the overcloud's Nova answers about hosts."""
        return compute_hosts.Occupancy(
            {host: self.vms.get(host, []) for host in hosts},
            self.room,
            {host: Service(host, host, True, host not in self.down, None) for host in hosts},
            tuple(self.groups),
        )


@pytest.fixture
def runtime(tmp_path):
    """The nodes service alone; its Keystone does not answer."""
    url = databases.url(tmp_path)
    databases.fill(url)
    file = tmp_path / "services.conf"
    file.write_text(
        f"[api]\nservices = nodes\n[database]\nconnection = {url}\n"
        f"[secrets]\nkey_repository = {tmp_path}/keys\n"
        f"[keystone_authtoken]\nwww_authenticate_uri = http://127.0.0.1:9/v3\n{LOGIN}"
        f"[undercloud]\n{LOGIN}"
    )
    runtime = Runtime(config.load(files=[file]))
    yield runtime
    runtime.close()


@pytest.fixture
def undercloud(monkeypatch):
    undercloud = Undercloud()
    monkeypatch.setattr(snapshot, "take", undercloud.snapshot)
    monkeypatch.setattr(conflicts, "refuse", lambda runtime, nodes, new: None)
    monkeypatch.setattr(compute_hosts, "look", undercloud.look)
    monkeypatch.setattr(images, "every", lambda clouds: undercloud.images)
    monkeypatch.setattr(rollouts, "flavor", lambda runtime, name: undercloud.flavor(name))
    return undercloud


@pytest.fixture
def app(runtime):
    services = runtime.services
    blueprints = [service.blueprint(runtime) for service in services]
    blueprints += [runtime.operations.blueprint(service.name, service.root) for service in services]
    rules = [rule for service in services for rule in service.policies()]
    return base_app.create_app(runtime, blueprints, rules)


@pytest.fixture
def admin(app):
    return Person(app, X_User_Id="a1", X_Roles="admin", OpenStack_System_Scope="all")


@pytest.fixture
def plan(admin, undercloud):
    """``plan(action, **request)``: the plan, as the API shows it."""

    def plan(action, **request):
        answer = admin.post("/nodes/v1/plans", json={"action": action, **request})
        assert answer.status_code == 201, answer.json
        answers.assert_answer("POST", "/nodes/v1/plans", 201, answer.json)
        return answer.json

    return plan


@pytest.fixture
def apply(admin, undercloud):
    """``apply(plan)``: the status and body of the answer."""

    def apply(plan):
        path = f"/nodes/v1/plans/{plan['id']}/apply"
        answer = admin.post(path)
        answers.assert_answer("POST", path, answer.status_code, answer.json)
        return answer.status_code, answer.json

    return apply
