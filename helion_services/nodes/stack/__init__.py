"""The overcloud's stack: looked at and changed through Heat's API.

Functions that ask take an ``orchestration`` adapter with a token for the project first, called
``heat``. Errors of the wire are keystoneauth's; the rest is in :mod:`.models`.
Source of the wire: https://docs.openstack.org/api-ref/orchestration/v1/
"""

from helion_services.nodes.stack.events import events
from helion_services.nodes.stack.form import parameters
from helion_services.nodes.stack.models import (
    GONE,
    READY,
    Event,
    Failure,
    FormParameter,
    Member,
    Progress,
    ScaleError,
    Stack,
    StackBusy,
    StackExists,
    StackFailed,
    StackTimeout,
)
from helion_services.nodes.stack.read import failures, get, members, progress, refresh, resources
from helion_services.nodes.stack.scale import (
    grow,
    next_indices,
    place,
    placement,
    present,
    removed,
    shrink,
    swap,
)
from helion_services.nodes.stack.tree import Tree
from helion_services.nodes.stack.waiting import apply, wait
from helion_services.nodes.stack.write import cancel_update, create, delete, update

__all__ = [
    "GONE",
    "READY",
    "Event",
    "Failure",
    "FormParameter",
    "Member",
    "Progress",
    "ScaleError",
    "Stack",
    "StackBusy",
    "StackExists",
    "StackFailed",
    "StackTimeout",
    "Tree",
    "apply",
    "cancel_update",
    "create",
    "delete",
    "events",
    "failures",
    "get",
    "grow",
    "members",
    "next_indices",
    "parameters",
    "place",
    "placement",
    "present",
    "progress",
    "refresh",
    "removed",
    "resources",
    "shrink",
    "swap",
    "update",
    "wait",
]
