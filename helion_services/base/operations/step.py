"""Kinds of operations and their steps."""

import dataclasses
from collections.abc import Callable, Sequence


class Step:
    """One step. It checks before it acts: it runs again if its conductor dies at any point.

    :ivar name: unique within the operation, and the same every time the steps are created
    :ivar title: a :class:`~helion_services.base.messages.Message`, such as ``Drain compute-0``
    :cvar weight: its share of the operation's progress: about how many times as long it takes as a
        step that only asks a service for something
    """

    weight = 1

    def __init__(self, name, title):
        self.name = name
        self.title = title

    def run(self, work):
        """Run the step. ``work`` is a :class:`~helion_services.base.operations.work.Work`.

        An exception ends the operation: all steps are then undone, the last one first.
        """
        raise NotImplementedError

    def undo(self, work):
        """Undo what :meth:`run` did, which may be all, a part, or nothing."""


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of operation.

    :ivar service: the service it belongs to, such as ``nodes``
    :ivar name: such as ``scale_out``
    :ivar steps: makes the steps from the operation's request; the same steps for the same request
    :ivar request: the class of its requests, with ``load(stored)`` and ``dump()``: a stored request
        is a dict of JSON values, perhaps written by an earlier release. None: requests are dicts
    :ivar pausable: whether its steps wait, where they can, while somebody has paused it: see
        :meth:`~helion_services.base.operations.work.Work.hold`
    :ivar repeatable: whether a retry can do anything
    :ivar again: makes the request of a retry from the runtime and that of the retried operation;
        may raise
        :class:`~helion_services.base.problems.Problem`
    :ivar dropped: called with a session and an operation that is cancelled before its first step
        ran; reverts, in that session, what the service wrote when the operation began
    :ivar name_of: the name of a resource such as ``node:<uuid>``, from the runtime and the
        resource; None if it has none
    """

    service: str
    name: str
    steps: Callable[[object], Sequence[Step]]
    request: type | None = None
    pausable: bool = False
    repeatable: bool = True
    again: Callable[[object, object], object] = staticmethod(lambda runtime, request: request)
    dropped: Callable[[object, object], None] = staticmethod(lambda session, operation: None)
    name_of: Callable[[object, str], str | None] = staticmethod(lambda runtime, resource: None)

    def load(self, stored):
        """The request that the dict ``stored`` holds."""
        return self.request.load(stored) if self.request else stored

    def dump(self, request):
        """The dict that is stored for a request."""
        return request.dump() if hasattr(request, "dump") else request
