"""The overcloud's stack: read and changed through Heat's API.

Functions that call Heat take an ``orchestration`` adapter with a token for the project first,
called ``heat``. Errors of the wire are keystoneauth's; the others are in :mod:`.models`. What is
imported here is what the rest of the service uses.
Source of the wire: https://docs.openstack.org/api-ref/orchestration/v1/
"""

from helion_services.nodes.stack.events import events
from helion_services.nodes.stack.form import parameters
from helion_services.nodes.stack.images import has_images, images_of, reimage
from helion_services.nodes.stack.models import (
    GONE,
    READY,
    ScaleError,
    Stack,
    StackFailed,
    StackStalled,
)
from helion_services.nodes.stack.read import get, members, refresh, resources
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
from helion_services.nodes.stack.waiting import apply, wait
from helion_services.nodes.stack.write import cancel_update, create, delete, has

__all__ = (
    "GONE",
    "READY",
    "ScaleError",
    "Stack",
    "StackFailed",
    "StackStalled",
    "apply",
    "cancel_update",
    "create",
    "delete",
    "events",
    "get",
    "grow",
    "has",
    "has_images",
    "images_of",
    "members",
    "next_indices",
    "parameters",
    "place",
    "placement",
    "present",
    "refresh",
    "reimage",
    "removed",
    "resources",
    "shrink",
    "swap",
    "wait",
)
