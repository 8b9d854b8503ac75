"""The tables of messages: who gets them, and the problems they are about."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base.database import Base
from helion_services.base.texts import ShortText
from helion_services.base.times import UtcDateTime

LONGEST_TITLE = 255
LONGEST_TEXT = 2000


class Receiver(Base):
    """Who gets messages.

    :ivar kind: ``webhook`` or ``mail``
    :ivar events: names of :data:`~.problems_now.EVENTS`
    :ivar host: of the webhook or of the mail server
    :ivar port: of the mail server, 0 of a webhook
    :ivar security: of the mail server: ``tls``, ``starttls`` or ``none``
    :ivar recipients: addresses of a mail
    :ivar secret_id: of ``{"url", "token"}`` of a webhook, whose address may be a secret itself,
        and ``{"password"}`` of a mail server
    :ivar state: ``ready``, or ``failed`` if the last message could not be delivered
    """

    __tablename__ = "monitoring_receivers"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    events: Mapped[list] = mapped_column(sa.JSON)
    enabled: Mapped[bool]
    host: Mapped[str] = mapped_column(sa.String(255))
    port: Mapped[int]
    security: Mapped[str] = mapped_column(sa.String(16))
    username: Mapped[str | None] = mapped_column(sa.String(255))
    sender: Mapped[str] = mapped_column(sa.String(255))
    recipients: Mapped[list] = mapped_column(sa.JSON)
    ca_pem: Mapped[str | None] = mapped_column(sa.Text)
    secret_id: Mapped[str | None] = mapped_column(sa.String(255))
    state: Mapped[str] = mapped_column(sa.String(16))
    state_reason: Mapped[str | None] = mapped_column(sa.Text)
    state_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Notice(Base):
    """A problem that a receiver hears of: its beginning, then its end.

    :ivar key: the same for as long as the problem lasts
    :ivar sent_at: when the beginning was delivered; None while it waits
    :ivar over_at: when it was found to be over
    :ivar attempts: to deliver what waits
    :ivar due_at: when the next attempt is due. Whoever moves it on makes that attempt
    """

    __tablename__ = "monitoring_notices"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    receiver_id: Mapped[str] = mapped_column(sa.String(36), index=True)
    key: Mapped[str] = mapped_column(sa.String(255))
    event: Mapped[str] = mapped_column(sa.String(16))
    title: Mapped[str] = mapped_column(ShortText(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(ShortText(LONGEST_TEXT))
    since: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int]
    due_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (sa.UniqueConstraint("receiver_id", "key"),)
