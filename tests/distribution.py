"""A simulated distribution network for tests, over TLS in a thread."""

import contextlib
import dataclasses
import pathlib

from helion_embedded.simulators import tls
from helion_embedded.simulators.distribution import mirror, samples
from helion_embedded.simulators.distribution.api import application
from helion_embedded.simulators.distribution.publisher import Publisher
from tests import storeserv

LOGIN = ("admin@example.com", "Planted-source-Passw0rd")


@dataclasses.dataclass(frozen=True)
class Running:
    """A simulated network that answers.

    :ivar publisher: what it has
    :ivar faults: may be set, see :mod:`helion_embedded.simulators.distribution.api`
    :ivar requests: ``(method, path)`` of each request
    """

    publisher: Publisher
    faults: dict
    port: int
    ca_pem: str
    requests: list

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}/"

    @property
    def root(self):
        return self.publisher.root_file.read_text()

    def values(self):
        """What is sent to register it."""
        return {
            "name": "HDN",
            "url": self.url,
            "username": LOGIN[0],
            "password": LOGIN[1],
            "ca_pem": self.ca_pem,
            "root": self.root,
        }

    def mirror_values(self):
        """The same for its simplestreams mirror."""
        values = self.values() | {
            "name": "cloud images",
            "kind": "simplestreams",
            "url": f"{self.url}simplestreams/",
        }
        del values["root"]
        return values


@contextlib.contextmanager
def started(folder, login=LOGIN, faults=None):
    """A :class:`Running` network with the samples until the end of the block.

    :param faults: a dict or what reads like one; an empty dict by default
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    publisher, requests = Publisher(folder / "repository"), []
    faults = {} if faults is None else faults
    samples.publish(publisher)
    mirror.publish(publisher.folder / "simplestreams")
    app = storeserv.recording(application(publisher, faults, login), requests)
    names = ("127.0.0.1", "localhost")
    server = tls.server(app, "127.0.0.1", 0, folder, "Simulated distribution CA", names)
    with storeserv.served(server):
        yield Running(publisher, faults, server.port, (folder / "ca.pem").read_text(), requests)
