"""The tables of the eon service.

What a vCenter was last seen to have is in ``eon_seen``: whoever watches it writes there, and all
workers that answer requests read the same.
"""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base.database import Base, LargeText
from helion_services.base.times import UtcDateTime

MANAGER, CLUSTER = "manager", "cluster"
"""Kinds of parents of properties and proxies."""


class Manager(Base):
    """A vCenter.

    :ivar id: its own instanceUuid, as it gives it
    :ivar secret_id: of ``{"password"}``
    :ivar ca_pem: certificates to trust for it, None for those of the system
    :ivar fingerprint: SHA-256 of the certificate it presented when it was registered
    :ivar revision: counts the changes of the login
    :ivar state: see :mod:`helion_services.eon.states`; ``state_reason`` is a sentence,
        ``state_fact`` its code and parameters
    :ivar last_contact: when it answered last
    :ivar read_at: when its inventory was last read as a whole, None if never
    :ivar login_after: when a login that was refused may be tried again, after ``login_pause``
        seconds, see :mod:`helion_services.eon.vcenter.logins`
    :ivar watcher: who watches it, until ``watched_until``
    """

    __tablename__ = "eon_managers"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    ip_address: Mapped[str] = mapped_column(sa.String(255), unique=True)
    port: Mapped[int]
    username: Mapped[str] = mapped_column(sa.String(255))
    secret_id: Mapped[str] = mapped_column(sa.String(255))
    ca_pem: Mapped[str | None] = mapped_column(LargeText)
    fingerprint: Mapped[str | None] = mapped_column(sa.String(95))
    revision: Mapped[int] = mapped_column(default=1)
    auto_import: Mapped[bool]
    state: Mapped[str] = mapped_column(sa.String(32))
    state_reason: Mapped[str | None] = mapped_column(sa.Text)
    state_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    version: Mapped[str | None] = mapped_column(sa.String(32))
    build: Mapped[str | None] = mapped_column(sa.String(32))
    last_contact: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    login_after: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    login_pause: Mapped[float] = mapped_column(default=0.0, server_default="0")
    watcher: Mapped[str | None] = mapped_column(sa.String(255))
    watched_until: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Cluster(Base):
    """A cluster that was imported: what EON's interface calls a resource.

    :ivar moid: its managed object id, such as ``domain-c21``
    :ivar datacenter: name of its datacenter, whose managed object id is ``datacenter_moid``
    :ivar state: changes by :func:`helion_services.eon.states.move` only
    :ivar error: of the last operation that failed, ``{code, message, step}``
    :ivar operation_id: of the last operation
    :ivar hypervisor_id: of its hypervisor in Nova, once it is activated
    """

    __tablename__ = "eon_clusters"
    __table_args__ = (sa.UniqueConstraint("manager_id", "moid"),)

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    manager_id: Mapped[str] = mapped_column(sa.ForeignKey("eon_managers.id", ondelete="CASCADE"))
    moid: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(255))
    datacenter_moid: Mapped[str] = mapped_column(sa.String(64))
    datacenter: Mapped[str] = mapped_column(sa.String(255))
    state: Mapped[str] = mapped_column(sa.String(32), index=True)
    error: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    operation_id: Mapped[str | None] = mapped_column(sa.String(36))
    hypervisor_id: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Seen(Base):
    """A datacenter or a cluster of a vCenter, as it was last seen.

    :ivar kind: ``datacenter`` or ``cluster``
    :ivar content: the rest, see :func:`helion_services.eon.vcenter.inventory.content`
    """

    __tablename__ = "eon_seen"

    manager_id: Mapped[str] = mapped_column(
        sa.ForeignKey("eon_managers.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    moid: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    content: Mapped[dict] = mapped_column(sa.JSON)


class Property(Base):
    """A property of a manager or a cluster, as EON's ``meta_data`` has them.

    Clusters have ``network_properties`` and ``hlm_properties``, managers the network of each
    datacenter under its name; these values are JSON.
    """

    __tablename__ = "eon_properties"
    __table_args__ = (sa.UniqueConstraint("parent_kind", "parent_id", "key"),)

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    parent_kind: Mapped[str] = mapped_column(sa.String(16))
    parent_id: Mapped[str] = mapped_column(sa.String(36))
    key: Mapped[str] = mapped_column(sa.String(255))
    value: Mapped[str] = mapped_column(LargeText)


class Proxy(Base):
    """Where and how the compute proxy of a cluster, or of all of a vCenter, is deployed.

    ``address``, ``netmask`` and ``gateway`` are None with ``dhcp``.

    :ivar port_group_moid: of ``port_group``; None if it was entered before vCenter had been read
    """

    __tablename__ = "eon_proxies"

    parent_kind: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    parent_id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    datacenter: Mapped[str] = mapped_column(sa.String(255))
    port_group: Mapped[str] = mapped_column(sa.String(255))
    port_group_moid: Mapped[str | None] = mapped_column(sa.String(64))
    hostname: Mapped[str] = mapped_column(sa.String(63))
    dhcp: Mapped[bool]
    address: Mapped[str | None] = mapped_column(sa.String(45))
    netmask: Mapped[str | None] = mapped_column(sa.String(45))
    gateway: Mapped[str | None] = mapped_column(sa.String(45))
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class Notification(Base):
    """A message that is still to be sent."""

    __tablename__ = "eon_notifications"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    event: Mapped[str] = mapped_column(sa.String(64))
    payload: Mapped[dict] = mapped_column(sa.JSON)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
