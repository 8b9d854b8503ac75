"""Receivers of messages on loopback: a real SMTP server and an HTTP server, each a process.

What arrives is appended to a file in a folder that both sides know, a line of JSON each.
"""

import base64
import contextlib
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import types

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from helion_embedded.simulators.vcenter.authority import Authority

HOST = "127.0.0.1"
USER, PASSWORD = "helion", "s3cret"


class Box:
    """What arrived.

    :ivar ca: the authority of the server, PEM
    """

    def __init__(self, port, folder="", ca=None):
        self.port = port
        self.ca = ca
        self._arrived = pathlib.Path(folder) / "arrived"
        self._refusal = pathlib.Path(folder) / "refusal"

    @property
    def url(self):
        """The address of a webhook."""
        return f"http://{HOST}:{self.port}/hook?key=hidden"

    @property
    def arrived(self):
        """``(body, headers)`` of each request, or each mail with ``content`` and ``rcpt_tos``."""
        if not self._arrived.exists():
            return []
        return [_arrival(json.loads(line)) for line in self._arrived.read_text().splitlines()]

    @property
    def refuse(self):
        """The answer to the next messages, empty to take them."""
        return self._refusal.read_text() if self._refusal.exists() else ""

    @refuse.setter
    def refuse(self, answer):
        self._refusal.write_text(str(answer or ""))

    def take(self, arrival):
        """Note what arrived."""
        with self._arrived.open("a") as file:
            file.write(f"{json.dumps(arrival)}\n")


def _arrival(row):
    if isinstance(row, list):
        return tuple(row)
    return types.SimpleNamespace(**row | {"content": base64.b64decode(row["content"])})


@contextlib.contextmanager
def webhook(port=0):
    """An HTTP server that takes JSON; the :class:`Box`."""
    with tempfile.TemporaryDirectory() as folder, _running("webhook", folder, port) as number:
        yield Box(number, folder)


@contextlib.contextmanager
def smtp(folder, port):
    """A mail server with STARTTLS and a login (``helion``, ``s3cret``); the :class:`Box`."""
    authority = Authority(folder, "Mail CA")
    authority.ensure((HOST, "localhost"))
    with _running("smtp", folder, port) as number:
        yield Box(number, folder, authority.root.read_text())


@contextlib.contextmanager
def _running(kind, folder, port):
    command = [sys.executable, "-m", __name__, kind, str(folder), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _serve_webhook(folder, port):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            refusal = box.refuse
            if not refusal:
                box.take([json.loads(body), dict(self.headers)])
            self.send_response(int(refusal or 204))
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            """Be quiet."""

    server = http.server.ThreadingHTTPServer((HOST, port), Handler)
    box = Box(server.server_port, folder)
    _tell(server.server_port)
    server.serve_forever()


def _serve_smtp(folder, port):
    authority = Authority(pathlib.Path(folder), "Mail CA")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate, authority.key)
    box = Box(port, folder)

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
            refusal = box.refuse
            if refusal:
                return refusal
            content = base64.b64encode(envelope.content).decode()
            box.take({"content": content, "rcpt_tos": envelope.rcpt_tos})
            return "250 taken"

    def authenticate(_server, _session, _envelope, _mechanism, login):
        right = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)  # otherwise nothing answers

    options = {"authenticator": authenticate, "auth_require_tls": True}
    Controller(Handler(), HOST, port, tls_context=context, **options).start()
    _tell(port)
    while True:
        time.sleep(60)


def _tell(value):
    """Write a line to who started this."""
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"webhook": _serve_webhook, "smtp": _serve_smtp}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
