"""Requests must be addressed to a host that is allowed.

A page of another site that a browser shows could otherwise reach a service by a name of its own
that resolves to the service's address.
"""

from helion_services.base import problems
from helion_services.base.messages import Message

_REFUSED = Message("host-not-allowed", "The request is addressed to a host that is not allowed.")


class AllowedHosts:
    """A WSGI application: ``app`` for requests to the hosts ``names``, a 400 for all others.

    :param refuse: makes the answer, see :mod:`helion_services.base.error_format`
    """

    def __init__(self, app, names, refuse):
        self._app = app
        self._names = {name.lower() for name in names}
        self._refuse = refuse

    def __call__(self, environ, start_response):
        app = self._app
        if _host(environ) not in self._names:
            app = self._refuse(problems.Problem(400, _REFUSED), environ)
        return app(environ, start_response)


def _host(environ):
    """The name or address in the header Host, without the port."""
    text = environ.get("HTTP_HOST", "").lower()
    name, colon, port = text.rpartition(":")
    has_port = colon and (port.isdecimal() or not port)
    return (name if has_port else text).strip("[]")
