"""The network between the operations and the services that they call, and its faults."""

import io
import json
from urllib.parse import parse_qsl, urlsplit

import requests
from keystoneauth1 import exceptions as keystoneauth
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

_TIMEOUT = 60.0  # seconds; the services' own, see helion_services.base.config
_LOCKED = "Node n is locked by host c1, please retry after the current operation is completed."


class Fault:
    """What happens to requests to one service from its ``number``-th on.

    :ivar seconds: for how long; 0: to that request only
    """

    seconds = 0.0

    def __init__(self, service, number):
        self.service, self.number = service, number
        self.until = None

    def meets(self, service, number, moment):
        """Whether it happens to a request."""
        if service != self.service or number < self.number:
            return False
        if self.until is None:
            self.until = moment + self.seconds
            return True
        return moment < self.until

    def strike(self, wire, request, serve):
        """Answer in place of the service, or raise; ``serve()`` is the service's own answer."""
        raise NotImplementedError


class Down(Fault):
    """Nobody listens."""

    seconds = 30.0

    def strike(self, wire, request, serve):
        raise requests.exceptions.ConnectionError("Connection refused")


class Away(Down):
    """Likewise, for longer than operations bear it."""

    seconds = 200.0


class Hang(Fault):
    """Requests are accepted and not answered."""

    seconds = 30.0

    def strike(self, wire, request, serve):
        wire.clock.now += _TIMEOUT
        raise requests.exceptions.ReadTimeout("timed out")


class Broken(Fault):
    """One request makes an internal error."""

    def strike(self, wire, request, serve):
        return 500, {"error": {"message": "Broken", "code": 500}}


class Lost(Fault):
    """One request is done, and its answer is lost."""

    def strike(self, wire, request, serve):
        serve()
        raise requests.exceptions.ConnectionError("Connection reset by peer")


class Locked(Fault):
    """One request meets a conflict, of Ironic one that passes."""

    def strike(self, wire, request, serve):
        message = _LOCKED if self.service == "ironic" else "There was a conflict."
        return 409, {"error_message": {"faultstring": message}}


class Cancel(Fault):
    """Somebody cancels the operation."""

    def strike(self, wire, request, serve):
        wire.cancel()
        return serve()


class Wire(BaseAdapter):
    """Hands requests to the services by host.

    :ivar log: ``(service, verb, path)`` of the requests
    :ivar fault: the :class:`Fault` that happens, or None
    :ivar cancel: cancels the operation
    """

    def __init__(self, clock, services):
        super().__init__()
        self.clock = clock
        self.fault = None
        self.cancel = lambda: None
        self.log = []
        self._services = services
        self._counts = dict.fromkeys(services, 0)

    def send(self, request, **_options):
        where = urlsplit(request.url)
        service = where.hostname.removesuffix(".test")
        number, self._counts[service] = self._counts[service], self._counts[service] + 1
        self.log.append((service, request.method, where.path))
        self.clock.now += 0.01

        def serve():
            return self._serve(service, request, where)

        if self.fault and self.fault.meets(service, number, self.clock.now):
            return _response(request, *self.fault.strike(self, request, serve))
        return _response(request, *serve())

    def _serve(self, service, request, where):
        body = _body(request)
        query, act = dict(parse_qsl(where.query)), self._services[service]
        more = [request.headers] if getattr(act, "reads_headers", False) else []
        try:
            return act(request.method.lower(), where.path, query, body, *more)
        except keystoneauth.HttpError as error:
            return error.http_status, {"error": {"message": str(error)}}

    def close(self):
        """Nothing is open."""


def _body(request):
    """The JSON of a request, the bytes of a file, or None."""
    if request.headers.get("Content-Type") == "application/octet-stream":
        return request.body if isinstance(request.body, bytes) else b"".join(request.body)
    return json.loads(request.body) if request.body else None


def _response(request, status, body=None, headers=None):
    response = requests.Response()
    response.request, response.url, response.status_code = request, request.url, status
    response.headers = CaseInsensitiveDict({"Content-Type": "application/json"} | (headers or {}))
    response.raw = io.BytesIO(b"" if body is None else json.dumps(body).encode())
    return response
