"""Glance: the WSGI application, images in files."""

from helion_embedded.distributions import data_file
from helion_embedded.logins import OVERCLOUD, REGION
from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import run_command


class Glance(Service):
    name = "glance"
    service_type = "image"
    regions = (REGION, OVERCLOUD)
    databases = ("glance",)

    def configuration(self, instance):
        var = instance.state.var
        return {
            "glance-api.conf": {
                "DEFAULT": sections.defaults()
                | {"enabled_backends": "fs:file", "use_keystone_limits": False},
                "glance_store": {"default_backend": "fs"},
                "fs": {"filesystem_store_datadir": var("glance", "images")},
                "os_glance_staging_store": {"filesystem_store_datadir": var("glance", "staging")},
                "os_glance_tasks_store": {"filesystem_store_datadir": var("glance", "tasks")},
                "paste_deploy": {
                    "flavor": "keystone",
                    "config_file": data_file("glance", "etc/glance/glance-api-paste.ini"),
                },
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "database": sections.database(instance, "glance"),
            }
            | self.common(instance)
        }

    def config_file(self, instance):
        return self.folder(instance) / "glance-api.conf"

    def environment(self, instance):
        return {"OS_GLANCE_CONFIG_DIR": str(self.folder(instance))}

    def create_databases(self, instance):
        from glance.cmd import manage

        run_command(manage.main, [*self.arguments(instance), "db_sync"])

    def application(self, instance):
        from glance.wsgi import api

        return api.application
