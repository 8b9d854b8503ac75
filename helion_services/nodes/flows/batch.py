"""The nodes of an enrolment: a node that fails is left out, the others go on.

Nodes that belong together, as those of a scale-out, fail together.
"""

from helion_services.base import messages
from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.nodes.flows.ironic_states import NodeFailed

_FAILED = "failed nodes"  # key of a note: it is stored


class Batch:
    """Nodes by UUID that a step works on.

    ``separate`` is whether one that fails is left out of this step and those that follow.
    """

    def __init__(self, uuids, separate=False):
        self.uuids = uuids
        self.separate = separate

    def rest(self, work):
        """The UUIDs of those that did not fail."""
        failed = work.recall(_FAILED, {}) if self.separate else {}
        return [uuid for uuid in self.uuids if uuid not in failed]

    def fail(self, work, reasons):
        """Leave out nodes: ``{uuid: Message}``. Raises :class:`NodeFailed` if none is left."""
        if not self.separate:
            raise NodeFailed(*reasons.values())
        for message in reasons.values():
            work.say(message)
        stored = {uuid: message.as_json() for uuid, message in reasons.items()}
        work.note(_FAILED, {**work.recall(_FAILED, {}), **stored})
        if not self.rest(work):
            raise NodeFailed(*_reasons(work))


class Conclude(Step):
    """Ends an enrolment as failed if nodes failed; all others stay."""

    def __init__(self, uuids):
        super().__init__(
            "outcome", Message("verify-nodes-available", "Verify that all nodes are available")
        )
        self._uuids = uuids

    def run(self, work):
        reasons = _reasons(work)
        if reasons:
            work.disallow_cancel()  # the others stay
            raise NodesLeftOut(len(reasons), len(self._uuids), reasons)


class NodesLeftOut(Exception):
    """Some nodes of an enrolment failed, the others are available."""

    def __init__(self, count, total, reasons):
        super().__init__(
            Message(
                "nodes-left-out",
                "{count} of {total} nodes failed, the others are available. {reasons}",
                count=count,
                total=total,
                reasons=reasons,
            )
        )


def _reasons(work):
    return [
        messages.Stored(row["detail"], row["code"], row["params"])
        for row in work.recall(_FAILED, {}).values()
    ]
