"""The file in which Cinder finds the configuration of the back ends.

While an operation replaces it, the one before lies beside it, so that it can be put back whenever
the conductor dies. Both are readable for their owner only: they hold passwords.
"""

import os
import pathlib
import subprocess

from helion_services.base.messages import Message

_RELOAD_SECONDS = 120


class ReloadFailed(Exception):
    """Cinder could not be told; the first argument is a message."""


class ConfigurationFile:
    """The file at ``path``; ``command`` tells Cinder of a change, if it does not look itself."""

    def __init__(self, path, command=()):
        self._path = pathlib.Path(path)
        self._before = self._path.with_suffix(self._path.suffix + ".before")
        self._command = list(command)

    def replace(self, text):
        """Write ``text``, and keep what was there until :meth:`keep` or :meth:`put_back`."""
        if not self._before.exists():
            _write(self._before, self._path.read_text() if self._path.exists() else "")
        _write(self._path, text)
        self._reload()

    def keep(self):
        """The new one stays."""
        self._before.unlink(missing_ok=True)

    def put_back(self):
        """Restore what was there before, if it was replaced."""
        if not self._before.exists():
            return
        _write(self._path, self._before.read_text())
        self._reload()
        self._before.unlink()

    def _reload(self):
        if not self._command:
            return
        try:
            subprocess.run(  # noqa: S603  (the operator's own command)
                self._command, check=True, capture_output=True, timeout=_RELOAD_SECONDS, text=True
            )
        except (OSError, subprocess.SubprocessError) as exc:
            reason = (getattr(exc, "stderr", "") or str(exc)).strip().splitlines()
            raise ReloadFailed(
                Message(
                    "cinder-reload-failed",
                    "The command that makes Cinder read its configuration failed: {reason}",
                    reason=reason[-1] if reason else type(exc).__name__,
                )
            ) from exc


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(path.suffix + ".new")
    handle = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
