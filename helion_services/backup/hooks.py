"""The commands that stop and start services around a restore.

They are configured, ``[backup] stop_command`` and ``start_command``, and get the names of the
services as further arguments. They must not stop the service that runs the restore.
"""

import os
import shlex
import subprocess

from helion_services.base.messages import Message

_PATIENCE = 600  # seconds


class HookFailed(Exception):
    """A command failed; ``message`` has its last words."""

    def __init__(self, command, reason):
        self.message = Message(
            "hook-failed",
            "The command “{command}” failed: {reason}",
            command=command,
            reason=reason,
        )
        super().__init__(self.message.detail)


def run(command, services):
    """Run a command with the names of services; raises :class:`HookFailed`."""
    if not services or not command:
        return
    arguments = [*shlex.split(command), *services]
    environment = {**os.environ, "HELION_RESTORE": "1"}
    try:
        outcome = subprocess.run(
            arguments,
            capture_output=True,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise HookFailed(command, str(exc)) from exc
    if outcome.returncode:
        lines = (outcome.stderr or outcome.stdout).decode(errors="replace").strip().splitlines()
        raise HookFailed(command, (lines or [str(outcome.returncode)])[-1][:500])
