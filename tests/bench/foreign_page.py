"""What the plugin costs on a page that is not its own: Identity › Users, with it and without.

Two processes run the same Horizon, one with the plugin, and take turns. One process is a few per
cent quicker than the next by chance alone, so several pairs are compared.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

from tests import undercloud as embedded
from tests.bench.result import Result

PAGE = "/identity/users/"
_PAIRS = 7
_TURNS = 12
_PAGES = 5


def run():
    """Yields the extra calls and the extra processor time of one page."""
    with tempfile.TemporaryDirectory() as folder:
        state = pathlib.Path(folder) / "state"
        with embedded.started(state, "--only", "keystone,ironic") as undercloud:
            yield from _compare(undercloud)


def _compare(undercloud):
    pairs = [_pair(undercloud) for _ in range(_PAIRS)]
    extra_ms = statistics.median(ours - stock for ours, stock, _calls in pairs)
    extra_calls = max(calls for _ours, _stock, calls in pairs)
    details = {"with, without (ms)": [pair[:2] for pair in pairs]}
    yield Result("foreign_page.extra_calls", extra_calls, 0, "calls", details=details)
    yield Result("foreign_page.extra_time", extra_ms, 2, "ms", details=details)


def _pair(undercloud):
    """Milliseconds with the plugin and without, and how many calls more it makes."""
    with _Horizon(undercloud, plugin=True) as ours, _Horizon(undercloud, plugin=False) as stock:
        turns = []
        for turn in range(_TURNS):
            # In turns, each of them first as often as the other.
            order = (ours, stock) if turn % 2 else (stock, ours)
            measured = {horizon: horizon.measure() for horizon in order}
            turns.append((measured[ours], measured[stock]))
    ms = [
        1000 * statistics.median(each["seconds"] for each in side)
        for side in zip(*turns, strict=True)
    ]
    more = max(each["calls"] for each, _ in turns) - min(other["calls"] for _, other in turns)
    return *ms, more


class _Horizon:
    """A Horizon in a process of its own, signed in."""

    def __init__(self, undercloud, plugin):
        which = "with" if plugin else "without"
        module = "tests.bench.foreign_horizon"
        # The same order of sets and dictionaries in all of them.
        environment = {
            **os.environ,
            "PYTHONHASHSEED": "0",
            "HELION_TESTS_STATIC": str(undercloud.state.parent / f"static-{which}"),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module, str(undercloud.state), which],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self):
        self.measure()
        return self

    def __exit__(self, *_exc):
        self._process.stdin.close()
        self._process.wait()

    def measure(self):
        """The least processor seconds of some pages, and the calls of one."""
        self._process.stdin.write(f"{PAGE} {_PAGES}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
