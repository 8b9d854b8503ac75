"""The tables of the Sherpa service."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helion_services.base.database import Base, LargeText
from helion_services.base.times import UtcDateTime
from helion_services.sherpa import states

LONGEST_TARGET = 512


class Source(Base):
    """A TUF repository or a simplestreams mirror.

    :ivar kind: see :data:`helion_services.sherpa.states.SOURCE_KINDS`
    :ivar secret_id: of ``{"password"}``; None without credentials
    :ivar ca_pem: certificates to trust for it, None for those of the system
    :ivar root: the trusted root metadata that was entered, JSON; of a mirror empty, as is
        ``fingerprint``
    :ivar keyring: the public keys that sign a mirror's indexes, None if nothing is signed
    :ivar fingerprint: of ``root``, see :mod:`helion_services.sherpa.repository.trust`
    :ivar revision: counts the changes of where and how it is read
    :ivar state: see :mod:`helion_services.sherpa.states`; ``state_reason`` is a sentence,
        ``state_fact`` its code and parameters
    :ivar versions: of the metadata that was read last, by role
    :ivar expires_at: when that metadata expires
    :ivar refreshed_at: when it was read last, ``attempted_at`` when that was tried last
    """

    __tablename__ = "sherpa_sources"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16), default=states.TUF, server_default=states.TUF)
    url: Mapped[str] = mapped_column(sa.String(2000))
    username: Mapped[str | None] = mapped_column(sa.String(255))
    secret_id: Mapped[str | None] = mapped_column(sa.String(255))
    proxy: Mapped[str | None] = mapped_column(sa.String(2000))
    ca_pem: Mapped[str | None] = mapped_column(sa.Text)
    root: Mapped[str] = mapped_column(LargeText)
    fingerprint: Mapped[str] = mapped_column(sa.String(95))
    keyring: Mapped[str | None] = mapped_column(sa.Text)
    enabled: Mapped[bool]
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(32))
    state_reason: Mapped[str | None] = mapped_column(sa.Text)
    state_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    versions: Mapped[dict] = mapped_column(sa.JSON)
    expires_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    refreshed_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    attempted_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Described:
    """What entries and content have in common: what their publisher writes about them.

    :ivar target: the path in the repository
    :ivar size: bytes
    :ivar hashes: hexadecimal digests by algorithm
    :ivar build_no: the publisher's number of the build
    :ivar needs: names of what must be there before, such as ``overcloud >= 1.1``
    :ivar reboot: whether servers have to boot again
    :ivar rollout: the role that an image is for, and how many servers at a time its publisher
        advises: ``{"role"?, "servers_at_a_time"?}``, or None
    """

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    target: Mapped[str] = mapped_column(sa.String(LONGEST_TARGET))
    name: Mapped[str] = mapped_column(sa.String(255), index=True)
    version: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(16))
    provider: Mapped[str] = mapped_column(sa.String(255))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    hashes: Mapped[dict] = mapped_column(sa.JSON)
    build_no: Mapped[str | None] = mapped_column(sa.String(64))
    priority: Mapped[str] = mapped_column(sa.String(16))
    reboot: Mapped[bool]
    needs: Mapped[list] = mapped_column(sa.JSON)
    notes: Mapped[str] = mapped_column(sa.Text)
    disk_format: Mapped[str] = mapped_column(sa.String(16))
    rollout: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    published_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


DESCRIPTION = (
    *("target", "name", "version", "kind", "provider", "size", "hashes", "build_no", "priority"),
    *("reboot", "needs", "notes", "disk_format", "rollout", "published_at"),
)
"""Columns of :class:`Described` that come from the metadata."""


class Entry(Described, Base):
    """What a source lists.

    :ivar rank: of its priority, to sort by
    :ivar words: its texts in lower case, to search in
    """

    __tablename__ = "sherpa_entries"
    __table_args__ = (sa.UniqueConstraint("source_id", "target"),)

    source_id: Mapped[str] = mapped_column(
        sa.ForeignKey("sherpa_sources.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(sa.String(16))
    rank: Mapped[int]
    words: Mapped[str] = mapped_column(sa.Text)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    source: Mapped[Source] = relationship()


class Content(Described, Base):
    """A verified local file. It outlives its source.

    :ivar entry_id: of the entry with these bytes; it may no longer be there
    :ivar source_name: of the source whose trusted root vouches for it
    :ivar origin: ``download`` or ``import``
    """

    __tablename__ = "sherpa_content"

    entry_id: Mapped[str] = mapped_column(sa.String(36), index=True)
    source_id: Mapped[str] = mapped_column(sa.String(36))
    source_name: Mapped[str] = mapped_column(sa.String(255))
    origin: Mapped[str] = mapped_column(sa.String(16))


class Upload(Base):
    """A ``.csu`` file that comes in pieces.

    :ivar name: of the file
    :ivar source_id: whose trusted root vouches for it
    :ivar size: bytes that it will have
    """

    __tablename__ = "sherpa_uploads"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    source_id: Mapped[str] = mapped_column(sa.String(36))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Template(Base):
    """A version of a Heat template that is published.

    :ivar sha256: of ``body``, hexadecimal
    """

    __tablename__ = "sherpa_templates"
    __table_args__ = (sa.UniqueConstraint("name", "version"),)

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    version: Mapped[str] = mapped_column(sa.String(64))
    description: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[str] = mapped_column(LargeText)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """Content that is in Glance or among the templates, or on its way there.

    :ivar object_id: of the image or the template; None before it is made. Of an object its own id
    :ivar path: of an object in the object store, with its container
    :ivar visibility: of the image
    :ivar project_id: owner of the image; None: the service's own project
    """

    __tablename__ = "sherpa_publications"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    content_id: Mapped[str] = mapped_column(sa.ForeignKey("sherpa_content.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    name: Mapped[str] = mapped_column(sa.String(255))
    version: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(sa.String(16))
    object_id: Mapped[str | None] = mapped_column(sa.String(36))
    path: Mapped[str | None] = mapped_column(sa.Text)
    visibility: Mapped[str] = mapped_column(sa.String(16))
    project_id: Mapped[str | None] = mapped_column(sa.String(64))
    published_by: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    content: Mapped[Content] = relationship()
