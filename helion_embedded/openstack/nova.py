"""Nova: API, conductor, scheduler and a compute service on Ironic, in one process."""

import contextlib
import os
import shutil
import sqlite3
import sys
import threading
import traceback

from helion_embedded import openstack, probe, rpc, sqlite
from helion_embedded.distributions import data_file
from helion_embedded.logins import REGION
from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import start_workers


class Nova(Service):
    name = "nova"
    service_type = "compute"
    endpoint_path = "/v2.1"
    requires = ("keystone", "placement", "glance", "neutron", "ironic")
    user = "nova"
    databases = ("nova", "nova_api", "nova_cell0")

    def configuration(self, instance):
        clients = ("neutron", "cinder", "placement")
        return {
            "nova.conf": {
                "DEFAULT": sections.defaults()
                | sections.identity()
                | sections.in_memory_messaging()
                | {
                    "compute_driver": "ironic.IronicDriver",
                    "concurrency_backend": "threading",
                    "state_path": instance.state.var(self.name),
                    "instances_path": instance.state.var(self.name, "instances"),
                    "force_config_drive": False,
                    "report_interval": 5,
                    "service_down_time": 60,
                    # Without this up to a minute passes before a new node is seen.
                    "periodic_fuzzy_delay": 0,
                    "update_resources_interval": 3 if instance.quick else 10,
                    "scheduler_instance_sync_interval": 120,
                    "sync_power_state_interval": 60,
                    "reserved_host_memory_mb": 0,
                    "reserved_host_disk_mb": 0,
                    "reserved_host_cpus": 0,
                    "vif_plugging_is_fatal": False,
                    "vif_plugging_timeout": 0,
                },
                # One server of bare metal is more than the stock quota of a project.
                "quota": {"cores": -1, "ram": -1, "instances": -1},
                "api": {"auth_strategy": "keystone", "local_metadata_per_cell": True},
                "api_database": sections.database(instance, f"{self.name}_api"),
                "database": sections.database(instance, self.name),
                "scheduler": {"discover_hosts_in_cells_interval": 10, "max_attempts": 3},
                "filter_scheduler": {
                    "enabled_filters": [
                        "ComputeFilter",
                        "ComputeCapabilitiesFilter",
                        "ImagePropertiesFilter",
                    ],
                    "track_instance_changes": False,
                },
                "glance": {"region_name": REGION, "api_servers": instance.url("glance")},
                "vnc": {"enabled": False},
                "spice": {"enabled": False},
                "key_manager": {"backend": "nova.keymgr.conf_key_mgr.ConfKeyManager"},
                "keystone_authtoken": sections.authtoken(instance, self.user),
                "service_user": sections.credentials(
                    instance, self.user, send_service_user_token=True
                ),
                "ironic": sections.credentials(
                    instance, self.user, api_max_retries=30, api_retry_interval=1
                ),
            }
            | {client: sections.credentials(instance, self.user) for client in clients}
            | self.common(instance)
        }

    def write_configuration(self, instance):
        super().write_configuration(instance)
        # The WSGI entry point looks for it beside nova.conf and nowhere else.
        shutil.copyfile(
            data_file("nova", "etc/nova/api-paste.ini"), self.folder(instance) / "api-paste.ini"
        )

    def environment(self, instance):
        return {
            "OS_NOVA_CONFIG_DIR": str(self.folder(instance)),
            "OS_NOVA_DISABLE_EVENTLET_PATCHING": "1",
        }

    def create_databases(self, instance):
        sys.argv = self.arguments(instance)
        use_threads()
        from nova import config, objects

        config.parse_args(sys.argv)
        objects.register_all()
        from nova.cmd import manage

        cells = manage.CellV2Commands()
        manage.ApiDbCommands().sync()
        urls = self._cells(instance)
        cells.map_cell0(urls["cell0"])
        manage.DbCommands().sync()
        cells.create_cell("cell1", urls["cell1"], "fake://")

    def relocate(self, instance):
        """Point the cells at the databases of this state directory."""
        path = instance.state.database(f"{self.name}_api")
        with contextlib.closing(sqlite3.connect(path)) as connection, connection:
            for cell, url in self._cells(instance).items():
                connection.execute(
                    "UPDATE cell_mappings SET database_connection = ? WHERE name = ?", (url, cell)
                )

    def application(self, instance):
        sys.argv = self.arguments(instance)
        use_threads()
        rpc.through_json()
        # First of all: it reads the configuration, sets up logging and RPC.
        from nova.wsgi import osapi_compute  # isort: split

        import os_vif
        from nova import objects, service
        from nova.compute import rpcapi as compute
        from nova.conductor import rpcapi as conductor
        from nova.scheduler import rpcapi as scheduler

        os_vif.initialize()
        objects.register_all()
        _leave_out_sharded_nodes()
        # None of Nova's workers can be made before it answers.
        probe.wait(openstack.SERVICES["placement"].health(instance))
        create = service.Service.create
        start_workers(
            create(binary="nova-conductor", topic=conductor.RPC_TOPIC),
            create(binary="nova-scheduler", topic=scheduler.RPC_TOPIC),
        )
        worker = create(
            binary="nova-compute", topic=compute.RPC_TOPIC, topic_alt=compute.RPC_TOPIC_ALT
        )
        ironic = openstack.SERVICES["ironic"].health(instance)
        # The API must not wait for it.
        threading.Thread(target=start_later, args=(worker, ironic), daemon=True).start()
        return osapi_compute.application

    def _cells(self, instance):
        """The URLs of the databases of its cells."""
        names = {"cell0": f"{self.name}_cell0", "cell1": self.name}
        return {
            cell: sqlite.connection_url(instance.state.database(name))
            for cell, name in names.items()
        }


def start_later(worker, url):
    """Start a worker once ``url`` answers; ends the process if it does not start.

    nova-compute that finds no Ironic gives up for good, and nobody would notice.
    """
    try:
        probe.wait(url)
        start_workers(worker)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def use_threads():
    from nova import monkey_patch

    monkey_patch.patch(backend="threading")


def _leave_out_sharded_nodes():
    """Let nova-compute see only nodes without a shard, as another of its kind serves the rest.

    Thousands of nodes that are seeded for the node lists carry a shard. Each would otherwise be
    a hypervisor and a resource provider, some five minutes of work at the first start. Nova can be
    told which shard to serve but not to serve none, and the SDK does not know Ironic's filter.
    """
    from nova.virt.ironic import driver
    from openstack.baremetal.v1 import node

    node.Node._query_mapping._mapping["sharded"] = "sharded"
    nodes = driver.IronicDriver._get_node_list

    def unsharded(self, **filters):
        return nodes(self, sharded=False, **filters)

    driver.IronicDriver._get_node_list = unsharded
