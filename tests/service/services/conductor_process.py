"""A conductor that kills or stops itself at a chosen point: ``python -m ... JSON``.

The JSON is ``{"name", "folder", "runtime": {...}, "point": [name, number] or null, "signal",
"hold": [name, number] or null}``. Processes talk through files in the folder, ``NAME.WORD``:
``go`` lets one begin and ``started`` answers; at its point one says ``reached`` and waits for
``strike``; where it holds it says ``held`` and waits for ``resume``.
"""

import json
import logging
import os
import pathlib
import signal
import sys
import time

from helion_services.base.operations import conductor, job_board, local_board, runner
from helion_services.base.operations.work import Work
from tests.service.services import runtimes, world

_PATIENCE = 120  # seconds


class Saboteur:
    """Does what the test wants where the test wants it, once."""

    def __init__(self, wanted):
        self._folder = pathlib.Path(wanted["folder"])
        self._name = wanted["name"]
        self._signal = wanted.get("signal")
        self._point = _tuple(wanted.get("point"))
        self._hold = _tuple(wanted.get("hold"))

    def say(self, word):
        (self._folder / f"{self._name}.{word}").touch()

    def wait_for(self, word):
        end = time.monotonic() + _PATIENCE
        while not (self._folder / f"{self._name}.{word}").exists():
            if time.monotonic() > end:
                raise SystemExit(f"nobody said {word}")
            time.sleep(0.02)

    def reach(self, point, number):
        if (point, number) == self._point:
            self._point = None
            self.say("reached")
            self.wait_for("strike")
            os.kill(os.getpid(), self._signal)
        if (point, number) == self._hold:
            self._hold = None
            self.say("held")
            self.wait_for("resume")


def main(wanted):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    runtime = runtimes.make(**wanted["runtime"])
    saboteur = Saboteur(wanted)
    world.reach = saboteur.reach
    _spy(saboteur.reach)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    saboteur.wait_for("go")
    try:
        runtime.operations.start()
        saboteur.say("started")
        while True:
            signal.pause()
    finally:
        runtime.operations.stop()


def _spy(reach):
    """Tell ``reach`` also what the engine does between the steps."""
    for method, point in (
        ("begin", "begun"),
        ("end", "recorded"),
        ("fail", "failed"),
        ("begin_undo", "undo begun"),
        ("end_undo", "undo recorded"),
    ):
        _after(Work, method, lambda args, result, point=point: reach(point, args[1].number))
    for board in (local_board.LocalBoard, job_board.JobBoard):
        _after(board, "take", lambda args, result: result and reach("taken", None))
    _after(runner, "run", lambda args, result: reach("flow ended", None))
    _after(conductor.Conductor, "_finish", lambda args, result: reach("ended", None))


def _after(owner, name, then):
    original = getattr(owner, name)

    def spied(*args, **kwargs):
        result = original(*args, **kwargs)
        then(args, result)
        return result

    setattr(owner, name, spied)


def _tuple(point):
    return tuple(point) if point else None


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
