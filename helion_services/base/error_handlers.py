"""Turn every exception that a view raises into a problem."""

import logging

import sqlalchemy as sa
from apiflask.exceptions import HTTPError
from flask import request
from keystoneauth1 import exceptions as keystoneauth
from werkzeug.exceptions import HTTPException

from helion_services.base import cloud_errors, error_format, problems
from helion_services.base.keys import KeysError
from helion_services.base.messages import Message

LOG = logging.getLogger(__name__)


def register(app, refuse=error_format.refuse):
    """Register the handlers of all exceptions with a Flask application.

    :param refuse: makes the answer, see :mod:`helion_services.base.error_format`
    """
    for kind, translate in _TRANSLATIONS.items():
        app.register_error_handler(kind, _handler(translate, refuse))


def _handler(translate, refuse):
    def handle(error):
        return refuse(translate(error), request.environ)

    return handle


def _validation(error):
    """APIFlask's: ``detail`` is messages by field by location."""
    fields = {}
    for messages in error.detail.values():
        fields.update(problems.by_field(messages))
    if error.status_code == 422:
        return problems.Invalid(fields)
    return problems.of_status(error.status_code, error.message)


def _http(error):
    """Werkzeug's: no route, wrong method, body too large."""
    problem = problems.of_status(error.code, error.description)
    problem.headers = {
        name: value for name, value in error.get_headers() if name.lower() != "content-type"
    }
    return problem


def _cloud(error):
    LOG.warning("a cloud service failed: %s", error)
    return problems.Unavailable("cloud", cloud_errors.message(error))


def _database(error):
    LOG.error("the database failed: %s", error)
    return problems.Unavailable(
        "database", Message("database-unavailable", "The service's database does not respond.")
    )


def _keys(error):
    LOG.error("the keys of the secrets cannot be used: %s", error)
    return problems.Unavailable(
        "secrets",
        Message("keys-unusable", "The keys of the secrets cannot be used."),
    )


def _data(error):
    LOG.warning("%s %r: %s", request.method, request.path, error.orig)
    return problems.Problem(
        400,
        Message(
            "value-not-storable",
            "A value is too long or contains characters that the database cannot store.",
        ),
    )


def _unexpected(error):
    LOG.error("%s %r failed", request.method, request.path, exc_info=error)
    return problems.Problem(
        500,
        Message(
            "internal-error",
            "The service failed. Its log has the details under this request ID.",
        ),
    )


_TRANSLATIONS = {
    problems.Problem: lambda problem: problem,
    HTTPError: _validation,
    HTTPException: _http,
    keystoneauth.ClientException: _cloud,
    sa.exc.DataError: _data,
    sa.exc.OperationalError: _database,
    KeysError: _keys,
    Exception: _unexpected,
}
