"""Receivers: register, change, forget, try.

A stored secret is only sent to where it was entered for: whoever changes the server, its port or
what protects the connection enters it again. The address of a webhook is a secret itself.
"""

import contextlib
import re
import uuid
from urllib.parse import urlsplit

import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.problems import Conflict, password_again
from helion_services.base.times import now
from helion_services.base.tls import trust
from helion_services.base.tls.failures import CertificateRefused, PeerProblem
from helion_services.base.tls.peers import Peers
from helion_services.monitoring import problems
from helion_services.monitoring.messages import transport
from helion_services.monitoring.messages.models import Notice, Receiver

WEBHOOK, MAIL = KINDS = ("webhook", "mail")
READY, FAILED = STATES = ("ready", "failed")
_COLUMNS = {
    "name": "",
    "kind": "",
    "events": (),
    "enabled": True,
    "host": "",
    "port": 0,
    "security": transport.NONE,
    "username": None,
    "sender": "",
    "recipients": (),
    "ca_pem": None,
}
_HOST = re.compile(
    r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*", re.ASCII
)
_REACH = ("host", "port", "security", "username", "ca_pem")


def register(runtime, values):
    """Register a receiver; returns its id. Raises :class:`~helion_services.base.problems.Problem`.

    :param values: columns, and ``url``, ``token`` or ``password``
    """
    columns = {name: values.get(name, default) for name, default in _COLUMNS.items()}
    secret = {name: values.get(name) for name in ("url", "token", "password")}
    _check(columns, secret)
    moment, ident = now(), str(uuid.uuid4())
    audit.note(name=columns["name"], host=columns["host"])
    with runtime.db.session() as session:
        _refuse_taken(session, ident, columns["name"])
        session.add(
            Receiver(
                id=ident,
                secret_id=runtime.secrets.put(secret, session),
                state=READY,
                created_at=moment,
                updated_at=moment,
                **columns,
            )
        )
    return ident


def update(runtime, ident, changes):
    """Change a receiver; raises :class:`~helion_services.base.problems.Problem`."""
    row = get(runtime, ident)
    columns = {name: changes.get(name, getattr(row, name)) for name in _COLUMNS}
    columns["kind"] = row.kind
    stored = runtime.secrets.get(row.secret_id)
    secret = {**stored, **{name: changes[name] for name in stored if name in changes}}
    _check(columns, secret)
    if columns["kind"] == MAIL and not columns["username"]:
        secret["password"] = None  # of a login that is no longer
    _refuse_elsewhere(row, columns, stored, secret, changes)
    audit.note(name=columns["name"], host=columns["host"], before=row.host)
    with runtime.db.session() as session:
        row = _row(session, ident)
        _refuse_taken(session, ident, columns["name"])
        for name, value in columns.items():
            setattr(row, name, value)
        runtime.secrets.delete(row.secret_id, session)
        row.secret_id = runtime.secrets.put(secret, session)
        row.updated_at = now()
        _hurry(session, ident)


def unregister(runtime, ident):
    """Forget a receiver and what waits for it."""
    with runtime.db.session() as session:
        row = _row(session, ident)
        audit.note(name=row.name)
        runtime.secrets.delete(row.secret_id, session)
        session.execute(sa.delete(Notice).where(Notice.receiver_id == ident))
        session.delete(row)


def attempt(runtime, ident):
    """Send a test message; raises :class:`~helion_services.base.problems.Conflict`."""
    row = get(runtime, ident)
    letter = transport.Letter(
        str(uuid.uuid4()), "test", "test", "test", "Test message", "Messages arrive.", now()
    )
    try:
        send(runtime, row, letter)
    except PeerProblem as exc:
        report(runtime, ident, exc.message)
        raise Conflict(exc.message) from exc
    report(runtime, ident, None)
    with runtime.db.session() as session:
        _hurry(session, ident)


def send(runtime, row, letter):
    """Deliver a message to a receiver; raises :class:`PeerProblem`."""
    conf = runtime.conf.monitoring
    reach = transport.Reach(Peers.of(conf), conf.timeout)
    transport.deliver(row, runtime.secrets.get(row.secret_id), letter, reach)


def report(runtime, ident, message):
    """Note how the last message to a receiver went; ``message`` is the failure."""
    with runtime.db.session() as session:
        values = {
            "state": FAILED if message else READY,
            "state_reason": message and message.detail,
            "state_fact": message and message.fact(),
        }
        session.execute(sa.update(Receiver).where(Receiver.id == ident).values(**values))


def get(runtime, ident):
    """The row; raises :class:`~helion_services.base.problems.NotFound`."""
    with runtime.db.reader() as session:
        return _row(session, ident)


def _row(session, ident):
    row = session.get(Receiver, ident)
    if row is None:
        raise problems.no_receiver(ident)
    return row


def _hurry(session, ident):
    """What waits for a receiver is due now."""
    values = {"attempts": 0, "due_at": now()}
    session.execute(sa.update(Notice).where(Notice.receiver_id == ident).values(**values))


def _refuse_taken(session, ident, name):
    taken = sa.select(Receiver.id).where(Receiver.name == name, Receiver.id != ident)
    if session.scalar(taken):
        raise problems.receiver_taken(name)


def _refuse_elsewhere(row, columns, stored, secret, changes):
    """A stored secret does not go to a changed place."""
    moved = any(columns[name] != getattr(row, name) for name in _REACH)
    for name, elsewhere in (
        ("token", moved or secret["url"] != stored["url"]),
        ("password", moved),
    ):
        if elsewhere and secret[name] and name not in changes:
            raise password_again(name)


def _check(columns, secret):
    """Bring ``columns`` into the form that is stored."""
    columns["events"] = sorted(set(columns["events"]))
    columns["recipients"] = list(columns["recipients"])
    columns["username"] = columns["username"] or None
    columns["ca_pem"] = columns["ca_pem"] or None
    if columns["ca_pem"]:
        try:
            columns["ca_pem"] = trust.certificates(columns["ca_pem"])
        except CertificateRefused as exc:
            raise problems.certificate_invalid() from exc
    (_check_webhook if columns["kind"] == WEBHOOK else _check_mail)(columns, secret)


def _check_webhook(columns, secret):
    parts = _url(secret["url"] or "")
    if secret["token"] and not (secret["token"].isascii() and secret["token"].isprintable()):
        raise problems.token_invalid()
    if secret["token"] and parts.scheme != "https":
        raise problems.plain_text("token")
    columns["host"], columns["port"] = parts.hostname, parts.port or 0


def _url(text):
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
        plain = text.isascii() and text.isprintable() and " " not in text
        if valid and plain and parts.port != 0 and not parts.username:
            return parts
    raise problems.url_invalid()


def _check_mail(columns, secret):
    for name in ("host", "port", "sender", "recipients"):
        if not columns[name]:
            raise problems.missing(name)
    if not _HOST.fullmatch(columns["host"]):
        raise problems.host_invalid()
    for name, addresses in (("sender", [columns["sender"]]), ("recipients", columns["recipients"])):
        for address in addresses:
            local, at, domain = address.rpartition("@")
            if not (local and at and domain) or not address.isprintable() or " " in address:
                raise problems.address_invalid(name, address)
    if columns["username"] and columns["security"] == transport.NONE:
        raise problems.plain_text("password")
    if columns["username"] and not secret["password"]:
        raise problems.missing("password")
