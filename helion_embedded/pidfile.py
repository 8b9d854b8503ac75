"""A process remembered on disk in a way that survives the re-use of its number."""

import dataclasses
import json

import psutil

from helion_embedded.state import write_private

# Kernel clock ticks make psutil's start time exact to 10 ms; a re-used pid differs by far more.
_TOLERANCE = 0.05  # seconds


@dataclasses.dataclass(frozen=True)
class ProcessId:
    """Number and start time (seconds since the epoch) of a process."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid):
        """The identity of running process ``pid``. Raises ``psutil.NoSuchProcess``."""
        return cls(pid, psutil.Process(pid).create_time())

    def process(self):
        """The ``psutil.Process``, or None if it ended or its number belongs to another now."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) > _TOLERANCE:
                return None
            return None if process.status() == psutil.STATUS_ZOMBIE else process
        except psutil.NoSuchProcess:
            return None


def write(path, pid):
    """Remember running process ``pid`` in the file ``path``."""
    write_private(path, json.dumps(dataclasses.asdict(ProcessId.of(pid))) + "\n")


def read(path):
    """The :class:`ProcessId` in the file ``path``, or None if there is none to read."""
    try:
        return ProcessId(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None
