"""The overcloud's control plane: a second Nova with a Placement of its own, in one process.

Its compute hosts come and go, see :mod:`helion_embedded.simulators.overcloud`. Keystone, Glance,
Neutron and Cinder are the undercloud's; Keystone knows it as the region ``overcloud``.
"""

import logging
import os
import sys

import yaml

from helion_embedded import identity, rpc
from helion_embedded.logins import OVERCLOUD, REGION, SERVICE_PROJECT
from helion_embedded.openstack import sections
from helion_embedded.openstack.nova import Nova, use_threads
from helion_embedded.openstack.tools import run_command, start_workers
from helion_embedded.state import write_private

_PLACEMENT = "/placement"
# Any will do, but Nova refuses a host whose service it knows and that has none.
_COMPUTE_ID = "7d3a0c54-8d5e-4c3c-9c43-0d4f6f1c0a11"


class Overcloud(Nova):
    name = OVERCLOUD
    regions = (OVERCLOUD,)
    requires = ("keystone", "glance", "neutron")
    databases = ("overcloud", "overcloud_api", "overcloud_cell0", "overcloud_placement")

    def endpoints(self, instance):
        placement = {(OVERCLOUD, "placement"): instance.url(self.name) + _PLACEMENT}
        return super().endpoints(instance) | placement

    def config_file(self, instance):
        return self.folder(instance) / "nova.conf"

    def configuration(self, instance):
        nova = super().configuration(instance)["nova.conf"]
        del nova["ironic"]
        nova["DEFAULT"] |= {
            # The control plane's; each compute service brings its own.
            "host": "overcloud-control",
            "compute_driver": "simulated.SimulatedDriver",
            # A host that is gone is seen to be down after some seconds, not after a minute.
            "report_interval": 1 if instance.quick else 2,
            "service_down_time": 8 if instance.quick else 12,
            "rpc_response_timeout": 15,
            # The API asks a host that it disables; one that just died would hold it for 30 minutes.
            "long_rpc_timeout": 15,
            # One pool for all hosts of this process.
            "max_concurrent_live_migrations": 10,
            "manager_shutdown_timeout": 5,
            "graceful_shutdown_timeout": 15,
            "initial_cpu_allocation_ratio": 4.0,
            "initial_ram_allocation_ratio": 1.0,
            "initial_disk_allocation_ratio": 1.0,
        }
        nova["compute"] = {"live_migration_wait_for_vif_plug": False}
        nova["image_cache"] = {"manager_interval": -1}
        nova["scheduler"]["discover_hosts_in_cells_interval"] = 2 if instance.quick else 5
        nova["filter_scheduler"]["enabled_filters"] += [
            "ServerGroupAntiAffinityFilter",
            "ServerGroupAffinityFilter",
        ]
        nova["placement"] |= {
            "region_name": OVERCLOUD,
            "endpoint_override": instance.url(self.name) + _PLACEMENT,
        }
        nova["cinder"]["os_region_name"] = REGION
        return {
            "nova.conf": nova,
            "placement.conf": {
                "DEFAULT": sections.defaults(),
                "api": {"auth_strategy": "keystone"},
                "keystone_authtoken": sections.authtoken(instance, "placement"),
                "placement_database": sections.database(instance, "overcloud_placement"),
            },
        }

    def write_configuration(self, instance):
        super().write_configuration(instance)
        write_private(instance.state.var(self.name) / "compute_id", _COMPUTE_ID)

    def environment(self, instance):
        """None for all children: there Nova and Placement have the undercloud's folders."""
        return {}

    def create_databases(self, instance):
        super().create_databases(instance)
        from placement.cmd import manage

        file = str(self.folder(instance) / "placement.conf")
        run_command(manage.main, ["placement-manage", "--config-file", file, "db", "sync"])

    def application(self, instance):
        folder = str(self.folder(instance))
        os.environ["OS_NOVA_CONFIG_DIR"] = os.environ["OS_PLACEMENT_CONFIG_DIR"] = folder
        os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"
        sys.argv = self.arguments(instance)
        use_threads()
        rpc.through_json()
        # Placement first: the log belongs to whoever sets it up last.
        from placement.wsgi import api as placement  # isort: split
        from nova.wsgi import osapi_compute  # isort: split

        import os_vif
        from nova import objects, service, thread_pool_factory
        from nova.conductor import rpcapi as conductor
        from nova.scheduler import rpcapi as scheduler

        # A line for each of the many requests of the computes.
        logging.getLogger("placement.requestlog").setLevel(logging.WARNING)
        # A compute service that stops would close the thread pools of all others.
        thread_pool_factory.shutdown_all_executors = lambda: None
        os_vif.initialize()
        objects.register_all()
        create = service.Service.create
        start_workers(
            create(binary="nova-conductor", topic=conductor.RPC_TOPIC),
            create(binary="nova-scheduler", topic=scheduler.RPC_TOPIC),
        )
        _start_hosts(instance)
        return dispatcher(placement.application, osapi_compute.application)


def _start_hosts(instance):
    from helion_embedded.simulators.overcloud import computes, driver, guests, hosts

    folder = hosts.Hosts(instance.state)
    folder.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # for files written by hand
    driver.install(folder)
    computes.Computes(folder).start()
    if instance.has("nova"):
        session = identity.connect(instance, user="nova", project=SERVICE_PROJECT)
        guests.Guests(folder, session).start()
    if instance.has("vcenter"):
        _start_proxies(instance, folder)


def _start_proxies(instance, folder):
    from helion_embedded.simulators.overcloud import machines, proxies

    login = yaml.safe_load(instance.state.vcenter.read_text())
    proxies.Proxies(folder, machines.Machines(login)).start()


def dispatcher(placement, nova):
    """A WSGI application: ``placement`` below its path, ``nova`` at all others."""

    def application(environ, start_response):
        head, slash, rest = environ.get("PATH_INFO", "")[1:].partition("/")
        if "/" + head != _PLACEMENT:
            return nova(environ, start_response)
        script = environ.get("SCRIPT_NAME", "") + _PLACEMENT
        environ = environ | {"SCRIPT_NAME": script, "PATH_INFO": slash + rest or "/"}
        return placement(environ, start_response)

    return application
