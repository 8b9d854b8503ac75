"""Answers remembered for seconds, within one process.

For sweeps over all nodes that several views of one page, or several tabs of one user, need at the
same moment. Keys must name the user: what one user may see another may not.
"""

import contextlib
import threading
import time

import cachetools

_MOST = 64  # entries; those that were not used for longest go first
# What took long may be kept longer, so that getting it takes a twentieth of the time at most.
_SHARE = 20

_lock = threading.Lock()
# key: (seconds to keep it, value)
_entries = cachetools.TLRUCache(
    _MOST, ttu=lambda _key, entry, now: now + entry[0], timer=lambda: time.monotonic()
)
_locks = {}  # key: (a lock, how many threads hold it or wait for it)
_generation = 0


def remembered(key, seconds, ask, most=0):
    """The value of ``ask()``, at most ``seconds`` old, or up to ``most`` if it took long.

    A thread that needs the same meanwhile waits for the answer. Failures are not remembered.
    """
    with _one_at_a_time(key):
        with _lock:
            entry, generation = _entries.get(key), _generation
        if entry:
            return entry[1]
        start = time.monotonic()
        value = ask()
        keep = max(seconds, min(most, _SHARE * (time.monotonic() - start)))
        with _lock:
            if generation == _generation:
                _entries[key] = (keep, value)
        return value


def forget(prefix):
    """Drop every key that begins with the tuple ``prefix``, after something was changed.

    An answer that is on its way may be older than the change: it is not remembered.
    """
    global _generation
    with _lock:
        _generation += 1
        for key in [key for key in list(_entries) if key[: len(prefix)] == prefix]:
            del _entries[key]


@contextlib.contextmanager
def _one_at_a_time(key):
    with _lock:
        lock, threads = _locks.get(key, (threading.Lock(), 0))
        _locks[key] = (lock, threads + 1)
    try:
        with lock:
            yield
    finally:
        with _lock:
            lock, threads = _locks.pop(key)
            if threads > 1:
                _locks[key] = (lock, threads - 1)
