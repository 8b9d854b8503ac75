"""How long the embedded undercloud takes to READY, and how much memory it needs."""

import os
import pathlib
import tempfile

from tests import undercloud as embedded
from tests.bench.result import Result

FIRST, LATER, MEMORY = 60, 30, 2048  # seconds, seconds, MiB


def run():
    """Yields a first start with nothing remembered, a later one, and the memory after it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(pathlib.Path(folder) / "cache")
        state = pathlib.Path(folder) / "state"
        with embedded.started(state) as undercloud:
            first = undercloud.endpoints
        with embedded.started(state) as undercloud:
            later = undercloud.endpoints
    yield Result("embedded.first_start", first["ready_seconds"], FIRST, "s")
    yield Result("embedded.later_start", later["ready_seconds"], LATER, "s")
    yield Result("embedded.memory", first["memory_mib"], MEMORY, "MiB")
    yield Result("embedded.memory_later", later["memory_mib"], MEMORY, "MiB")
