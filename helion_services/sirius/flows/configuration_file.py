"""The file in which Cinder finds the configuration of the back ends; others may write it, too.

While an operation replaces it, what was there before lies beside it, so that it can be put back
whenever the conductor dies. Files are readable for their owner only, as they hold passwords; one
that was there keeps its owner and its mode.
"""

import contextlib
import os
import pathlib
import stat

from helion_services.base import commands
from helion_services.base.messages import Message

_RELOAD_SECONDS = 120
_PRIVATE = 0o600


class ReloadFailed(Exception):
    """Cinder could not be told; the first argument is a message."""


class ConfigurationFile:
    """The file at ``path``; ``command`` tells Cinder of a change, if it does not look itself."""

    def __init__(self, path, command=()):
        self._path = pathlib.Path(path).resolve()
        self._before = self._beside("before")
        self._absent = self._beside("absent")
        self._command = list(command)

    def former(self):
        """The text before the operation; bytes other than UTF-8 survive a :meth:`replace`."""
        file = self._before if self._before.exists() else self._path
        if self._absent.exists() or not file.exists():
            return ""
        return file.read_bytes().decode(errors="surrogateescape")

    def replace(self, text):
        """Write ``text``, and keep what was there until :meth:`keep` or :meth:`put_back`."""
        if not (self._before.exists() or self._absent.exists()):
            if self._path.exists():
                self._write(self._before, self._path.read_bytes())
            else:
                self._write(self._absent, b"")
        self._write(self._path, text.encode(errors="surrogateescape"))
        self._reload()

    def keep(self):
        """The new one stays."""
        self._before.unlink(missing_ok=True)
        self._absent.unlink(missing_ok=True)

    def put_back(self):
        """Restore what was there before, if it was replaced."""
        if self._before.exists():
            self._write(self._path, self._before.read_bytes())
        elif self._absent.exists():
            self._path.unlink(missing_ok=True)
        else:
            return
        self._reload()
        self.keep()

    def _beside(self, suffix):
        return self._path.with_name(f"{self._path.name}.{suffix}")

    def _write(self, path, content):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = self._beside("new")
        handle = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _PRIVATE)
        with os.fdopen(handle, "wb") as file:
            self._imitate(file)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)

    def _imitate(self, file):
        """Give a new file the owner and the mode of the one that Cinder reads."""
        with contextlib.suppress(FileNotFoundError):
            model = self._path.stat()
            own = os.fstat(file.fileno())
            if (own.st_uid, own.st_gid) != (model.st_uid, model.st_gid):
                os.fchown(file.fileno(), model.st_uid, model.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(model.st_mode))

    def _reload(self):
        if not self._command:
            return
        try:
            commands.run(self._command, _RELOAD_SECONDS)
        except commands.CommandFailed as exc:
            raise ReloadFailed(
                Message(
                    "cinder-reload-failed",
                    "The command that makes Cinder read its configuration failed: {reason}",
                    reason=str(exc),
                )
            ) from exc
