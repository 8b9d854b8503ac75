"""WSAPI over an :class:`~helion_embedded.simulators.storeserv.array.Array`."""

import secrets
import time

import flask
from werkzeug.exceptions import HTTPException

from helion_embedded.simulators.storeserv import query
from helion_embedded.simulators.storeserv.errors import WsapiError

_KEY = "X-HP3PAR-WSAPI-SessionKey"
_ROOT = "/api/v1"
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
    _add_guards(app, array)
    _add_sessions(app, array, (username, password))
    _add_system(app, array)
    _add_nouns(app, array)
    _add_actions(app, array)
    return app


def _add_guards(app, array):
    @app.before_request
    def refuse():
        method, path = flask.request.method, flask.request.path
        faults = array.faults.current()
        time.sleep(faults.get("hang", 0))
        if faults.get("down"):
            raise WsapiError("UNAVAILABLE")
        error = faults.get("refuse", {}).get(f"{method} {path.removeprefix(_ROOT)}")
        if error:
            raise WsapiError(error)
        if path == "/api" or (method, path) == ("POST", f"{_ROOT}/credentials"):
            return
        if flask.request.headers.get(_KEY) not in array.sessions:
            raise WsapiError("INV_SESSION_KEY")


def _add_sessions(app, array, login):
    @app.get("/api")
    def version():
        return _VERSION

    @app.post(f"{_ROOT}/credentials")
    def log_in():
        body = _body()
        refused = array.faults.current().get("login") == "refused"
        if refused or (body.get("user"), body.get("password")) != login:
            raise WsapiError("INV_USER_PASS")
        key = f"0-{secrets.token_hex(16)}"
        array.sessions.add(key)
        return {"key": key}, 201

    @app.delete(f"{_ROOT}/credentials/<key>")
    def log_out(key):
        array.sessions.discard(key)
        return ""


def _add_system(app, array):
    @app.get(f"{_ROOT}/wsapiconfiguration")
    def configuration():
        return {"httpState": "Disabled", "httpsState": "Enabled", "version": "1.6.5"}

    @app.get(f"{_ROOT}/system")
    def system():
        return array.system()

    @app.get(f"{_ROOT}/capacity")
    def capacity():
        return array.capacity()

    @app.get(f"{_ROOT}/ports")
    def ports():
        return _members(array.ports)

    @app.post(f"{_ROOT}/spacereporter")
    def space():
        return array.cpgs.available(_body().get("cpg"))


def _add_nouns(app, array):
    """List, create, show, change and delete, where a noun can."""
    nouns = {
        "cpgs": array.cpgs,
        "volumes": array.volumes,
        "volumesets": array.sets,
        "hosts": array.hosts,
        "vluns": array.vluns,
        "tasks": array.tasks,
    }
    for path, noun in nouns.items():
        _add_noun(app, path, noun)


def _add_noun(app, path, noun):
    def rows():
        return _members(query.select(noun.members(), flask.request.args.get("query")))

    def create():
        body = _body()
        name = noun.create(body) or body["name"]
        return "", 201, {"Location": f"{_ROOT}/{path}/{name}"}

    def row(name):
        return noun.get(name)

    def modify(name):
        return noun.modify(name, _body()) or ""

    def delete(name):
        noun.delete(name)
        return ""

    methods = {"get": ("GET", row), "modify": ("PUT", modify), "delete": ("DELETE", delete)}
    app.add_url_rule(f"{_ROOT}/{path}", f"{path}-members", rows)
    if hasattr(noun, "create"):
        app.add_url_rule(f"{_ROOT}/{path}", f"{path}-create", create, methods=["POST"])
    for name, (method, view) in methods.items():
        if hasattr(noun, name):
            endpoint = f"{path}-{name}"
            app.add_url_rule(f"{_ROOT}/{path}/<name>", endpoint, view, methods=[method])


def _add_actions(app, array):
    @app.post(f"{_ROOT}/volumes/<name>")
    def act(name):
        return array.volumes.act(name, _body()) or "", 201

    @app.get(f"{_ROOT}/volumes/<name>/objectKeyValues")
    def keys(name):
        return _members(array.keys.members(name))

    @app.post(f"{_ROOT}/volumes/<name>/objectKeyValues")
    def create_key(name):
        array.keys.create(name, _body())
        return "", 201

    @app.get(f"{_ROOT}/volumes/<name>/objectKeyValues/<key>")
    def key(name, key):
        return array.keys.get(name, key)

    @app.put(f"{_ROOT}/volumes/<name>/objectKeyValues/<key>")
    def modify_key(name, key):
        array.keys.modify(name, key, _body())
        return ""

    @app.delete(f"{_ROOT}/volumes/<name>/objectKeyValues/<key>")
    def delete_key(name, key):
        array.keys.delete(name, key)
        return ""


def _body():
    return flask.request.get_json(force=True, silent=True) or {}


def _members(rows):
    return {"total": len(rows), "members": rows}
