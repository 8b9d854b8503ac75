"""Secrets in Barbican or Vault, through castellan and its group ``[key_manager]``."""

import contextlib
import json

from castellan import key_manager
from castellan.common import exception, utils
from castellan.common.objects import passphrase

from helion_services.base import problems, reasons
from helion_services.base.keys import KeysError
from helion_services.base.messages import Message


class CastellanSecrets:
    """The methods of :class:`~helion_services.base.secrets.Secrets`, stored by a key manager.

    A session that is passed along is not used: the key manager takes no part in transactions.
    """

    def __init__(self, conf):
        self._conf = conf
        self._manager = key_manager.API(conf)

    def prepare(self):
        """Does nothing: the key manager needs no preparation."""

    def put(self, value, session=None):
        """Store ``value``, a dict of JSON; returns the id to get it back with."""
        sealed = passphrase.Passphrase(json.dumps(value).encode(), name="helion-services")
        with _border():
            return self._manager.store(self._context(), sealed)

    def get(self, secret_id):
        """What was put. Raises :class:`problems.NotFound`, or :class:`problems.Unavailable`."""
        try:
            with _border():
                secret = self._manager.get(self._context(), secret_id)
        except exception.ManagedObjectNotFoundError:
            raise problems.NotFound(
                Message("secret-not-found", "Secret {secret} does not exist.", secret=secret_id)
            ) from None
        return json.loads(secret.get_encoded())

    def delete(self, secret_id, session=None):
        """Delete it, if it exists."""
        with contextlib.suppress(exception.ManagedObjectNotFoundError), _border():
            self._manager.delete(self._context(), secret_id)

    def older_than(self, moment, session):
        """None: the key manager may have secrets of others too."""
        return set()

    def rotate(self):
        """Raises :class:`KeysError`: the keys are not ours."""
        raise KeysError("The key manager stores and rotates the keys.")

    def _context(self):
        return utils.credential_factory(self._conf)


@contextlib.contextmanager
def _border():
    try:
        yield
    except exception.ManagedObjectNotFoundError:
        raise
    except exception.CastellanException as exc:
        message = Message(
            "key-manager-failed", "The key manager failed: {reason}", reason=reasons.sentence(exc)
        )
        raise problems.Unavailable("key-manager", message) from exc
