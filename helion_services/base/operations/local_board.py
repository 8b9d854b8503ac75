"""Work is found in the database itself: enough for one conductor, and for several that share it.

Who works on an operation is written beside it, with a lease that he extends while he lives.
"""

import os
import socket
import threading

from helion_services.base.operations import store


class LocalBoard:
    """Hands out operations to one conductor (``owner``)."""

    def __init__(self, db, owner, expiry):
        self._db = db
        self._owner = owner
        self._expiry = expiry
        self._news = threading.Event()

    def post(self, operation_id):
        """Say that there is a new operation; the database knows which."""
        self._news.set()

    def wait(self, seconds):
        """Return after ``seconds``, or at once when something was posted."""
        if self._news.wait(seconds):
            self._news.clear()

    def take(self):
        """Claim the next operation that nobody works on; returns its id, or None."""
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
        """Forget an operation that has ended; the database has written that already."""

    def close(self):
        """Nothing is held open."""


def owner_name():
    """A name for this process that tells where it runs: ``host:pid:start``."""
    return f"{socket.gethostname()}:{os.getpid()}:{_start_of(os.getpid())}"


def is_dead(owner):
    """Whether the process of ``owner`` was on this machine and is gone: no need to wait for it."""
    host, pid, start = owner.rsplit(":", 2)
    if host != socket.gethostname():
        return False
    return _start_of(int(pid)) != start


def _start_of(pid):
    """When a process started, in clock ticks since boot; a number is used for many processes."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            values = file.read().rpartition(b")")[2].split()
    except OSError:
        return "gone"
    # A killed process stays in the list until its parent asks how it ended.
    return "gone" if values[0] in (b"Z", b"X") else values[19].decode()
