"""Who may see and change which operations.

Operations on bare metal are for the system; all others for whoever may use the service that they
are of. Whoever started an operation may see it.
"""

import sqlalchemy as sa

from helion_services.base import context, policy, problems, service
from helion_services.base.operations import store
from helion_services.base.operations.models import Operation


def get(session, operation_id, rule):
    """An operation, for somebody who may do ``rule`` to it.

    Raises :class:`problems.Forbidden`, and :class:`problems.NotFound` to those who may do it to
    operations of others.
    """
    try:
        operation = store.get(session, operation_id)
    except problems.NotFound:
        policy.check(rule, {"metal": False})
        raise
    target = {"metal": _is_metal(operation.service), "user_id": operation.started_by_id}
    policy.check(rule, target)
    return operation


def visible():
    """The condition for operations that the current user may see, None for all."""
    if policy.allows("operation:get", {"metal": True}):
        return None
    names = [
        name
        for name, each in service.installed().items()
        if policy.allows("operation:get", {"metal": each.metal})
    ]
    condition = Operation.service.in_(names)
    user_id = context.current().user_id
    if policy.allows("operation:get", {"metal": True, "user_id": user_id}):
        condition = sa.or_(condition, Operation.started_by_id == user_id)
    return condition


def _is_metal(name):
    """Whether the operations of a service are on bare metal; of an unknown service they are."""
    owner = service.installed().get(name)
    return owner is None or owner.metal
