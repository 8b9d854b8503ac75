"""The hypervisor of a simulated host: Nova's own fake one with a size, a memory and failures."""

import sys
import time
import uuid

from nova import context as contexts
from nova import exception, objects
from nova.compute import power_state, vm_states
from nova.virt import fake

from helion_embedded.simulators.overcloud import hosts

_RUNNING, _FORCED, _ABORTED = "running", "forced", "aborted"
_STEP = 0.1  # seconds between two looks at a running migration
_UNBORN = frozenset({vm_states.BUILDING, vm_states.ERROR})


class SimulatedDriver(fake.FakeDriver):
    """Serves the host that Nova names in :meth:`init_host`; see :func:`install`."""

    hosts = None
    # Guests by host: they live on while the compute service of their machine is down.
    guests = {}

    def init_host(self, host):
        self._host = host
        self._last = hosts.Host.parse(host, {})
        spec = self._spec()
        self.vcpus, self.memory_mb, self.local_gb = spec.vcpus, spec.memory_mb, spec.local_gb
        self.resources = fake.Resources(spec.vcpus, spec.memory_mb, spec.local_gb)
        self.host_status_base |= {
            "hypervisor_type": spec.hypervisor_type,
            "hypervisor_version": 8002002,
            "hypervisor_hostname": host,
        }
        self._set_nodes(list(spec.nodes))
        if host not in self.guests:
            self.guests[host] = _recorded_guests(host)
        self.instances = self.guests[host]

    def get_nodenames_by_uuid(self, refresh=False):
        return {self._node_uuid(node): node for node in self._nodes}

    def get_available_resource(self, nodename):
        resources = super().get_available_resource(nodename)
        if resources:
            resources |= {"uuid": self._node_uuid(nodename), "host_hostname": self._host}
        return resources

    def get_host_ip_addr(self):
        return "127.0.0.1"

    def get_host_uptime(self):
        return " 10:00:00 up 12 days,  1:02,  0 users,  load average: 0.10, 0.12, 0.09"

    def check_can_live_migrate_source(
        self, context, instance, dest_check_data, block_device_info=None
    ):
        if hosts.PRECHECK in self._spec().fail:
            raise exception.MigrationPreCheckError(
                reason=f"Host {self._host} refuses: unsafe cache mode"
            )
        return dest_check_data

    def live_migration(
        self,
        context,
        instance,
        dest,
        post_method,
        recover_method,
        block_migration=False,
        migrate_data=None,
    ):
        end = time.monotonic() + self._spec().seconds
        self.active_migrations[instance.uuid] = _RUNNING
        while time.monotonic() < end and self.active_migrations[instance.uuid] == _RUNNING:
            time.sleep(_STEP)
        if self.active_migrations.pop(instance.uuid) == _ABORTED:
            recover_method(context, instance, dest, migrate_data, migration_status="cancelled")
        elif hosts.LIVE_MIGRATION in self._spec().fail:
            recover_method(context, instance, dest, migrate_data)
        else:
            post_method(context, instance, dest, block_migration, migrate_data)

    def live_migration_force_complete(self, instance):
        self.active_migrations[instance.uuid] = _FORCED

    def live_migration_abort(self, instance):
        self.active_migrations[instance.uuid] = _ABORTED

    def post_live_migration(self, context, instance, block_device_info, migrate_data=None):
        self.destroy(context, instance, None, block_device_info)

    def migrate_disk_and_power_off(self, context, instance, dest, *arguments, **options):
        if hosts.MIGRATE in self._spec().fail:
            raise exception.InstanceFaultRollback(
                exception.ResizeError(reason=f"ssh to {dest} failed")
            )

    def _spec(self):
        """What the file says now, or said last while it cannot be read."""
        host = self.hosts.read(self._host)
        if host:
            self._last = host
        return self._last

    def _node_uuid(self, node):
        """The same after a restart, unlike Nova's: else it would not find its own records."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{self._host}/{node}"))


def install(folder):
    """Let Nova find the driver as ``simulated.SimulatedDriver``, over the hosts of ``folder``.

    Nova looks for drivers below ``nova.virt`` only.
    """
    SimulatedDriver.hosts = folder
    sys.modules["nova.virt.simulated"] = sys.modules[__name__]


def _recorded_guests(host):
    """What runs on a host according to the database; the process that knew it has ended."""
    recorded = objects.InstanceList.get_by_host(contexts.get_admin_context(), host)
    return {
        instance.uuid: fake.FakeInstance(
            instance.name, instance.power_state or power_state.RUNNING, instance.uuid
        )
        for instance in recorded
        if instance.vm_state not in _UNBORN
    }
