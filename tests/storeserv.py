"""Simulated arrays for tests, over TLS in a thread."""

import contextlib
import dataclasses
import pathlib
import ssl
import threading

from werkzeug.serving import make_server

from helion_embedded.simulators.storeserv.api import application
from helion_embedded.simulators.storeserv.array import Array
from helion_embedded.simulators.vcenter.authority import Authority

USERNAME = "3paradm"


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
    authority = Authority(pathlib.Path(folder))
    authority.ensure(("127.0.0.1", "localhost"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(authority.certificate, authority.key)
    array, requests = Array(name, serial, cpgs=cpgs, folder=folder), []
    app = _recording(application(array, USERNAME, password), requests)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Running(array, server.port, password, authority.root.read_text(), requests)
    finally:
        server.shutdown()
        server.server_close()


def _recording(app, requests):
    def recording(environ, start_response):
        requests.append((environ["REQUEST_METHOD"], environ["PATH_INFO"]))
        return app(environ, start_response)

    return recording
