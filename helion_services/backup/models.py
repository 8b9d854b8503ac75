"""The tables of the Backup service.

restic is the truth: a backup has its manifest in it, so that these rows can be written again.
"""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helion_services.base.database import Base, LargeText
from helion_services.base.times import UtcDateTime


class Repository(Base):
    """Where backups are stored: a restic repository, and another for the keys.

    :ivar secret_id: of ``{"password", "keys_password", "environment"}``
    :ivar schedule: ``{"at", "window", "verify"}``, or None; see :mod:`.schedule`
    :ivar retention: ``{"last", "daily", "weekly", "monthly"}``
    :ivar scheduled_at: the last time at which the schedule began a backup, or gave it up
    :ivar size: bytes that both take
    :ivar state: see :mod:`.states`; ``state_reason`` is a sentence, ``state_fact`` its code and
        parameters
    """

    __tablename__ = "backup_repositories"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    location: Mapped[str] = mapped_column(sa.String(1000))
    keys_location: Mapped[str] = mapped_column(sa.String(1000))
    secret_id: Mapped[str] = mapped_column(sa.String(255))
    schedule: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    retention: Mapped[dict] = mapped_column(sa.JSON)
    scheduled_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    state: Mapped[str] = mapped_column(sa.String(32))
    state_reason: Mapped[str | None] = mapped_column(sa.Text)
    state_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Snapshot(Base):
    """A backup.

    :ivar restic_id: of its snapshot, ``keys_id`` of that of the keys
    :ivar cloud: the identity of the cloud, see :mod:`.identity`
    :ivar parts: names of what is in it
    :ivar counts: ``{kind: number}`` when it was taken
    :ivar manifest: JSON, see :mod:`.manifest`
    :ivar verified_at: when it was last verified, or that failed
    :ivar verification: ``{"counts", "problems"}`` of that; problems are ``{"code", "params",
        "detail"}``
    """

    __tablename__ = "backup_snapshots"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    repository_id: Mapped[str] = mapped_column(
        sa.ForeignKey("backup_repositories.id", ondelete="CASCADE"), index=True
    )
    restic_id: Mapped[str] = mapped_column(sa.String(64))
    keys_id: Mapped[str | None] = mapped_column(sa.String(64))
    cloud: Mapped[str] = mapped_column(sa.String(36))
    taken_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
    parts: Mapped[list] = mapped_column(sa.JSON)
    counts: Mapped[dict] = mapped_column(sa.JSON)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    added: Mapped[int] = mapped_column(sa.BigInteger)
    manifest: Mapped[str] = mapped_column(LargeText)
    state: Mapped[str] = mapped_column(sa.String(16))
    verified_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    verification: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    repository: Mapped[Repository] = relationship()


class Cloud(Base):
    """The identity of this cloud: one row, written with its first backup."""

    __tablename__ = "backup_cloud"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
