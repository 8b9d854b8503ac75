"""Threads in which calls of other services are made at the same time."""

import concurrent.futures

from helion_services.base import context


class Pool(concurrent.futures.ThreadPoolExecutor):
    """A pool whose calls belong to the request or operation of whoever submits them."""

    def submit(self, function, /, *args, **options):
        """As of the base class, which :meth:`map` uses, too."""
        return super().submit(_run, context.outgoing_id(), function, *args, **options)


def _run(request_id, function, *args, **options):
    with context.acting_for(request_id):
        return function(*args, **options)
