"""Cinder: API, scheduler and one volume service a back end, in one process."""

import sys
import threading

from helion_embedded import rpc
from helion_embedded.distributions import data_file
from helion_embedded.logins import OVERCLOUD, REGION
from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.cinder_backends import Backends
from helion_embedded.openstack.tools import run_command, start_workers
from helion_embedded.state import write_private

_DRIVER = "helion_embedded.simulators.cinder.SimulatedVolumeDriver"
BACKENDS = {
    "storeserv": {
        "simulated_vendor": "HPE",
        "simulated_protocol": "FC",
        # Common provisioning groups, in GiB.
        "simulated_pools": {"FC_r5": 40000, "SSD_r6": 12000},
    },
    "storevirtual": {
        "simulated_vendor": "HPE",
        "simulated_protocol": "iSCSI",
        "simulated_pools": {"vsa-cluster0": 16000},
    },
}
"""The back ends by name, with the options of their driver."""

VOLUME_TYPES = {"gold": "storeserv", "silver": "storevirtual"}
"""Volume types by name, with the back end that serves them."""

_LOOK_SECONDS = 1


class Cinder(Service):
    name = "cinder"
    service_type = "block-storage"
    regions = (REGION, OVERCLOUD)
    endpoint_path = "/v3"
    databases = ("cinder",)

    def configuration(self, instance):
        state_path = instance.state.var("cinder")
        backends = {
            name: {"volume_driver": _DRIVER, "volume_backend_name": name, **options}
            for name, options in BACKENDS.items()
        }
        return {
            "cinder.conf": {
                "DEFAULT": sections.defaults()
                | sections.identity()
                | sections.in_memory_messaging()
                | {
                    "auth_strategy": "keystone",
                    "api_paste_config": data_file("cinder", "etc/cinder/api-paste.ini"),
                    "resource_query_filters_file": data_file(
                        "cinder", "etc/cinder/resource_filters.json"
                    ),
                    "enabled_backends": list(backends),
                    "default_volume_type": next(iter(VOLUME_TYPES)),
                    "glance_api_servers": instance.url("glance")
                    if instance.has("glance")
                    else None,
                    "quota_volumes": -1,
                    "quota_snapshots": -1,
                    "quota_gigabytes": -1,
                    "state_path": state_path,
                    "volumes_dir": state_path / "volumes",
                    "image_conversion_dir": state_path / "conversion",
                    "report_interval": 10,
                    "service_down_time": 60,
                    "periodic_interval": 15,
                    "periodic_fuzzy_delay": 0,
                    # How long the scheduler may sleep until it knows the back ends; up to 60 s.
                    "scheduler_driver_init_wait_time": 1,
                },
                "coordination": {"backend_url": f"file://{state_path}"},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "service_user": sections.credentials(
                    instance, self.name, send_service_user_token=True
                ),
                "nova": sections.credentials(instance, self.name),
                "database": sections.database(instance, "cinder"),
            }
            | backends
            | self.common(instance)
        }

    def write_configuration(self, instance):
        super().write_configuration(instance)
        if not further_backends(instance).exists():
            write_private(further_backends(instance), "")

    def environment(self, instance):
        return {"OS_CINDER_DISABLE_EVENTLET_PATCHING": "1"}

    def create_databases(self, instance):
        from cinder.cmd import manage

        run_command(manage.main, [*self.arguments(instance), "db", "sync"])

    def application(self, instance):
        further = further_backends(instance)
        sys.argv = [*self.arguments(instance), "--config-file", str(further)]
        from cinder import monkey_patch

        monkey_patch.patch(backend="threading")
        rpc.through_json()
        # It registers backend_host and others, so it must come before arguments are parsed.
        from cinder.cmd import volume  # noqa: F401, I001
        from cinder.wsgi import api
        from cinder import service
        from oslo_config import cfg

        _keep_service_ids(service.Service)
        start_workers(service.Service.create(binary="cinder-scheduler"))
        for backend in BACKENDS:
            _start_backend(backend)
        reload = cfg.CONF.reload_config_files
        Backends(further, reload, _start_backend, _stop_backend).watch(_LOOK_SECONDS)
        return api.application


def further_backends(instance):
    """The file with the back ends that are added while Cinder runs; Sirius writes it."""
    return instance.state.var("cinder") / "backends.conf"


def _start_backend(name):
    """Start the volume service of a back end, and return it."""
    from cinder import service
    from cinder.cmd import volume
    from cinder.common import constants
    from oslo_config import cfg

    cfg.CONF.register_opt(volume.host_opt, group=name)
    worker = service.Service.create(
        host=f"{cfg.CONF.host}@{name}",
        service_name=name,
        binary=constants.VOLUME_BINARY,
        coordination=True,
        cluster=None,
    )
    start_workers(worker)
    return worker


def _stop_backend(worker):
    """End a volume service, and let Cinder forget it."""
    from cinder import context, objects

    worker.stop()
    objects.Service.get_by_args(context.get_admin_context(), worker.host, worker.binary).destroy()


def _keep_service_ids(cls):
    """Let each of several services in one process report its own state.

    Cinder keeps "the" service's id in a class attribute: only the last back end reported, the
    others went down.
    """
    lock, report_state = threading.RLock(), cls.report_state

    def report_own_state(self):
        with lock:
            cls.service_id = self.origin_service_id
            report_state(self)

    cls.report_state = report_own_state
