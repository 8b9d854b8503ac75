"""Steps that change the state of the cluster: at the begin of an operation, and at its end."""

from helion_services.base.messages import Message
from helion_services.eon import problems, states
from helion_services.eon.flows import record
from helion_services.eon.flows.step import ClusterStep
from helion_services.eon.flows.vcenter_call import look, visit

_BEFORE = "state before"
_LEAVING = {
    states.ACTIVATED: states.DEACTIVATING,
    states.PROVISIONED: states.CLEANUP_INITIATED,
}


class BeginDeactivation(ClusterStep):
    """Moves the cluster into the state of its deactivation; undoing restores its state.

    ``before`` is its state when the operation began, None for a retry.
    """

    def __init__(self, target, before, forced):
        super().__init__(
            target,
            "begin",
            Message("step-begin-deactivation", "Start deactivating {cluster}", cluster=target.name),
        )
        self._before = before
        self._forced = forced

    def run(self, work):
        now = record.state(work, self.target)
        if work.recall(_BEFORE) is None:
            work.note(_BEFORE, self._before or now)
        if now not in _LEAVING.values():
            to = states.DEACTIVATING if self._forced else _LEAVING.get(now, states.DEACTIVATING)
            record.move(work, self.target, to)

    def undo(self, work):
        before = work.recall(_BEFORE, self._before)
        if before:
            record.move(work, self.target, before)


class CheckActivated(ClusterStep):
    """Fails unless the cluster is there and activated."""

    def __init__(self, target):
        super().__init__(
            target, "check", Message("step-check-cluster", "Check {cluster}", cluster=target.name)
        )

    def run(self, work):
        now = record.state(work, self.target)
        if now != states.ACTIVATED:
            raise problems.invalid_state(now, [states.ACTIVATED])
        record.begin(work, self.target)
        visit(work, self.target, lambda vc: look(vc, self.target))


class Finish(ClusterStep):
    """The last step of an operation that succeeded."""

    def __init__(self, target, title):
        super().__init__(target, "finish", title)

    def run(self, work):
        """The state alone changes, see :class:`~helion_services.eon.flows.step.Recorded`."""


class FinishDeactivation(ClusterStep):
    """Deletes what was recorded of the cluster while it was activated."""

    def __init__(self, target):
        super().__init__(
            target,
            "finish",
            Message("step-deactivated", "Mark {cluster} as imported", cluster=target.name),
        )

    def run(self, work):
        record.clear(work, self.target)
        record.know_hypervisor(work, self.target, None)
