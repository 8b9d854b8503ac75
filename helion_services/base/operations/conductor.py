"""Takes operations from a board and runs several at a time, until it is stopped.

When it stops or dies, its operations stay as they are; the next conductor continues them.
"""

import concurrent.futures
import logging
import threading
import time

import sqlalchemy as sa

from helion_services.base.messages import Message
from helion_services.base.operations import persistence, runner, states, store, sweeper
from helion_services.base.operations.work import Abandoned, Work

LOG = logging.getLogger(__name__)

_IDLE = 1.0  # seconds between checks of the board
_TROUBLE = 5.0  # seconds to wait after the board failed
_SWEEPING = 600.0  # seconds between deletions of what nobody can use any longer


class Conductor:
    """Runs operations of ``runtime`` in ``workers`` threads; ``kinds`` looks up a kind.

    :ivar stopping: an event, set as soon as the conductor is to stop
    """

    def __init__(self, runtime, board, kinds, owner, workers, expiry):
        self._runtime = runtime
        self._board = board
        self._kinds = kinds
        self._owner = owner
        self._workers = workers
        self._expiry = expiry
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._running: dict[str, threading.Event] = {}
        self._threads = []

    def start(self):
        """Start the threads."""
        with self._runtime.db.alone():
            persistence.prepare(self._runtime.db.engine)
        self._pool = concurrent.futures.ThreadPoolExecutor(self._workers, "operation")
        for target in (self._take, self._keep, self._sweep):
            thread = threading.Thread(target=target, name=target.__name__.strip("_"), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self):
        """Stop and release everything; returns when that is done."""
        self.stopping.set()
        with self._lock:
            for event in self._running.values():
                event.set()
        for thread in self._threads:
            thread.join()
        self._pool.shutdown()
        self._board.close()

    def _take(self):
        while not self.stopping.is_set():
            try:
                taken = self._board.take() if len(self._running) < self._workers else None
            except Exception:
                LOG.exception("the board of operations does not respond")
                self.stopping.wait(_TROUBLE)
                continue
            if taken is None:
                self._board.wait(_IDLE)
                continue
            with self._lock:
                stop = self._running[taken] = threading.Event()
                if self.stopping.is_set():  # too late for stop()
                    stop.set()
            self._pool.submit(self._run, taken)

    def _keep(self):
        """Extend the claims; release operations that another conductor took over."""
        last = time.monotonic()
        while not self.stopping.wait(self._expiry / 3):
            with self._lock:
                mine = set(self._running)
            try:
                kept = self._board.extend(mine) if mine else mine
                last = time.monotonic()
            except Exception:
                LOG.exception("claims could not be extended")
                # Once they expire, other conductors may take over.
                kept = mine if time.monotonic() - last < self._expiry else set()
            with self._lock:
                for operation_id in mine - kept:
                    if operation_id in self._running:
                        self._running[operation_id].set()

    def _sweep(self):
        while not self.stopping.wait(_SWEEPING):
            try:
                sweeper.sweep(self._runtime)
            except Exception:
                LOG.exception("expired rows and secrets could not be deleted")

    def _run(self, operation_id):
        stop = self._running[operation_id]
        ended = False
        try:
            ended = self._conduct(operation_id, stop)
        except Abandoned:
            LOG.info("operation %s is left for another conductor", operation_id)
        except Exception as error:
            LOG.exception("operation %s could not be run", operation_id)
            if _is_passing(error):
                self.stopping.wait(_TROUBLE)  # then leave it for another attempt
            else:
                ended = self._give_up(operation_id)
        finally:
            self._release(self._board.remove if ended else self._board.leave, operation_id)
            with self._lock:
                self._running.pop(operation_id, None)

    def _release(self, how, operation_id):
        """Keep trying while the database is away: nobody else takes what is still ours."""
        while True:
            try:
                return how(operation_id)
            except Exception:
                LOG.warning("operation %s stays on the board", operation_id, exc_info=True)
            if self.stopping.wait(_TROUBLE):
                return None

    def _conduct(self, operation_id, stop):
        if stop.is_set():  # taken while this conductor stops: as it is now, it is left
            raise Abandoned
        db = self._runtime.db
        with db.session() as session:
            operation = store.get(session, operation_id)
            if operation.state in (states.QUEUED, states.PAUSED):
                begun = operation.started_at or store.now()
                values = {"state": states.RUNNING, "started_at": begun}
                store.update(session, operation_id, self._owner, values)
        kind = self._kinds(operation.service, operation.kind)
        work = Work(self._runtime, operation, self._owner, stop, kind.load(operation.request))
        record = persistence.Persistence(db.engine, operation_id, self._owner)
        state = runner.run(record, kind, operation, work)
        values = {"state": state}
        if state == states.SUCCEEDED:
            values["progress"] = 100
            if operation.secret_id:  # a retry after a failure needs it
                self._forget(operation.secret_id)
        return self._finish(operation_id, values)

    def _forget(self, secret_id):
        try:
            self._runtime.secrets.delete(secret_id)
        except Exception:  # the operation itself succeeded
            LOG.exception("secret %s could not be deleted", secret_id)

    def _give_up(self, operation_id):
        """End an operation that cannot be run, or whose flow broke."""
        message = Message(
            "operation-not-runnable",
            "The operation could not be run. See the log of the conductor.",
        )
        error = {**message.fact(), "message": message.detail, "step": None}
        return self._finish(operation_id, {"state": states.FAILED, "error": error})

    def _finish(self, operation_id, values):
        with self._runtime.db.session() as session:
            ended = store.finish(session, operation_id, self._owner, values)
        if not ended:
            raise Abandoned
        LOG.info("operation %s: %s", operation_id, values["state"])
        return True


def _is_passing(error):
    """Whether the database is temporarily away; TaskFlow wraps the error."""
    return any(isinstance(cause, sa.exc.OperationalError) for cause in (error, error.__cause__))
