"""Operations on the clusters of a simulated vCenter, and what they leave there."""

import contextlib
import time

from pyVmomi import vim

from helion_services.base import config
from helion_services.base.context import Context
from helion_services.base.operations import states as operation_states
from helion_services.base.operations import store
from helion_services.base.runtime import Runtime
from helion_services.base.times import now
from helion_services.eon import network, operations, properties
from helion_services.eon.models import CLUSTER, MANAGER, Cluster, Manager, Property
from helion_services.eon.vcenter import inventory, session
from tests.world import of_vcenter

NAMES = ("Compute-A", "Compute-B", "Management", "Compute-C", "Edge")
"""The clusters of the default site, the first three in Houston, the others in Boise."""
WHO = Context("user-id", "somebody", "project-id", ("admin",), None, "req-1")
ERROR = ("code", "params", "message", "step")
"""What a cluster keeps of an operation's error."""
_PATIENCE = 120  # seconds


def runtime(folder, clouds=None):
    """A runtime of the service over the configuration in a folder, perhaps with other clouds."""
    runtime_ = Runtime(config.load(files=[folder / "services.conf"]))
    runtime_.clouds = clouds or runtime_.clouds
    return runtime_


class ClusterEnv:
    """A service without its interface: its database, its operations, and a vCenter."""

    def __init__(self, folder, vcenter, overcloud):
        self.folder, self.vcenter, self.overcloud = folder, vcenter, overcloud
        self.runtime = runtime(folder, overcloud)
        self.db = self.runtime.db
        self._register()

    def _register(self):
        sealed = self.runtime.secrets.put({"password": self.vcenter.password})
        moment = {"created_at": now(), "updated_at": now()}
        with self.db.session() as db:
            db.add(
                Manager(
                    id=self.vcenter.uuid,
                    name="vcenter",
                    ip_address=self.vcenter.host,
                    port=self.vcenter.port,
                    username=self.vcenter.username,
                    secret_id=sealed,
                    ca_pem=self.vcenter.ca_pem,
                    auto_import=False,
                    state="registered",
                    **moment,
                )
            )
        with session.open(self.runtime, self.vcenter.uuid) as vc:
            content = inventory.read(vc.si)
        places = {item.moid: item.name for item in content.datacenters}
        with self.db.session() as db:
            for item in content.clusters:
                db.add(
                    Cluster(
                        id=item.name,
                        manager_id=self.vcenter.uuid,
                        moid=item.moid,
                        name=item.name,
                        datacenter=places[item.datacenter],
                        datacenter_moid=item.datacenter,
                        state="imported",
                        **moment,
                    )
                )

    def cluster(self, name):
        """The row of a cluster; its id is its name."""
        with self.db.reader() as db:
            return db.get(Cluster, name)

    def host(self, name):
        """What the compute service of a cluster is called."""
        return f"{self.cluster(name).moid}.{self.vcenter.uuid}"

    def prop(self, name, key, kind=CLUSTER):
        with self.db.reader() as db:
            return properties.get_json(db, kind, name, key)

    def kept(self, datacenter):
        """The network properties that are kept for a datacenter."""
        return self.prop(self.vcenter.uuid, datacenter, MANAGER)

    def begin(self, kind, name, *args, **options):
        """Begin an operation on a cluster; returns its id."""
        with self.db.session() as db:
            row = db.get(Cluster, name)
            if kind == "activate":
                args = args or (network.sample(),)
            begun = getattr(operations, kind)(self.runtime, db, row, *args, WHO, **options)
        self.runtime.operations.announce(begun)
        return begun

    def do(self, kind, name, *args, **options):
        """Do it; returns the operation at its end."""
        return self.ended(self.begin(kind, name, *args, **options))

    def done(self, kind, name, *args, **options):
        """Do it, with success."""
        ended = self.do(kind, name, *args, **options)
        assert ended.state == "succeeded", (ended.error, lines(ended))
        return ended

    def get(self, operation):
        with self.db.reader() as db:
            return store.get(db, operation)

    def ended(self, operation):
        return self.until(operation, lambda current: current.state not in operation_states.ACTIVE)

    def at(self, operation, step):
        """An operation as soon as a step of it runs, or has run."""
        return self.until(
            operation,
            lambda current: any(s.name == step and s.state != "pending" for s in current.steps),
        )

    def until(self, operation, ready):
        end = time.monotonic() + _PATIENCE
        while not ready(current := self.get(operation)):
            assert time.monotonic() < end, [(s.name, s.state, s.message) for s in current.steps]
            time.sleep(0.05)
        return current

    def start(self):
        """Run operations in this process."""
        self.runtime.operations.start()

    def close(self):
        self.runtime.close()

    @property
    def footprint(self):
        """What is there, as far as it may outlive an operation."""
        with self.db.reader() as db:
            kept = sorted(
                (row.parent_id, row.key) for row in db.query(Property) if row.parent_kind == CLUSTER
            )
            clusters = {row.name: row.state for row in db.query(Cluster)}
        return {
            "vcenter": of_vcenter(self.vcenter),
            "nova": self.overcloud.services,
            "clusters": clusters,
            "properties": kept,
        }


def failed(env, code, step, *args, **options):
    """Activate Compute-A, in vain and without anything left; returns what was said."""
    before = env.footprint
    ended = env.do("activate", "Compute-A", *args, **options)
    assert (ended.state, ended.error["code"], ended.error["step"]) == ("reverted", code, step)
    assert "left" not in ended.error
    assert env.footprint == before
    row = env.cluster("Compute-A")
    assert row.error == {key: ended.error[key] for key in ERROR}
    assert (row.state, row.hypervisor_id) == ("imported", None)
    assert env.kept("Houston") is None
    return ended.error["message"]


def lines(operation):
    """The log of an operation."""
    return [line.text for line in operation.log]


@contextlib.contextmanager
def maintenance(vcenter, *hosts):
    """Hosts, by name, in maintenance for a while."""
    with vcenter.session() as view:
        for name in hosts:
            view.wait(view.find(vim.HostSystem, name).EnterMaintenanceMode_Task(timeout=0))
    try:
        yield
    finally:
        with vcenter.session() as view:
            for name in hosts:
                host = view.find(vim.HostSystem, name)
                if host.runtime.inMaintenanceMode:
                    view.wait(host.ExitMaintenanceMode_Task(timeout=0))


@contextlib.contextmanager
def disconnected(vcenter, name):
    """A host, by name, disconnected until ``reconnect()`` is called, or to the end."""
    with vcenter.session() as view:
        view.wait(view.find(vim.HostSystem, name).DisconnectHost_Task())

    def reconnect():
        with vcenter.session() as view:
            host = view.find(vim.HostSystem, name)
            if host.runtime.connectionState != "connected":
                view.wait(host.ReconnectHost_Task())

    try:
        yield reconnect
    finally:
        reconnect()
