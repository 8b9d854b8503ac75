"""The services under any WSGI server: ``gunicorn "helion_services.wsgi:application()"``.

Operations are left to ``helion-conductor``, which has to run beside it.
"""

import os

from helion_services.base import app
from helion_services.cmd import start


def application():
    """The WSGI application, by the configuration file ``HELION_SERVICES_CONFIG`` or the usual."""
    path = os.environ.get("HELION_SERVICES_CONFIG")
    argv = [f"--config-file={path}"] if path else []
    return app.wsgi(start.make_runtime("helion-api", argv))
