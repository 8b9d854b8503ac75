"""Registering a vCenter: what was given is checked, a login is tried, a row is written.

The inventory is read afterwards by who watches it.
"""

import pathlib

import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.messages import Message
from helion_services.base.times import now
from helion_services.eon import problems, states
from helion_services.eon.managers import login
from helion_services.eon.models import Manager

TYPE = "vcenter"
_MANDATORY = ("type", "ip_address", "username", "password")
_PORT = 443


def register(runtime, values):
    """Register the vCenter that ``values`` describe; returns its id.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    _check(values)
    options = runtime.conf.eon
    address, port = values["ip_address"].strip(), values.get("port") or _PORT
    name = (values.get("name") or address).strip()
    addresses = login.addresses(address)
    with runtime.db.reader() as session:
        _refuse(session, options, name, addresses)
    pem = login.trusted(options, _with_authority(options, values), address, port)
    way = login.Login(address, port, values["username"].strip(), pem)
    about, fingerprint = login.attempt(options, way, values["password"])
    audit.note(vcenter=about.uuid, name=name)
    auto_import = values.get("auto_import")
    moment = now()
    try:
        with runtime.db.session() as session:
            _refuse(session, options, name, addresses, about.uuid)
            session.add(
                Manager(
                    id=about.uuid,
                    name=name,
                    ip_address=address,
                    port=port,
                    username=way.username,
                    secret_id=runtime.secrets.put({"password": values["password"]}, session),
                    ca_pem=pem,
                    fingerprint=fingerprint,
                    auto_import=options.auto_import if auto_import is None else auto_import,
                    state=states.REGISTERED,
                    version=about.version,
                    build=about.build,
                    last_contact=moment,
                    created_at=moment,
                    updated_at=moment,
                )
            )
    except sa.exc.IntegrityError:  # somebody was faster between the look and the act
        raise problems.vcenter_taken(name) from None
    return about.uuid


def _check(values):
    if any(values.get(key) is None for key in _MANDATORY):
        raise problems.required(_MANDATORY, values)
    if values["type"] != TYPE:
        raise problems.InvalidFields(
            {"type": Message("value-not-offered", "Must be one of: {values}.", values=[TYPE])},
            hpe=f"Type {values['type']} is either invalid or not supported",
        )
    login.check_texts(values, ("ip_address", "name", "username", "password"))


def _with_authority(options, values):
    """The values, with the configured authority if they name no certificate."""
    if options.ca_file and not (values.get("ca_pem") or values.get("fingerprint")):
        return values | {"ca_pem": pathlib.Path(options.ca_file).read_text()}
    return values


def _refuse(session, options, name, addresses, uuid=None):
    """Raise if the vCenter is registered already, or too many are."""
    managers = session.scalars(sa.select(Manager)).all()
    for manager in managers:
        if manager.id == uuid:
            raise problems.vcenter_taken(manager.name)
        if manager.ip_address.lower() in addresses:
            raise problems.address_taken(manager.ip_address)
        if manager.name == name:
            raise problems.name_taken(name)
    if len(managers) >= options.max_vcenters:
        raise problems.too_many(options.max_vcenters)
