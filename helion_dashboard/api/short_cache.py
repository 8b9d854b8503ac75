"""Answers remembered for seconds, within one process.

For sweeps over all nodes that several views of one page, or several tabs of one user, need at the
same moment. Keys must name the user: what one user may see another may not.
"""

import contextlib
import copy
import logging
import threading
import time

import cachetools
from django.utils import translation
from django.utils.translation import gettext as _

from helion_dashboard.api import errors

LOG = logging.getLogger(__name__)
_MOST = 300_000  # rows of all entries; those that were not used for longest go first
# What took long may be kept longer, so that getting it takes a twentieth of the time at most.
_SHARE = 20
_FAILURE = 2  # seconds to keep a failure, so that those who come a moment later need not wait
_LONG = 0.5  # seconds: nobody waits again for what took longer, if it may be stale
_RENEWALS = 2  # threads of a process that renew what is stale
_WAITERS = 6  # threads of a process that wait for an answer which another thread fetches

_lock = threading.Lock()
# key: (seconds to keep it, value, failure, until when it is fresh)
_entries = cachetools.TLRUCache(
    _MOST,
    ttu=lambda _key, entry, now: now + entry[0],
    timer=lambda: time.monotonic(),
    getsizeof=lambda entry: _rows(entry[1]),
)
_fetches = {}  # key: the Fetch in progress that others may wait for
_waiting = threading.BoundedSemaphore(_WAITERS)
_renewing = threading.BoundedSemaphore(_RENEWALS)


class _Fetch:
    """An answer on its way: who needs the same meanwhile gets it too, or the failure."""

    def __init__(self):
        self.done = threading.Event()
        self.value = None
        self.failure = None


def remembered(key, seconds, ask, most=0, *, service="horizon", stale=0):
    """The value of ``ask()``, at most ``seconds`` old, or up to ``most`` if it took long.

    A thread that needs the same meanwhile waits for the answer, or for the failure. If too many
    wait already, it gets :class:`.errors.Unreachable`. A :class:`.errors.ServiceError` is
    remembered for a moment, other exceptions are not.

    :param service: the catalog type to blame when too many wait
    :param stale: seconds that a value which took long is kept beyond that: who comes then gets it
        without waiting, and a thread renews it
    """
    ages = (seconds, most, stale)
    with _lock:
        entry = _entries.get(key)
        fetch, first = _fetches.get(key), False
        if entry is None and fetch is None:
            fetch, first = _fetches.setdefault(key, _Fetch()), True
    if entry is None:
        return _run(key, fetch, ask, ages) if first else _wait(fetch, service)
    _keep, value, failure, fresh_until = entry
    if time.monotonic() >= fresh_until and fetch is None:
        _renew(key, ask, ages)
    return _outcome(value, failure)


def forget(prefix):
    """Drop every key that begins with the tuple ``prefix``, after something was changed.

    An answer that is on its way may be older than the change: it is not remembered, and nobody
    else begins to wait for it.
    """
    with _lock:
        for store in (_entries, _fetches):
            for key in [key for key in list(store) if key[: len(prefix)] == prefix]:
                del store[key]


def _renew(key, ask, ages):
    """Fetch a stale value anew in a thread, unless enough threads do that already."""
    if not _renewing.acquire(blocking=False):
        return
    with _lock:
        fetch = None if key in _fetches else _fetches.setdefault(key, _Fetch())
    if fetch is None:
        _renewing.release()
        return
    language = translation.get_language()

    def run():
        try:
            # A service's failure is remembered: the next reader is answered with it.
            with translation.override(language), contextlib.suppress(errors.ServiceError):
                _run(key, fetch, ask, ages)
        except Exception:
            LOG.exception("renewing %s failed", key[0])
        finally:
            _renewing.release()

    threading.Thread(target=run, daemon=True, name="renew").start()


def _run(key, fetch, ask, ages):
    seconds, most, stale = ages
    start = time.monotonic()
    keep = fresh = 0
    try:
        fetch.value = ask()
        took = time.monotonic() - start
        fresh = max(seconds, min(most, _SHARE * took))
        keep = fresh + (stale if took >= _LONG else 0)
    except errors.ServiceError as exc:
        fetch.failure = copy.copy(exc)
        keep = fresh = _FAILURE
        raise
    except BaseException as exc:
        fetch.failure = exc
        raise
    finally:
        with _lock:
            if _fetches.get(key) is fetch:
                del _fetches[key]
                if keep and _rows(fetch.value) <= _MOST:
                    fresh_until = time.monotonic() + fresh
                    _entries[key] = (keep, fetch.value, fetch.failure, fresh_until)
        fetch.done.set()
    return fetch.value


def _rows(value):
    """How many records a value has, as a measure of the memory that it takes."""
    try:
        return 1 + len(value)
    except TypeError:
        return 1


def _wait(fetch, service):
    if not _waiting.acquire(blocking=False):
        raise errors.Unreachable(service, _("Too many requests wait for it. Try again shortly."))
    try:
        fetch.done.wait()
    finally:
        _waiting.release()
    return _outcome(fetch.value, fetch.failure)


def _outcome(value, failure):
    if failure is None:
        return value
    # Threads that raise the same object would share its traceback, and keep each other's frames.
    raise copy.copy(failure) if isinstance(failure, errors.ServiceError) else failure
