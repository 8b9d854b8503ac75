"""A simulated StoreVirtual cluster, see :mod:`helion_embedded.simulators.storevirtual`."""

import yaml

from helion_embedded.logins import PASSWORD
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST
from helion_embedded.state import write_private

USERNAME = "vsa-admin"
CLUSTER = "VSA-Gold"
ISSUER = "Simulated StoreVirtual CA"


class StoreVirtuals(Service):
    name = "storevirtual"
    requires = ()
    health_path = "/lhos/clusters"  # 401 without a session

    def url(self, instance):
        return f"https://{HOST}:{instance.ports[self.name]}"

    def ca(self, instance):
        return instance.state.var(self.name) / "ca.pem"

    def login(self, instance):
        """What whoever registers the cluster has to know: a dict."""
        return {
            "name": CLUSTER,
            "address": HOST,
            "port": instance.ports[self.name],
            "subnet": "255.255.255.0",
            "username": USERNAME,
            "password": PASSWORD,
            "ca_file": str(self.ca(instance)),
        }

    def write_configuration(self, instance):
        """Only what people need to register it."""
        text = yaml.safe_dump([self.login(instance)], sort_keys=False)
        write_private(instance.state.storevirtual, text)

    def server(self, instance):
        """A server of werkzeug's, which listens already; to be run and shut."""
        from helion_embedded.simulators import tls
        from helion_embedded.simulators.faults import FileFaults
        from helion_embedded.simulators.storevirtual.api import application
        from helion_embedded.simulators.storevirtual.group import Group

        folder = instance.state.var(self.name)
        group = Group(FileFaults(folder / "faults.json"))
        group.add_cluster(CLUSTER)
        app = application(group, USERNAME, PASSWORD)
        names = (HOST, "localhost")
        return tls.server(app, HOST, instance.ports[self.name], folder, ISSUER, names)

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        self.server(instance).serve_forever()
