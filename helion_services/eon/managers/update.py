"""Changing how a vCenter is reached, after a login that shows that it works."""

import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.messages import Message
from helion_services.base.times import now
from helion_services.base.tls import certificate
from helion_services.eon import inventory_store, operations, problems, states
from helion_services.eon.managers import login
from helion_services.eon.models import Cluster, Manager

KEYS = (
    "name",
    "ip_address",
    "username",
    "password",
    "port",
    "run_playbook",
    "auto_import",
    "ca_pem",
    "fingerprint",
    "type",
)
"""What may be sent; the first six are HPE's. ``type`` has to be what it is."""

_LOGIN = ("ip_address", "port", "username", "password", "ca_pem", "fingerprint")


def update(runtime, manager_id, body, who):
    """Change a vCenter as ``body`` says; returns the ids of the operations that follow.

    With a new login the compute proxies of its activated clusters are redeployed, unless
    ``run_playbook`` is false. Raises :class:`~helion_services.base.problems.Problem`.
    """
    with runtime.db.reader() as session:
        manager = session.get(Manager, manager_id)
    if manager is None:
        raise problems.no_manager(manager_id)
    _check(manager, body)
    values = {}
    if body.get("auto_import") is not None:
        values["auto_import"] = body["auto_import"]
    if any(key in body for key in _LOGIN):
        values |= _new_login(runtime, manager, body)
    with runtime.db.session() as session:
        begun = _write(runtime, session, manager_id, values, body, who)
    for operation_id in begun:
        runtime.operations.announce(operation_id)
    return begun


def _check(manager, body):
    if not set(body) <= set(KEYS):
        unknown = sorted(set(body) - set(KEYS))
        message = Message("field-fixed", "This field cannot be changed.")
        raise problems.InvalidFields(
            dict.fromkeys(unknown, message),
            hpe=f"Required parameters are not passed. Available keys are {list(KEYS[:-1])}",
        )
    if body.get("name", manager.name) != manager.name:
        message = Message("vcenter-name-fixed", "The name of a vCenter cannot be changed.")
        raise problems.InvalidFields({"name": message}, hpe="vCenter name cannot be updated")
    login.check_texts(body, ("ip_address", "username", "password"))


def _new_login(runtime, manager, body):
    """The columns of the new login, which was tried."""
    options = runtime.conf.eon
    address = (body.get("ip_address") or manager.ip_address).strip()
    port = body.get("port") or manager.port
    username = (body.get("username") or manager.username).strip()
    audit.note(address={"old": _at(manager.ip_address, manager.port), "new": _at(address, port)})
    peer = (address.lower(), port, username)
    stored = (manager.ip_address.lower(), manager.port, manager.username)
    if not body.get("password") and (peer != stored or _trust_differs(manager, body)):
        raise _password_required()
    pem = manager.ca_pem
    if "ca_pem" in body or body.get("fingerprint"):
        pem = login.trusted(options, body, address, port)
    way = login.Login(address, port, username, pem)
    password = body.get("password") or runtime.secrets.get(manager.secret_id)["password"]
    if address != manager.ip_address:
        _refuse_taken(runtime, manager.id, login.addresses(address))
    about, fingerprint = login.attempt(options, way, password)
    if about.uuid != manager.id:
        message = Message(
            "vcenter-differs",
            "Another vCenter than {vcenter} answers at {address}. Register it separately.",
            vcenter=manager.name,
            address=address,
        )
        raise problems.InvalidFields({"ip_address": message}, hpe=message.detail)
    return {
        "ip_address": address,
        "port": port,
        "username": way.username,
        "ca_pem": pem,
        "fingerprint": fingerprint,
        "version": about.version,
        "build": about.build,
        "state": states.REGISTERED,
        "state_reason": None,
        "state_fact": None,
        "last_contact": now(),
        "login_after": None,
        "login_pause": 0.0,
    }


def _at(address, port):
    return f"{address} port {port}"


def _trust_differs(manager, body):
    """Whether a change trusts another certificate than the stored login does."""
    digest = body.get("fingerprint")
    if digest:
        return certificate.normal(digest) != certificate.normal(manager.fingerprint or "")
    return "ca_pem" in body and login.authorities(body) != manager.ca_pem


def _password_required():
    """The stored password goes nowhere but where it was entered for."""
    message = Message(
        "password-required",
        "Enter the password: it is not sent to a changed address, user name or certificate"
        " without being typed again.",
    )
    return problems.InvalidFields({"password": message}, hpe=message.detail)


def _refuse_taken(runtime, manager_id, addresses):
    with runtime.db.reader() as session:
        others = session.scalars(sa.select(Manager).where(Manager.id != manager_id)).all()
    for other in others:
        if other.ip_address.lower() in addresses:
            raise problems.address_taken(other.ip_address)


def _write(runtime, session, manager_id, values, body, who):
    manager = session.get(Manager, manager_id)
    if manager is None:
        raise problems.no_manager(manager_id)
    before = _way(manager)
    for name, value in values.items():
        setattr(manager, name, value)
    if body.get("password"):
        runtime.secrets.delete(manager.secret_id, session)
        manager.secret_id = runtime.secrets.put({"password": body["password"]}, session)
    manager.updated_at = now()
    if manager.auto_import:
        inventory_store.import_all(session, manager)
    if _way(manager) == before:
        return []
    manager.revision += 1
    audit.note(login="changed")
    if body.get("run_playbook") is False:
        return []
    activated = sa.select(Cluster).where(
        Cluster.manager_id == manager_id, Cluster.state == states.ACTIVATED
    )
    return [
        operations.restore_proxy(runtime, session, cluster, who)
        for cluster in session.scalars(activated)
    ]


def _way(manager):
    """What a compute proxy needs to log in, too."""
    return (
        manager.ip_address,
        manager.port,
        manager.username,
        manager.secret_id,
        manager.ca_pem,
    )
