"""Real HAProxy programs on loopback: ``Proxy(folder)``."""

import pathlib
import subprocess
import time

import pytest
import requests

HOST, USER, PASSWORD = "127.0.0.1", "watch", "watch-secret"
PROGRAM = pathlib.Path("/usr/sbin/haproxy")
_PATIENCE = 120  # seconds
_DEFAULTS = """
global
    node {node}
defaults
    mode http
    retries 2
    option redispatch 1
    timeout connect 2s
    timeout client {seconds}s
    timeout server {seconds}s
    default-server inter 200 fastinter 100 downinter 100 fall 1 rise 1
"""


def require():
    """Skip the test where Debian's package is not installed."""
    if not PROGRAM.exists():
        pytest.skip("The Debian package haproxy is not installed.")


def backend(name, port, servers, *options):
    """A front end on a port of loopback, and its servers: ``{name: port}``; ``options`` are lines.

    Its servers are those that accept connections, unless an option says otherwise.
    """
    lines = [f"listen {name}", f"bind {HOST}:{port}", *options]
    lines += [f"server {server} {HOST}:{own} check" for server, own in servers.items()]
    return "\n    ".join(lines)


def page(name, binds, *options):
    """Statistics at ``/stats`` of addresses, with a login."""
    lines = [f"listen {name}", *(f"bind {bind}" for bind in binds), *options]
    lines += ["stats enable", "stats uri /stats", f"stats auth {USER}:{PASSWORD}"]
    return "\n    ".join(lines)


class Proxy:
    """One program, started when it is made; ``sections`` follow its defaults."""

    def __init__(self, folder, node, *sections, seconds=20):
        require()
        folder = pathlib.Path(folder)
        path = folder / f"{node}.cfg"
        path.write_text("\n".join([_DEFAULTS.format(node=node, seconds=seconds), *sections, ""]))
        with open(folder / f"{node}.log", "ab") as log:
            self._process = subprocess.Popen([PROGRAM, "-f", path, "-db"], stdout=log, stderr=log)

    def end(self):
        """End it at once."""
        self._process.kill()
        self._process.wait()


def wait(url, check):
    """Wait until an address answers; ``check()`` raises if it never will."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return requests.get(url, timeout=2)
        except requests.RequestException:
            check()
            assert time.monotonic() < until
            time.sleep(0.05)
