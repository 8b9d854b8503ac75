"""An operation in memory, run step by step as a conductor does; a database would take most of the
time."""

import dataclasses
import types

from helion_services.base.operations import runner, states
from helion_services.base.operations.work import Cancelled, Work

_OWNER = "rig:1:1"


class Operation:
    """What a conductor knows of an operation.

    :ivar state, error: at its end
    :ivar log: the sentences of its log
    :ivar messages: by step, what it last showed
    """

    id = "operation"
    secret_id = None

    def __init__(self, kind, request):
        self.kind, self.request = kind, request
        self.notes, self.no_return, self.error, self.state = {}, False, None, states.RUNNING
        self.steps = [types.SimpleNamespace(name=step.name, progress=0, state=states.Step.PENDING)
                      for step in kind.steps(request)]  # fmt: skip
        self.log, self.messages = [], {}
        self.cancel_requested = self.pause_requested = False

    def run(self, runtime, stop):
        """Run it to its end, from where a conductor that was killed left it."""
        work = _Work(runtime, self, stop)
        tasks = [runner._Task(step, work) for step in self.kind.steps(self.request)]
        flow_state = "SUCCESS"
        for number, task in enumerate(tasks):
            if self.steps[number].state == states.Step.DONE:
                continue
            try:
                task.execute()
            except runner._Failed:
                for done in reversed(tasks[: number + 1]):
                    done.revert()
                flow_state = "REVERTED"
                break
        self.state, self.error, self.no_return = (
            runner._outcome(flow_state, work), work.error, work.no_return
        )  # fmt: skip

    def cancel(self):
        """Request that it be cancelled; without effect if it is too late."""
        self.cancel_requested = True

    def __str__(self):
        steps = [(step.name, str(step.state), self.messages.get(step.name)) for step in self.steps]
        return f"{self.state}: {self.error} {steps} {self.log}"


class _Work(Work):
    """Work that is written into an :class:`Operation`."""

    def __init__(self, runtime, operation, stop):
        super().__init__(runtime, operation, _OWNER, stop, operation.request)
        self._operation = operation

    def check(self):
        if self._operation.cancel_requested and not (self.undoing or self.no_return):
            raise Cancelled

    @property
    def pause_requested(self):
        return self._operation.pause_requested

    def _write(self, values, step_values=None, line=None):
        for name in {"notes", "no_return", "pause_requested"} & values.keys():
            setattr(self._operation, name, values[name])
        if "state" in (step_values or {}):
            step = next(step for step in self._operation.steps if step.name == self._step)
            step.state = step_values["state"]
        if "message" in (step_values or {}):
            self._operation.messages[self._step] = step_values["message"]
        if line:
            self._operation.log.append(str(line))


@dataclasses.dataclass(frozen=True)
class Ended:
    """An operation at its end, and what was there before and is there then.

    :ivar requests: ``(service, verb, path)`` of all requests that it made
    """

    operation: Operation
    before: dict
    after: dict
    requests: tuple

    @property
    def state(self):
        return self.operation.state

    @property
    def error(self):
        return self.operation.error or {}

    def __str__(self):
        return str(self.operation)
