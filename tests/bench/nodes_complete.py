"""The nodes service: planning among a thousand nodes, and what it adds to Heat's own time."""

import contextlib
import pathlib
import tempfile
import time
from unittest import mock

from keystoneauth1 import session as keystoneauth

from helion_services.base import config
from helion_services.base.context import Context
from helion_services.base.runtime import Runtime
from helion_services.nodes import plans, roles, stack, undercloud
from helion_services.nodes.stack import scale, write
from tests import undercloud as embedded
from tests.bench.result import Result
from tests.node_lifecycle import Lifecycle, new_node
from tests.world import settled

_ROUNDS = 5
_MORE = 20  # servers
_POLL = 0.5  # seconds; the service's own in the embedded undercloud
_WHO = Context("bench", "bench", None, ("admin",), "all", "req-bench")
_DEPLOYED = {
    "AdminPassword": "a-long-password",
    "ControlCount": 3,
    "ComputeCount": 1,
    "ObjectStorageCount": 0,
    "BlockStorageCount": 0,
}


def run():
    """Yields the results."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        few = _plan(path / "12", 12)
        many = _plan(path / "1000", 1000)
        details = {"12 nodes": few, "1,000 nodes": many}
        yield Result("nodes_complete.plan", many["seconds"], 1, unit="s", details=details)
        extra = many["calls"] - few["calls"]
        yield Result("nodes_complete.plan_extra_calls", extra, 0, unit="calls", details=details)
        times = _scale_out(path / "heat")
        ratio = times["service"] / times["heat"]
        yield Result("nodes_complete.scale_out_20_over_heat", ratio, 1.05, details=times)


def _plan(state, count):
    """Seconds and calls of a plan to deploy among ``count`` nodes."""
    with embedded.started(state, "--only", "helion", "--nodes", str(count)) as started:
        query = {"action": "deploy", "parameters": _DEPLOYED}
        seconds = []
        with _runtime(started) as runtime:
            for _round in range(_ROUNDS):
                with mock.patch.object(
                    keystoneauth.Session,
                    "request",
                    autospec=True,
                    side_effect=keystoneauth.Session.request,
                ) as request:
                    began = time.monotonic()
                    plan = plans.create(runtime, query, [], _WHO)
                    seconds.append(time.monotonic() - began)
        assert plan["state"] == "ready", plan["checks"]
        return {"seconds": sorted(seconds[1:])[_ROUNDS // 2 - 1], "calls": request.call_count}


def _scale_out(state):
    """Seconds that the service takes for 20 more servers, and Heat for the same by itself."""
    with embedded.started(state, "--only", "helion") as started:
        lifecycle = Lifecycle(started)
        fresh = [
            new_node(f"rack8-u{number:02d}-bench", number=number) for number in range(1, _MORE + 2)
        ]
        enrolled = lifecycle.wait(lifecycle.call("POST", "/enrolments", {"nodes": fresh}))
        assert enrolled["state"] == "succeeded", enrolled["error"]
        done = lifecycle.do("deploy", parameters=_DEPLOYED)
        assert done["state"] == "succeeded", done["error"]
        times = {"service": [], "heat": []}
        with _runtime(started) as runtime:
            for _round in range(2):
                times["service"].append(_by_the_service(lifecycle))
                _back_to_one(started, lifecycle)
                times["heat"].append(_by_heat(runtime, lifecycle))
                _back_to_one(started, lifecycle)
    return {name: min(seconds) for name, seconds in times.items()} | {"rounds": times}


def _by_the_service(lifecycle):
    plan = lifecycle.plan("scale_out", role="compute", count=1 + _MORE)
    assert plan["state"] == "ready", plan["checks"]
    began = time.monotonic()
    ended = lifecycle.wait(lifecycle.apply(plan))
    assert ended["state"] == "succeeded", ended["error"]
    return time.monotonic() - began


def _by_heat(runtime, lifecycle):
    """The same stack update, called directly, with the nodes that a plan would choose."""
    rolemap = roles.load()
    role = rolemap.by_name["compute"]
    heat = undercloud.heat(runtime.clouds)
    current = stack.get(heat, rolemap.stack)
    baremetal = undercloud.baremetal(runtime.clouds)
    free = [
        node["uuid"]
        for node in baremetal.get(
            "/v1/nodes", params={"provision_state": "available", "resource_class": "compute"}
        ).json()["nodes"]
    ][:_MORE]
    placements = scale.place(current.parameters, role, free)
    changes = stack.grow(current.parameters, role, 1 + _MORE, placements)
    began = time.monotonic()
    write.update(heat, current, changes)
    stack.wait(heat, rolemap.stack, stack.READY, lambda: None, lambda *_: None, poll=_POLL)
    return time.monotonic() - began


def _back_to_one(started, lifecycle):
    leaving = lifecycle.members("compute")[1:]
    ended = lifecycle.do("scale_in", nodes=leaving)
    assert ended["state"] == "succeeded", ended["error"]
    settled(started)


@contextlib.contextmanager
def _runtime(started):
    """The runtime of the services in this process, over the configuration of an undercloud."""
    file = started.state / "etc" / "helion" / "helion.conf"
    runtime = Runtime(config.load(["--config-file", str(file)]))
    try:
        yield runtime
    finally:
        runtime.close()
