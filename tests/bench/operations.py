"""What the engine of operations costs."""

import pathlib
import statistics
import tempfile
import time

from helion_services.base import database
from helion_services.base.context import Context
from helion_services.base.operations import Kind, Step, states, store
from tests.bench.result import Result
from tests.service.services import runtimes

PER_STEP = 60  # milliseconds
_STEPS = 20
_ROUNDS = 7
_WHO = Context("user-id", "somebody", "project-id", ("admin",), None, "req-1")


class Nothing(Step):
    """A step that does nothing: what it takes is bookkeeping."""

    def run(self, work):
        pass


_KIND = Kind("bench", "nothing", lambda request: [Nothing(f"s{n}", "-") for n in range(_STEPS)])


def run():
    """Yields the bookkeeping of a step, the median over operations that do nothing."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        times = _measure(f"sqlite:///{pathlib.Path(folder) / 'helion.db'}")
        cpu = (time.process_time() - began) * 1000
    details = {
        "steps": _STEPS,
        "ms of each operation": [round(time_) for time_ in times],
        "ms of CPU of a step, with all around it": round(cpu / _STEPS / (1 + _ROUNDS), 1),
    }
    yield Result(
        "operations.per_step", statistics.median(times) / _STEPS, PER_STEP, "ms", details=details
    )


def _measure(url):
    """Milliseconds from start to end of each operation, without the first."""
    database.upgrade(url)
    runtime = runtimes.make(url)
    runtime.operations.register(_KIND)
    runtime.operations.start()
    try:
        return [_milliseconds(runtime) for _ in range(1 + _ROUNDS)][1:]
    finally:
        runtime.operations.stop()
        runtime.db.close()


def _milliseconds(runtime):
    begun = runtime.operations.begin("bench", "nothing", "Do nothing", {}, ["thing:a"], _WHO)
    while True:
        with runtime.db.reader() as session:
            operation = store.get(session, begun)
        if operation.state not in states.ACTIVE:
            assert operation.state == states.SUCCEEDED, operation.error
            return (operation.finished_at - operation.started_at).total_seconds() * 1000
        time.sleep(0.05)
