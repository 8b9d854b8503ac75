"""Conductors in processes of their own that are killed, each at the next point of an operation.

A point is a moment at which it may hurt: a step begins or is recorded, a note was written, the
cluster's state was changed, a task of the vCenter is about to begin, its answer is awaited, it is
begun or has ended. Where the ones before were killed is in a file, one point a line; none of them
is struck twice.
"""

import logging
import multiprocessing
import os
import pathlib
import signal
import threading
import time

from helion_services.base.operations import runner
from helion_services.base.operations.work import Work
from helion_services.eon import states
from helion_services.eon.vcenter import tasks
from tests.service.eon.flows import cluster_env
from tests.service.eon.flows.overcloud import Overcloud

_PATIENCE = 900  # seconds for one operation
_ON_ITS_WAY = 0.5  # seconds after a request was sent that a slow vCenter has not answered
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


def kill_everywhere(folder, kinds, is_over, real=False, limit=200):
    """Run conductors over the database in a folder, each killed at one point more.

    :param wanted: kinds of points, such as ``task begun``
    :param is_over: whether the operation has ended
    :param real: whether the overcloud is the configuration's, and not in files

    Returns the points at which one was killed.
    """
    struck = folder / "struck"
    struck.touch()
    end = time.monotonic() + _PATIENCE
    for _ in range(limit):
        process = _CONTEXT.Process(target=_conduct, args=(str(folder), tuple(kinds), real))
        process.start()
        while process.is_alive() and not is_over():
            assert time.monotonic() < end, (folder / "log").read_text()[-5000:]
            process.join(0.1)
        if process.is_alive():
            process.terminate()
        process.join()
        if is_over():
            return struck.read_text().splitlines()
        assert process.exitcode == -signal.SIGKILL, (folder / "log").read_text()[-5000:]
    raise AssertionError(f"killed {limit} times, and no end")


def _conduct(folder, kinds, real):
    folder = pathlib.Path(folder)
    logging.basicConfig(filename=folder / "log", level=logging.INFO, force=True)
    runner._UNDO_PAUSE = 0.1
    spy(folder / "struck", kinds)
    runtime = cluster_env.runtime(folder, None if real else Overcloud(folder))
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    runtime.operations.start()
    while True:
        signal.pause()


def spy(struck, kinds):
    """Kill this process at the first point that nobody was killed at."""
    earlier = set(struck.read_text().splitlines())

    def reach(kind, what):
        point = f"{kind}: {what}"
        if kind in kinds and point not in earlier:
            with struck.open("a") as file:
                file.write(f"{point}\n")
            os.kill(os.getpid(), signal.SIGKILL)

    for method, kind in (
        ("begin", "begun"),
        ("end", "recorded"),
        ("fail", "failed"),
        ("begin_undo", "undo begun"),
        ("end_undo", "undo recorded"),
    ):
        _after(Work, method, lambda args, kind=kind: reach(kind, args[1].name))
    _after(Work, "note", lambda args: reach("noted", f"{args[1]} {args[2]!r:.40}"))
    _after(states, "move", lambda args: reach("moved", args[2]))
    original = tasks.run

    def run(work, begin, what):
        undoing = "undo " if work.undoing else ""

        def begun():
            reach(f"{undoing}task ahead", what)
            timer = threading.Timer(_ON_ITS_WAY, reach, (f"{undoing}task on its way", what))
            timer.start()
            task = begin()
            timer.cancel()
            reach(f"{undoing}task begun", what)
            return task

        result = original(work, begun, what)
        reach(f"{undoing}task ended", what)
        return result

    tasks.run = run


def _after(owner, name, then):
    original = getattr(owner, name)

    def spied(*args, **kwargs):
        result = original(*args, **kwargs)
        then(args)
        return result

    setattr(owner, name, spied)
