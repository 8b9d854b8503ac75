"""Receivers of messages on loopback: a real SMTP server and an HTTP server."""

import contextlib
import http.server
import json
import ssl
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from helion_embedded.simulators.vcenter.authority import Authority

HOST = "127.0.0.1"


class Box:
    """What arrived; ``refuse`` is the answer to the next messages, None to take them.

    :ivar arrived: bodies of requests with their headers, or mails
    """

    def __init__(self, port, ca=None):
        self.port = port
        self.ca = ca
        self.arrived = []
        self.refuse = None

    @property
    def url(self):
        """The address of a webhook."""
        return f"http://{HOST}:{self.port}/hook?key=hidden"


@contextlib.contextmanager
def webhook(port=0):
    """An HTTP server that takes JSON; the :class:`Box`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not box.refuse:
                box.arrived.append((json.loads(body), dict(self.headers)))
            self.send_response(box.refuse or 204)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer((HOST, port), Handler)
    box = Box(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def smtp(folder, port):
    """A mail server with STARTTLS and a login (``helion``, ``s3cret``); the :class:`Box`."""
    authority = Authority(folder, "Mail CA")
    authority.ensure((HOST, "localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate, authority.key)
    box = Box(port, authority.root.read_text())

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            if box.refuse:
                return box.refuse
            box.arrived.append(envelope)
            return "250 taken"

    def authenticate(_server, _session, _envelope, _mechanism, login):
        right = (login.login, login.password) == (b"helion", b"s3cret")
        return AuthResult(success=right, handled=right)  # otherwise nothing answers

    controller = Controller(
        Handler(),
        HOST,
        port,
        tls_context=context,
        authenticator=authenticate,
        auth_require_tls=True,
    )
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
