"""Time that passes only when somebody waits."""

import time

_MOST = 24 * 3600.0  # seconds that no operation takes


class Clock:
    """Stands for the module ``time`` where an operation waits; ``tick()`` follows each wait."""

    def __init__(self):
        self.now = 1000.0
        self.tick = lambda: None

    def __getattr__(self, name):
        return getattr(time, name)

    def monotonic(self):
        return self.now

    def again(self):
        """Begin anew."""
        self.now = 1000.0

    def sleep(self, seconds):
        self.now += max(seconds, 0.001)
        assert self.now < _MOST, "the operation does not end"
        self.tick()


class Stop:
    """Stands for the event that stops an operation: nobody sets it."""

    def __init__(self, clock):
        self._clock = clock

    def is_set(self):
        return False

    def wait(self, seconds):
        self._clock.sleep(seconds)
        return False
