"""Conductors of eon's operations that are killed, see :mod:`tests.service.killing`.

Further points are: the cluster's state was changed, a task of the vCenter is about to begin, its
answer is awaited, it is begun or has ended.
"""

import functools
import pathlib
import threading

from helion_services.eon import states
from helion_services.eon.vcenter import tasks
from tests.service import killing
from tests.service.eon.flows import cluster_env
from tests.service.eon.flows.overcloud import Overcloud

_ON_ITS_WAY = 0.5  # seconds after a request was sent that a slow vCenter has not answered
killing.preload(__name__)


def kill_everywhere(folder, kinds, is_over, real=False):
    """Run conductors over the database in a folder, each killed at one point more.

    :param kinds: of points, such as ``task begun``
    :param is_over: whether the operation has ended
    :param real: whether the overcloud is the configuration's, and not in files

    Returns the points at which one was killed.
    """
    conduct = functools.partial(_conduct, str(folder), tuple(kinds), real)
    return killing.kill_everywhere(folder, conduct, is_over)


def _conduct(folder, kinds, real):
    folder = pathlib.Path(folder)
    killing.prepare(folder)
    spy(folder / "struck", kinds)
    killing.run(cluster_env.runtime(folder, None if real else Overcloud(folder)))


def spy(struck, kinds):
    """Kill this process at the first point that nobody was killed at."""
    reach = killing.spy(struck, kinds)
    killing.after(states, "move", lambda args: reach("moved", args[2]))
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
