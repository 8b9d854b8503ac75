"""The tables of the nodes service: plans and imports, which expire."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base.database import Base
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime


class Plan(Base):
    """A plan, and what it depends on. The names of two columns are older than their attributes.

    :ivar request: the request of the plan, without secrets
    :ivar content: title, steps, checks, changes and servers, as the API shows them
    :ivar preconditions: what the plan depends on, see :mod:`.plans.preconditions`; before codes, a
        dict of English texts
    :ivar operation: what the operation is begun with: kind, request, resources
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    action: Mapped[str] = mapped_column(sa.String(32))
    title: Mapped[str] = mapped_column(ShortText(255))
    request: Mapped[dict] = mapped_column(sa.JSON)
    content: Mapped[dict] = mapped_column(sa.JSON)
    preconditions: Mapped[list] = mapped_column("watched", sa.JSON)
    operation: Mapped[dict] = mapped_column("work", sa.JSON)
    secret_id: Mapped[str | None] = mapped_column(sa.String(36))
    operation_id: Mapped[str | None] = mapped_column(sa.String(36))
    created_by: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def secret_in_use(cls, since):
        """The condition for plans that need their secret: the others' is their operation's."""
        return cls.operation_id.is_(None)


class Import(Base):
    """Nodes read from a file without an error; they are encrypted, as they hold passwords."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    secret_id: Mapped[str] = mapped_column(sa.String(36))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
