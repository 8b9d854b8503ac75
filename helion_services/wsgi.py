"""The services under any WSGI server: ``gunicorn "helion_services.wsgi:application()"``.

``helion-conductor`` must run beside it, to run the operations.
"""

import os

from helion_services.base import app
from helion_services.cmd import start


def application():
    """The WSGI application; its configuration file is ``HELION_SERVICES_CONFIG``, if set."""
    path = os.environ.get("HELION_SERVICES_CONFIG")
    argv = [f"--config-file={path}"] if path else []
    return app.wsgi(start.make_runtime("helion-api", argv))
