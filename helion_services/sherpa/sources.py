"""Sources: register, change, forget, and read again what they list.

A stored password is only sent to the address that it was entered for: whoever changes the address,
the proxy, the user name or the trusted certificate enters it again.
"""

import contextlib
import uuid
from urllib.parse import urlsplit

import sqlalchemy as sa

from helion_services.base import audit
from helion_services.base.problems import password_again
from helion_services.base.times import now
from helion_services.base.tls import trust as certificates
from helion_services.base.tls.failures import CertificateRefused
from helion_services.base.tls.peers import Peers
from helion_services.sherpa import catalogue, problems, states
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Source
from helion_services.sherpa.repository import keyring, reading, simplestreams, trust
from helion_services.sherpa.repository.failures import SourceError
from helion_services.sherpa.repository.wire import TARGETS, Reach, Wire

_COLUMNS = ("name", "kind", "url", "username", "proxy", "ca_pem", "root", "keyring", "enabled")
_REACH = ("url", "username", "proxy", "ca_pem")


def register(runtime, values):
    """Register the source that ``values`` describe, read it if it is enabled; returns its id.

    Raises :class:`~helion_services.base.problems.Problem`.
    """
    values = {name: values.get(name) for name in _COLUMNS} | {"password": values.get("password")}
    values["kind"] = values["kind"] or states.TUF
    fingerprint = _check(values)
    if values["username"] and not values["password"]:
        raise problems.password_missing()
    ident, moment = str(uuid.uuid4()), now()
    listing = _attempt(runtime, ident, values, values["password"])
    row = Source(
        id=ident,
        created_at=moment,
        updated_at=moment,
        fingerprint=fingerprint,
        versions={},
        state=states.DISABLED,
        revision=1,
        **{name: values[name] for name in _COLUMNS},
    )
    audit.note(name=row.name, url=row.url, fingerprint=row.fingerprint)
    with runtime.db.session() as session:
        _refuse_taken(session, ident, row.name)
        if values["username"]:
            row.secret_id = runtime.secrets.put({"password": values["password"]}, session)
        session.add(row)
        session.flush()
        _store(session, row, listing)
    return ident


def update(runtime, ident, changes):
    """Change a source; raises :class:`~helion_services.base.problems.Problem`."""
    row = get(runtime, ident)
    values = {name: getattr(row, name) for name in _COLUMNS} | changes
    fingerprint = _check(values)
    password = _password(runtime, row, values, changes)
    audit.note(url=values["url"], before=row.url, fingerprint=fingerprint)
    listing = _attempt(runtime, ident, values, password)
    with runtime.db.session() as session:
        row = _row(session, ident)
        _refuse_taken(session, ident, values["name"])
        for name in _COLUMNS:
            setattr(row, name, values[name])
        row.fingerprint = fingerprint
        if row.secret_id:
            runtime.secrets.delete(row.secret_id, session)
        secret = {"password": password}
        row.secret_id = runtime.secrets.put(secret, session) if values["username"] else None
        row.revision += 1
        row.updated_at = now()
        _store(session, row, listing)


def unregister(runtime, ident):
    """Forget a source and its entries; local content stays."""
    with runtime.db.session() as session:
        row = _row(session, ident)
        audit.note(name=row.name)
        if row.secret_id:
            runtime.secrets.delete(row.secret_id, session)
        catalogue.forget(session, ident)
        session.delete(row)
    Layout(runtime.conf).forget(ident)


def get(runtime, ident):
    """The row of a source; raises :class:`~helion_services.base.problems.NotFound`."""
    with runtime.db.reader() as session:
        return _row(session, ident)


def refresh(runtime, ident):
    """Read a source again: what it lists is stored, a failure is its state."""
    row = get(runtime, ident)
    if not row.enabled:
        raise problems.source_disabled(row.name)
    values = {name: getattr(row, name) for name in _COLUMNS}
    try:
        listing, error = _read(runtime, ident, values, stored_password(runtime, row)), None
    except SourceError as exc:
        listing, error = None, exc
    with runtime.db.session() as session:
        current = session.get(Source, ident)
        # Somebody changed it meanwhile: what was read is of the address before.
        if current is None or current.revision != row.revision:
            return
        current.attempted_at = now()
        if error is None:
            _store(session, current, listing)
        else:
            current.state = error.state
            current.state_reason = error.message.detail
            current.state_fact = error.message.fact()


