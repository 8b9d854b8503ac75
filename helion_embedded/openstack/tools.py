"""Small steps that the services share when they start or make their databases."""

import sys
import time


def run_command(main, arguments):
    """Run a command of a service in this interpreter; ``arguments`` start with its name.

    Raises RuntimeError if it reports a failure.
    """
    sys.argv = list(arguments)
    try:
        status = main()
    except SystemExit as end:
        status = end.code
    if status:
        raise RuntimeError(f"{' '.join(arguments)}: {status}")


def use_threads():
    """Make oslo.service run on native threads, in processes where nothing has asked for eventlet.

    Threads are what lets a plain WSGI server and a service's workers share one process.
    """
    from oslo_service import backend

    backend.init_backend(backend.BackendType.THREADING)


def start_workers(*workers):
    """Start oslo.service workers one after the other and say how long each took."""
    for worker in workers:
        began = time.monotonic()
        worker.start()
        name = getattr(worker, "binary", type(worker).__name__)
        print(f"{name} started in {time.monotonic() - began:.1f} s", flush=True)
