"""The undercloud's monitoring: a real Icinga 2, see :mod:`helion_embedded.icinga2`."""

import os
import signal

from helion_embedded import icinga2, parent
from helion_embedded.logins import PASSWORD
from helion_embedded.openstack.base import Service


class Icinga(Service):
    name = "icinga"
    requires = ()
    health_path = "/v1"

    def missing(self):
        return icinga2.missing()

    def url(self, instance):
        return self.daemon(instance).url

    def ca(self, instance):
        return self.daemon(instance).ca

    def daemon(self, instance):
        """The daemon of an instance."""
        folder = instance.state.var(self.name)
        return icinga2.Icinga(folder, instance.ports[self.name], PASSWORD)

    def write_configuration(self, instance):
        self.daemon(instance).write()

    def application(self, instance):
        """Become the daemon; does not return."""
        # It ends its workers when it is told to end, and cannot when it is killed.
        parent.die_with_parent(os.getppid(), signal.SIGTERM)
        daemon = self.daemon(instance)
        daemon.end_leftovers()
        command = daemon.command()
        os.execve(command[0], command, os.environ | daemon.environment())  # noqa: S606
