"""Answers remembered for seconds, within one process.

For sweeps over all nodes that several views of one page, or several tabs of one user, ask for at
the same moment. Keys must name the user: what one may see another may not.
"""

import contextlib
import threading
import time

_MOST = 64  # entries; the oldest go first
# What took long may be kept longer, so that getting it takes a twentieth of the time at most.
_SHARE = 20

_lock = threading.Lock()
_entries = {}  # key: (when it is too old, value)
_asking = {}  # key: (a lock, how many want it)
_generation = 0


def remembered(key, seconds, ask, most=0):
    """The value of ``ask()``, at most ``seconds`` old, or up to ``most`` if it took long.

    Who wants the same meanwhile waits for the answer. Failures are not remembered.
    """
    with _one_at_a_time(key):
        with _lock:
            found, generation = _entries.get(key), _generation
        began = time.monotonic()
        if found and began < found[0]:
            return found[1]
        value = ask()
        ended = time.monotonic()
        keep = max(seconds, min(most, _SHARE * (ended - began)))
        with _lock:
            _entries.pop(key, None)
            if generation == _generation:
                _entries[key] = (ended + keep, value)
            while len(_entries) > _MOST:
                del _entries[next(iter(_entries))]
        return value


def forget(prefix):
    """Drop every key that begins with the tuple ``prefix``, after something was changed.

    What is being asked at this moment may be of before the change: it is not remembered.
    """
    global _generation
    with _lock:
        _generation += 1
        for key in [key for key in _entries if key[: len(prefix)] == prefix]:
            del _entries[key]


@contextlib.contextmanager
def _one_at_a_time(key):
    with _lock:
        turn, wanted = _asking.get(key, (threading.Lock(), 0))
        _asking[key] = (turn, wanted + 1)
    try:
        with turn:
            yield
    finally:
        with _lock:
            turn, wanted = _asking.pop(key)
            if wanted > 1:
                _asking[key] = (turn, wanted - 1)
