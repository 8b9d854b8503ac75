"""A simulated vCenter of a test's own, and pyVmomi to look at it from outside."""

import contextlib
import dataclasses
import pathlib
import socket
import ssl
import subprocess
import time

import pytest
from pyVim import connect, task
from pyVmomi import vim

from helion_embedded import probe
from helion_embedded.simulators.vcenter import configuration
from helion_embedded.simulators.vcenter.faults import Faults

PASSWORD = "vCenter-Passw0rd"
ADDRESSES = ("127.0.0.1", "127.0.0.2")
_PATIENCE = 60  # seconds until it answers


class Running:
    """A simulator that runs; ``login`` is a dict as in ``vcenter.yaml``."""

    def __init__(self, login):
        self.host, self.port = login["address"], login["port"]
        self.username, self.password = login["username"], login["password"]
        self.uuid, self.ca = login["uuid"], pathlib.Path(login["ca_file"])
        self.faults = Faults(self.ca.with_name("faults.json"))

    @property
    def ca_pem(self):
        return self.ca.read_text()

    def connect(self, host=None, password=None):
        """pyVmomi's ServiceInstance, logged in over verified TLS."""
        return connect.SmartConnect(
            host=host or self.host,
            port=self.port,
            user=self.username,
            pwd=password or self.password,
            sslContext=ssl.create_default_context(cafile=str(self.ca)),
        )

    @contextlib.contextmanager
    def session(self):
        """A :class:`View` that is logged out afterwards."""
        instance = self.connect()
        try:
            yield View(instance)
        finally:
            connect.Disconnect(instance)


class Simulator(Running):
    """A simulator of one's own; ``setup`` is its :class:`configuration.VCenter`."""

    def __init__(self, setup, log):
        super().__init__(setup.login())
        self.setup, self.log = setup, log
        self._process = None

    def start(self, trusted=True):
        """Start the process and wait until it answers, or only listens if it is not trusted."""
        command = self.setup.command()
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL
            )
        end = time.monotonic() + _PATIENCE
        while not (probe.answers_now(self.setup.url, self.ca) if trusted else self._listens()):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the vCenter simulator ended:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.05)

    def _listens(self):
        with socket.socket() as probing:
            return probing.connect_ex((self.host, self.port)) == 0

    def stop(self):
        """End the process; the vCenter is down then, as after a power cut."""
        self._process.kill()
        self._process.wait()


class View:
    """What is in a vCenter, by name."""

    def __init__(self, instance):
        self.instance, self.content = instance, instance.RetrieveContent()

    def all(self, kind):
        """All objects of a type of pyVmomi's."""
        container = self.content.viewManager.CreateContainerView(
            self.content.rootFolder, [kind], True
        )
        try:
            return list(container.view)
        finally:
            container.Destroy()

    def find(self, kind, name):
        """The one object of that type and name, or None."""
        matches = [each for each in self.all(kind) if each.name == name]
        assert len(matches) < 2, f"{len(matches)} objects are called {name}"
        return matches[0] if matches else None

    def cluster(self, name):
        return self.find(vim.ClusterComputeResource, name)

    def machine(self, name):
        return self.find(vim.VirtualMachine, name)

    def wait(self, started):
        """The result of a task; raises its fault."""
        task.WaitForTask(started, si=self.instance)
        return started.info.result

    def names(self):
        """Names of what clients make: switches, port groups and machines, in three sets."""
        kinds = (
            vim.DistributedVirtualSwitch,
            vim.dvs.DistributedVirtualPortgroup,
            vim.VirtualMachine,
        )
        return tuple({each.name for each in self.all(kind)} for kind in kinds)


@contextlib.contextmanager
def started(folder, *, trusted=True, **options):
    """Run one in ``folder``; ``options`` are fields of :class:`configuration.VCenter`.

    ``trusted`` says whether its certificate is for the address where it listens.
    Where Go is missing, this raises ``BuildError`` with what to install. Fails if the
    simulator had to recover from an error of its own.
    """
    folder = pathlib.Path(folder)
    defaults = {"port": free_port(), "password": PASSWORD, "addresses": ADDRESSES}
    setup = configuration.VCenter(folder / "vcenter", **(defaults | options))
    simulator = Simulator(setup, folder / "vcenter.log")
    simulator.start(trusted)
    try:
        yield simulator
    finally:
        simulator.stop()
    log = simulator.log.read_text(errors="replace")
    assert "panic" not in log, log[-4000:]


def _has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")


def changed(setup, **options):
    """A setup like another one, but for these fields."""
    return dataclasses.replace(setup, **options)


def free_port():
    with socket.socket() as probing:
        probing.bind(("127.0.0.1", 0))
        return probing.getsockname()[1]
