"""The project's own REST services and their conductor, in one process: ``helion-api``."""

import importlib.metadata
import pathlib

import yaml

from helion_embedded.icinga2 import USER
from helion_embedded.logins import OVERCLOUD, REGION
from helion_embedded.openstack import backups, sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.cinder import further_backends
from helion_embedded.openstack.distribution import Distribution
from helion_embedded.openstack.icinga import Icinga
from helion_embedded.openstack.ironic import CALM, HARDWARE_TYPE
from helion_embedded.ports import HOST
from helion_embedded.state import write_private
from helion_embedded.swift import rings

PROJECT = "admin"
"""The project that owns the overcloud's stack: its administrator finds it in Horizon."""

ESX = "esx_onboarder"
"""The service type of the onboarding of ESX clusters; its clients add the path by themselves."""

STORAGE = "storage-configuration"
"""The service type of arrays and back ends."""

MONITORING = "undercloud-monitoring"
"""The service type of monitoring."""

UPDATES = "content-distribution"
"""The service type of updates and extensions."""

BACKUPS = "undercloud-backup"
"""The service type of backups of the undercloud."""

RINGS = "ring-management"
"""The service type of the rings of the object store."""

ICINGA = Icinga()
_COMMAND = "helion-api"
_LOOPBACK = "127.0.0.0/8,::1/128"
"""Where the simulated vCenter and arrays are."""


class Helion(Service):
    name = "helion"
    service_type = "node-lifecycle"
    endpoint_path = "/nodes/v1"
    further_types = {  # noqa: RUF012 - never changed
        ESX: "eon",
        STORAGE: "sirius",
        UPDATES: "sherpa",
        MONITORING: "monitoring",
        BACKUPS: "backup",
        RINGS: "ringos",
    }
    health_path = "/healthcheck"
    requires = ("keystone", "ironic", "nova", "heat", OVERCLOUD)
    # Nodes belong to the system, the stack and its servers to a project.
    grants = (
        *Service.grants,
        ("admin", None),
        ("admin", PROJECT),
        ("heat_stack_owner", PROJECT),
    )

    def endpoints(self, instance):
        root = self.url(instance)
        return super().endpoints(instance) | {
            (REGION, ESX): root,
            (REGION, STORAGE): f"{root}/sirius/v1",
            (REGION, UPDATES): f"{root}/sherpa/v1",
            (REGION, MONITORING): f"{root}/monitoring/v1",
            (REGION, BACKUPS): f"{root}/backup/v1",
            (REGION, RINGS): f"{root}/ringos/v1",
        }

    def configuration(self, instance):
        return {
            "helion.conf": {
                "DEFAULT": sections.defaults(),
                "api": {"host": HOST, "port": instance.ports[self.name]},
                "database": {"connection": f"sqlite:///{self._file(instance, 'services.db')}"},
                "secrets": {"key_repository": self._file(instance, "secret-keys")},
                "operations": {"poll": 0.25 if instance.quick else 0.5},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "undercloud": self._cloud(instance, REGION),
                "undercloud_system": self._system(instance),
                "overcloud": self._cloud(instance, OVERCLOUD),
                "nodes": {
                    "import_driver": f"{HARDWARE_TYPE},bmc_",
                    "network_interface": "flat" if instance.has("neutron") else "noop",
                },
                "sirius": {
                    "allowed_networks": _LOOPBACK,
                    "refresh": 3 if instance.quick else 10,
                    "configuration_file": further_backends(instance)
                    if instance.has("cinder")
                    else None,
                    "cinder_log": instance.state.log("cinder"),
                    "apply_timeout": 120,
                },
                "sherpa": {
                    "content_dir": self._file(instance, "content"),
                    "refresh": 5 if instance.quick else 60,
                    "allowed_networks": _LOOPBACK,
                    "reserve_mib": 64,
                    "roots_dir": Distribution().roots(instance),
                },
                "monitoring": self._monitoring(instance),
                "backup": {
                    "parts_file": self._parts_file(instance),
                    "state_dir": self._file(instance, "backup"),
                    "allowed_folders": instance.state.root,
                    "stop_command": backups.hook(instance, "stop"),
                    "start_command": backups.hook(instance, "start"),
                    "ironic_snippet": instance.state.configuration / "ironic" / CALM,
                },
                "ringos": _rings(instance),
                "eon": {
                    "allowed_networks": _LOOPBACK,
                    # Whoever looks on does not like to wait.
                    "refresh": 3 if instance.quick else 10,
                    "retry": 1 if instance.quick else 3,
                    "compute_timeout": 120,
                    "conf_cidr": "10.1.40.0/24",
                    "conf_gateway": "10.1.40.1",
                    "conf_vlan": 40,
                    "management_vlans": 33,
                },
            }
        }

    def write_configuration(self, instance):
        """Our configuration, and what is backed up."""
        super().write_configuration(instance)
        own = {"name": "helion", "own": True, "files": [str(self.config_file(instance))]}
        parts = backups.parts(instance, own, self._file(instance, "secret-keys"))
        write_private(self._parts_file(instance), yaml.safe_dump(parts, sort_keys=False))

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        commands = importlib.metadata.entry_points(group="console_scripts", name=_COMMAND)
        raise SystemExit(next(iter(commands)).load()(self.arguments(instance)[1:]))

    def _monitoring(self, instance):
        """Where Icinga is, if it is installed, and where messages may go."""
        options = {
            "allowed_networks": _LOOPBACK,
            "interval": 2 if instance.quick else 5,
            "timeout": 10,
        }
        if instance.has("horizon"):
            options["dashboard_url"] = instance.url("horizon")
        if not instance.has(ICINGA.name):
            return options
        daemon = ICINGA.daemon(instance)
        return options | {
            "icinga_url": daemon.url,
            "icinga_ca": daemon.ca,
            "icinga_user": USER,
            "icinga_password": daemon.password,
        }

    def _parts_file(self, instance):
        return self.folder(instance) / "backup.yaml"

    def _file(self, instance, name):
        return pathlib.Path(instance.state.var(self.name)) / name

    def _cloud(self, instance, region):
        login = sections.credentials(instance, self.name, project_name=PROJECT)
        return login | {"region_name": region}

    def _system(self, instance):
        login = sections.credentials(instance, self.name, system_scope="all")
        del login["project_name"], login["project_domain_name"]
        return login


def _rings(instance):
    """The rings of the object store, if it is there, and where its servers read them."""
    if not instance.has("swift"):
        return {}
    return {
        "rings_dir": rings.builders(instance),
        "copies": ",".join(map(str, rings.folders(instance))),
        "push_timeout": 60,
    }
