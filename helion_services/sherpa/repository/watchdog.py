"""Ends exchanges with a source that sends a byte now and then, for ever."""

import contextlib
import socket
import threading
import time

from helion_services.base.tls.peers import ROUNDS

_LOOK = 0.2  # seconds


class Watchdog:
    """Cuts the connection when an answer's headers, or a piece of it, do not come to an end.

    A socket's timeout is for each byte of them. A context; it is used by one thread.

    :param timeout: seconds between two signs of life; a piece may last :data:`~.peers.ROUNDS` times
        as long
    """

    def __init__(self, timeout):
        self._seconds = ROUNDS * timeout
        self._sockets, self._end, self._has_cut = (), None, False
        self._over = threading.Event()

    def __enter__(self):
        threading.Thread(target=self._watch, name="sherpa-watchdog", daemon=True).start()
        return self

    def __exit__(self, *exc):
        self._over.set()

    def opened(self, *sockets):
        """A connection has these sockets: the one that was connected, and that of TLS over it."""
        self._sockets = sockets

    @contextlib.contextmanager
    def piece(self):
        """A piece is read in the block; raises :class:`TimeoutError` if its time was over."""
        self._has_cut, self._end = False, time.monotonic() + self._seconds
        try:
            yield
        except Exception as exc:
            if self._has_cut:
                raise TimeoutError("the exchange did not end") from exc
            raise
        finally:
            self._end = None
        if self._has_cut:  # which reads like the end of what is sent
            raise TimeoutError("the exchange did not end")

    def _watch(self):
        while not self._over.wait(_LOOK):
            end = self._end
            if end and time.monotonic() > end:
                self._has_cut = True
                # Each time: there may be a new connection, after a redirection.
                for each in self._sockets:
                    with contextlib.suppress(OSError):  # it is closed
                        socket.socket.shutdown(each, socket.SHUT_RDWR)
