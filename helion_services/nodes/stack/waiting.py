"""Waiting for a stack."""

import collections
import time

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes.stack.events import events
from helion_services.nodes.stack.models import GONE, READY, Failure, StackFailed, StackTimeout
from helion_services.nodes.stack.read import get, refresh, resources
from helion_services.nodes.stack.write import update

PATIENCE = 120.0
"""Seconds for which Heat may be out of reach while it is waited for."""

_AWAY = (keystoneauth.ConnectFailure, keystoneauth.HttpServerError)


def wait(
    heat,
    name,
    want,
    check,
    progress,
    poll=2.0,
    timeout=6 * 3600.0,
    attempts=None,
    sleep=time.sleep,
):
    """Wait until the stack called ``name`` (or with that id) has one of the statuses ``want``.

    Two calls a round.

    :param want: such as :data:`~.models.READY`, :data:`~.models.GONE`
    :param check: called each round; what it raises ends the waiting
    :param progress: called each round with percent and a sentence
    :param timeout: seconds, after which :class:`StackTimeout` is raised
    :param attempts: how often one resource may fail until it is given up; Heat's own limit is
        six. None leaves it to Heat
    :returns: the :class:`~.models.Stack` without outputs; None if it is gone
    :raises StackFailed: when it ended otherwise or was given up; Heat then may still be at it
    """
    end = time.monotonic() + timeout
    stack, lost, moving = None, None, _Moving(attempts)
    while True:
        check()
        try:
            stack = refresh(heat, stack) if stack else get(heat, name, outputs=False)
            if stack is None or not stack.in_progress:
                return _ended(heat, name, stack, want)
            progress(*moving.seen(heat, stack))
            lost = None
        except _AWAY:
            lost = lost or time.monotonic()
            if time.monotonic() - lost > PATIENCE:
                raise
        if time.monotonic() > end:
            raise StackTimeout(
                f"The stack “{name}” was not ready after {timeout:.0f} seconds; Heat goes on."
            )
        sleep(poll)


def apply(heat, stack, changes, check, progress, tries=1, **how):
    """Update the stack and wait until it is ready; ``how`` is as for :func:`wait`.

    ``tries`` is how often the same is asked for. A second time helps where servers are taken
    away: Nova does not always manage to on the first, say of one that is being deployed.
    """
    while True:
        update(heat, stack, changes)
        tries -= 1
        try:
            return wait(heat, stack.name, READY, check, progress, **how)
        except StackFailed:
            if tries <= 0:
                raise


def _ended(heat, name, stack, want):
    if stack is None:
        if GONE & set(want):
            return None
        raise StackFailed(f"The stack “{name}” is not there any more.")
    if stack.status in want:
        return stack
    failures = resources(heat, stack).failures()
    raise _failed(
        stack, failures or [Failure(stack.name, None, stack.id, stack.status, stack.status_reason)]
    )


def _failed(stack, failures):
    reasons = " ".join(f"{one.resource}: {one.reason.strip().rstrip('.')}." for one in failures)
    return StackFailed(f"The stack “{stack.name}” is {stack.status}. {reasons}", failures)


class _Moving:
    """How much of what moves has arrived.

    Most of a stack is complete before it is changed, so only resources that were seen on their way
    are counted.
    """

    def __init__(self, attempts):
        self._limit = attempts
        self._ever = set()
        self._percent = 0
        self._attempts = collections.defaultdict(set)
        self._trouble = ""

    def seen(self, heat, stack):
        """Percent and a sentence for a look at the stack."""
        tree = resources(heat, stack)
        self._look_for_trouble(heat, stack, tree)
        again = {leaf.path for leaf in tree.retried()}
        leaves = {leaf.path: leaf for leaf in tree.leaves()}
        self._ever |= {path for path, leaf in leaves.items() if not leaf.complete}
        arrived = sum(
            path not in again and (path not in leaves or leaves[path].complete)
            for path in self._ever
        )
        total = len(self._ever)
        if not total:
            return 0, "Heat plans the change."
        self._percent = max(self._percent, 100 * arrived // total)
        return self._percent, f"{arrived} of {total} resources are ready.{self._trouble}"

    def _look_for_trouble(self, heat, stack, tree):
        """Heat tries again by itself, several times: say so, and why, as soon as it begins."""
        retried = {leaf.path: leaf for leaf in tree.retried()}
        if all(leaf.physical_id in self._attempts[path] for path, leaf in retried.items()):
            return
        last = next((one for one in events(heat, stack) if _is_failure(one, retried)), None)
        for path, leaf in retried.items():
            self._attempts[path].add(leaf.physical_id)
            if self._limit and len(self._attempts[path]) >= self._limit:
                reason = last.reason if last else leaf.reason
                raise _failed(
                    stack, [Failure(path, leaf.type, leaf.physical_id, "CREATE_FAILED", reason)]
                )
        if last:
            self._trouble = f" Heat tries {last.resource} again: {last.reason.rstrip('.')}."


def _is_failure(event, paths):
    return event.status == "CREATE_FAILED" and event.resource in paths
