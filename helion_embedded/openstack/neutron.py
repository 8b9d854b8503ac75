"""Neutron: the API alone; there are no agents, ports of bare metal are bound by a simulator."""

import pathlib
import sys

from helion_embedded import sqlite
from helion_embedded.distributions import data_file
from helion_embedded.logins import OVERCLOUD, REGION
from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import use_threads

MECHANISM_DRIVER = "simulated"
FLAT_NETWORKS = ("ctlplane", "ilo")
"""Physical networks without tags: the one servers boot from, and that of their iLO ports."""
CARRIER_GRADE_NETWORKS = ("pxe", "clm", "wr-pxe")
"""Those of a Carrier Grade cloud, which no server of the demo is wired to."""
TAGGED_NETWORK = "datacentre"
"""The physical network that carries VLANs."""


class Neutron(Service):
    name = "neutron"
    service_type = "network"
    regions = (REGION, OVERCLOUD)
    databases = ("neutron",)

    def configuration(self, instance):
        return {
            "neutron.conf": {
                "DEFAULT": sections.defaults()
                | {
                    "core_plugin": "ml2",
                    "service_plugins": "segments",
                    "auth_strategy": "keystone",
                    "transport_url": "fake://",
                    "rpc_response_timeout": 10,
                    "api_paste_config": data_file("neutron", "etc/neutron/api-paste.ini"),
                    "state_path": instance.state.var("neutron"),
                    "notify_nova_on_port_status_changes": False,
                    "notify_nova_on_port_data_changes": False,
                    "dhcp_agent_notification": False,
                    "global_physnet_mtu": 1500,
                },
                "quotas": {"quota_network": -1, "quota_subnet": -1, "quota_port": -1},
                "ml2": {
                    "type_drivers": ["flat", "vlan"],
                    "tenant_network_types": "vlan",
                    "mechanism_drivers": MECHANISM_DRIVER,
                    "extension_drivers": "port_security",
                },
                "ml2_type_flat": {"flat_networks": FLAT_NETWORKS + CARRIER_GRADE_NETWORKS},
                "ml2_type_vlan": {"network_vlan_ranges": f"{TAGGED_NETWORK}:1:4094"},
                "securitygroup": {"enable_security_group": True, "firewall_driver": "noop"},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "nova": sections.credentials(instance, "nova"),
                "placement": sections.credentials(instance, "placement"),
                "database": sections.database(instance, "neutron"),
            }
            | self.common(instance),
            # The WSGI entry point insists on this second file.
            "plugins/ml2/ml2_conf.ini": {"DEFAULT": {}},
        }

    def environment(self, instance):
        return {"OS_NEUTRON_CONFIG_DIR": str(self.folder(instance))}

    def create_databases(self, instance):
        """Make the schema from the models and stamp it with the newest revisions.

        ``neutron-db-manage`` cannot be used: its migrations alter constraints, which SQLite
        refuses.
        """
        use_threads()
        import sqlalchemy
        from neutron.db.migration.models import head  # noqa: F401 - registers all the tables
        from neutron_lib.db import model_base

        engine = sqlalchemy.create_engine(sqlite.connection_url(instance.state.database("neutron")))
        model_base.BASEV2.metadata.create_all(engine)
        version = sqlalchemy.table("alembic_version", sqlalchemy.column("version_num"))
        with engine.begin() as connection:
            connection.execute(
                sqlalchemy.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
            )
            connection.execute(
                sqlalchemy.insert(version), [{"version_num": head} for head in _newest_revisions()]
            )
        engine.dispose()

    def application(self, instance):
        sys.argv = self.arguments(instance)
        use_threads()
        from neutron import policy
        from neutron.wsgi import api

        # Neutron loads its rules in the first request. Others that come at the same time find them
        # half loaded, and get empty lists.
        policy.init()
        return api.application


def _newest_revisions():
    from alembic import config, script
    from neutron.db import migration

    root = pathlib.Path(migration.__file__).parent / "alembic_migrations" / "versions"
    folders = {str(path.parent) for path in root.rglob("*.py")}
    settings = config.Config()
    settings.set_main_option("script_location", "neutron.db.migration:alembic_migrations")
    settings.set_main_option("path_separator", "space")
    settings.set_main_option("version_locations", " ".join(sorted(folders)))
    return script.ScriptDirectory.from_config(settings).get_heads()
