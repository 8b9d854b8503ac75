"""A server with TLS before one without, in a process of its own: see :func:`running`."""

import contextlib
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

import flask

from helion_embedded.simulators import tls

HOST = "127.0.0.1"
ISSUER = "CA of the front"
_PATIENCE = 120  # seconds for one answer of the server behind


@contextlib.contextmanager
def running(url, folder):
    """The front of the server at ``url``: ``(port, authority's PEM, calls)``.

    :param folder: for all that it keeps
    :return: ``calls()`` is a text with a line for each request that was handed on, and whether and
        when it was answered
    """
    log = pathlib.Path(folder) / "calls"
    command = [sys.executable, "-m", __name__, url, str(folder)]
    with log.open("w") as stream:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stream, text=True)
    try:
        port = int(process.stdout.readline())
        yield port, (pathlib.Path(folder) / "ca.pem").read_text(), log.read_text
    finally:
        process.kill()
        process.wait()


def application(url):
    """A WSGI application that hands each request on to ``url``, and writes a line for each."""
    app = flask.Flask(__name__)
    # What the environment names as proxy is for other hosts.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @app.route("/<path:path>", methods=["GET", "POST", "PUT", "DELETE"])
    def forward(path):
        method, body = flask.request.method, flask.request.get_data()
        start = time.monotonic()
        kind = {"Content-Type": "application/json"}
        onward = urllib.request.Request(f"{url}/{path}", body or None, kind, method=method)
        _note(f"{method} /{path}")
        try:
            with direct.open(onward, timeout=_PATIENCE) as answer:
                content, status = answer.read(), answer.status
        except urllib.error.HTTPError as exc:
            content, status = exc.read(), exc.code
        except OSError as exc:
            content, status = str(exc), 502
        _note(f"{method} /{path}: {status} after {time.monotonic() - start:.2f} s")
        return content, status

    return app


def _note(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    server = tls.server(
        application(sys.argv[1]), HOST, 0, pathlib.Path(sys.argv[2]), ISSUER, (HOST,)
    )
    sys.stdout.write(f"{server.port}\n")
    sys.stdout.flush()
    server.serve_forever()
