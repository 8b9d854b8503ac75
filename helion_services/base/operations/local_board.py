"""A board in the database itself, for one conductor or several that share the database.

An operation's row names its owner, with a lease that the owner extends while it lives.
"""

import threading

from helion_services.base.claims import is_dead
from helion_services.base.operations import store


class LocalBoard:
    """Hands out operations to one conductor (``owner``)."""

    def __init__(self, db, owner, expiry):
        self._db = db
        self._owner = owner
        self._expiry = expiry
        self._news = threading.Event()

    def post(self, operation_id):
        """Announce a new operation; the database has it."""
        self._news.set()

    def wait(self, seconds):
        """Return after ``seconds``, or as soon as something is posted."""
        if self._news.wait(seconds):
            self._news.clear()

    def take(self):
        """Claim the next free operation; returns its id, or None."""
        with self._db.reader() as session:
            operation_ids = store.waiting(session)
        for operation_id in operation_ids:
            with self._db.session() as session:
                if store.claim(session, operation_id, self._owner, self._expiry, is_dead):
                    return operation_id
        return None

    def extend(self, operation_ids):
        """Keep operations; returns the ids that are still ours."""
        with self._db.session() as session:
            return store.extend(session, operation_ids, self._owner, self._expiry)

    def leave(self, operation_id):
        """Give an unfinished operation back."""
        with self._db.session() as session:
            store.release(session, operation_id, self._owner)

    def remove(self, operation_id):
        """Nothing to do for an operation that has ended: the database has it."""

    def close(self):
        """Nothing is held open."""
