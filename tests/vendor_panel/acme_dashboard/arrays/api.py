"""The service of the arrays. This sample keeps them in memory; a real one is asked over the wire.

What goes wrong is one of :mod:`helion_dashboard.api.errors`, so that pages can show it.
"""

import dataclasses
import time
import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import errors
from helion_dashboard.api.states import Kind, State, lookup, table

SERVICE = "acme-arrays"
CHECK_SECONDS = 2

STATES = table(
    State("new", gettext_lazy("Registered"), Kind.NEW),
    State("checking", gettext_lazy("Checking"), Kind.MOVING),
    State("online", gettext_lazy("Online"), Kind.READY),
)

_ARRAYS = {}


@dataclasses.dataclass
class Array:
    """An array; ``checked_at`` is the time of its last check, in seconds since 1970, or 0."""

    id: str
    name: str
    address: str
    capacity: int  # TiB
    checked_at: float = 0

    @property
    def state(self):
        if not self.checked_at:
            return lookup(STATES, "new")
        age = time.time() - self.checked_at
        return lookup(STATES, "checking" if age < CHECK_SECONDS else "online")

    @property
    def moving(self):
        return self.state.moving


def arrays(request):
    """All arrays."""
    return list(_ARRAYS.values())


def array(request, ident):
    """One of them; raises :class:`errors.NotFound`."""
    if ident not in _ARRAYS:
        raise errors.NotFound(SERVICE, _("The array does not exist."), 404)
    return _ARRAYS[ident]


def register(request, name, address, capacity):
    """A new :class:`Array`; raises :class:`errors.Invalid` with errors by field."""
    if any(other.name == name for other in _ARRAYS.values()):
        fields = {"name": [_("An array with this name already exists.")]}
        raise errors.Invalid(SERVICE, _("Invalid array."), 422, fields=fields)
    new = Array(str(uuid.uuid4()), name, address, capacity)
    _ARRAYS[new.id] = new
    return new


def check(request, ident):
    """Begin to check the connection to an array; raises :class:`errors.ServiceError`."""
    unit = array(request, ident)
    if unit.moving:
        raise errors.Conflict(SERVICE, _("The array is being checked."), 409)
    unit.checked_at = time.time()


def unregister(request, ident):
    """Forget an array; raises :class:`errors.NotFound`."""
    del _ARRAYS[array(request, ident).id]
