"""The processes of the scene: ``with running(folder, redis_url) as site``."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys

from helion_services.base import database
from tests import databases, haproxy
from tests.faults.chaos import keystone, launcher, service
from tests.icinga import free_port

ROOT = pathlib.Path(__file__).parents[3]
PAIR = range(2)
_CONFIGURATION = """
[api]
services = chaos
port = {port}
[database]
connection = {database}
[secrets]
key_repository = {folder}/keys
[operations]
jobboard = {redis}
claim_expiry = 3
poll = 0.1
[keystone_authtoken]
www_authenticate_uri = {keystone}
{login}
project_name = service
project_domain_name = Default
[undercloud]
{login}
project_name = service
project_domain_name = Default
[undercloud_system]
{login}
system_scope = all
"""
_LOGIN = """auth_type = password
auth_url = {keystone}
username = helion
password = secret
user_domain_name = Default"""


class Site:
    """Processes by kind and number.

    :ivar url: of HAProxy, below which the service is
    :ivar database: its URL
    :ivar work: the folder with the files that operations make
    """

    def __init__(self, folder, redis_url, keystone_url):
        self.work = folder / "work"
        self.work.mkdir()
        self.database = databases.on_server("postgresql")
        database.upgrade(self.database)
        self._folder, self._pids = folder, {}
        self._ports = [free_port() for _ in PAIR]
        for number in PAIR:
            text = _CONFIGURATION.format(
                port=self._ports[number],
                database=self.database,
                folder=folder,
                redis=redis_url,
                keystone=keystone_url,
                login=_LOGIN.format(keystone=keystone_url),
            )
            (folder / f"{number}.conf").write_text(text)
        self._launcher = subprocess.Popen(
            [sys.executable, "-m", launcher.__name__],
            env=os.environ
            | {"PYTHONPATH": f"{ROOT}:{_entry_point(folder)}", service.FOLDER: str(self.work)},
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        port = free_port()
        self.url = f"http://{haproxy.HOST}:{port}/chaos/v1"
        servers = {f"api{number}": own for number, own in enumerate(self._ports)}
        front = haproxy.backend("api", port, servers, "option httpchk GET /healthcheck")
        self._proxy = haproxy.Proxy(folder, "front", front)

    def start(self, kind, number):
        """Start ``helion-api`` or ``helion-conductor``."""
        arguments = ["--config-file", str(self._folder / f"{number}.conf")]
        order = [kind, arguments, str(self._log(kind, number))]
        self._launcher.stdin.write(f"{json.dumps(order)}\n")
        self._launcher.stdin.flush()
        self._pids[kind, number] = int(self._launcher.stdout.readline())

    def wait(self, number):
        """Wait until a ``helion-api`` answers."""
        haproxy.wait(
            f"http://{haproxy.HOST}:{self._ports[number]}/healthcheck",
            lambda: self._check("helion-api", number),
        )

    def kill(self, kind, number):
        """Kill a process, as its machine would die."""
        self._check(kind, number)
        os.kill(self._pids.pop((kind, number)), signal.SIGKILL)

    def log(self, kind, number):
        """The end of a process's log."""
        return self._log(kind, number).read_text(errors="replace")[-5000:]

    def _log(self, kind, number):
        return self._folder / f"{kind}-{number}.log"

    def _check(self, kind, number):
        is_there = pathlib.Path(f"/proc/{self._pids[kind, number]}").exists()
        assert is_there, self.log(kind, number)

    def close(self):
        """End all."""
        for pid in self._pids.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._launcher.stdin.close()
        self._launcher.wait()
        self._proxy.end()


@contextlib.contextmanager
def running(folder, redis_url):
    """A :class:`Site` whose processes answer."""
    haproxy.require()
    command = [sys.executable, keystone.__file__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as identity:
        site = None
        try:
            url = f"http://{haproxy.HOST}:{identity.stdout.readline().strip()}/v3"
            site = Site(folder, redis_url, url)
            for number in PAIR:
                site.start("helion-api", number)
                site.start("helion-conductor", number)
            for number in PAIR:
                site.wait(number)
            yield site
        finally:
            if site:
                site.close()
            identity.kill()


def _entry_point(folder):
    """A folder for ``PYTHONPATH``, in which the service is found."""
    path = folder / "site"
    info = path / "chaos-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: chaos\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[helion_services]\nchaos = tests.faults.chaos.service:Chaos\n"
    )
    return path
