"""A simulated vCenter to bring ESX clusters from, see :mod:`helion_embedded.simulators.vcenter`."""

import os

import yaml

from helion_embedded.logins import PASSWORD
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST
from helion_embedded.simulators.vcenter import build, configuration
from helion_embedded.state import write_private


class VCenter(Service):
    name = "vcenter"
    requires = ()

    def missing(self):
        return build.missing()

    def url(self, instance):
        return self.setup(instance).url

    def ca(self, instance):
        return self.setup(instance).ca

    def setup(self, instance):
        """The simulator of an instance."""
        return configuration.VCenter(
            folder=instance.state.var(self.name),
            port=instance.ports[self.name],
            password=PASSWORD,
            addresses=(HOST,),
            keeps=True,
        )

    def write_configuration(self, instance):
        """Only what people need to register it: it writes its own files when it starts."""
        login = self.setup(instance).login()
        write_private(instance.state.vcenter, yaml.safe_dump(login, sort_keys=False))

    def is_prepared(self, instance):
        return build.is_built()

    def prepare(self, instance):
        build.program(instance.state.var(self.name))

    def application(self, instance):
        """Become the simulator; does not return."""
        command = self.setup(instance).command()
        os.execv(command[0], command)  # noqa: S606 - the program that was compiled here
