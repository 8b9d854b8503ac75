"""A server that answers oddly, in a process of its own: ``with running("hang") as server``.

Of its own, because some clients under test bring eventlet, which changes threads and sockets of the
whole process.
"""

import contextlib
import http.server
import ssl
import subprocess
import sys
import time

HOST = "127.0.0.1"


class Server:
    """:ivar url: of the running server, without TLS; ``port`` is its port"""

    def __init__(self, process):
        self._process = process
        self.port = int(process.stdout.readline())
        self.url = f"http://{HOST}:{self.port}"

    def login(self):
        """The header ``Authorization`` of the next request that was answered."""
        return self._process.stdout.readline().strip()


@contextlib.contextmanager
def running(mode, text="", tls=()):
    """A :class:`Server`.

    :param mode: ``hang``, ``drip``, ``body``, ``status``, ``elsewhere`` or ``greet``; ``header`` or
        ``chunk`` for a header, or the length of a chunk, that does not end
    :param tls: the files ``(certificate, key)``, for a server that speaks TLS
    """
    command = [sys.executable, __file__, mode, text, *map(str, tls)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield Server(process)
    finally:
        process.kill()
        process.wait()


def _tell(value):
    """Write a line to who started this."""
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


class _Handler(http.server.BaseHTTPRequestHandler):
    def handle(self):
        """Answer requests, or speak first, as servers of other protocols do."""
        if sys.argv[1] == "greet":
            self.wfile.write(b"220 ready\r\n")
        else:
            super().handle()

    def do_GET(self):
        # A connection that is closed with something unread is reset, and the answer with it.
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        getattr(self, f"_{sys.argv[1]}")(sys.argv[2])

    do_POST = do_CONNECT = do_GET  # noqa: N815

    def _hang(self, _text):
        time.sleep(60)

    def _drip(self, _text):
        self._begin(200)
        self._send_for_ever(b"[")

    def _header(self, _text):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self._send_for_ever(b"x")

    def _chunk(self, _text):
        self.protocol_version = "HTTP/1.1"
        self._begin(200, **{"Transfer-Encoding": "chunked"})
        self.wfile.write(b"1;")
        self._send_for_ever(b"x")

    def _send_for_ever(self, byte):
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(byte)
                time.sleep(0.3)

    def _body(self, text):
        self._begin(200)
        self.wfile.write(text.encode())

    def _status(self, text):
        _tell(self.headers["Authorization"] or "")
        self.send_error(int(text))

    def _elsewhere(self, text):
        self._begin(307, Location=text)

    def _begin(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args):
        """Be quiet."""


def _encrypted(plain, certificate, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer((HOST, 0), _Handler)
    if sys.argv[3:]:
        server.socket = _encrypted(server.socket, *sys.argv[3:])
    _tell(server.server_port)
    server.serve_forever()