def reach(conf, row, password):
    """The :class:`~.repository.wire.Reach` of a source; ``row`` has its columns."""
    return Reach(
        row.url,
        row.username,
        password,
        row.proxy,
        row.ca_pem,
        Peers(tuple(conf.sherpa.allowed_networks)),
        conf.sherpa.timeout,
    )


def paths(conf, row, target, hashes):
    """The paths below a source's address where the file of an entry may be."""
    if row.kind == states.SIMPLESTREAMS:
        return [target]
    folder = Layout(conf).metadata(row.id, row.fingerprint)
    return [TARGETS + path for path in reading.paths(folder, target, hashes)]


def stored_password(runtime, row):
    """The password of a source, None if it has none."""
    return runtime.secrets.get(row.secret_id)["password"] if row.secret_id else None


def _password(runtime, row, values, changes):
    """The password after a change."""
    if not values["username"]:
        return None
    if changes.get("password"):
        return changes["password"]
    if row.secret_id is None:
        raise problems.password_missing()
    if any(values[name] != getattr(row, name) for name in _REACH):
        raise password_again("password")
    return stored_password(runtime, row)


def _row(session, ident):
    row = session.get(Source, ident)
    if row is None:
        raise problems.no_source(ident)
    return row


def _check(values):
    """Bring ``values`` into the form that is stored; returns the trusted root's fingerprint, which
    is empty for a mirror."""
    values["url"] = _url("url", values["url"])
    values["proxy"] = _url("proxy", values["proxy"]) if values["proxy"] else None
    values["username"] = values["username"] or None
    values["ca_pem"] = values["ca_pem"] or None
    if values["username"] and not values["url"].startswith("https:"):
        raise problems.password_plain()
    if values["ca_pem"]:
        try:
            values["ca_pem"] = certificates.certificates(values["ca_pem"])
        except CertificateRefused as exc:
            raise problems.certificate_invalid() from exc
    return _check_trust(values)


def _check_trust(values):
    if values["kind"] == states.TUF:
        values["keyring"] = None
        return trust.inspect(values["root"] or "").fingerprint
    values["root"], values["keyring"] = "", values["keyring"] or None
    if values["keyring"]:
        keyring.check(values["keyring"])
    elif not values["url"].startswith("https:"):
        raise problems.mirror_plain()
    return ""


def _url(name, text):
    """An address as it is stored: ends with a slash."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        if valid and not (parts.username or parts.query or parts.fragment or "\\" in text):
            return parts._replace(path=parts.path.rstrip("/") + "/").geturl()
    raise problems.url_invalid(name)


class _Values:
    """A source that is not stored yet, with the columns of one."""

    def __init__(self, values):
        self.__dict__.update(values)


def _read(runtime, ident, values, password):
    row = _Values(values)
    with Wire(reach(runtime.conf, row, password)) as wire:
        if row.kind == states.SIMPLESTREAMS:
            return simplestreams.read(wire, row.keyring)
        folder = Layout(runtime.conf).metadata(ident, trust.inspect(row.root).fingerprint)
        return reading.read(folder, wire, row.root.encode())


def _attempt(runtime, ident, values, password):
    """What a source lists, None if it is disabled; raises Invalid."""
    if not values["enabled"]:
        return None
    try:
        return _read(runtime, ident, values, password)
    except SourceError as exc:
        raise problems.source_failed(exc) from exc


def _store(session, row, listing):
    row.state, row.state_reason, row.state_fact = states.DISABLED, None, None
    if listing is None:
        return
    row.state = states.READY
    row.versions, row.expires_at = listing.versions, listing.expires_at
    row.refreshed_at = row.attempted_at = now()
    catalogue.store(session, row.id, listing.targets)


def _refuse_taken(session, ident, name):
    taken = sa.select(Source.id).where(Source.name == name, Source.id != ident)
    if session.scalar(taken):
        raise problems.name_taken(name)
