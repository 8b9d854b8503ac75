"""WSAPI over an :class:`~helion_embedded.simulators.storeserv.array.Array`."""

import secrets
import time

import flask
from werkzeug.exceptions import HTTPException

from helion_embedded.simulators.storeserv.array import WsapiError

_KEY = "X-HP3PAR-WSAPI-SessionKey"
_VERSION = {"major": 1, "minor": 6, "revision": 5, "build": 30301215}


def application(array, username, password):
    """The WSGI application of an array.

    :param username: of the one user that may log in, with ``password``
    """
    app = flask.Flask(__name__)
    app.register_error_handler(WsapiError, lambda error: (error.body, error.status))
    app.register_error_handler(
        HTTPException, lambda error: ({"code": 1, "desc": error.name}, error.code)
    )
    _add_sessions(app, array, (username, password))
    _add_system(app, array)
    return app


def _add_sessions(app, array, login):
    sessions = set()

    @app.before_request
    def before():
        time.sleep(array.faults.get("hang", 0))
        if array.faults.get("down"):
            raise WsapiError(503, 75, "service unavailable")
        path = flask.request.path
        if path == "/api" or (path == "/api/v1/credentials" and flask.request.method == "POST"):
            return
        if flask.request.headers.get(_KEY) not in sessions:
            raise WsapiError(403, 6, "invalid session key")

    @app.get("/api")
    def version():
        return _VERSION

    @app.post("/api/v1/credentials")
    def log_in():
        body = _body()
        refused = array.faults.get("login") == "refused"
        if refused or (body.get("user"), body.get("password")) != login:
            raise WsapiError(403, 5, "invalid username or password")
        key = f"0-{secrets.token_hex(16)}"
        sessions.add(key)
        return {"key": key}, 201

    @app.delete("/api/v1/credentials/<key>")
    def log_out(key):
        sessions.discard(key)
        return ""


def _add_system(app, array):
    @app.get("/api/v1/wsapiconfiguration")
    def configuration():
        return {"httpState": "Disabled", "httpsState": "Enabled", "version": "1.6.5"}

    @app.get("/api/v1/system")
    def system():
        return array.system()

    @app.get("/api/v1/capacity")
    def capacity():
        return array.capacity()

    @app.get("/api/v1/ports")
    def ports():
        return _members(array.ports())

    @app.get("/api/v1/cpgs")
    def cpgs():
        return _members(array.cpgs())

    @app.post("/api/v1/cpgs")
    def create_cpg():
        body = _body()
        array.create_cpg(body)
        return "", 201, {"Location": f"/api/v1/cpgs/{body['name']}"}

    @app.get("/api/v1/cpgs/<name>")
    def cpg(name):
        return array.cpg(name)

    @app.delete("/api/v1/cpgs/<name>")
    def delete_cpg(name):
        array.delete_cpg(name)
        return ""


def _body():
    return flask.request.get_json(force=True, silent=True) or {}


def _members(rows):
    return {"total": len(rows), "members": rows}
