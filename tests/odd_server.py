"""A server that answers oddly, in a process of its own: ``with running("hang") as server``.

Of its own, because some clients under test bring eventlet, which changes threads and sockets of the
whole process.
"""

import contextlib
import http.server
import subprocess
import sys
import time

HOST = "127.0.0.1"


class Server:
    """:ivar url: of the running server"""

    def __init__(self, process):
        self._process = process
        self.url = f"http://{HOST}:{int(process.stdout.readline())}"

    def login(self):
        """The header ``Authorization`` of the next request that was answered."""
        return self._process.stdout.readline().strip()


@contextlib.contextmanager
def running(mode, text=""):
    """A :class:`Server`; ``mode`` is ``hang``, ``drip``, ``body``, ``status`` or ``elsewhere``."""
    command = [sys.executable, __file__, mode, text]
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
    def do_GET(self):
        getattr(self, f"_{sys.argv[1]}")(sys.argv[2])

    do_POST = do_GET  # noqa: N815

    def _hang(self, _text):
        time.sleep(60)

    def _drip(self, _text):
        self._begin(200)
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(b"[")
                time.sleep(0.3)

    def _body(self, text):
        self._begin(200)
        self.wfile.write(text.encode())

    def _status(self, text):
        _tell(self.headers["Authorization"] or "")
        self.send_error(int(text))

    def _elsewhere(self, text):
        self._begin(302, Location=text)

    def _begin(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_args):
        """Be quiet."""


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer((HOST, 0), _Handler)
    _tell(server.server_port)
    server.serve_forever()
