"""A directory of users (LDAP) for a domain of Keystone: a real slapd, where it is installed."""

import pathlib
import shutil

import yaml

from helion_embedded import ports, slapd
from helion_embedded.openstack.base import Service
from helion_embedded.state import write_private

_PORT = "directory-ldap"


class Directory(Service):
    """It speaks no HTTP: an application beside it says whether it runs."""

    name = "directory"
    requires = ()
    port_names = ("directory", _PORT)

    def missing(self):
        return slapd.missing()

    def login(self, instance):
        """What whoever connects a domain has to know: a dict."""
        return {
            "url": f"ldap://{ports.HOST}:{instance.ports[_PORT]}",
            "user": slapd.ROOT,
            "password": slapd.PASSWORD,
            "suffix": slapd.SUFFIX,
            "user_tree_dn": slapd.USERS,
            "group_tree_dn": slapd.GROUPS,
        }

    def write_configuration(self, instance):
        """Only what people need to connect a domain."""
        login = yaml.safe_dump(self.login(instance), sort_keys=False)
        write_private(instance.state.directory, login)

    def server(self, instance):
        """Start it with its first users: a :class:`~helion_embedded.slapd.Slapd`."""
        folder = pathlib.Path(instance.state.var(self.name)) / "slapd"
        shutil.rmtree(folder, ignore_errors=True)
        return slapd.Slapd(folder, port=instance.ports[_PORT])

    def application(self, instance):
        """Start it; returns the application that says whether it runs."""
        return watch(self.server(instance))


def watch(server):
    """A WSGI application that says whether a server runs."""

    def answer(_environ, start_response):
        status = "200 OK" if server.runs() else "503 Service Unavailable"
        start_response(status, [("Content-Type", "text/plain")])
        return [status.encode()]

    return answer
