"""What a rollout over many servers takes, against the rollouts of one server that it consists of.

Services and servers are simulated, in a time of their own: what counts is how often and how long
an operation waits for them, and what it computes itself.
"""

import dataclasses
import pathlib
import tempfile
import time

import pytest

from helion_services.nodes.flows import kinds
from tests.bench.result import Result
from tests.faults.rig import Rig
from tests.faults.scenes import SCENES, rollout

LIMIT = 1.05  # of the time of the single rollouts together
_SERVERS = 10
_SCENE = next(scene for scene in SCENES if scene.kind == (kinds.SERVICE, "rollout"))


def run():
    """Yields the time of one operation, as a share of that of an operation for each server."""
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with folder as path, pytest.MonkeyPatch.context() as monkeypatch:
        rig = Rig(pathlib.Path(path), monkeypatch)
        try:
            request = rig.prepare(_scene())
            together = _seconds(rig, [request])
            request = rig.prepare(_scene())
            batches = [dataclasses.replace(request, batches=[row]) for row in request.batches]
            single = _seconds(rig, batches)
        finally:
            rig.close()
    details = {
        "servers": _SERVERS,
        "one rollout: seconds waited, seconds computed": together,
        "a rollout for each server": single,
    }
    yield Result("rollout.servers", sum(together) / sum(single), LIMIT, "x", details=details)


def _scene():
    """All servers, one after the other and without a pause."""
    return dataclasses.replace(_SCENE, prepare=lambda rig: rollout(rig, _SERVERS, pause=0))


def _seconds(rig, requests):
    """``(seconds of the simulated time, seconds of real time)`` for operations in turn."""
    waited, began = rig.clock.now, time.monotonic()
    kind = rig.runtime.operations.kind(*_SCENE.kind)
    for request in requests:
        ended = rig._run(kind, request)
        assert ended.state == "succeeded", ended
    return rig.clock.now - waited, time.monotonic() - began
