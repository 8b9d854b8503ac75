"""Claims: which process works on a row, and until when.

Several processes share the rows of a table. A row names its owner, who extends the claim while it
lives. Others may claim the row when the claim has expired, or earlier if the owner was a process of
this machine that no longer exists.
"""

import dataclasses
import datetime
import os
import socket

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from helion_services.base.times import now


@dataclasses.dataclass(frozen=True)
class Claims:
    """The claims in the rows of a model with the primary key ``id``.

    :ivar owner: its column with the name of the owner, NULL for none
    :ivar until: its column with the time when the claim expires
    """

    owner: InstrumentedAttribute
    until: InstrumentedAttribute

    def is_free(self, row, dead):
        """Whether ``row`` can be claimed; ``dead(owner)`` is :func:`is_dead`."""
        owner, until = getattr(row, self.owner.key), getattr(row, self.until.key)
        return not owner or until is None or until <= now() or dead(owner)

    def claim(self, session, row, owner, seconds):
        """Claim ``row``, or extend its claim; returns whether it is ours.

        It is not if the owner has changed since the row was read.
        """
        model = self.owner.class_
        query = sa.update(model).where(
            model.id == row.id, self.held_by(getattr(row, self.owner.key))
        )
        until = now() + datetime.timedelta(seconds=seconds)
        return session.execute(query.values({self.owner: owner, self.until: until})).rowcount == 1

    def extend(self, session, ids, owner, seconds):
        """Extend the claims of ``owner`` on the rows ``ids``; returns the ids that it still has."""
        model = self.owner.class_
        ours = (model.id.in_(ids), self.owner == owner)
        until = now() + datetime.timedelta(seconds=seconds)
        session.execute(sa.update(model).where(*ours).values({self.until: until}))
        return set(session.scalars(sa.select(model.id).where(*ours)))

    def release(self, session, owner, *conditions):
        """End the claims of ``owner`` on the rows that meet ``conditions``, all by default."""
        query = sa.update(self.owner.class_).where(self.owner == owner, *conditions)
        session.execute(query.values({self.owner: None, self.until: None}))

    def held_by(self, owner):
        """The condition for rows of ``owner``; None for rows without an owner."""
        return self.owner.is_(None) if owner is None else self.owner == owner


def owner_name():
    """The name of this process as an owner: ``host:pid:start``."""
    return f"{socket.gethostname()}:{os.getpid()}:{start_of(os.getpid())}"


def is_dead(owner):
    """Whether ``owner`` was a process on this machine that no longer exists."""
    host, pid, start = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    return start_of(int(pid)) != start


def start_of(pid):
    """When a process started, in clock ticks since boot; process ids are reused."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            values = file.read().rpartition(b")")[2].split()
    except OSError:
        return "gone"
    # A killed process stays in the list until its parent collects its status.
    return "gone" if values[0] in (b"Z", b"X") else values[19].decode()
