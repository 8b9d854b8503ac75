"""Arrays: register, update, unregister, read.

A stored password is only sent to the address that it was entered for: whoever changes the address,
the port or the trust enters it again.
"""

import ipaddress
import re
import uuid

import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.option_text import option_text
from helion_services.base.times import now
from helion_services.sirius import problems, states, wsapi
from helion_services.sirius.models import Cpg, StoreServ

FC, ISCSI = DEVICE_TYPES = ("fc", "iscsi")
_NAME = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_-]+)*\.?")
_REACH = ("hostname", "port", "username", "ca_pem")
_SAN_REACH = ("san_ip", "san_username")
_COLUMNS = ("name", *_REACH, *_SAN_REACH, "device_type", "iscsi_ips")


def register(runtime, values):
    """Register the array that ``values`` describe; returns its id.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    values = values | {"ca_pem": values.get("ca_pem") or None}
    _check(values)
    facts = _attempt(runtime, values, values["password"])
    moment = now()
    row = StoreServ(
        id=str(uuid.uuid4()),
        state=states.CONNECTED,
        serial=facts["system"]["serial"],
        facts=facts,
        read_at=moment,
        created_at=moment,
        updated_at=moment,
        **{name: values[name] for name in _COLUMNS},
    )
    audit.note(name=row.name, serial=row.serial)
    with runtime.db.session() as session:
        _refuse_taken(session, row.id, row.name, row.serial)
        secret = {name: values[name] for name in ("password", "san_password")}
        row.secret_id = runtime.secrets.put(secret, session)
        session.add(row)
    return row.id


def update(runtime, storeserv_id, changes):
    """Change an array; raises :class:`~helion_services.base.problems.Problem`."""
    row = get(runtime, storeserv_id)
    values = {name: getattr(row, name) for name in _COLUMNS} | changes
    values["ca_pem"] = values["ca_pem"] or None
    _check(values)
    if (row.device_type, values["device_type"]) == (FC, ISCSI):
        raise problems.field(
            "device_type",
            "fc-to-iscsi",
            "An FC array cannot become an iSCSI array. Unregister it and register it again.",
        )
    secret = runtime.secrets.get(row.secret_id)
    secret |= {name: changes[name] for name in ("password", "san_password") if changes.get(name)}
    _want_password(row, values, changes, _REACH, "password")
    _want_password(row, values, changes, _SAN_REACH, "san_password")
    audit.note(hostname=values["hostname"], before=row.hostname)
    facts = _attempt(runtime, values, secret["password"])
    with runtime.db.session() as session:
        row = session.get(StoreServ, storeserv_id)
        if row is None:
            raise problems.no_storeserv(storeserv_id)
        if row.serial and facts["system"]["serial"] != row.serial:
            raise problems.field(
                "hostname",
                "storeserv-differs",
                "Another array answers there: its serial number is {serial}. Register it"
                " separately.",
                serial=facts["system"]["serial"],
            )
        _refuse_taken(session, row.id, values["name"], facts["system"]["serial"])
        for name in _COLUMNS:
            setattr(row, name, values[name])
        runtime.secrets.delete(row.secret_id, session)
        row.secret_id = runtime.secrets.put(secret, session)
        row.revision += 1
        row.updated_at = now()
        _store(row, facts)


def unregister(runtime, storeserv_id):
    """Forget an array; returns its name.

    Raises :class:`~helion_services.base.problems.Problem` while one of its CPGs is registered.
    """
    with runtime.db.session() as session:
        row = session.get(StoreServ, storeserv_id)
        if row is None:
            raise problems.no_storeserv(storeserv_id)
        names = session.scalars(sa.select(Cpg.name).where(Cpg.storeserv_id == storeserv_id)).all()
        if names:
            raise problems.cpgs_registered(names)
        runtime.secrets.delete(row.secret_id, session)
        session.delete(row)
        return row.name


def get(runtime, storeserv_id):
    """The row of an array; raises :class:`~helion_services.base.problems.NotFound`."""
    with runtime.db.reader() as session:
        row = session.get(StoreServ, storeserv_id)
    if row is None:
        raise problems.no_storeserv(storeserv_id)
    return row


def refresh(runtime, storeserv_id):
    """Read an array again: what is there is stored, a failure is its state."""
    row = get(runtime, storeserv_id)
    password = runtime.secrets.get(row.secret_id)["password"]
    values = {name: getattr(row, name) for name in _COLUMNS}
    try:
        facts, error = wsapi.read(login(values, password), runtime.conf.sirius.timeout), None
    except wsapi.ArrayError as exc:
        facts, error = None, exc
    with runtime.db.session() as session:
        current = session.get(StoreServ, storeserv_id)
        # Somebody changed the login meanwhile: what was read is of the one before.
        if current is None or current.revision != row.revision:
            return
        if error is None:
            _store(current, facts)
        else:
            current.state = error.state
            current.state_reason = error.message.detail
            current.state_fact = error.message.fact()


def login(values, password):
    """The :class:`~helion_services.sirius.wsapi.Login` of an array's columns."""
    return wsapi.Login(
        values["hostname"], values["port"], values["username"], password, values["ca_pem"]
    )


def _store(row, facts):
    row.state, row.state_reason, row.state_fact = states.CONNECTED, None, None
    row.serial, row.facts, row.read_at = facts["system"]["serial"], facts, now()


def _attempt(runtime, values, password):
    try:
        return wsapi.read(login(values, password), runtime.conf.sirius.timeout)
    except wsapi.ArrayError as exc:
        raise problems.array_failed(exc) from exc


def _check(values):
    for name in ("username", "password", "san_username", "san_password"):
        _check_storable(name, values.get(name) or "")
    for name in ("hostname", "san_ip"):
        if not _is_host(values[name]):
            raise problems.field(name, "host-invalid", "Enter an IP address or a host name.")
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


def _check_storable(name, text):
    try:
        option_text(text)
    except ValueError as exc:
        raise problems.field(
            name,
            "cinder-not-storable",
            "Cinder’s configuration cannot hold a line break or “\\$”.",
        ) from exc


def _is_host(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(_NAME.fullmatch(text)) and not re.fullmatch(r"[\d.]+", text)
    return True


def _is_target(text):
    """Whether it is ``ip`` or ``ip:port``; IPv6 with a port stands in brackets."""
    match = re.fullmatch(r"\[(.+)\](?::(\d{1,5}))?|([^:]+)(?::(\d{1,5}))?|(.+)", text)
    address, port = match[1] or match[3] or match[5], match[2] or match[4]
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return port is None or 0 < int(port) < 65536


def _want_password(row, values, changes, names, password):
    if any(values[name] != getattr(row, name) for name in names) and not changes.get(password):
        raise problems.field(
            password,
            "password-again",
            "Enter the password again: it is not sent to a changed address.",
        )


def _refuse_taken(session, storeserv_id, name, serial):
    for row in session.scalars(sa.select(StoreServ).where(StoreServ.id != storeserv_id)):
        if row.name == name:
            raise problems.name_taken(name)
        if serial and row.serial == serial:
            raise problems.array_taken(row.name, serial)
