"""``helion-conductor``: runs operations, and serves nothing."""

import logging
import signal
import sys

from helion_services.cmd import guard, start

NAME = "helion-conductor"
LOG = logging.getLogger(__name__)


def main(argv=None):
    """Run operations until SIGTERM or Ctrl-C; returns the exit status."""
    return guard.run(NAME, _conduct, argv)


def _conduct(argv):
    runtime = start.make_runtime(NAME, argv)
    try:
        start.end_on_signals()
        runtime.start()
        LOG.info("running operations")
        while True:
            signal.pause()  # left by SystemExit
    finally:
        runtime.close()


if __name__ == "__main__":
    sys.exit(main())
