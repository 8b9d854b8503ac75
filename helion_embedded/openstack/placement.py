"""Placement: the WSGI application alone."""

from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import run_command


class Placement(Service):
    name = "placement"
    service_type = "placement"
    databases = ("placement",)

    def configuration(self, instance):
        return {
            "placement.conf": {
                "DEFAULT": sections.defaults(),
                "api": {"auth_strategy": "keystone"},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "placement_database": sections.database(instance, "placement"),
            }
        }

    def environment(self, instance):
        return {"OS_PLACEMENT_CONFIG_DIR": str(self.folder(instance))}

    def create_databases(self, instance):
        from placement.cmd import manage

        run_command(manage.main, [*self.arguments(instance), "db", "sync"])

    def application(self, instance):
        from placement.wsgi import api

        return api.application
