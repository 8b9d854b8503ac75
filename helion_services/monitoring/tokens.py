"""Tokens with which servers report their results: ``ID.SECRET``, of which a hash is stored."""

import hashlib
import hmac
import secrets
import uuid

import sqlalchemy as sa

from helion_services.base.times import now
from helion_services.monitoring import problems
from helion_services.monitoring.models import Token

_BYTES = 32


def issue(runtime, host):
    """A new token for a host, which replaces the one before; it is shown only now."""
    ident, secret = str(uuid.uuid4()), secrets.token_urlsafe(_BYTES)
    with runtime.db.session() as session:
        session.execute(sa.delete(Token).where(Token.host == host))
        session.add(Token(id=ident, host=host, digest=_digest(secret), created_at=now()))
    return f"{ident}.{secret}"


def revoke(runtime, hosts):
    """Forget the tokens of hosts, by name."""
    names = list(hosts)
    if not names:
        return
    with runtime.db.session() as session:
        session.execute(sa.delete(Token).where(Token.host.in_(names)))


def issued(runtime, hosts):
    """``{name: when}``: the moments when the tokens of hosts were issued; without those that have
    none."""
    query = sa.select(Token.host, Token.created_at).where(Token.host.in_(list(hosts)))
    with runtime.db.reader() as session:
        return dict(session.execute(query).tuples().all())


def host_of(runtime, token):
    """The name of the host whose token this is; raises the 401 problem for all others."""
    ident, _dot, secret = (token or "").partition(".")
    with runtime.db.reader() as session:
        row = session.get(Token, ident) if len(ident) <= 36 else None
    digest = _digest(secret)
    if not hmac.compare_digest(row.digest if row else _digest(""), digest) or row is None:
        raise problems.token_refused()
    return row.host


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
