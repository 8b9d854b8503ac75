"""Commands of the operator's own, which the configuration names."""

import subprocess


class CommandFailed(Exception):
    """A command could not be run, failed, or took too long; the argument is why, in one line."""


def run(command, seconds):
    """Run a command with its arguments and wait for its end, ``seconds`` at most.

    Raises :class:`CommandFailed`.
    """
    try:
        subprocess.run(  # noqa: S603  (the operator's own command)
            command, check=True, capture_output=True, timeout=seconds, text=True
        )
    except (OSError, subprocess.SubprocessError) as exc:
        lines = (getattr(exc, "stderr", "") or str(exc)).strip().splitlines()
        raise CommandFailed(lines[-1] if lines else type(exc).__name__) from exc
