"""Changes of a stack, waited for, and what is done about one that stands still.

Heat loses what is in flight when its engine is restarted, and waits for ever.
"""

from helion_services.base.messages import Message
from helion_services.base.operations.patience import patiently
from helion_services.nodes import stack, undercloud
from helion_services.nodes.flows import retries

_TIMEOUT = 6 * 3600.0  # seconds; HP's limit for an update was 360 minutes as well
_TRIES = 2  # of a whole change: Nova does not always manage to delete a server on the first
_RESUMES = 3  # of a change with which Heat makes no progress
_ATTEMPTS = 2  # of Heat at one server; it tries the same node again each time

# What is done about a stack with which Heat makes no progress.
_UPDATE_AGAIN = Message("stack-update-again", "The update is stopped and requested again.")
_DELETE_AGAIN = Message("stack-delete-again", "The deletion is requested again.")
_WAIT_OR_CANCEL = Message(
    "stack-wait-or-cancel",
    "Heat cannot stop the creation of a stack. Wait, or cancel the operation: that deletes the"
    " stack.",
)


def create(work, name, rolemap, parameters):
    """Create the stack and wait for Heat, reporting progress."""
    heat = undercloud.heat(work.clouds)
    remedies = [_WAIT_OR_CANCEL]

    def stalled(current):
        if current.action == "UPDATE":  # it is there already, and resumed
            _stop_waiting(work, name)
        elif remedies and not _is_building(work, name):
            _say_stalled(work, name, remedies.pop())

    for again in range(_RESUMES, -1, -1):
        patiently(work, lambda: stack.create(heat, rolemap, parameters))
        try:
            how = _options(work) | ({"stalled": stalled} if again else {})
            stack.wait(heat, name, stack.READY, work.check, work.progress, **how)
            return
        except stack.StackStalled:
            _say_stalled(work, name, _UPDATE_AGAIN)
            settle(work, heat, name)


def settle(work, heat, name):
    """Stop an update that is under way and wait for its end; returns the stack, or None."""
    current = stack.get(heat, name, outputs=False)
    if current is None or not current.in_progress:
        return current
    if current.action == "UPDATE":
        patiently(work, lambda: stack.cancel_update(heat, current))

    def look():
        settled = stack.get(heat, name, outputs=False)
        return None if settled and settled.in_progress else (settled,)

    what = Message("waiting-stack-settled", "Heat to stop changing {stack}", stack=name)
    return work.until(look, what, _TIMEOUT, work.poll)[0]


def update(work, name, changes, tries=_TRIES, before=None):
    """Update the stack and wait for Heat, reporting progress.

    Raises ScaleError if the stack has neither ``changes`` nor the parameters ``before`` them:
    somebody else has changed it, and the changes would revert that.
    """
    heat = undercloud.heat(work.clouds)
    for again in range(_RESUMES, -1, -1):
        current = stack.get(heat, name, outputs=False)
        if current is None:
            raise stack.StackFailed(
                Message("stack-gone", "The stack “{stack}” no longer exists.", stack=name)
            )
        if before:
            _refuse_others(current, changes, before)
        how = _options(work)
        if again:
            how["stalled"] = lambda _stack: _stop_waiting(work, name)
        try:
            return stack.apply(heat, current, changes, work.check, work.progress, tries, **how)
        except stack.StackStalled:
            _say_stalled(work, name, _UPDATE_AGAIN)
            settle(work, heat, name)
    return None


def delete(work, name):
    """Delete the stack; once more if Heat did not manage to, or makes no progress."""
    heat = undercloud.heat(work.clouds)
    remedies = [_DELETE_AGAIN] * _RESUMES

    def request_again(current):
        if remedies and not _is_building(work, name):
            _say_stalled(work, name, remedies.pop())
            stack.delete(heat, current, again=True)

    for tries in range(_TRIES, 0, -1):
        current = stack.get(heat, name, outputs=False)
        if current is None:
            return
        stack.delete(heat, current)
        try:
            stack.wait(
                heat, current.id, stack.GONE, work.check, work.progress,
                stalled=request_again, **_options(work),
            )  # fmt: skip
        except stack.StackFailed:
            if tries == 1:
                raise


def _stop_waiting(work, name):
    """Raise StackStalled, unless Nova is working on a server of the stack."""
    if not _is_building(work, name):
        raise stack.StackStalled


def _say_stalled(work, name, remedy):
    work.say(
        Message(
            "stack-stalled",
            "The stack “{stack}” has made no progress for {seconds} s, and Nova is working on none"
            " of its servers. {remedy}",
            stack=name,
            seconds=work.runtime.conf.nodes.stack_stall,
            remedy=remedy,
        )
    )


def _is_building(work, name):
    """Whether the undercloud's Nova is deploying or deleting a server of the stack."""
    servers = undercloud.servers(undercloud.compute(work.clouds), f"{name}-").values()
    return any(
        server["status"] == "BUILD" or server.get("OS-EXT-STS:task_state") for server in servers
    )


def _refuse_others(current, changes, before):
    """Raise ScaleError if a stack has neither ``changes`` nor the parameters before them."""
    before = {name: value for name, value in before.items() if value is not None}
    if not stack.has(current, changes) and not stack.has(current, before):
        raise stack.ScaleError(retries.OUTDATED)


def _options(work):
    return {
        "poll": work.poll,
        "timeout": _TIMEOUT,
        "attempts": _ATTEMPTS,
        "sleep": work.sleep,
        "stall": work.runtime.conf.nodes.stack_stall,
    }
