"""The repository over HTTP: files, ranges of bytes, a login, and faults."""

import hmac
import threading
import time

import flask

FAULTS = (
    *("down", "login", "hang", "slow", "cut", "corrupt", "longer", "endless", "stale", "redirect"),
    *("whole", "expired", "wrong_key", "rotate"),
)
"""Names of faults, with what they are set to:

``down``: the status to answer; ``login``: True refuses everybody; ``hang``: seconds before an
answer; ``slow``: bytes per second of targets; ``cut``: bytes after which a target's connection
breaks; ``corrupt``: True flips a byte of each target; ``longer``: bytes added to each target;
``endless``: the name of metadata that does not end; ``stale``: ``{name: bytes}`` of metadata to
serve instead, by path for the mirror; ``redirect``: the address to send clients to; ``whole``: True
ignores ranges; ``expired``: True makes the timestamp one that has expired; ``wrong_key``: True has
a key sign it that nobody trusts; ``rotate``: the role whose key is revoked once, for a new one.
"""

_PIECE = 64 * 1024


def application(publisher, faults, login=None):
    """The WSGI application of a publisher's repository.

    :param publisher: a :class:`~.publisher.Publisher`
    :param faults: a dict that may be changed at any time, see :data:`FAULTS`
    :param login: ``(user name, password)``, None for everybody
    """
    app = flask.Flask(__name__, static_folder=None)
    folder, rotation = publisher.folder, _Rotation(publisher)

    _add_guard(app, faults, login)

    @app.get("/healthcheck")
    def health():
        return {"status": "ok"}

    @app.get("/metadata/<name>")
    def metadata(name):
        if faults.get("endless") and name.endswith(f"{faults['endless']}.json"):
            return flask.Response(_endless(), content_type="application/json")
        if name in faults.get("stale", {}):
            return flask.Response(faults["stale"][name], content_type="application/json")
        rotation.follow(faults.get("rotate"))
        expired, wrong_key = bool(faults.get("expired")), bool(faults.get("wrong_key"))
        if name == "timestamp.json" and (expired or wrong_key):
            forged = publisher.forged_timestamp(expired, wrong_key)
            return flask.Response(forged, content_type="application/json")
        return flask.send_from_directory(folder / "metadata", name)

    @app.get("/targets/<path:path>")
    def target(path):
        return _file(folder / "targets", path, faults)

    _add_mirror(app, folder / "simplestreams", faults)
    return app


class _Rotation:
    """Revokes a role's key as soon as the fault names it, once until it names another or none."""

    def __init__(self, publisher):
        self._publisher, self._role, self._lock = publisher, None, threading.Lock()

    def follow(self, role):
        """The fault is set to ``role`` now, or to None."""
        with self._lock:
            if role and role != self._role:
                self._publisher.rotate(role)
            self._role = role


def _file(folder, path, faults):
    """A file below a folder, with the faults of targets."""
    file = folder / path
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        flask.abort(404)
    return _target(file, faults)


def _add_mirror(app, folder, faults):
    @app.get("/simplestreams/<path:path>")
    def mirror(path):
        if faults.get("endless") and path.endswith(f"{faults['endless']}.json"):
            return flask.Response(_endless(), content_type="application/json")
        if path in faults.get("stale", {}):
            return flask.Response(faults["stale"][path], content_type="application/json")
        if path.startswith("streams/"):
            return flask.send_from_directory(folder, path)
        return _file(folder, path, faults)


def _add_guard(app, faults, login):
    @app.before_request
    def guard():
        time.sleep(faults.get("hang", 0))
        if faults.get("down"):
            return "", faults["down"]
        if faults.get("redirect"):
            return flask.redirect(faults["redirect"])
        if faults.get("login") or not _may(login):
            return "", 401, {"WWW-Authenticate": 'Basic realm="distribution"'}
        return None


def _may(login):
    if login is None or flask.request.path == "/healthcheck":
        return True
    sent = flask.request.authorization
    pair = f"{sent.username}:{sent.password}" if sent and sent.type == "basic" else ""
    return hmac.compare_digest(pair.encode(), ":".join(login).encode())


def _target(file, faults):
    size = file.stat().st_size + faults.get("longer", 0)
    ranges = flask.request.range
    start = 0
    if ranges and ranges.units == "bytes" and not faults.get("whole"):
        start, _end = ranges.ranges[0]
    if start and start >= size:
        return "", 416, {"Content-Range": f"bytes */{size}"}
    headers = {"Accept-Ranges": "bytes", "Content-Length": str(size - start)}
    if start:
        headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    body = _pieces(file, start, size, faults)
    return flask.Response(body, 206 if start else 200, headers, mimetype="application/octet-stream")


def _pieces(file, start, size, faults):
    position, sent = start, 0
    with file.open("rb") as stream:
        stream.seek(start)
        while position < size:
            slow, cut = faults.get("slow"), faults.get("cut")
            length = min(_PIECE, size - position, max(slow // 10, 1) if slow else _PIECE)
            if cut is not None:
                if sent >= cut:
                    raise ConnectionAbortedError("cut off on demand")
                length = min(length, cut - sent)
            piece = stream.read(length) or bytes(length)
            if faults.get("corrupt") and position == 0:
                piece = bytes([piece[0] ^ 1]) + piece[1:]
            yield piece
            position += len(piece)
            sent += len(piece)
            if slow:
                time.sleep(len(piece) / slow)


def _endless():
    yield b'{"signed": {"padding": "'
    while True:
        yield b" " * _PIECE
