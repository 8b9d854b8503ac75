"""Conductors that kill or stop themselves at a chosen point: ``python -m`` this module.

Each line on its input starts one, a process of its own; this one has only done the imports, which
take seconds. A line is JSON: ``{"name", "folder", "runtime": {...}, "point": [name, number] or
null, "signal", "hold": [name, number] or null}``.

Processes talk through files in the folder, ``NAME.WORD``: ``pid`` is there at once, ``go`` lets
one begin and ``started`` answers; at its point one says ``reached`` and waits for ``strike``; where
it holds it says ``held`` and waits for ``resume``. ``exit`` has its exit status, as
``subprocess`` tells it.
"""

import json
import logging
import os
import pathlib
import signal
import sys
import threading
import time

from helion_services.base.operations import conductor, job_board, local_board, runner
from helion_services.base.operations.work import Work
from tests.service.services import file_kind, runtimes

LOG = logging.getLogger(__name__)
_PATIENCE = 120  # seconds


class Saboteur:
    """Does what the test wants where the test wants it, once."""

    def __init__(self, orders):
        self._folder = pathlib.Path(orders["folder"])
        self._name = orders["name"]
        self.quiet = threading.Lock()
        """Held while the conductor's other threads write to the database."""
        self._signal = orders.get("signal")
        self._point = _tuple(orders.get("point"))
        self._hold = _tuple(orders.get("hold"))

    def say(self, word, text=""):
        write(self._folder, self._name, word, text)

    def wait_for(self, word):
        end = time.monotonic() + _PATIENCE
        while not (self._folder / f"{self._name}.{word}").exists():
            if time.monotonic() > end:
                raise SystemExit(f"nobody wrote {word}")
            time.sleep(0.02)

    def reach(self, point, number):
        if (point, number) == self._point:
            self._point = None
            self.say("reached")
            self.wait_for("strike")
            with self.quiet:  # whoever is stopped in a transaction stops everybody else
                # To this very thread: it must not get any further.
                signal.pthread_kill(threading.get_ident(), self._signal)
        if (point, number) == self._hold:
            self._hold = None
            self.say("held")
            self.wait_for("resume")


def main():
    started = {}

    def reap(number, frame):
        for pid in list(started):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                write(*started.pop(pid), "exit", str(os.waitstatus_to_exitcode(status)))

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        orders = json.loads(line)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            _live(orders)
        started[pid] = (orders["folder"], orders["name"])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def write(folder, name, word, text=""):
    """Make a file, all of its text at once."""
    path = pathlib.Path(folder, f"{name}.{word}")
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(path)


def _live(orders):
    """Be a conductor, and never return."""
    status = 1
    try:
        log = os.open(
            pathlib.Path(orders["folder"], f"{orders['name']}.log"), os.O_WRONLY | os.O_CREAT
        )
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        write(orders["folder"], orders["name"], "pid", str(os.getpid()))
        _conduct(orders)
    except SystemExit as exc:
        status = exc.code or 0
    except BaseException:
        LOG.exception("this conductor broke")
    finally:
        os._exit(status)


def _conduct(orders):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    runtime = runtimes.make(**orders["runtime"])
    saboteur = Saboteur(orders)
    file_kind.reach = saboteur.reach
    _spy(saboteur)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    saboteur.wait_for("go")
    try:
        runtime.operations.start()
        saboteur.say("started")
        while True:
            signal.pause()
    finally:
        runtime.operations.stop()


def _spy(saboteur):
    """Let it know also what the engine does between the steps."""
    reach = saboteur.reach
    for method, point in (
        ("begin", "begun"),
        ("end", "recorded"),
        ("fail", "failed"),
        ("begin_undo", "undo begun"),
        ("end_undo", "undo recorded"),
    ):
        _after(Work, method, lambda args, result, point=point: reach(point, args[1].number))
    for board in (local_board.LocalBoard, job_board.JobBoard):
        for method in ("take", "extend"):
            _within(board, method, saboteur.quiet)
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


def _within(owner, name, lock):
    original = getattr(owner, name)

    def locked(*args):
        with lock:
            return original(*args)

    setattr(owner, name, locked)


def _tuple(point):
    return tuple(point) if point else None


if __name__ == "__main__":
    main()
