"""Tasks of a vCenter: waited for so that the operation can still be let go of."""

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.eon.vcenter import failures, objects

_RUNNING = (vim.TaskInfo.State.queued, vim.TaskInfo.State.running)


class TaskFailed(Exception):
    """A vCenter did not do it. ``fault`` is pyVmomi's."""

    def __init__(self, what, fault):
        super().__init__(
            Message("task-failed", "{task}: {reason}", task=what, reason=sentence(fault))
        )
        self.fault = fault


def run(work, begin, what):
    """The result of the task that ``begin()`` begins; ``what`` it does, in words.

    A fault is raised as :class:`TaskFailed`, whether the task was refused or ended with it.
    """
    try:
        task = begin()
    except vim.fault.NotAuthenticated:
        raise
    except (vim.fault.VimFault, vmodl.fault.ManagedObjectNotFound) as exc:
        raise TaskFailed(what, exc) from exc
    return _wait(work, task, what)


def _wait(work, task, what):
    """Wait for a task. If the vCenter no longer reports it, its outcome must be looked up."""

    def look():
        try:
            info = task.info
        except vmodl.fault.ManagedObjectNotFound:
            raise failures.SessionLost(
                Message(
                    "task-forgotten", "The vCenter no longer reports the task “{task}”.", task=what
                )
            ) from None
        if info.state == vim.TaskInfo.State.error:
            raise TaskFailed(what, info.error)
        if info.state == vim.TaskInfo.State.success:
            return (info.result,)
        work.progress(info.progress or 0, what)
        return None

    timeout = work.runtime.conf.eon.task_timeout
    (result,) = work.until(look, what, timeout, work.poll)
    return result


def settle(work, vc, entity, what):
    """Wait until no task is in progress on an object: tasks outlive the worker that began them."""
    timeout = work.runtime.conf.eon.task_timeout
    work.until(lambda: not _running(vc, entity), what, timeout, work.poll)


def sentence(fault):
    """The sentence of a pyVmomi fault."""
    text = getattr(fault, "localizedMessage", None) or getattr(fault, "msg", None)
    return (text or type(fault).__name__.rpartition(".")[2]).strip().rstrip(".") + "."


def _running(vc, entity):
    recent = vc.content.taskManager.recentTask
    rows = objects.values_of(vc, vim.Task, recent, "info.state", "info.entity")
    return any(
        values.get("info.state") in _RUNNING and values.get("info.entity") == entity
        for _, values in rows
    )
