"""Keystone: the WSGI application alone."""

import os
import traceback

from helion_embedded import parent
from helion_embedded.logins import OVERCLOUD, PASSWORD, REGION
from helion_embedded.openstack import catalogue, sections
from helion_embedded.openstack.base import Service


class Keystone(Service):
    name = "keystone"
    service_type = "identity"
    regions = (REGION, OVERCLOUD)
    endpoint_path = "/v3"
    health_path = "/v3"
    requires = ()
    databases = ("keystone",)
    keys = ("fernet", "credential")

    def configuration(self, instance):
        keys = instance.state.keys
        return {
            "keystone.conf": {
                "DEFAULT": {
                    **sections.defaults(),
                    # Who logged in or was refused is in the log, as in an audit.
                    "notification_format": "cadf",
                    "notification_opt_out": "identity.authenticate.pending",
                },
                "oslo_messaging_notifications": {"driver": "log", "transport_url": "fake://"},
                "token": {"provider": "fernet", "expiration": 14400},
                "fernet_tokens": {"key_repository": keys / "fernet"},
                "fernet_receipts": {"key_repository": keys / "fernet"},
                "credential": {"key_repository": keys / "credential"},
                "cache": {"enabled": True, "backend": "oslo_cache.dict"},
                # The fewest rounds bcrypt allows: the passwords are published anyway, and
                # services log in all the time.
                "identity": {
                    "password_hash_algorithm": "bcrypt",
                    "password_hash_rounds": 4,
                    "max_password_length": 72,
                    # A domain may be in LDAP.
                    "domain_specific_drivers_enabled": True,
                    "domain_configurations_from_database": True,
                },
                "database": sections.database(instance, "keystone"),
            }
        }

    def environment(self, instance):
        return {"OS_KEYSTONE_CONFIG_DIR": str(self.folder(instance))}

    def create_databases(self, instance):
        owner = ["--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid())]
        url = self.endpoint(instance)
        bootstrap = ["bootstrap", "--bootstrap-password", PASSWORD]
        bootstrap += ["--bootstrap-region-id", REGION]
        for interface in ("public", "internal"):
            bootstrap += [f"--bootstrap-{interface}-url", url]
        for name in self.keys:
            (instance.state.keys / name).mkdir(mode=0o700, exist_ok=True)
        commands = (
            ["db_sync"],
            ["fernet_setup", *owner],
            ["credential_setup", *owner],
            bootstrap,
        )
        for command in commands:
            self._manage(instance, command)

    def relocate(self, instance):
        catalogue.relocate(instance)

    def application(self, instance):
        from keystone.wsgi import api

        return api.application

    def _manage(self, instance, command):
        """Run one ``keystone-manage`` command in a fork: an interpreter can run only one.

        The imports are paid for once, in the parent of the forks.
        """
        from keystone.cmd import cli

        us = os.getpid()
        child = os.fork()
        if not child:
            status = 1
            try:
                parent.die_with_parent(us)
                cli.main(argv=["keystone-manage", *self.arguments(instance)[1:], *command])
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError(f"keystone-manage {command[0]} failed")
