"""The tables of the Sirius service."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helion_services.base.database import Base
from helion_services.base.times import UtcDateTime

STORESERV, STOREVIRTUAL = "storeserv", "storevirtual"


class Device:
    """What the tables of arrays and clusters have in common.

    :ivar hostname: address of its REST interface
    :ivar secret_id: of ``{"password"}``, and an array's ``"san_password"``
    :ivar ca_pem: certificates to trust for it, None for those of the system
    :ivar revision: counts the changes of the login
    :ivar state: see :mod:`helion_services.sirius.states`; ``state_reason`` is a sentence,
        ``state_fact`` its code and parameters
    :ivar facts: what was read last
    """

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    hostname: Mapped[str] = mapped_column(sa.String(255))
    port: Mapped[int]
    username: Mapped[str] = mapped_column(sa.String(255))
    secret_id: Mapped[str] = mapped_column(sa.String(255))
    ca_pem: Mapped[str | None] = mapped_column(sa.Text)
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(sa.String(32))
    state_reason: Mapped[str | None] = mapped_column(sa.Text)
    state_fact: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    facts: Mapped[dict] = mapped_column(sa.JSON)
    read_at: Mapped[datetime.datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


class StoreServ(Device, Base):
    """An array that is reached over WSAPI: 3PAR StoreServ, Primera, Alletra 9000.

    Its facts are those of :func:`helion_services.sirius.wsapi.read`.

    :ivar device_type: ``fc`` or ``iscsi``
    :ivar iscsi_ips: ``ip`` or ``ip:port`` each
    """

    __tablename__ = "sirius_storeservs"

    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    san_ip: Mapped[str] = mapped_column(sa.String(255))
    san_username: Mapped[str] = mapped_column(sa.String(255))
    device_type: Mapped[str] = mapped_column(sa.String(16))
    iscsi_ips: Mapped[list] = mapped_column(sa.JSON)
    serial: Mapped[str | None] = mapped_column(sa.String(64), unique=True)


class StoreVirtual(Device, Base):
    """A StoreVirtual cluster. Its facts are those of :func:`helion_services.sirius.lhos.read`.

    :ivar name: as the management console has it, capitals included
    :ivar hostname: its virtual IP address
    :ivar subnet: the mask of that address
    :ivar managers: how many its management group runs, as somebody entered; None if nobody did
    :ivar backend_id: of the back end that it is reserved for, None if it is not
    """

    __tablename__ = "sirius_clusters"
    __table_args__ = (sa.UniqueConstraint("hostname", "name"),)
    kind = STOREVIRTUAL

    name: Mapped[str] = mapped_column(sa.String(255))
    subnet: Mapped[str] = mapped_column(sa.String(15))
    ssh_port: Mapped[int]
    managers: Mapped[int | None]
    backend_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sirius_backends.id"), index=True)


class Backend(Base):
    """A ``volume_backend_name`` of Cinder with its members.

    :ivar kind: of its members, CPGs of a ``storeserv`` or ``storevirtual`` clusters
    :ivar options: further options of its sections, texts by their names
    """

    __tablename__ = "sirius_backends"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(255), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    options: Mapped[dict] = mapped_column(sa.JSON, default=dict, server_default="{}")
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    cpgs: Mapped[list["Cpg"]] = relationship(order_by="Cpg.name")
    clusters: Mapped[list["StoreVirtual"]] = relationship(order_by="StoreVirtual.name")

    @property
    def members(self):
        """Its CPGs or clusters."""
        return [*self.cpgs, *self.clusters]


class Cpg(Base):
    """A registered CPG; ``id`` is its UUID on the array.

    :ivar backend_id: of the back end that it is reserved for, None if it is not
    """

    __tablename__ = "sirius_cpgs"
    kind = STORESERV

    id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    storeserv_id: Mapped[str] = mapped_column(
        sa.ForeignKey("sirius_storeservs.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(255))
    backend_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sirius_backends.id"), index=True)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)
    storeserv: Mapped[StoreServ] = relationship()


class Applied(Base):
    """A value of a stack's parameter, which Heat shows to nobody.

    :ivar place: the names of the stack and the parameter
    :ivar name: ``last``, or ``before`` while an operation replaces it
    :ivar secret_id: of ``{"text"}``; the text is None for the parameter's default
    """

    __tablename__ = "sirius_applied"

    place: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    secret_id: Mapped[str] = mapped_column(sa.String(255))
