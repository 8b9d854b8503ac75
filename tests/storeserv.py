"""Simulated arrays for tests, over TLS in a thread."""

import contextlib
import dataclasses
import pathlib
import threading

from helion_embedded.simulators.storeserv.api import application
from helion_embedded.simulators.storeserv.array import Array
from helion_embedded.simulators.storeserv.configuration import USERNAME, StoreServ


@dataclasses.dataclass(frozen=True)
class Running:
    """A simulated array that answers.

    :ivar array: what it has; its ``faults`` may be set
    :ivar requests: ``(method, path)`` of each request
    """

    array: Array
    port: int
    password: str
    ca_pem: str
    requests: list
    host: str = "127.0.0.1"
    username: str = USERNAME


@contextlib.contextmanager
def started(folder, *, password, name="s401", serial="CZ3212ZQVE", cpgs=None):
    """A :class:`Running` array until the end of the block; ``folder`` has all that it keeps."""
    setup = StoreServ(name, serial, pathlib.Path(folder), password, cpgs=cpgs)
    array, requests = setup.array(), []
    server = setup.server(recording(application(array, USERNAME, password), requests))
    with served(server):
        yield Running(array, server.port, password, setup.ca.read_text(), requests)


@contextlib.contextmanager
def served(server):
    """The server answers until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def recording(app, requests):
    """``app``, which adds ``(method, path)`` of each request to ``requests``."""

    def recording(environ, start_response):
        requests.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        return app(environ, start_response)

    return recording
