"""What operations write down about their cluster: its state, its error, its properties."""

from helion_services.base import messages
from helion_services.base.messages import Message
from helion_services.base.operations.work import Cancelled
from helion_services.eon import properties, states
from helion_services.eon.models import CLUSTER, Cluster


class ClusterForgotten(Exception):
    """The cluster is not imported any more."""


def move(work, target, *to):
    """Bring the cluster into the states ``to``, one after the other."""
    with work.runtime.db.session() as session:
        row = _row(session, target)
        row.operation_id = work.id
        for state in to:
            states.move(session, row, state)


def begin(work, target):
    """The operation is the cluster's latest; what an earlier one failed with is past."""
    with work.runtime.db.session() as session:
        row = _row(session, target)
        row.operation_id, row.error = work.id, None


def state(work, target):
    """The state that the cluster is in."""
    with work.runtime.db.reader() as session:
        return _row(session, target).state


def fail(work, target, step, error):
    """Remember at the cluster that a step failed, and why."""
    if isinstance(error, Cancelled):
        return
    message = messages.of(error)
    failure = {
        **(messages.fact(message) or {"code": "step-failed", "params": {}}),
        "message": messages.text(message),
        "step": step,
    }
    with work.runtime.db.session() as session:
        row = session.get(Cluster, target.id)
        if row is not None:
            states.move(session, row, row.state, failure)


def get(work, target, key):
    """A property of the cluster, JSON, or None."""
    with work.runtime.db.reader() as session:
        return properties.get_json(session, CLUSTER, target.id, key)


def put(work, target, key, value):
    """Write a property of the cluster."""
    with work.runtime.db.session() as session:
        properties.put(session, CLUSTER, target.id, key, value)


def drop(work, target, *keys):
    """Delete properties of the cluster."""
    with work.runtime.db.session() as session:
        properties.drop(session, CLUSTER, target.id, *keys)


def know_hypervisor(work, target, hypervisor):
    """Write the id of the cluster's hypervisor in Nova; None: it has none (any more)."""
    with work.runtime.db.session() as session:
        _row(session, target).hypervisor_id = hypervisor
        if hypervisor:
            properties.put(session, CLUSTER, target.id, properties.HYPERVISOR, hypervisor)
        else:
            properties.drop(session, CLUSTER, target.id, properties.HYPERVISOR)


def _row(session, target):
    row = session.get(Cluster, target.id)
    if row is None:
        raise ClusterForgotten(
            Message(
                "cluster-forgotten",
                "The cluster {cluster} is no longer imported.",
                cluster=target.name,
            )
        )
    return row
