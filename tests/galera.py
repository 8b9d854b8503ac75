"""A real Galera cluster of three members on loopback, over TLS: ``running(folder)``."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

import pymysql
import pytest

from helion_embedded.simulators.vcenter.authority import Authority

HOST, USER, PASSWORD = "127.0.0.1", "watch", "watch-secret"
_PROVIDER = pathlib.Path("/usr/lib/galera/libgalera_smm.so")
_PATIENCE = 120  # seconds


class Cluster:
    """Members by number, 0 to 2.

    :ivar ca: path of the authority of the certificate that all members have
    :ivar ports: of SQL
    """

    def __init__(self, folder):
        self.ports = _free_ports(3)
        self._peers = _free_ports(9)
        self._folder, self._processes = folder, {}
        self._become = []
        if not os.geteuid():
            self._become = ["runuser", "-u", "mysql", "--"]
        authority = Authority(folder)
        authority.ensure([HOST])
        self.ca, self._tls = authority.root, authority
        for number in range(3):
            data = folder / f"data-{number}"
            data.mkdir()
            command = ["mariadb-install-db", f"--datadir={data}", "--skip-test-db", "--no-defaults"]
            command += ["--auth-root-authentication-method=normal"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        if self._become:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, "mysql", "mysql")

    def start(self, number, *, new=False):
        """Start a member, and wait until it is in sync."""
        own = self._folder / f"data-{number}"
        group, state, snapshot = self._peers[3 * number : 3 * number + 3]
        others = ",".join(f"{HOST}:{port}" for port in self._peers[::3])
        options = {
            "datadir": own,
            "socket": own / "socket",
            "pid-file": own / "pid",
            "port": self.ports[number],
            "bind-address": HOST,
            "ssl-cert": self._tls.certificate,
            "ssl-key": self._tls.key,
            "binlog-format": "ROW",
            "innodb-autoinc-lock-mode": 2,
            "innodb-flush-log-at-trx-commit": 0,
            "innodb-buffer-pool-size": "16M",
            "wsrep-on": "ON",
            "wsrep-provider": _PROVIDER,
            "wsrep-cluster-address": "gcomm://" if new else f"gcomm://{others}",
            "wsrep-node-address": HOST,
            "wsrep-node-name": f"c{number}",
            "wsrep-sst-method": "rsync",
            "wsrep-sst-receive-address": f"{HOST}:{snapshot}",
            "wsrep-provider-options": f"base_port={group};gmcast.listen_addr=tcp://{HOST}:{group};"
            f"ist.recv_addr={HOST}:{state};gcache.size=8M",
        }
        command = [*self._become, "mariadbd", "--no-defaults"]
        command += [f"--{name}={value}" for name, value in options.items()]
        with open(self._folder / f"log-{number}", "ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        self._processes[number] = process
        self.wait(number, local_state_comment="Synced")

    def kill(self, number):
        """Kill a member as its machine would die: it takes leave of nobody."""
        self.signal(number, signal.SIGKILL)
        process = self._processes.pop(number)
        process.kill()  # runuser stops with its child, and would not end with it then
        process.wait()

    def signal(self, number, what):
        """Send a signal to the database itself, not to what started it."""
        os.kill(int((self._folder / f"data-{number}" / "pid").read_text()), what)

    def cut(self, number):
        """Have a member send and receive nothing, as behind a broken switch; others do not."""
        self._set(number, "gmcast.isolate=1")

    def bootstrap(self, number):
        """Have a member that lost the majority go on alone, as by a wrong recovery."""
        self._set(number, "pc.bootstrap=true")

    def desync(self, number, *, on):
        """Have a member fall behind the others, as a backup does, or catch up again."""
        self.execute(number, f"SET GLOBAL wsrep_desync = {'ON' if on else 'OFF'}")

    def _set(self, number, option):
        self.execute(number, f"SET GLOBAL wsrep_provider_options = '{option}'")

    def execute(self, number, statement):
        """The rows of a statement, as root over the socket."""
        path = self._folder / f"data-{number}" / "socket"
        connection = pymysql.connect(user="root", unix_socket=str(path))
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def wait(self, number, **values):
        """Wait until a member's status variables ``wsrep_...`` have values."""
        until, status = time.monotonic() + _PATIENCE, {}
        while True:
            with contextlib.suppress(pymysql.MySQLError, OSError):
                status = self.status(number)
                if values.items() <= status.items():
                    return
            log = (self._folder / f"log-{number}").read_text(errors="replace")[-3000:]
            assert self._processes[number].poll() is None, log
            assert time.monotonic() < until, f"{values}: {status}\n{log}"
            time.sleep(0.2)

    def wait_for(self, *numbers):
        """Wait until these members are one cluster in sync, and serve."""
        size = str(len(numbers))
        for number in numbers:
            self.wait(
                number,
                cluster_size=size,
                cluster_status="Primary",
                local_state_comment="Synced",
                ready="ON",
            )

    def status(self, number):
        """A member's status variables ``wsrep_...``, without that."""
        rows = self.execute(number, "SHOW GLOBAL STATUS LIKE 'wsrep\\_%'")
        return {name.removeprefix("wsrep_"): value for name, value in rows}

    def stop(self):
        """End all members."""
        for number, process in self._processes.items():
            with contextlib.suppress(OSError, ValueError):
                self.signal(number, signal.SIGKILL)
            process.kill()
            process.wait()


@contextlib.contextmanager
def running(folder):
    """A :class:`Cluster` whose three members are in sync, with a user who has no rights.

    Without Debian's packages the test is skipped.
    """
    if not (shutil.which("mariadbd") and _PROVIDER.exists()):
        pytest.skip("The Debian packages mariadb-server and galera-4 are not installed.")
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    cluster = Cluster(folder)
    try:
        cluster.start(0, new=True)
        cluster.execute(0, f"CREATE USER {USER} IDENTIFIED BY '{PASSWORD}' REQUIRE SSL")
        cluster.start(1)
        cluster.start(2)
        cluster.wait_for(0, 1, 2)
        yield cluster
    finally:
        cluster.stop()


def _free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]
