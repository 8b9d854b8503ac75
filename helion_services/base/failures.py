"""How everything that is raised while a request is answered becomes a problem."""

import logging

import sqlalchemy as sa
from apiflask.exceptions import HTTPError
from flask import request
from keystoneauth1 import exceptions as keystoneauth
from werkzeug.exceptions import HTTPException

from helion_services.base import answers, errors
from helion_services.base.keys import KeysError

LOG = logging.getLogger(__name__)


def register(app, refuse=answers.refuse):
    """Register the handlers of all exceptions with the Flask application.

    :param refuse: makes the answer, see :mod:`helion_services.base.answers`
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
        fields.update(errors.by_field(messages))
    if error.status_code == 422:
        return errors.Invalid(fields)
    return errors.of_status(error.status_code, error.message)


def _http(error):
    """Werkzeug's: no route, wrong method, body too large."""
    problem = errors.of_status(error.code, error.description)
    problem.headers = {
        name: value for name, value in error.get_headers() if name.lower() != "content-type"
    }
    return problem


def _cloud(error):
    LOG.warning("a cloud did not do what was needed: %s", error)
    return errors.Unavailable("cloud", f"A service of the cloud did not do it: {error}")


def _database(error):
    LOG.error("the database failed: %s", error)
    return errors.Unavailable("database", "The database of the service does not answer.")


def _keys(error):
    LOG.error("the keys of the secrets cannot be used: %s", error)
    return errors.Unavailable("secrets", "The keys of the secrets cannot be used.")


def _data(error):
    LOG.warning("%s %r: %s", request.method, request.path, error.orig)
    return errors.Problem(
        400,
        "not-kept",
        "There is text in this that the database cannot keep: it is too long, or has characters"
        " that it does not take.",
    )


def _unexpected(error):
    LOG.error("%s %r failed", request.method, request.path, exc_info=error)
    return errors.Problem(
        500,
        "internal-error",
        "Something went wrong here. The log of the service says what, under this request id.",
    )


_TRANSLATIONS = {
    errors.Problem: lambda problem: problem,
    HTTPError: _validation,
    HTTPException: _http,
    keystoneauth.ClientException: _cloud,
    sa.exc.DataError: _data,
    sa.exc.OperationalError: _database,
    KeysError: _keys,
    Exception: _unexpected,
}
