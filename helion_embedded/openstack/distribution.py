"""A simulated distribution network, see :mod:`helion_embedded.simulators.distribution`."""

import yaml

from helion_embedded.logins import PASSWORD
from helion_embedded.openstack.base import Service
from helion_embedded.ports import HOST
from helion_embedded.state import write_private

USERNAME = "updates"
ISSUER = "Simulated distribution CA"


class Distribution(Service):
    name = "distribution"
    requires = ()
    health_path = "/healthcheck"

    def url(self, instance):
        return f"https://{HOST}:{instance.ports[self.name]}"

    def ca(self, instance):
        return instance.state.var(self.name) / "ca.pem"

    def login(self, instance):
        """What whoever registers it as a source sends, but the certificate and the root."""
        return {
            "name": "HDN",
            "url": f"{self.url(instance)}/",
            "username": USERNAME,
            "password": PASSWORD,
        }

    def root(self, instance):
        """The file with the root metadata to trust."""
        return instance.state.var(self.name) / "repository" / "metadata" / "1.root.json"

    def roots(self, instance):
        """The directory of what an installation that trusts it would ship: its root metadata."""
        return instance.state.var(self.name) / "roots"

    def write_configuration(self, instance):
        """Only what people need to register it."""
        files = {"ca_file": str(self.ca(instance)), "root_file": str(self.root(instance))}
        text = yaml.safe_dump(self.login(instance) | files, sort_keys=False)
        write_private(instance.state.distribution, text)

    def application(self, instance):
        """Serve until the process is told to end; returns None."""
        from helion_embedded.simulators import tls
        from helion_embedded.simulators.distribution import mirror, samples
        from helion_embedded.simulators.distribution.api import application
        from helion_embedded.simulators.distribution.publisher import Publisher
        from helion_embedded.simulators.faults import FileFaults

        folder = instance.state.var(self.name)
        publisher = Publisher(folder / "repository")
        samples.publish(publisher)
        publisher.renew()
        shipped = self.roots(instance) / f"{self.login(instance)['name']}.json"
        write_private(shipped, publisher.root_file.read_text())
        mirror.publish(publisher.folder / "simplestreams")
        faults = FileFaults(folder / "faults.json")
        app = application(publisher, faults, (USERNAME, PASSWORD))
        names = (HOST, "localhost")
        tls.server(app, HOST, instance.ports[self.name], folder, ISSUER, names).serve_forever()
