"""Operations of the real services over the wire, in a time of their own."""

import functools

import requests

from helion_services.base import config
from helion_services.base.operations import patience, work
from helion_services.base.runtime import Runtime
from helion_services.nodes import hardware, roles
from helion_services.nodes.flows import lost_nodes
from helion_services.nodes.flows.drain import hosts, migrator
from helion_services.nodes.stack import waiting
from helion_services.overcloud import new_hosts
from helion_services.sirius import rendering
from tests import databases
from tests.faults.cinder import Cinder
from tests.faults.clock import Clock, Stop
from tests.faults.cloud import Cloud
from tests.faults.glance import Glance
from tests.faults.keystone import Keystone
from tests.faults.operation import Ended, Operation
from tests.faults.storeserv import StoreServ
from tests.faults.swift import Swift
from tests.faults.wire import Wire

_WAITING = (patience, work, lost_nodes, hosts, migrator, waiting, new_hosts)
_LOGIN = """
auth_type = password
auth_url = http://{}.test/v3
username = helion
password = very-secret
project_name = service
user_domain_name = Default
project_domain_name = Default
"""
_UNDERCLOUD = {
    "baremetal": "http://ironic.test",
    "orchestration": "http://heat.test/v1/p",
    "compute": "http://nova.test/v2.1",
    "placement": "http://placement.test",
    "image": "http://glance.test",
    "object-store": "http://swift.test/v1/AUTH_p",
}
_OVERCLOUD = {
    "compute": "http://overcloud-nova.test/v2.1",
    "placement": "http://overcloud-placement.test",
    "block-storage": "http://overcloud-cinder.test/v3",
}


class Rig:
    """Makes a world for a scene, and runs its operation there, with faults."""

    def __init__(self, folder, monkeypatch):
        self.file = folder / "cinder" / "backends.conf"
        self.runtime = Runtime(config.load(files=[_configuration(folder, self.file)]))
        self.array = StoreServ(self.runtime.secrets)
        self.clock, self.cloud, self._wire = Clock(), None, None
        for module in _WAITING:
            monkeypatch.setattr(module, "time", self.clock)
        monkeypatch.setattr("keystoneauth1.session.time", self.clock)
        monkeypatch.setattr(requests.Session, "get_adapter", lambda *args, **options: self._wire)
        monkeypatch.setattr("requests.sessions.get_environ_proxies", lambda *args, **options: {})
        monkeypatch.setattr(hardware, "check", lambda *args, **options: [])
        monkeypatch.setattr(roles, "load", functools.cache(roles.load))  # parsing takes longest
        monkeypatch.setattr(
            rendering, "configuration", lambda *args, **options: self.array.sections
        )

    def close(self):
        self.runtime.close()

    def prepare(self, scene, brief=False):
        """Make a new world; ``brief``: in which each request needs a new token.

        Returns the request of the scene's operation.
        """
        self.clock.again()
        self.cloud, self.glance, cinder = Cloud(), Glance(self.runtime.db), Cinder(self.file)
        self.swift = Swift()
        self.file.parent.mkdir(exist_ok=True)
        for path in self.file.parent.iterdir():
            path.unlink()
        self.file.write_text("[DEFAULT]\nenabled_backends =\n")
        services = {
            "array": self.array,
            "keystone": Keystone(_UNDERCLOUD, "one", brief),
            "overcloud-keystone": Keystone(_OVERCLOUD, "two", brief),
            "overcloud-cinder": cinder,
            "glance": self.glance,
            "swift": self.swift,
            **self.cloud.services(),
        }
        self._wire = Wire(self.clock, services)
        self.clock.tick = self.cloud.tick
        worlds = (self.cloud, cinder, self.glance, self.swift)
        self._look = lambda: {name: row for each in worlds for name, row in each.world().items()}
        self.runtime.clouds._sessions.clear()
        return scene.prepare(self)

    def run(self, scene, fault=None, brief=False):
        """Run the operation of a scene in a new world; returns its :class:`Ended`."""
        request = self.prepare(scene, brief)
        return self._run(self.runtime.operations.kind(*scene.kind), request, fault)

    def kill(self, scene, fault):
        """Run the operation of a scene; ``fault`` raises, and another conductor goes on.

        Returns its :class:`Ended`, and whether the fault met a request.
        """
        operation = Operation(self.runtime.operations.kind(*scene.kind), self.prepare(scene))
        self._wire.fault, is_killed = fault, False
        before = self._look()
        try:
            operation.run(self.runtime, Stop(self.clock))
        except type(fault).Killed:
            self._wire.fault, is_killed = None, True
            operation.run(self.runtime, Stop(self.clock))
        return Ended(operation, before, self._look(), tuple(self._wire.log)), is_killed

    def retry(self, ended):
        """Retry an operation in the world that it left."""
        kind = ended.operation.kind
        return self._run(kind, kind.again(self.runtime, ended.operation.request))

    def _run(self, kind, request, fault=None):
        operation, before = Operation(kind, request), self._look()
        self._wire.fault, self._wire.log, self._wire.cancel = fault, [], operation.cancel
        operation.run(self.runtime, Stop(self.clock))
        self._wire.fault = None
        for _ in range(20):  # what is under way ends
            self.cloud.tick()
        return Ended(operation, before, self._look(), tuple(self._wire.log))


def _configuration(folder, file):
    path = folder / "services.conf"
    path.write_text(
        f"""
[api]
services = nodes, sherpa, sirius
[database]
connection = {databases.filled(folder)}
[secrets]
key_repository = {folder}/keys
[keystone_authtoken]
{_LOGIN.format("keystone")}
[undercloud]
{_LOGIN.format("keystone")}
[undercloud_system]
{
            _LOGIN.format("keystone")
            .replace("project_name = service", "system_scope = all")
            .replace("project_domain_name = Default", "")
        }
[overcloud]
{_LOGIN.format("overcloud-keystone")}
[operations]
poll = 5
[sherpa]
content_dir = {folder}/content
segment_mib = 1
[sirius]
configuration_file = {file}
"""
    )
    return path
