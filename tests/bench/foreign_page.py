"""What the plugin costs on a page that is not its own: Identity › Users, with it and without.

Two processes run the same Horizon, one with the plugin, and take turns.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from tests import undercloud as embedded
from tests.bench.result import Result

PAGE = "/identity/users/"
_TURNS = 40
_PAGES = 5


def run():
    """Yields the extra calls and the extra processor time of one page."""
    with tempfile.TemporaryDirectory() as folder:
        state = pathlib.Path(folder) / "state"
        with embedded.started(state, "--only", "keystone,ironic") as undercloud:
            yield from _compare(undercloud)


def _compare(undercloud):
    with _Horizon(undercloud, plugin=True) as ours, _Horizon(undercloud, plugin=False) as stock:
        pairs = []
        for turn in range(_TURNS):
            order = (ours, stock) if turn % 2 else (stock, ours)
            times = {horizon: horizon.measure() for horizon in order}
            pairs.append((times[ours], times[stock]))
    extra_ms = statistics.median(1000 * (a["seconds"] - b["seconds"]) for a, b in pairs)
    calls = [{one["calls"] for one in side} for side in zip(*pairs, strict=True)]
    details = {
        "with (ms)": 1000 * statistics.median(a["seconds"] for a, _b in pairs),
        "without (ms)": 1000 * statistics.median(b["seconds"] for _a, b in pairs),
        "calls": [sorted(side) for side in calls],
    }
    extra_calls = max(calls[0]) - min(calls[1])
    yield Result("foreign_page.extra_calls", extra_calls, 0, "calls", details=details)
    yield Result("foreign_page.extra_time", extra_ms, 2, "ms", details=details)


class _Horizon:
    """A Horizon in a process of its own, signed in."""

    def __init__(self, undercloud, plugin):
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.bench.foreign_horizon",
            undercloud.state,
        ]
        self._process = subprocess.Popen(
            [*map(str, command), "with" if plugin else "without"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        self.measure()
        return self

    def __exit__(self, *_exc):
        self._process.stdin.close()
        self._process.wait()

    def measure(self):
        """Median processor seconds of a page, and the calls it makes."""
        self._process.stdin.write(f"{PAGE} {_PAGES}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
