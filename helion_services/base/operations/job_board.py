"""A TaskFlow jobboard in Redis, for conductors on any number of machines.

TaskFlow's claims do not expire automatically: a conductor that dies would keep its operation
forever. So each claim has an expiry, extended while the conductor lives. The operation's row names
the owner, too, and every write of a step checks it: a slow conductor cannot corrupt an operation
that another one has taken over.
"""

import logging
import threading
import urllib.parse

from taskflow import exceptions, states
from taskflow.jobs.backends import impl_redis

from helion_services.base.claims import is_dead
from helion_services.base.operations import store

LOG = logging.getLogger(__name__)

_FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")


class JobBoard:
    """Hands out operations to one conductor (``owner``) from the jobboard at ``url``."""

    def __init__(self, db, owner, expiry, url, namespace):
        self._db = db
        self._owner = owner
        self._expiry = expiry
        self._jobs = {}
        self._news = threading.Event()
        # Made directly: looking it up by name reads the metadata of every installed package.
        self._board = impl_redis.RedisJobBoard("helion", {"namespace": namespace, **_address(url)})
        self._board.connect()

    @property
    def job_count(self):
        """The number of jobs on the board, of all conductors."""
        return self._board.job_count

    def post(self, operation_id):
        """Announce an operation. If that fails, :meth:`take` announces it later."""
        try:
            self._board.post(operation_id)
        except exceptions.TaskFlowException as exc:
            LOG.warning("operation %s was not announced: %s", operation_id, exc)
        self._news.set()

    def wait(self, seconds):
        """Return after ``seconds``, or as soon as this process posts something."""
        # The board's own wait() returns immediately while there is any job, even a claimed one.
        if self._news.wait(seconds):
            self._news.clear()

    def take(self):
        """Claim the next free job; returns the id of its operation, or None."""
        announced = set()
        for job in self._board.iterjobs(ensure_fresh=True):
            announced.add(job.name)
            if job.name not in self._jobs and job.state == states.UNCLAIMED and self._claim(job):
                return job.name
        with self._db.reader() as session:
            waiting = store.waiting(session)
        for operation_id in waiting:
            if operation_id not in announced:
                self.post(operation_id)
        return None

    def _claim(self, job):
        try:
            self._board.claim(job, self._owner, expiry=self._expiry)
        except (exceptions.UnclaimableJob, exceptions.NotFound):
            return False
        with self._db.session() as session:
            ours = store.claim(session, job.name, self._owner, self._expiry, is_dead)
            ended = not ours and not store.is_active(session, job.name)
        if ours:
            self._jobs[job.name] = job
        elif ended:
            self._board.consume(job, self._owner)
        else:
            self._board.abandon(job, self._owner)
        return ours

    def extend(self, operation_ids):
        """Keep operations; returns the ids that are still ours."""
        jobs = {name: self._jobs.get(name) for name in operation_ids}  # another thread removes some
        kept = {name for name, job in jobs.items() if job and job.extend_expiry(self._expiry)}
        with self._db.session() as session:
            return kept & store.extend(session, operation_ids, self._owner, self._expiry)

    def leave(self, operation_id):
        """Give an unfinished operation back."""
        with self._db.session() as session:
            store.release(session, operation_id, self._owner)
        self._release(self._board.abandon, operation_id)

    def remove(self, operation_id):
        """Take the job of an operation that has ended off the board."""
        self._release(self._board.consume, operation_id)

    def _release(self, how, operation_id):
        try:
            how(self._jobs.pop(operation_id), self._owner)
        except exceptions.TaskFlowException as exc:
            # Another conductor has it, or will have it when the claim expires.
            LOG.info("the job of operation %s stays on the board: %s", operation_id, exc)

    def close(self):
        """Close the connection."""
        self._board.close()


def _address(url):
    """The jobboard's settings for ``redis://[user:password@]host:port/db`` (``rediss`` for TLS).

    The query may name files for TLS: ``ssl_ca_certs``, ``ssl_certfile`` and ``ssl_keyfile``.
    """
    parts = urllib.parse.urlsplit(url)
    settings = {
        "host": parts.hostname,
        "port": parts.port or 6379,
        "db": int(parts.path.strip("/") or 0),
        "ssl": parts.scheme == "rediss",
    }
    if parts.username:
        settings["username"] = urllib.parse.unquote(parts.username)
    if parts.password:
        settings["password"] = urllib.parse.unquote(parts.password)
    query = dict(urllib.parse.parse_qsl(parts.query))
    settings |= {name: query[name] for name in _FILES if name in query}
    return settings
