"""What an operation is made of: kinds and their steps."""

import dataclasses
from collections.abc import Callable, Sequence


class Step:
    """One step. It looks before it acts: a worker may die at any point, and it then runs again.

    :ivar name: unique within the operation, and the same each time the steps are made
    :ivar title: a :class:`~helion_services.base.messages.Message`, such as ``Drain compute-0``
    """

    def __init__(self, name, title):
        self.name = name
        self.title = title

    def run(self, work):
        """Do it. ``work`` is a :class:`~helion_services.base.operations.work.Work`.

        Whatever it raises ends the operation: all steps are then undone, the last one first.
        """
        raise NotImplementedError

    def undo(self, work):
        """Take back what :meth:`run` did, wholly or in part, or nothing if it did nothing."""


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of operation.

    :ivar service: the service it belongs to, such as ``nodes``
    :ivar name: such as ``scale_out``
    :ivar steps: makes the steps from the operation's request; the same request, the same steps
    :ivar request: the class of its requests, with ``load(stored)`` and ``dump()``: a stored request
        is a dict of JSON values, perhaps written by an earlier release. None: requests are dicts
    :ivar again: makes the request of a retry from that of the retried operation; may raise
        :class:`~helion_services.base.problems.Problem`
    :ivar dropped: called with a session and an operation that is cancelled before any step of it
        ran, and in that session: what was written when it was begun is put right there
    """

    service: str
    name: str
    steps: Callable[[object], Sequence[Step]]
    request: type | None = None
    again: Callable[[object], object] = staticmethod(lambda request: request)
    dropped: Callable[[object, object], None] = staticmethod(lambda session, operation: None)

    def load(self, stored):
        """The request that the dict ``stored`` holds."""
        return self.request.load(stored) if self.request else stored

    def dump(self, request):
        """The dict that is stored for a request."""
        return request.dump() if hasattr(request, "dump") else request
