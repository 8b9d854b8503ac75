"""Passwords that operations need after the request that brought them has ended.

They are encrypted in the database, with keys from a directory of their own, or stored in
Barbican or Vault, see :mod:`helion_services.base.castellan`. Nothing here logs or shows a value.
"""

import datetime
import json
import uuid

import sqlalchemy as sa
from cryptography import fernet
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base import problems
from helion_services.base.database import Base, LargeText
from helion_services.base.keys import KeyRepository, KeysError
from helion_services.base.messages import Message
from helion_services.base.times import UtcDateTime, now


class Secret(Base):
    """One encrypted value. ``payload`` is a Fernet token."""

    __tablename__ = "secrets"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    payload: Mapped[str] = mapped_column(LargeText)
    created_at: Mapped[datetime.datetime] = mapped_column(UtcDateTime)


def create(conf, db):
    """The store that ``[secrets] backend`` names."""
    if conf.secrets.backend == "castellan":
        from helion_services.base.castellan import CastellanSecrets

        return CastellanSecrets(conf)
    return Secrets(conf.secrets.key_repository, db)


class Secrets:
    """Secrets in the database, under the keys of a :class:`KeyRepository`.

    Pass an open session along: a thread has only one.
    """

    def __init__(self, key_repository, db):
        self._keys = KeyRepository(key_repository)
        self._db = db

    def prepare(self):
        """Create the first key if there is none. Raises :class:`KeysError`."""
        if self._keys.is_empty():
            with self._db.reader() as session:
                if session.scalar(sa.select(Secret.id).limit(1)):
                    raise KeysError(
                        f"{self._keys.path} has no keys, but the database has secrets:"
                        " restore the keys."
                    )
            self._keys.add()

    def put(self, value, session=None):
        """Encrypt ``value``, a dict of JSON; returns the id to get it back with."""
        self.prepare()
        row = Secret(id=str(uuid.uuid4()), created_at=now())
        if session is not None:
            self._add(session, row, value)
        else:
            with self._db.session() as own:
                self._add(own, row, value)
        return row.id

    def get(self, secret_id):
        """What was put. Raises :class:`problems.NotFound`, or :class:`KeysError` if no key fits."""
        try:
            return self._get(secret_id)
        except fernet.InvalidToken:
            pass  # a rotation may have changed the keys meanwhile
        try:
            return self._get(secret_id)
        except fernet.InvalidToken:
            raise KeysError(f"No key in {self._keys.path} decrypts secret {secret_id}.") from None

    def delete(self, secret_id, session=None):
        """Delete it, if it exists."""
        query = sa.delete(Secret).where(Secret.id == secret_id)
        if session is not None:
            session.execute(query)
            return
        with self._db.session() as own:
            own.execute(query)

    def older_than(self, moment, session):
        """Ids of all secrets from before ``moment``, a set."""
        return set(session.scalars(sa.select(Secret.id).where(Secret.created_at < moment)))

    def rotate(self):
        """Encrypt all secrets with a new key, then delete the old ones; returns how many.

        Raises :class:`KeysError`, with everything left as it was, if a secret cannot be opened.
        """
        self.prepare()
        newest = self._keys.add()
        box = self._keys.box()
        with self._db.session() as session:
            rows = session.scalars(sa.select(Secret)).all()
            for row in rows:
                try:
                    row.payload = box.rotate(row.payload.encode()).decode()
                except fernet.InvalidToken:
                    raise KeysError(
                        f"No key in {self._keys.path} decrypts secret {row.id}. Nothing changed."
                    ) from None
        self._keys.drop_before(newest)
        return len(rows)

    def _add(self, session, row, value):
        # The keys are read within the transaction: a rotation is over or has not begun.
        session.connection()
        row.payload = self._keys.box().encrypt(json.dumps(value).encode()).decode()
        session.add(row)
        session.flush()

    def _get(self, secret_id):
        with self._db.reader() as session:
            row = session.get(Secret, secret_id)
        if row is None:
            raise problems.NotFound(
                Message("secret-not-found", "Secret {secret} does not exist.", secret=secret_id)
            )
        return json.loads(self._keys.box().decrypt(row.payload.encode()))
