"""A real Icinga 2 of a test's own, where Debian's package is installed."""

import contextlib
import os
import pathlib
import socket
import subprocess

import pytest

from helion_embedded import icinga2, probe

PASSWORD = "1c1nga-Passw0rd"


def free_port():
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Daemon:
    """One daemon; ``setup`` is its :class:`icinga2.Icinga`."""

    def __init__(self, folder, port=None):
        self.setup = icinga2.Icinga(pathlib.Path(folder), port or free_port(), PASSWORD)
        self.url, self.ca = self.setup.url, str(self.setup.ca)
        self._process = None

    def start(self):
        """Return when its API answers."""
        self.setup.write()
        with (self.setup.folder / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.setup.command(),
                env=os.environ | self.setup.environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        probe.wait(f"{self.url}/v1", 60, self.ca)

    def end(self):
        """End it, and what it started."""
        if self._process:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    @property
    def pid(self):
        return self._process.pid


@contextlib.contextmanager
def running(folder):
    """A daemon for a while; without the package the test is skipped."""
    if reason := icinga2.missing():
        pytest.skip(reason)
    daemon = Daemon(folder)
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.end()
