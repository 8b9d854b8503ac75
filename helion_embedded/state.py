"""The state directory: where everything that belongs to one embedded undercloud lies.

::

    .undercloud/
        helion-embedded.json   the marker: ports and choices that a later start re-uses
        clouds.yaml            what clients need, see :mod:`helion_embedded.logins`
        endpoints.json         what runs, see :mod:`helion_embedded.report`
        vcenter.yaml           how to log in to the simulated vCenter
        storeserv.yaml         how to log in to the simulated arrays
        storevirtual.yaml      how to log in to the simulated StoreVirtual cluster
        distribution.yaml      how to register the simulated distribution network
        directory.yaml         how to connect a domain to the LDAP directory
        db/ etc/ keys/ logs/   databases, generated configuration, token keys, one log a process
        var/NAME/              whatever a service keeps besides its database
        overcloud/hosts/       one file a compute host of the overcloud, which tests may change
        run/                   lock, pid file, markers of services held down
"""

import contextlib
import fcntl
import json
import os
import pathlib
import shutil
import time

MARKER = "helion-embedded.json"
DEFAULT = ".undercloud"
_LOCK_ATTEMPTS = 5


class StateError(Exception):
    """The directory cannot be used; the text gives the reason."""


class State:
    """Paths below one directory; nothing is created before :meth:`create`."""

    def __init__(self, root):
        self.root = pathlib.Path(root).absolute()
        self.marker = self.root / MARKER
        self.clouds = self.root / "clouds.yaml"
        self.endpoints = self.root / "endpoints.json"
        self.vcenter = self.root / "vcenter.yaml"
        self.storeserv = self.root / "storeserv.yaml"
        self.storevirtual = self.root / "storevirtual.yaml"
        self.distribution = self.root / "distribution.yaml"
        self.directory = self.root / "directory.yaml"
        self.databases = self.root / "db"
        self.configuration = self.root / "etc"
        self.keys = self.root / "keys"
        self.logs = self.root / "logs"
        self.run = self.root / "run"
        self.holds = self.run / "hold"
        self.pid_file = self.run / "supervisor.pid"
        self._lock_file = self.run / "lock"

    def create(self):
        """Make the directories, readable by their owner only.

        Raises :class:`StateError` for a directory that holds something else.
        """
        if self.root.exists() and any(self.root.iterdir()) and not self.is_ours():
            raise StateError(f"{self.root} is not empty and not a state directory of ours")
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)
        if not self.marker.exists():
            write_private(self.marker, "{}\n")
        for folder in (self.databases, self.configuration, self.keys, self.logs, self.holds):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def is_ours(self):
        """Whether the directory carries our marker (a symbolic link to one does not count)."""
        return self.marker.is_file() and not self.root.is_symlink()

    def remove(self):
        """Delete the directory. Raises :class:`StateError` unless it is one of ours."""
        if not self.is_ours():
            raise StateError(f"{self.root} does not look like a state directory: nothing removed")
        shutil.rmtree(self.root)

    def load(self):
        """What the marker remembers, a dict; empty for a new directory.

        Raises :class:`StateError` if the file cannot be read as JSON.
        """
        try:
            return json.loads(self.marker.read_text())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise StateError(f"{self.marker}: {error}") from error

    def save(self, remembered):
        """Write the dict ``remembered`` into the marker."""
        write_private(self.marker, json.dumps(remembered, indent=2) + "\n")

    def database(self, name):
        """Path of the SQLite file of database ``name``."""
        return self.databases / f"{name}.db"

    def log(self, name):
        """Path of the log of process ``name``."""
        return self.logs / f"{name}.log"

    def var(self, *parts):
        """Path of a directory below ``var/``, made if it is missing."""
        path = self.root.joinpath("var", *parts)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def hold(self, name):
        """The marker file whose presence holds service ``name`` down."""
        return self.holds / name

    @contextlib.contextmanager
    def locked(self):
        """Hold the directory for one supervisor. Raises :class:`StateError` if one runs.

        The kernel drops the lock with the process, so one that was killed leaves nothing behind.
        """
        with self._lock_file.open("w") as file:
            # More than once: is_locked() of somebody else takes the lock for an instant.
            for attempt in range(_LOCK_ATTEMPTS):
                if attempt:
                    time.sleep(0.05)
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    continue
            else:
                raise StateError(f"an embedded undercloud already runs in {self.root}")
            yield

    def is_locked(self):
        """Whether a supervisor holds the directory now."""
        if not self._lock_file.exists():
            return False
        with self._lock_file.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False


def write_private(path, text):
    """Replace ``path`` by ``text`` in one step; nobody but the owner may read it.

    A reader sees the old text or the new one, never half of it.
    """
    path = pathlib.Path(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    temporary.replace(path)
