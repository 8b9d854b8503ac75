"""A real RabbitMQ cluster of three nodes on loopback: ``running(folder)``."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

import pytest
import requests

from helion_embedded.simulators.vcenter.authority import Authority
from tests.icinga import free_port

HOST, USER, PASSWORD = "127.0.0.1", "watch", "watch-secret"
NODES = range(3)
_PROGRAMS = pathlib.Path("/usr/lib/rabbitmq/bin")  # those in the path insist on their own user
_PATIENCE = 120  # seconds
_TICK = 8  # seconds after which a node that is silent counts as lost
_CONFIGURATION = """
listeners.tcp.1 = {host}:{port}
management.ssl.ip = {host}
management.ssl.port = {page}
management.ssl.cacertfile = {ca}
management.ssl.certfile = {certificate}
management.ssl.keyfile = {key}
cluster_formation.peer_discovery_backend = classic_config
cluster_formation.classic_config.nodes.1 = c0@localhost
cluster_formation.classic_config.nodes.2 = c1@localhost
cluster_formation.classic_config.nodes.3 = c2@localhost
default_user = {user}
default_pass = {password}
"""


class Cluster:
    """Nodes by number, 0 to 2.

    :ivar ca: path of the authority of their certificates
    :ivar pages: ports of their management APIs
    """

    def __init__(self, folder):
        self._folder = folder
        authority = Authority(folder)
        authority.ensure([HOST])
        self.ca = authority.root
        self.pages = [free_port() for _ in NODES]
        cookie = folder / ".erlang.cookie"
        cookie.write_text("COOKIE")
        cookie.chmod(0o400)
        (folder / "plugins").write_text("[rabbitmq_management].")
        for number in NODES:
            text = _CONFIGURATION.format(
                host=HOST,
                port=free_port(),
                page=self.pages[number],
                ca=authority.root,
                certificate=authority.certificate,
                key=authority.key,
                user=USER,
                password=PASSWORD,
            )
            (folder / f"c{number}.conf").write_text(text)
        self._mapper_port = free_port()
        self._environments = [self._environment(number) for number in NODES]
        self._processes, self._mapper = {}, None

    def start(self):
        """Start all nodes, and wait until they are a cluster."""
        program = [next(pathlib.Path("/usr/lib/erlang").glob("erts-*/bin/epmd"))]
        program += ["-port", str(self._mapper_port), "-address", HOST]
        self._mapper = subprocess.Popen(program)
        for number in NODES:
            self.start_node(number)
        self.wait_for(*NODES)

    def start_node(self, number):
        """Start a node that does not run."""
        with open(self._folder / f"output-{number}", "ab") as log:
            self._processes[number] = subprocess.Popen(
                [_PROGRAMS / "rabbitmq-server"],
                env=self._environments[number],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def signal(self, number, what):
        """Send a signal to a node, and to what belongs to it."""
        os.killpg(self._processes[number].pid, what)

    def kill(self, number):
        """Kill a node as its machine would die."""
        self.signal(number, signal.SIGKILL)
        self._processes.pop(number).wait()

    def control(self, number, *arguments):
        """Run ``rabbitmqctl`` for a node."""
        command = [_PROGRAMS / "rabbitmqctl", "--quiet", *arguments]
        subprocess.run(
            command, env=self._environments[number], check=True, stdout=subprocess.DEVNULL
        )

    def wait_for(self, *running):
        """Wait until these nodes see each other running, and no other."""
        names = {_name(number) for number in running}
        for number in running:
            self._wait(number, lambda rows: {n for n in rows if rows[n]["running"]} == names)

    def wait_for_partition(self, number, *apart):
        """Wait until a node has noticed that it was separated from others."""
        names = {_name(each) for each in apart}
        self._wait(number, lambda rows: set(rows[_name(number)]["partitions"]) == names)

    def wait_for_alarm(self, number, on):
        """Wait until a node has, or no longer has, the alarm of too little memory."""
        self._wait(number, lambda rows: rows[_name(number)].get("mem_alarm") == on)

    def _wait(self, number, fits):
        until, rows = time.monotonic() + _PATIENCE, {}
        while True:
            with contextlib.suppress(requests.RequestException, KeyError, ValueError):
                rows = self._nodes(number)
                if fits(rows):
                    return
            views = {name: (row["running"], row.get("partitions")) for name, row in rows.items()}
            assert time.monotonic() < until, f"{number}: {views}"
            time.sleep(0.2)

    def _nodes(self, number):
        url = f"https://{HOST}:{self.pages[number]}/api/nodes"
        with requests.Session() as session:
            session.trust_env = False
            rows = session.get(url, auth=(USER, PASSWORD), verify=str(self.ca), timeout=5).json()
        return {row["name"]: row for row in rows}

    def stop(self):
        """End all nodes."""
        for number in list(self._processes):
            self.kill(number)
        if self._mapper:
            self._mapper.kill()
            self._mapper.wait()

    def _environment(self, number):
        own = {
            "HOME": self._folder,
            "ERL_EPMD_ADDRESS": HOST,
            "ERL_EPMD_PORT": self._mapper_port,
            "RABBITMQ_NODENAME": _name(number),
            "RABBITMQ_DIST_PORT": free_port(),
            "RABBITMQ_MNESIA_BASE": self._folder / "data",
            "RABBITMQ_LOG_BASE": self._folder / "log",
            "RABBITMQ_CONFIG_FILE": self._folder / f"c{number}.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self._folder / "plugins",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 -kernel inet_dist_use_interface"
            f" {{127,0,0,1}} -kernel net_ticktime {_TICK}",
        }
        return os.environ | {name: str(value) for name, value in own.items()}


def _name(number):
    return f"c{number}@localhost"


@contextlib.contextmanager
def running(folder):
    """A :class:`Cluster` whose nodes see each other; without Debian's package: skipped."""
    if not _PROGRAMS.exists():
        pytest.skip("The Debian package rabbitmq-server is not installed.")
    cluster = Cluster(pathlib.Path(folder))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
