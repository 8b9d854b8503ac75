"""The REST interface over a :class:`~helion_embedded.simulators.storevirtual.group.Group`."""

import secrets
import time

import flask
from werkzeug.exceptions import HTTPException

from helion_embedded.simulators.storevirtual.group import LhosError

_ROOT = "/lhos"
_CREDENTIALS = f"{_ROOT}/credentials"
_VERSION = {"X-API-Version": "1.2"}


def application(group, username, password):
    """The WSGI application of a management group.

    :param username: of the one user that may log in, with ``password``
    """
    app = flask.Flask(__name__)
    app.register_error_handler(LhosError, lambda error: (error.body, error.status))
    app.register_error_handler(
        HTTPException, lambda error: ({"code": "HTTP_ERROR", "message": error.name}, error.code)
    )
    _add_guards(app, group)
    _add_sessions(app, group, (username, password))
    _add_noun(app, "clusters", group.clusters, group.cluster)
    _add_noun(app, "volumes", group.volumes, dict, group.create_volume)
    _add_noun(app, "servers", group.servers, dict, group.create_server)
    return app


def _add_guards(app, group):
    @app.before_request
    def refuse():
        time.sleep(group.faults.get("hang", 0))
        if group.faults.get("down"):
            raise LhosError(503, "UNAVAILABLE", "The service is not available.")
        if (flask.request.method, flask.request.path) == ("POST", _CREDENTIALS):
            return
        if flask.request.headers.get("Authorization") not in group.sessions:
            raise LhosError(401, "HTTP_AUTH_FAIL", "The session is not valid.")


def _add_sessions(app, group, login):
    @app.post(_CREDENTIALS)
    def log_in():
        body = _body()
        refused = group.faults.get("login") == "refused"
        if refused or (body.get("user"), body.get("password")) != login:
            raise LhosError(401, "HTTP_AUTH_FAIL", "Username or password is incorrect.")
        token = secrets.token_hex(16)
        group.sessions.add(token)
        return {"authToken": token}, 201, _VERSION

    @app.delete(f"{_CREDENTIALS}/<token>")
    def log_out(token):
        group.sessions.discard(token)
        return ""


def _add_noun(app, path, rows, shown, create=None):
    """List, show by id or ``?name=``; with ``create`` also that, and delete."""

    def members():
        name = flask.request.args.get("name")
        if name is not None:
            return shown(rows.by_name(name))
        content = [shown(row) for row in rows.all()]
        return {"name": path, "total": len(content), "members": content}

    def row(ident):
        return shown(rows.get(ident))

    def add():
        return shown(create(_body())), 201

    def delete(ident):
        rows.delete(ident)
        return ""

    root, item = f"{_ROOT}/{path}", f"{_ROOT}/{path}/<int:ident>"
    app.add_url_rule(root, f"{path}-members", members)
    app.add_url_rule(item, f"{path}-row", row)
    if create:
        app.add_url_rule(root, f"{path}-create", add, methods=["POST"])
        app.add_url_rule(item, f"{path}-delete", delete, methods=["DELETE"])


def _body():
    return flask.request.get_json(force=True, silent=True) or {}
