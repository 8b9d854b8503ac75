"""Runs restic: one repository, one password.

The password goes over a file that only exists in memory, never over the command line; what a
storage needs to log in goes over the environment, as restic expects it. restic ends when the
thread that started it ends (``setpriv --pdeathsig``).
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading

from helion_services.backup import problems
from helion_services.backup.failures import Failure, of_output

_LONGEST = 8000  # characters of an error that are looked at
_KEPT = ("HOME", "PATH", "LANG", "LC_ALL", "SSH_AUTH_SOCK", "TMPDIR", "XDG_CACHE_HOME")


class Restic:
    """One repository.

    :param conf: the group ``backup`` of the configuration
    :param location: as restic's ``-r`` has it
    :param environment: further variables, such as ``OS_PASSWORD``
    :param check: called several times a second while restic runs; what it raises ends restic
    """

    def __init__(self, conf, location, password, environment=None, check=lambda: None):
        self._conf = conf
        self._location = location
        self._password = password
        self._environment = environment or {}
        self._check = check

    def is_there(self):
        """Whether the repository exists and opens. Raises :class:`Failure` otherwise."""
        try:
            self.run("cat", "config")
        except Failure as exc:
            if exc.code == "repository-missing":
                return False
            raise
        return True

    def create(self):
        """Create the repository, if there is none; raises :class:`Failure`."""
        if not self.is_there():
            self.run("init")

    def backup(self, paths, tags, progress, excludes=()):
        """Store ``paths``; returns restic's summary, a dict with ``snapshot_id``.

        :param progress: called with what is done, 0 to 1
        """
        summary = {}

        def line(text):
            with contextlib.suppress(ValueError):
                report = json.loads(text)
                if report.get("message_type") == "status":
                    progress(report.get("percent_done", 0))
                elif report.get("message_type") == "summary":
                    summary.update(report)

        options = [f"--tag={','.join(tags)}", f"--host={self._conf.host}"]
        options += [f"--exclude={each}" for each in excludes]
        self.run("backup", "--json", *options, "--", *paths, line=line)
        return summary

    def snapshots(self, tag):
        """All snapshots with a tag, the oldest first: restic's dicts."""
        rows = json.loads(self.run("snapshots", "--json", f"--tag={tag}"))
        return sorted(rows or (), key=lambda row: row["time"])

    def read(self, snapshot, path):
        """The bytes of a file of a snapshot."""
        return self.run("dump", snapshot, path, text=False)

    def restore(self, snapshot, target, includes=()):
        """Write a snapshot, or the paths ``includes`` of it, below the folder ``target``.

        Nothing comes from the cache: what is read is what the repository has.
        """
        options = [f"--include={each}" for each in includes]
        self.run("restore", "--no-cache", snapshot, f"--target={target}", *options)

    def verify(self):
        """Read all of the repository and compare the hashes; raises :class:`Failure`."""
        self.run("check", "--no-cache", "--read-data")

    def forget(self, snapshots):
        """Forget snapshots and free what only they needed."""
        self.run("forget", "--prune", *snapshots)

    def size(self):
        """The bytes that the repository takes."""
        if self._location.startswith("/"):
            files = pathlib.Path(self._location).rglob("*")
            return sum(path.stat().st_size for path in files if path.is_file())
        return json.loads(self.run("stats", "--json", "--mode=raw-data"))["total_size"]

    def locks(self):
        """The locks: dicts with ``hostname``, ``pid`` and ``time``."""
        names = self.run("list", "locks", "--no-lock").split()
        rows = []
        for name in names:
            with contextlib.suppress(Failure, ValueError):  # it is gone
                rows.append(json.loads(self.run("cat", "lock", name, "--no-lock")))
        return rows

    def unlock(self):
        """Remove the locks of processes of this machine that no longer exist, if there are no
        locks of others; returns whether the repository is free now."""
        rows = self.locks()
        ours = [row for row in rows if row["hostname"] == os.uname().nodename]
        if len(ours) == len(rows) and not any(_lives(row["pid"]) for row in ours):
            self.run("unlock")  # only stale ones: those of processes that do not exist
            return True
        return False

    def run(self, *arguments, line=None, text=True):
        """Run restic; returns its output. Raises :class:`Failure`.

        :param line: called with each line of the output, which is not returned then
        """
        program = shutil.which(self._conf.restic)
        if program is None:
            raise problems.restic_missing()
        with self._secret() as (descriptor, environment):
            process = subprocess.Popen(
                [*tied(), program, *self._options(), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                pass_fds=[descriptor],
                start_new_session=True,
            )
            with _Ended(process):
                output, errors = self._follow(process, line)
        if process.returncode:
            message = errors.decode(errors="replace")[-_LONGEST:]
            raise of_output(process.returncode, message, _scheme(self._location))
        return output.decode(errors="replace") if text else output

    def _options(self):
        options = [f"--option={each}" for each in self._conf.restic_options]
        return [*options, f"--cache-dir={self._conf.state_dir}/cache"]

    @contextlib.contextmanager
    def _secret(self):
        """A file in memory with the password, and the environment that names it."""
        descriptor = os.memfd_create("password")
        try:
            os.write(descriptor, self._password.encode() + b"\n")
            own = {name: os.environ[name] for name in _KEPT if name in os.environ}
            yield (
                descriptor,
                own
                | self._environment
                | {
                    "RESTIC_REPOSITORY": self._location,
                    "RESTIC_PASSWORD_FILE": f"/proc/self/fd/{descriptor}",
                    "RESTIC_PROGRESS_FPS": "2",
                },
            )
        finally:
            os.close(descriptor)

    def _follow(self, process, line):
        """The output and errors of a process, read to its end."""
        errors, output = _Reader(process.stderr), _Reader(process.stdout, line)
        while output.is_alive():
            output.join(0.2)
            self._check()
        process.wait()
        errors.join()
        return output.content, errors.content


class _Reader(threading.Thread):
    """Reads a pipe to its end."""

    def __init__(self, pipe, line=None):
        super().__init__(daemon=True)
        self._pipe, self._line = pipe, line
        self.content = b""
        self.start()

    def run(self):
        with self._pipe:
            if self._line is None:
                self.content = self._pipe.read()
            else:
                for each in self._pipe:
                    self._line(each.decode(errors="replace"))


class _Ended:
    """A process that does not outlive the block."""

    def __init__(self, process):
        self._process = process

    def __enter__(self):
        return self._process

    def __exit__(self, *_about):
        if self._process.poll() is None:
            # SIGINT first: restic removes its lock.
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def tied():
    """What goes before a command so that it ends with us, where util-linux has it."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig=INT", "--"] if program else []


def _lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _scheme(location):
    return location.partition(":")[0] if not location.startswith("/") else "folder"
