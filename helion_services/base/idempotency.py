"""Unsafe requests that are safe to repeat: with an ``Idempotency-Key`` they take effect once.

The first response is stored for a day and sent again, if it is successful or its request began an
operation: after any other one nothing has changed, and the request can be repeated with the same
key. Nothing is stored of requests that change nothing.

A process may die between the effect of a request and its answer. The operation that a request
begins is noted in the same transaction, so that a repetition does not begin it again.
"""

import datetime
import hashlib
import hmac

import sqlalchemy as sa
from flask import current_app, g, request
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from helion_services.base import claims, context, policy, request_body
from helion_services.base.database import Base, LargeBinary
from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Problem
from helion_services.base.times import UtcDateTime, now

HEADER = "Idempotency-Key"
_BAD_KEY = Message(
    "bad-idempotency-key", "Idempotency-Key must have 1 to 255 printable ASCII characters."
)
_REUSED = Message(
    "idempotency-key-reused", "This Idempotency-Key was already used for another request."
)
_NOT_KEPT = Message(
    "idempotency-answer-not-kept",
    "The request has already taken effect. Its answer is too large to be sent again.",
)
_ANSWER_LOST = Message(
    "idempotency-answer-lost",
    "The request has already begun an operation. Its answer was lost when the service ended.",
)
_IN_USE = Message("idempotency-key-in-use", "The same request is still in progress.")
REPLAYED = "Idempotent-Replayed"
KEPT = datetime.timedelta(hours=24)
# A process that died leaves its row behind; no request takes as long as this.
_ABANDONED = datetime.timedelta(minutes=5)
_LARGEST = 1 << 20  # bytes of an answer that is stored
_HEADERS = ("Content-Type", "Location")


class IdempotencyKey(Base):
    """A request with a key; ``status`` is None until it is answered.

    ``body`` is None if the answer is too large to be stored.

    :ivar owner: the process that answers it, as :func:`~.claims.owner_name` has it
    :ivar operation_id: the operation that it began, None for none
    """

    __tablename__ = "idempotency_keys"

    user_id: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime, index=True)
    status: Mapped[int | None]
    headers: Mapped[dict | None] = mapped_column(sa.JSON(none_as_null=True))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    owner: Mapped[str | None] = mapped_column(sa.String(255))
    operation_id: Mapped[str | None] = mapped_column(sa.String(36))


def before(db, keys):
    """The stored response, or None if the request has to be processed.

    :param keys: the :class:`~.keys.KeyRepository` with the key of the fingerprints

    Raises :class:`Conflict` while the first one is still in progress, :class:`Problem` if the key
    belongs to another request.
    """
    key = request.headers.get(HEADER)
    if key is None or not _changes():
        return None
    if not (1 <= len(key) <= 255 and key.isascii() and key.isprintable()):
        raise Problem(400, _BAD_KEY)
    identity = (context.current().user_id, key)
    fingerprint = _fingerprint(keys.fingerprint_key())
    try:
        with db.session() as session:
            answer = _look(session, identity, fingerprint)
    except sa.exc.IntegrityError:  # the same request, at the same moment
        raise _in_progress() from None
    if answer is None:
        g.idempotency_identity = identity
    return answer


def note_operation(session, operation_id):
    """Note, in the session that creates it, the operation that the current request begins."""
    identity = g.get("idempotency_identity")
    if identity:
        session.get(IdempotencyKey, identity).operation_id = operation_id


def after(db, response):
    """Store the response, or delete the key if nothing has changed."""
    identity = g.pop("idempotency_identity", None)
    if identity is None:
        return
    with db.session() as session:
        row = session.get(IdempotencyKey, identity)
        if not (200 <= response.status_code < 300 or row.operation_id):
            session.delete(row)
            return
        row.status = response.status_code
        row.headers = {
            name: response.headers[name] for name in _HEADERS if name in response.headers
        }
        body = response.get_data()
        row.body = body if len(body) <= _LARGEST else None


def purge(session, moment):
    """Delete what was stored more than a day before ``moment``."""
    session.execute(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < moment - KEPT))


def _changes():
    """Whether the request can have an effect."""
    if request.method in request_body.SAFE or request.url_rule is None:
        return False
    return not policy.is_unchanging(current_app.view_functions[request.endpoint])


def _look(session, identity, fingerprint):
    moment = now()
    purge(session, moment)
    row = session.get(IdempotencyKey, identity)
    if row is None:
        user_id, key = identity
        session.add(
            IdempotencyKey(
                user_id=user_id,
                key=key,
                fingerprint=fingerprint,
                created_at=moment,
                owner=claims.owner_name(),
            )
        )
        return None
    if row.fingerprint != fingerprint:
        raise Problem(422, _REUSED)
    if row.status is not None and row.body is None:
        raise Conflict(_NOT_KEPT)
    if row.status is not None:
        return Response(row.body, row.status, headers={**row.headers, REPLAYED: "true"})
    if row.created_at > moment - _ABANDONED and not (row.owner and claims.is_dead(row.owner)):
        raise _in_progress()
    if row.operation_id:
        raise Conflict(_ANSWER_LOST, operation=row.operation_id)
    row.created_at, row.owner = moment, claims.owner_name()
    return None


def _in_progress():
    return Conflict(_IN_USE)


def _fingerprint(key):
    """A keyed hash: bodies have passwords, which a plain one lets anybody guess who has the row."""
    parts = (request.method, request.full_path, context.current().project_id or "")
    digest = hmac.new(key, "\n".join(parts).encode(), hashlib.sha256)
    digest.update(b"\n" + request.get_data())
    return digest.hexdigest()
