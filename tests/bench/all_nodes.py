"""What pages show of all nodes, refreshed as a browser does, against Horizon's list of projects.

Both are answers of the same Horizon in the same moment. The first answer, for which nothing is
remembered, is in the details.
"""

import pathlib
import statistics
import tempfile
import time

from tests import undercloud as embedded
from tests.bench.result import Result
from tests.bench.topology_data import signed_in

LIMITS = {"topology_data": 10, "topology_planning": 10, "scale_state": 5, "overview_nodes": 10}
_PATHS = {
    "projects": "/identity/",
    "topology_data": "/admin/uc_topology/data.json",
    "topology_planning": "/admin/uc_topology/planning/",
    "scale_state": "/admin/uc_scale/state.json",
    "overview_nodes": "/admin/uc_overview/nodes.json",
}
_PERIOD = 10  # seconds after which a page that changes asks again
_ROUNDS = 7
_SERVICES = "keystone,ironic,neutron,helion,horizon"


def run():
    """Yields a ratio each, at 5,000 nodes and at 10,000."""
    for count in (5000, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            options = ("--only", _SERVICES, "--nodes", str(count))
            with embedded.started(pathlib.Path(folder) / "state", *options) as undercloud:
                rounds = _measure(undercloud.dashboard, count)
        first, later = rounds[0], rounds[1:]
        for name, limit in LIMITS.items():
            ratios = [seconds[name] / seconds["projects"] for seconds in later]
            details = {"first": first, "later": later}
            yield Result(
                f"all_nodes.{name}_over_projects_at_{count}",
                statistics.median(ratios),
                limit,
                details=details,
            )


def _measure(base, count):
    """Seconds of each answer, by round."""
    session = signed_in(base)
    session.get(f"{base}{_PATHS['projects']}")  # discovers versions
    rounds = []
    for _round in range(_ROUNDS):
        end = time.monotonic() + _PERIOD
        rounds.append({name: _seconds(session, base + path) for name, path in _PATHS.items()})
        time.sleep(max(0, end - time.monotonic()))
    answer = session.get(base + _PATHS["overview_nodes"])
    assert f"{count} nodes" in answer.text, answer.text[:200]
    return rounds


def _seconds(session, url):
    began = time.perf_counter()
    answer = session.get(url)
    took = time.perf_counter() - began
    answer.raise_for_status()
    return took
