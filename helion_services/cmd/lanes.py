"""Which threads answer which requests: large bodies keep nobody else from an answer.

Python runs one thread at a time. A body of some megabytes takes it for half a second; with one such
request in each thread everybody waits, and whoever watches ``/healthcheck`` takes the service for
dead.
"""

from waitress.task import ThreadedTaskDispatcher

LARGE = 256 * 1024
"""Bytes of a body from which on a request goes to the lane of large ones."""


class Lanes:
    """A dispatcher for :func:`waitress.create_server` with threads of their own for some requests.

    :param workers: threads for usual requests
    """

    def __init__(self, workers):
        self._usual = _dispatcher(workers)
        self._large = _dispatcher(1)  # two would not be done earlier
        self._health = _dispatcher(1)

    def add_task(self, channel):
        """Queue a connection whose first request is complete."""
        self._lane(channel.requests[0]).add_task(channel)

    def shutdown(self, cancel_pending=True, timeout=5):
        """Stop all threads, as waitress does at its end."""
        lanes = (self._health, self._usual, self._large)
        outcomes = [lane.shutdown(cancel_pending, timeout) for lane in lanes]
        return all(outcomes)

    def _lane(self, request):
        # What cannot be read as a request has no path.
        if getattr(request, "path", "") == "/healthcheck":
            return self._health
        return self._large if request.body_bytes_received > LARGE else self._usual


def _dispatcher(threads):
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    return dispatcher
