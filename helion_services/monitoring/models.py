"""The tables of the monitoring service. Icinga has the states; these are what it does not keep."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base.database import Base
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime

LONGEST_NAME = 255
LONGEST_OUTPUT = 4096


class Token(Base):
    """What a server shows to report its results.

    :ivar host: the name of its host in Icinga
    :ivar digest: SHA-256 of the secret, hexadecimal
    """

    __tablename__ = "monitoring_tokens"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    host: Mapped[str] = mapped_column(sa.String(LONGEST_NAME), unique=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Result(Base):
    """The newest result of a service that Icinga does not have yet.

    :ivar host: the name of its host in Icinga
    :ivar performance: Icinga's performance data, ``label=value[unit];warn;crit;min;max`` each
    """

    __tablename__ = "monitoring_results"

    host: Mapped[str] = mapped_column(sa.String(150), primary_key=True)
    service: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    status: Mapped[int]
    output: Mapped[str] = mapped_column(sa.Text)
    performance: Mapped[list] = mapped_column(sa.JSON)
    at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)


class Change(Base):
    """A change of state of a host or service.

    :ivar name: the full name in Icinga, ``HOST`` or ``HOST!SERVICE``
    :ivar state: see :mod:`helion_services.monitoring.states`
    """

    __tablename__ = "monitoring_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
    state: Mapped[str] = mapped_column(sa.String(16))
    output: Mapped[str] = mapped_column(ShortText(LONGEST_OUTPUT))

    __table_args__ = (sa.UniqueConstraint("name", "at"),)


class Round(Base):
    """How the last round went; a single row.

    :ivar outcome: numbers by what was done
    :ivar problems: messages as ``{"code", "params", "detail"}``
    """

    __tablename__ = "monitoring_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[dict] = mapped_column(sa.JSON)
    problems: Mapped[list] = mapped_column(sa.JSON)
