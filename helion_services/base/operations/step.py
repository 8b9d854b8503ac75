"""What an operation is made of: kinds and their steps."""

import dataclasses
from collections.abc import Callable, Sequence


class Step:
    """One step. It looks before it acts: a worker may die at any point, and it then runs again.

    :ivar name: unique within the operation, and the same each time the steps are made
    :ivar title: what people read, such as ``Drain overcloud-compute-0``
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
    :ivar again: makes the request of a retry from the request of the operation that is tried
        again; may raise :class:`~helion_services.base.errors.Problem`
    :ivar dropped: called with a session and an operation that is cancelled before any step of it
        ran, and in that session: what was written when it was begun is put right there
    """

    service: str
    name: str
    steps: Callable[[dict], Sequence[Step]]
    again: Callable[[dict], dict] = staticmethod(lambda request: request)
    dropped: Callable[[object, object], None] = staticmethod(lambda session, operation: None)
