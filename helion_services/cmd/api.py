"""``helion-api``: all services on one port."""

import logging
import sys

import waitress

from helion_services.base import app
from helion_services.cmd import connections, guard, start
from helion_services.cmd.lanes import Lanes

NAME = "helion-api"
LOG = logging.getLogger(__name__)


def main(argv=None):
    """Serve until SIGTERM or Ctrl-C; returns the exit status."""
    return guard.run(NAME, _serve, argv)


def _serve(argv):
    runtime = start.make_runtime(NAME, argv)
    try:
        server = make_server(app.wsgi(runtime), runtime.conf.api)
        start.end_on_signals()
        if not runtime.conf.operations.jobboard:
            runtime.start()
        LOG.info("listening on http://%s:%s", server.effective_host, server.effective_port)
        server.run()  # returns on SystemExit
    finally:
        runtime.close()
    return 0


def make_server(application, options):
    """The server of a WSGI application, not running yet.

    :param options: the group ``api`` of the configuration
    """
    server = waitress.create_server(
        application,
        host=str(options.host),
        port=options.port,
        _dispatcher=Lanes(options.workers),
        # Clients keep their connections open; the default limit of 100 is too low.
        connection_limit=connections.limit(),
        channel_timeout=30,
        cleanup_interval=1,
        # More than 1,023 descriptors are fatal to select().
        asyncore_use_poll=True,
        # Our own answer for bodies slightly above the limit; larger ones are cut off.
        max_request_body_size=options.max_body_kib * 1024 * 4,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
    connections.keep_room(server)
    return server


if __name__ == "__main__":
    sys.exit(main())
