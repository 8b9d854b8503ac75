"""Waiting for a stack."""

import collections
import time

from helion_services.base import reasons
from helion_services.base.messages import Message
from helion_services.nodes.stack.events import events
from helion_services.nodes.stack.models import GONE, READY, Failure, StackFailed, StackTimeout
from helion_services.nodes.stack.read import get, refresh, resources
from helion_services.nodes.stack.tree import SERVER
from helion_services.nodes.stack.write import update


def wait(
    heat,
    name,
    goal,
    check,
    progress,
    poll=2.0,
    timeout=6 * 3600.0,
    attempts=None,
    sleep=time.sleep,
    stall=None,
    stalled=lambda stack: None,
):
    """Wait until the stack called ``name`` (or with that id) has one of the statuses ``goal``.

    Two calls a round.

    :param goal: such as :data:`~.models.READY`, :data:`~.models.GONE`
    :param check: called each round; what it raises ends the waiting
    :param progress: called each round with percent and a :class:`Message`
    :param timeout: seconds, after which :class:`StackTimeout` is raised
    :param attempts: how often one resource may fail until it is given up; Heat's own limit is
        six. None leaves it to Heat
    :param stall: seconds without a change of any resource, after which ``stalled(stack)`` is
        called, and again after as many more; what it raises ends the waiting. None or 0: never
    :returns: the :class:`~.models.Stack` without outputs; None if it is gone
    :raises StackFailed: when it ended otherwise or was given up; Heat may go on
    """
    end = time.monotonic() + timeout
    stack, tracker = None, _Tracker(attempts)
    while True:
        check()
        stack = refresh(heat, stack) if stack else get(heat, name, outputs=False)
        if stack is None or not stack.in_progress:
            return _ended(heat, name, stack, goal)
        progress(*tracker.progress(heat, stack))
        if stall and tracker.rests(stall):
            stalled(stack)
        if time.monotonic() > end:
            raise StackTimeout(
                Message(
                    "stack-late",
                    "The stack “{stack}” was not ready after {seconds} seconds; Heat goes on.",
                    stack=name,
                    seconds=round(timeout),
                )
            )
        sleep(poll)


def apply(heat, stack, changes, check, progress, tries=1, **how):
    """Update the stack and wait until it is ready; ``how`` is as for :func:`wait`.

    ``tries`` is how often the same is requested. A second time helps where servers are removed:
    Nova does not always manage that on the first, say of one that is being deployed.
    """
    while True:
        update(heat, stack, changes)
        tries -= 1
        try:
            return wait(heat, stack.name, READY, check, progress, **how)
        except StackFailed:
            if tries <= 0:
                raise


def _ended(heat, name, stack, goal):
    if stack is None:
        if GONE & set(goal):
            return None
        raise StackFailed(
            Message("stack-gone", "The stack “{stack}” no longer exists.", stack=name)
        )
    if stack.status in goal:
        return stack
    failures = resources(heat, stack).failures()
    raise _failed(
        stack, failures or [Failure(stack.name, None, stack.id, stack.status, stack.status_reason)]
    )


def _failed(stack, failures):
    causes = [
        Message(
            "stack-resource-failed",
            "{resource}: {reason}.",
            resource=failure.resource,
            reason=reasons.sentence(failure.reason).rstrip("."),
        )
        for failure in failures
    ]
    message = Message(
        "stack-failed",
        "The stack “{stack}” is {status}. {reasons}",
        stack=stack.name,
        status=stack.status,
        reasons=causes,
    )
    return StackFailed(message, failures)


class _Tracker:
    """How many of the resources that change are ready.

    Most of a stack is complete before it is changed, so only resources that were incomplete at
    some time are counted.
    """

    def __init__(self, attempts):
        self._limit = attempts
        self._ever = set()
        self._percent = 0
        self._attempts = collections.defaultdict(set)
        self._retry = None
        self._state = None
        self._since = 0.0
        self._long = False

    def rests(self, seconds):
        """Whether nothing has changed for so long, and nothing that may take longer is going on.

        If so, the time begins anew.
        """
        moment = time.monotonic()
        if self._long or moment - self._since < seconds:
            return False
        self._since = moment
        return True

    def _remember(self, tree):
        state = [(each.path, each.status, each.physical_id) for each in tree.resources]
        if state != self._state:
            self._state, self._since = state, time.monotonic()
        # A software deployment, say, has its own time.
        self._long = any(
            not leaf.complete and leaf.type != SERVER and not leaf.type.startswith("OS::Neutron::")
            for leaf in tree.leaves()
        )

    def progress(self, heat, stack):
        """Percent and a :class:`Message` for a look at the stack."""
        tree = resources(heat, stack)
        self._remember(tree)
        self._look_for_retries(heat, stack, tree)
        again = {leaf.path for leaf in tree.retried()}
        leaves = {leaf.path: leaf for leaf in tree.leaves()}
        self._ever |= {path for path, leaf in leaves.items() if not leaf.complete}
        arrived = sum(
            path not in again and (path not in leaves or leaves[path].complete)
            for path in self._ever
        )
        total = len(self._ever)
        if not total:
            return 0, Message("stack-planning", "Heat plans the change.")
        self._percent = max(self._percent, 100 * arrived // total)
        counts = {"count": arrived, "total": total}
        if self._retry:
            return self._percent, Message(
                "stack-progress-retry",
                "{count} of {total} resources are ready. Heat tries {resource} again: {reason}.",
                **counts,
                **self._retry,
            )
        return self._percent, Message(
            "stack-progress", "{count} of {total} resources are ready.", **counts
        )

    def _look_for_retries(self, heat, stack, tree):
        """Heat tries several times on its own: report that, and why, as soon as it begins."""
        retried = {leaf.path: leaf for leaf in tree.retried()}
        if all(leaf.physical_id in self._attempts[path] for path, leaf in retried.items()):
            return
        last = next((event for event in events(heat, stack) if _is_failure(event, retried)), None)
        for path, leaf in retried.items():
            self._attempts[path].add(leaf.physical_id)
            if self._limit and len(self._attempts[path]) >= self._limit:
                reason = last.reason if last else leaf.reason
                raise _failed(
                    stack, [Failure(path, leaf.type, leaf.physical_id, "CREATE_FAILED", reason)]
                )
        if last:
            self._retry = {
                "resource": last.resource,
                "reason": reasons.sentence(last.reason).rstrip("."),
            }


def _is_failure(event, paths):
    return event.status == "CREATE_FAILED" and event.resource in paths
