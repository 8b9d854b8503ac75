"""The tables of operations, as the API shows them. TaskFlow keeps tables of its own beside them.

A sentence and its ``_fact``, ``{"code", "params"}``, are one message; rows that an earlier release
wrote have the sentence alone.
"""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helion_services.base.database import Base
from helion_services.base.operations import states
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime

SECRETS_GONE = ""
"""In place of the id of secrets that were deleted."""

LONGEST_RESOURCE = 191
"""Characters in the name of a resource: the longest that all databases index."""


class Operation(Base):
    """An operation.

    :ivar request: from which the kind's steps are created; never changes, holds no secret
    :ivar notes: notes of the steps, by key
    :ivar secret_id: the encrypted part of the request, None, or :data:`SECRETS_GONE`
    :ivar no_return: whether it is past its point of no return
    :ivar pausable, repeatable: see :class:`~helion_services.base.operations.step.Kind`
    :ivar pause_requested: whether it waits at the next point where it can, until somebody
        continues it
    :ivar owner: the conductor that runs it, until ``lease_until``
    """

    __tablename__ = "operations"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    service: Mapped[str] = mapped_column(sa.String(32))
    kind: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(ShortText(255))
    title_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(sa.String(16), index=True)
    progress: Mapped[int] = mapped_column(default=0)
    request: Mapped[dict] = mapped_column(sa.JSON)
    notes: Mapped[dict] = mapped_column(sa.JSON)
    secret_id: Mapped[str | None] = mapped_column(sa.String(36))
    error: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    no_return: Mapped[bool] = mapped_column(default=False)
    pausable: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    pause_requested: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    repeatable: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    retry_of: Mapped[str | None] = mapped_column(sa.String(36), index=True)
    started_by_id: Mapped[str | None] = mapped_column(sa.String(64))
    started_by_name: Mapped[str | None] = mapped_column(sa.String(255))
    project_id: Mapped[str | None] = mapped_column(sa.String(64))
    request_id: Mapped[str | None] = mapped_column(sa.String(64))
    owner: Mapped[str | None] = mapped_column(sa.String(255))
    lease_until: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)

    steps: Mapped[list["OperationStep"]] = relationship(order_by="OperationStep.position")
    log: Mapped[list["OperationLine"]] = relationship(order_by="OperationLine.id")
    resources: Mapped[list["OperationResource"]] = relationship(
        order_by="OperationResource.resource"
    )
    retries: Mapped[list["Operation"]] = relationship(
        primaryjoin=lambda: Operation.id == sa.orm.foreign(Operation.retry_of),
        order_by="Operation.created_at",
        viewonly=True,
    )

    @property
    def can_cancel(self):
        """Whether it can still be cancelled."""
        return self.state in states.AHEAD and not self.no_return and not self.cancel_requested

    @property
    def can_pause(self):
        """Whether it can wait for somebody, and nobody has requested that yet."""
        return self.pausable and not self.pause_requested and self._goes_on

    @property
    def can_continue(self):
        """Whether it waits for somebody to continue it, or is about to."""
        return self.pause_requested and self._goes_on

    @property
    def _goes_on(self):
        return self.state in states.AHEAD and not self.cancel_requested

    @property
    def can_retry(self):
        """Whether it failed or was cancelled, was not retried since, and still has its secrets."""
        is_complete = self.secret_id != SECRETS_GONE
        is_last = self.repeatable and not self.retries
        return self.state in states.RETRYABLE and is_last and is_complete

    @classmethod
    def secret_in_use(cls, since):
        """The condition for operations that need their secret: see :mod:`..sweeper`."""
        retryable = sa.and_(cls.state.in_(states.RETRYABLE), cls.finished_at > since)
        return sa.or_(cls.state.in_(states.ACTIVE), retryable)

    @property
    def retried_by(self):
        """The id of its newest retry, or None."""
        return self.retries[-1].id if self.retries else None


class OperationStep(Base):
    """One step of an operation, in the order of ``position``."""

    __tablename__ = "operation_steps"

    operation_id: Mapped[str] = mapped_column(
        sa.ForeignKey("operations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(sa.String(128), primary_key=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(ShortText(255))
    title_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(sa.String(16))
    progress: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    message_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    started_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    undo_started_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    undo_finished_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)


class OperationLine(Base):
    """One line of an operation's log."""

    __tablename__ = "operation_lines"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    operation_id: Mapped[str] = mapped_column(
        sa.ForeignKey("operations.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    step: Mapped[str | None] = mapped_column(sa.String(128))
    text: Mapped[str] = mapped_column(sa.Text)
    text_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))


class OperationResource(Base):
    """A resource of an operation, such as ``node:<uuid>``.

    ``held`` is the same name while the operation runs and NULL afterwards. It is unique, so two
    operations never hold the same resource.
    """

    __tablename__ = "operation_resources"

    operation_id: Mapped[str] = mapped_column(
        sa.ForeignKey("operations.id", ondelete="CASCADE"), primary_key=True
    )
    resource: Mapped[str] = mapped_column(sa.String(LONGEST_RESOURCE), primary_key=True, index=True)
    held: Mapped[str | None] = mapped_column(sa.String(LONGEST_RESOURCE), unique=True)
