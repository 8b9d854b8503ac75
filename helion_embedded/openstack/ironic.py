"""Ironic: API and conductor in one process, without RPC, on simulated hardware."""

import sys

from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import run_command, use_threads
from helion_embedded.ports import HOST

HARDWARE_TYPE = "simulated"
PROVISIONING_NETWORK = "management"
CALM = "restore.d/calm.conf"
"""Exists after a restore: a conductor leaves power states as they are then."""
READINGS = ("ironic", "sensors")
"""The folder below ``var`` where readings wait for the exporter."""


class Ironic(Service):
    name = "ironic"
    service_type = "baremetal"
    # Its own calls to itself and its conductors are questions about the whole system.
    grants = (*Service.grants, ("admin", None))
    databases = ("ironic",)

    def configuration(self, instance):
        clients = ("service_catalog", "glance", "cinder", "nova", "swift")
        # Short, but long enough to be seen: seconds, "earliest,latest".
        delay = "1,1" if instance.quick else "1,3"
        return {
            "ironic.conf": {
                "DEFAULT": sections.defaults()
                | sections.identity()
                | {
                    "auth_strategy": "keystone",
                    # Nova's user has the role "service" in the service project: it manages all
                    # nodes, not only those its project owns.
                    "rbac_service_role_elevated_access": True,
                    "rpc_transport": "none",
                    "hash_ring_reset_interval": 5,
                }
                | _interfaces(instance),
                # Pages of up to 10,000 nodes: what a client may ask for is not ours to cut.
                "api": {
                    "host_ip": HOST,
                    "port": instance.ports[self.name],
                    "api_workers": 1,
                    "max_limit": 10000,
                },
                "conductor": {
                    "automated_clean": True,
                    "heartbeat_interval": 5,
                    "workers_pool_size": 300,
                    "node_history": True,
                    # Every node is asked in turn, about 20 ms each: a thousand of them must not
                    # keep a core busy.
                    "sync_power_state_interval": max(10 if instance.quick else 20, instance.nodes),
                    # A processor that does not answer is a failure the first time, and over soon.
                    "power_state_sync_max_retries": 0 if instance.quick else 1,
                    "power_failure_recovery_interval": 5 if instance.quick else 20,
                },
                "deploy": {
                    "http_root": instance.state.var("ironic", "httpboot"),
                    "http_url": "http://127.0.0.1:8088",
                    "default_boot_option": "local",
                },
                "pxe": {
                    "tftp_root": instance.state.var("ironic", "tftpboot"),
                    "tftp_master_path": instance.state.var("ironic", "master"),
                    "images_path": instance.state.var("ironic", "images"),
                    "instance_master_path": instance.state.var("ironic", "instances"),
                },
                "dhcp": {"dhcp_provider": "none"},
                "inventory": {"data_backend": "database"},
                "fake": {"deploy_delay": delay, "inspect_delay": delay, "power_delay": 0},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "neutron": sections.credentials(instance, self.name)
                | {
                    f"{purpose}_network": PROVISIONING_NETWORK
                    for purpose in ("cleaning", "provisioning", "rescuing", "inspection")
                },
                "database": sections.database(instance, "ironic"),
            }
            | {client: sections.credentials(instance, self.name) for client in clients}
            | self.common(instance)
            | _sensors(instance)
        }

    def arguments(self, instance):
        calm = (self.folder(instance) / CALM).parent
        calm.mkdir(mode=0o700, exist_ok=True, parents=True)
        return [*super().arguments(instance), "--config-dir", str(calm)]

    def create_databases(self, instance):
        from ironic.command import dbsync

        run_command(dbsync.main, [*self.arguments(instance), "create_schema"])

    def application(self, instance):
        """Serve API and conductor until the process is told to end; returns None."""
        sys.argv = self.arguments(instance)
        use_threads()
        from ironic.command import singleprocess
        from ironic.common import service

        from helion_embedded.simulators.ironic import sensors

        _send_heartbeats()
        sensors.exported()
        launcher = service.process_launcher
        # Its own way is to fork the conductor: a second process, 140 MB, for nothing.
        service.process_launcher = lambda no_fork=False: launcher(no_fork=True)
        singleprocess.main()


def _send_heartbeats():
    """Let the conductor send heartbeats.

    On SQLite Ironic leaves that out, to spare the database a lock; :mod:`helion_embedded.sqlite`
    has cured the locks. Without it a conductor reads as dead from its second minute on.
    """
    from ironic.conductor import base_manager

    def keepalive(manager):
        while not manager._keepalive_evt.wait(base_manager.CONF.conductor.heartbeat_interval):
            manager.conductor.touch(online=not manager._shutdown.is_set())

    base_manager.BaseConductorManager._conductor_service_record_keepalive = keepalive


def reading_interval(instance):
    """Seconds between two readings of the sensors of a node."""
    # A node takes some 20 ms: a thousand of them must not keep a core busy.
    return max(10 if instance.quick else 30, instance.nodes)


def _sensors(instance):
    """Readings of all nodes go to files, for the exporter; nothing else is notified of."""
    return {
        "sensor_data": {
            "send_sensor_data": True,
            "interval": reading_interval(instance),
            "workers": 2,
            "enable_for_undeployed_nodes": True,
            "enable_for_conductor": False,
        },
        "oslo_messaging_notifications": {
            "driver": "prometheus_exporter",
            "transport_url": "fake://",
            "location": instance.state.var(*READINGS),
        },
    }


def _interfaces(instance):
    """Hardware types and interfaces: ours, Ironic's fakes, and Redfish for its forms."""
    network = ["noop", "flat"] if instance.has("neutron") else ["noop"]
    enabled = {
        "hardware_types": [HARDWARE_TYPE, "fake-hardware", "redfish"],
        "bios_interfaces": [HARDWARE_TYPE, "redfish", "fake", "no-bios"],
        "boot_interfaces": ["fake", "redfish-virtual-media"],
        "console_interfaces": ["fake", "no-console"],
        "deploy_interfaces": [HARDWARE_TYPE, "fake", "direct"],
        "firmware_interfaces": [HARDWARE_TYPE, "redfish", "fake", "no-firmware"],
        "inspect_interfaces": [HARDWARE_TYPE, "redfish", "fake", "no-inspect"],
        "management_interfaces": [HARDWARE_TYPE, "redfish", "fake"],
        "network_interfaces": network,
        "power_interfaces": [HARDWARE_TYPE, "redfish", "fake"],
        "raid_interfaces": ["fake", "no-raid"],
        "rescue_interfaces": ["fake", "no-rescue"],
        "storage_interfaces": ["noop", "fake", "cinder"],
        "vendor_interfaces": ["redfish", "fake", "no-vendor"],
    }
    return {f"enabled_{kind}": names for kind, names in enabled.items()} | {
        "default_network_interface": "noop",
        "default_storage_interface": "noop",
    }
