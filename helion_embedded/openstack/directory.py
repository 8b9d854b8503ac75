"""A directory of users (LDAP) for a domain of Keystone: a real slapd, where it is installed."""

import pathlib
import shutil

import yaml

from helion_embedded import ports, slapd
from helion_embedded.openstack.base import Service
from helion_embedded.state import write_private


class Directory(Service):
    """It speaks no HTTP: an application beside it says whether it runs."""

    name = "directory"
    requires = ()

    def missing(self):
        return slapd.missing()

    def login(self, instance):
        """What whoever connects a domain has to know: a dict."""
        return {
            "url": f"ldap://{ports.HOST}:{self._port(instance)}",
            "user": slapd.ROOT,
            "password": slapd.PASSWORD,
            "suffix": slapd.SUFFIX,
            "user_tree_dn": slapd.USERS,
            "group_tree_dn": slapd.GROUPS,
        }

    def write_configuration(self, instance):
        """Choose its port, and write what people need to connect a domain."""
        file = self._port_file(instance)
        remembered = {self.name: int(file.read_text())} if file.exists() else {}
        # Not one of those that the services have, which do not run yet.
        own = set(instance.ports.values())
        choice = ports.allocate(
            (self.name,),
            remembered,
            seed=f"{self.name} {instance.state.root}",
            free=lambda port: port not in own and ports.is_free(port),
        )
        file.write_text(str(choice[self.name]))
        write_private(
            instance.state.directory, yaml.safe_dump(self.login(instance), sort_keys=False)
        )

    def server(self, instance):
        """Start it with its first users: a :class:`~helion_embedded.slapd.Slapd`."""
        folder = self._folder(instance) / "slapd"
        shutil.rmtree(folder, ignore_errors=True)
        return slapd.Slapd(folder, port=self._port(instance))

    def application(self, instance):
        """Start it; returns the application that says whether it runs."""
        return watch(self.server(instance))

    def _port(self, instance):
        return int(self._port_file(instance).read_text())

    def _port_file(self, instance):
        return self._folder(instance) / "port"

    def _folder(self, instance):
        return pathlib.Path(instance.state.var(self.name))


def watch(server):
    """A WSGI application that says whether a server runs."""

    def answer(_environ, start_response):
        status = "200 OK" if server.runs() else "503 Service Unavailable"
        start_response(status, [("Content-Type", "text/plain")])
        return [status.encode()]

    return answer
