"""Arrays that are reached over WSAPI."""

import ipaddress
import re

import sqlalchemy as sa

from helion_services.sirius import devices, problems, wsapi
from helion_services.sirius.models import Cpg, StoreServ

FC, ISCSI = DEVICE_TYPES = ("fc", "iscsi")
_SAN_REACH = ("san_ip", "san_username")


class StoreServs(devices.Devices):
    """3PAR StoreServ, Primera, Alletra 9000."""

    model = StoreServ
    columns = ("name", *devices.REACH, *_SAN_REACH, "device_type", "iscsi_ips")
    texts = ("username", "san_username")
    passwords = {"password": devices.REACH, "san_password": _SAN_REACH}  # noqa: RUF012

    def _no_such(self, ident):
        return problems.no_storeserv(ident)

    def _read(self, values, password, options):
        return wsapi.read(devices.login(values, password, options), options.timeout)

    def _store(self, row, facts):
        super()._store(row, facts)
        row.serial = facts["system"]["serial"]

    def _noted(self, row):
        return {"name": row.name, "serial": row.serial}

    def _check(self, values, row=None):
        super()._check(values, row)
        devices.check_host("san_ip", values["san_ip"])
        _check_targets(values)
        if row and (row.device_type, values["device_type"]) == (FC, ISCSI):
            raise problems.field(
                "device_type",
                "fc-to-iscsi",
                "An FC array cannot become an iSCSI array. Unregister it and register it again.",
            )

    def _check_facts(self, values, facts, row=None):
        if row and list(row.iscsi_ips) == list(values["iscsi_ips"]):
            return
        own = {
            ipaddress.ip_address(text)
            for port in facts["ports"]
            for text in port["iscsi_addresses"]
        }
        unknown = [text for text in values["iscsi_ips"] if _address(text) not in own]
        if unknown:
            raise problems.field(
                "iscsi_ips",
                "iscsi-address-unknown",
                "The array has no iSCSI port with the address {addresses}. Its iSCSI ports:"
                " {ports}.",
                addresses=unknown,
                ports=[str(address) for address in sorted(own, key=_order)] or ["-"],
            )

    def _refuse_other(self, row, facts):
        serial = facts["system"]["serial"]
        if row.serial and serial != row.serial:
            raise problems.field(
                "hostname",
                "storeserv-differs",
                "Another array answers there: its serial number is {serial}. Register it"
                " separately.",
                serial=serial,
            )

    def _refuse_taken(self, session, ident, values, facts):
        serial = facts["system"]["serial"]
        for row in session.scalars(sa.select(StoreServ).where(StoreServ.id != ident)):
            if row.name == values["name"]:
                raise problems.name_taken(row.name)
            if serial and row.serial == serial:
                raise problems.array_taken(row.name, serial)

    def _refuse_used(self, session, row):
        names = session.scalars(sa.select(Cpg.name).where(Cpg.storeserv_id == row.id)).all()
        if names:
            raise problems.cpgs_registered(names)


STORESERVS = StoreServs()


def _check_targets(values):
    if values["device_type"] == ISCSI and not values["iscsi_ips"]:
        raise problems.field(
            "iscsi_ips", "iscsi-addresses-missing", "Enter the iSCSI addresses of the array."
        )
    for text in values["iscsi_ips"]:
        if not _is_target(text):
            raise problems.field(
                "iscsi_ips",
                "iscsi-address-invalid",
                "“{text}” is not an address. Enter IP or IP:port, separated by commas.",
                text=text,
            )


def _is_target(text):
    """Whether it is ``ip`` or ``ip:port``; IPv6 with a port stands in brackets."""
    _, port = _parts(text)
    try:
        _address(text)
    except ValueError:
        return False
    return port is None or 0 < int(port) < 65536


def _address(text):
    """The IP address of a target; raises ValueError."""
    return ipaddress.ip_address(_parts(text)[0])


def _parts(text):
    """The address and the port of a target, or None in its place; both texts."""
    match = re.fullmatch(r"\[(.+)\](?::(\d{1,5}))?|([^:]+)(?::(\d{1,5}))?|(.+)", text)
    return match[1] or match[3] or match[5], match[2] or match[4]


def _order(address):
    return address.version, address
