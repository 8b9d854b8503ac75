"""Heat: API and engine in one process."""

import sys

from helion_embedded import rpc
from helion_embedded.distributions import data_file
from helion_embedded.logins import DOMAIN, PASSWORD, REGION
from helion_embedded.openstack import sections
from helion_embedded.openstack.base import Service
from helion_embedded.openstack.tools import run_command, start_workers, use_threads

USER_DOMAIN = "heat"
DOMAIN_ADMIN = "heat_domain_admin"
# Encrypts parameters in the database of a demo; 32 characters are asked for.
_ENCRYPTION_KEY = "0123456789abcdef0123456789abcdef"


class Heat(Service):
    name = "heat"
    service_type = "orchestration"
    endpoint_path = "/v1/%(tenant_id)s"
    databases = ("heat",)

    def configuration(self, instance):
        url = instance.url(self.name)
        return {
            "heat.conf": {
                "DEFAULT": sections.defaults()
                | sections.in_memory_messaging()
                | {
                    "host": sections.COMPUTE_HOST,
                    "num_engine_workers": 1,
                    "region_name_for_services": REGION,
                    "heat_metadata_server_url": url,
                    "heat_waitcondition_server_url": f"{url}/v1/waitcondition",
                    "stack_user_domain_name": USER_DOMAIN,
                    "stack_domain_admin": DOMAIN_ADMIN,
                    "stack_domain_admin_password": PASSWORD,
                    "deferred_auth_method": "trusts",
                    "default_deployment_signal_transport": "HEAT_SIGNAL",
                    # Templates of an overcloud are large and have many resources.
                    "max_json_body_size": 32 * 1024**2,
                    "max_resources_per_stack": -1,
                    "max_stacks_per_tenant": 10000,
                    "convergence_engine": True,
                    "observe_on_update": False,
                    # A server that fails is tried once more, not five times for minutes.
                    "action_retry_limit": 1,
                    # From 2.93 on, Nova's Ironic driver takes each rebuild for one of a volume.
                    "max_nova_api_microversion": "2.92",
                    "hidden_stack_tags": "",
                    "auth_encryption_key": _ENCRYPTION_KEY,
                    "enable_stack_abandon": True,
                    "enable_stack_adopt": True,
                    "server_keystone_endpoint_type": "public",
                },
                "paste_deploy": {
                    "api_paste_config": data_file("openstack-heat", "etc/heat/api-paste.ini")
                },
                "clients": {"endpoint_type": "publicURL"},
                "clients_keystone": {"auth_uri": instance.url("keystone")},
                "yaql": {"memory_quota": 900000, "limit_iterators": 10000},
                "keystone_authtoken": sections.authtoken(instance, self.name),
                "trustee": {
                    "auth_type": "password",
                    "auth_url": instance.auth_url,
                    "username": self.name,
                    "password": PASSWORD,
                    "user_domain_name": DOMAIN,
                },
                "database": sections.database(instance, "heat"),
            }
            | self.common(instance)
        }

    def create_databases(self, instance):
        from heat.cmd import manage

        run_command(manage.main, [*self.arguments(instance), "db_sync"])

    def application(self, instance):
        """Run ``heat-api`` and ``heat-engine``, started in this order, in one process."""
        use_threads()
        sys.argv = ["heat-api"]
        import oslo_i18n

        oslo_i18n.enable_lazy()
        from heat import version
        from heat.common import config, messaging
        from oslo_config import cfg
        from oslo_log import log

        log.register_options(cfg.CONF)
        cfg.CONF(
            self.arguments(instance)[1:],
            project="heat",
            prog="heat-api",
            version=version.version_info.version_string(),
        )
        log.setup(cfg.CONF, "heat")
        config.set_config_defaults()
        rpc.through_json()
        messaging.setup()
        from heat.common import crypt  # noqa: F401 - registers auth_encryption_key
        from heat.engine import service, template
        from heat.rpc import api

        config.startup_sanity_check()
        template._get_template_extension_manager()
        start_workers(service.EngineService(cfg.CONF.host, api.ENGINE_TOPIC))
        return config.load_paste_app("heat-api")
