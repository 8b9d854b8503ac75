"""Publications, and what uses them."""

import dataclasses
import datetime

from helion_dashboard.api.records import record, records
from helion_dashboard.api.states import lookup
from helion_dashboard.api.updates import states
from helion_dashboard.api.updates.records import Named, moments


@dataclasses.dataclass(frozen=True)
class Offer:
    """A version that a publication can be rolled back to.

    :ivar where: ``published`` (hidden in Glance), ``local``, or ``catalogue``: downloaded first
    """

    version: str
    where: str = ""
    published_at: datetime.datetime | None = None


@dataclasses.dataclass(frozen=True)
class Publication(Named):
    """Content in Glance, in the template store or in the object store.

    :ivar path: of an object: its container and name
    """

    id: str
    name: str
    version: str = ""
    kind: str = ""
    build_no: str = ""
    content_id: str = ""
    state: object = None
    object_id: str = ""
    path: str = ""
    visibility: str = ""
    project_id: str = ""
    published_by: str = ""
    operation_id: str = ""
    roll_back_to: tuple = ()
    created_at: datetime.datetime | None = None
    updated_at: datetime.datetime | None = None

    @property
    def moving(self):
        """Whether an operation works on it."""
        return bool(self.operation_id) or self.state.moving

    @property
    def visibility_label(self):
        """Who sees the image, in words."""
        return states.VISIBILITIES.get(self.visibility, self.visibility)


@dataclasses.dataclass(frozen=True)
class User:
    """A server or a stack that uses an image."""

    id: str
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Usage:
    """What uses an image; ``complete`` is false if there may be more."""

    servers: tuple = ()
    stacks: tuple = ()
    complete: bool = True


def publication(body):
    """The :class:`Publication` from its JSON."""
    offers = tuple(
        record(Offer, each, **moments(each, "published_at"))
        for each in body.get("roll_back_to") or ()
    )
    return record(
        Publication,
        body,
        state=lookup(states.PUBLICATION, body.get("state")),
        roll_back_to=offers,
        **moments(body, "created_at", "updated_at"),
    )


def usage(body):
    """The :class:`Usage` from its JSON."""
    servers, stacks = records(User, body.get("servers")), records(User, body.get("stacks"))
    return Usage(servers, stacks, bool(body.get("complete")))
