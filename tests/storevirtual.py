"""Simulated StoreVirtual management groups for tests, over TLS in a thread."""

import contextlib
import dataclasses
import pathlib

from helion_embedded.simulators import tls
from helion_embedded.simulators.storevirtual.api import application
from helion_embedded.simulators.storevirtual.group import Group
from tests import storeserv

USERNAME = "vsa-admin"
CLUSTER = "VSA-Gold"


@dataclasses.dataclass(frozen=True)
class Running:
    """A simulated group that answers.

    :ivar group: what it has; its ``faults`` may be set
    :ivar requests: ``(method, path)`` of each request
    """

    group: Group
    port: int
    password: str
    ca_pem: str
    requests: list
    host: str = "127.0.0.1"
    username: str = USERNAME


@contextlib.contextmanager
def started(folder, *, password):
    """A :class:`Running` group with the cluster :data:`CLUSTER` until the end of the block."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    group, requests = Group(), []
    group.add_cluster(CLUSTER)
    app = storeserv.recording(application(group, USERNAME, password), requests)
    names = ("127.0.0.1", "localhost")
    server = tls.server(app, "127.0.0.1", 0, folder, "Simulated StoreVirtual CA", names)
    with storeserv.served(server):
        ca_pem = (folder / "ca.pem").read_text()
        yield Running(group, server.port, password, ca_pem, requests)
