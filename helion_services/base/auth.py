"""Every request needs a token, except to public views."""

import logging

from keystoneauth1 import exceptions
from keystonemiddleware import auth_token
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from helion_services.base import context, error_format, policy, problems

LOG = logging.getLogger(__name__)

_INSIDE = "helion.inside"
_DETAILS = {
    401: "A valid token is required. Send it in the X-Auth-Token header.",
    503: "The token cannot be checked because Keystone does not respond.",
}


class Gate:
    """A WSGI application: keystonemiddleware in front of ``app``, with its errors as problems.

    ``refuse`` makes their answers, see :mod:`helion_services.base.error_format`. Raises
    keystoneauth's exceptions if ``[keystone_authtoken]`` lacks an option.
    """

    def __init__(self, app, conf, refuse=error_format.refuse):
        self._app = app
        self._refuse = refuse
        self._guarded = auth_token.AuthProtocol(self._enter, {"oslo_config_config": conf})

    def __call__(self, environ, start_response):
        environ.pop("HTTP_X_IDENTITY_STATUS", None)
        # keystonemiddleware takes the scope of a service's token for that of the user's.
        environ.pop("HTTP_X_SERVICE_TOKEN", None)
        if self._is_public(environ):
            environ[context.PUBLIC] = True
            return self._app(environ, start_response)
        return self._answer(environ)(environ, start_response)

    def _answer(self, environ):
        # A list, not a flag: from_app() works on a copy of the environ.
        reached = environ[_INSIDE] = []
        try:
            answer = Response.from_app(self._guarded, environ)
        except exceptions.ClientException as exc:
            LOG.error("a token cannot be checked: %s", exc)
            return self._refusal(environ, 503)
        if reached:
            return answer
        return self._refusal(environ, answer.status_code, answer.headers.get("WWW-Authenticate"))

    def _enter(self, environ, start_response):
        environ[_INSIDE].append(True)
        return self._app(environ, start_response)

    def _is_public(self, environ):
        try:
            endpoint, _arguments = self._app.url_map.bind_to_environ(environ).match()
        except HTTPException:
            return False
        return policy.is_public(self._app.view_functions[endpoint])

    def _refusal(self, environ, status, authenticate=None):
        problem = problems.of_status(status, _DETAILS.get(status))
        if authenticate:
            problem.headers["WWW-Authenticate"] = authenticate
        problem.headers["X-Openstack-Request-Id"] = context.request_id(environ)
        return self._refuse(problem, environ)
