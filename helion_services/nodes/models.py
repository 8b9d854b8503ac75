"""The tables of the nodes service: plans and imports, which live for a while."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base.database import Base
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime


class Plan(Base):
    """What would be done, and what that was decided from.

    :ivar request: what was asked for, without secrets
    :ivar content: steps, checks and changes, as people are shown them
    :ivar watched: facts by name; the plan holds as long as they are the same
    :ivar work: what the operation is begun with: kind, request, resources
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    action: Mapped[str] = mapped_column(sa.String(32))
    title: Mapped[str] = mapped_column(ShortText(255))
    request: Mapped[dict] = mapped_column(sa.JSON)
    content: Mapped[dict] = mapped_column(sa.JSON)
    watched: Mapped[dict] = mapped_column(sa.JSON)
    work: Mapped[dict] = mapped_column(sa.JSON)
    secret_id: Mapped[str | None] = mapped_column(sa.String(36))
    operation_id: Mapped[str | None] = mapped_column(sa.String(36))
    created_by: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)


class Import(Base):
    """Nodes read from a file without an error; they are sealed, passwords and all."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    secret_id: Mapped[str] = mapped_column(sa.String(36))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
