"""Answers remembered for seconds, within one process.

For sweeps over all nodes that several views of one page, or several tabs of one user, ask for at
the same moment. Keys must name the user: what one may see another may not.
"""

import threading
import time

_MOST = 64  # entries; the oldest go first

_lock = threading.Lock()
_entries = {}


def remembered(key, seconds, ask):
    """The value of ``ask()``, at most ``seconds`` old. Failures are not remembered."""
    now = time.monotonic()
    with _lock:
        found = _entries.get(key)
    if found and now - found[0] < seconds:
        return found[1]
    value = ask()
    with _lock:
        _entries.pop(key, None)
        _entries[key] = (now, value)
        while len(_entries) > _MOST:
            del _entries[next(iter(_entries))]
    return value


def forget(prefix):
    """Drop every key that begins with the tuple ``prefix``, after something was changed."""
    with _lock:
        for key in [key for key in _entries if key[: len(prefix)] == prefix]:
            del _entries[key]
