"""Conductors in processes of their own that are killed, each at the next point of an operation.

A point is a moment at which it may hurt: a step begins or is recorded, a note was written, a
request was sent. Where the ones before were killed is in a file, one point a line; none of them is
struck twice.
"""

import logging
import multiprocessing
import os
import signal
import time

from helion_services.base.operations import runner
from helion_services.base.operations.work import Work

RUNNING = ("begun", "recorded", "noted")
"""Kinds of points of an operation that succeeds, as :func:`spy` names them."""
UNDOING = ("failed", "undo begun", "undo recorded")
"""Those of one that fails."""
_PATIENCE = 900  # seconds for one operation
_CONTEXT = multiprocessing.get_context("forkserver")
_PRELOADED = [__name__]


def preload(module):
    """Have all processes begin with a module, which must not start a thread."""
    _PRELOADED.append(module)
    _CONTEXT.set_forkserver_preload(_PRELOADED)


def kill_everywhere(folder, conduct, is_over, limit=200):
    """Run conductors over the database in a folder, each killed at one point more.

    :param conduct: a function that a process begins with; it calls :func:`prepare`, :func:`spy` and
        :func:`run`
    :param is_over: whether the operation has ended

    Returns the points at which one was killed.
    """
    struck = folder / "struck"
    struck.touch()
    end = time.monotonic() + _PATIENCE
    for _ in range(limit):
        process = _CONTEXT.Process(target=conduct)
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


def whats(struck, kind):
    """What was struck at the points of a kind."""
    return {point.partition(": ")[2] for point in struck if point.startswith(f"{kind}: ")}


def prepare(folder):
    """Keep a log, and do not pause for long."""
    logging.basicConfig(filename=folder / "log", level=logging.INFO, force=True)
    runner._UNDO_PAUSE = 0.1


def spy(struck, kinds):
    """Kill this process at the first point that nobody was killed at.

    Returns ``reach(kind, what)``, which is called at further points.
    """
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
        after(Work, method, lambda args, kind=kind: reach(kind, args[1].name))
    after(Work, "note", lambda args: reach("noted", f"{args[1]} {args[2]!r:.40}"))
    return reach


def after(owner, name, then):
    """Have ``then(arguments)`` follow a function."""
    original = getattr(owner, name)

    def spied(*args, **kwargs):
        result = original(*args, **kwargs)
        then(args)
        return result

    setattr(owner, name, spied)


def run(runtime):
    """Conduct operations until this process is ended."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    runtime.operations.start()
    while True:
        signal.pause()
