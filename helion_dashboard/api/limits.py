"""How long, and how many at the same time, requests of Horizon wait for a service.

A service that hangs must not hold all threads of Horizon: few requests wait for it at a time, and
as long as it is silent the rest fail without waiting. One page that several such services keep
waiting still ends about as soon as one call does.
"""

import contextlib
import re
import threading
import time
from urllib import parse

import requests
from keystoneauth1 import session
from requests.packages import urllib3

from helion_dashboard import config

_IN_FLIGHT = 6  # requests that wait for a service at the same time
_PROBES = 2  # as many of them while it is silent
_QUEUE = 2  # seconds that a request waits for its turn
_PAUSE = 3  # seconds after a timeout in which nobody waits for the service
_IMPATIENT = 1  # seconds for each answer of a page that has waited once for nothing

_changed = threading.Condition()
_lines = {}


class _Line:
    """The requests that wait for one service.

    :ivar waiting: how many
    :ivar silent_until: the end of the pause after a timeout; 0 while the service answers
    """

    def __init__(self):
        self.waiting = 0
        self.silent_until = 0

    def has_room(self):
        if self.silent_until:
            return time.monotonic() >= self.silent_until and self.waiting < _PROBES
        return self.waiting < _IN_FLIGHT

    def silent(self):
        self.silent_until = time.monotonic() + _PAUSE


class Adapter(session.TCPKeepAliveAdapter):
    """Sends the requests of a :class:`requests.Session` within these limits.

    :param page: an object that all calls for one page share; it remembers that they had to wait
    """

    def __init__(self, page):
        super().__init__()
        self._page = page

    def send(self, request, stream=False, timeout=None, **kwargs):
        """As :meth:`requests.adapters.HTTPAdapter.send`; raises :class:`requests.Timeout`."""
        patience = config.get().service_timeout
        far = bool(timeout) and timeout > patience
        late = getattr(self._page, "_helion_late", False)
        with self._turn(_service(request.url, far), 0 if late else _QUEUE) as delay:
            timeout = timeout or patience
            timeout = min(timeout, _IMPATIENT) if late else max(timeout - delay, _IMPATIENT)
            answer = super().send(request, stream=stream, timeout=timeout, **kwargs)
            if not stream:
                _read(answer)
            return answer

    @contextlib.contextmanager
    def _turn(self, service, patience):
        """Waits for the request's turn, and tells how long that took."""
        try:
            with _place(service, patience) as delay:
                yield delay
        except requests.Timeout:
            self._page._helion_late = True
            raise


def new_session(page):
    """A :class:`requests.Session` within these limits."""
    limited = requests.Session()
    for scheme in ("https://", "http://"):
        limited.mount(scheme, Adapter(page))
    return limited


def place(url, patience):
    """A context for one request to ``url``, which has the seconds that it waited for its turn.

    Raises :class:`requests.Timeout` while its service is silent, and after ``patience`` seconds.
    """
    return _place(_service(url, False), patience)


@contextlib.contextmanager
def _place(service, patience):
    line, delay = _enter(service, patience)
    try:
        yield delay
    except requests.Timeout:
        line.silent()
        raise
    except requests.RequestException:
        line.silent_until = 0  # it is down, and says so without delay
        raise
    else:
        line.silent_until = 0
    finally:
        with _changed:
            line.waiting -= 1
            _changed.notify_all()


def _enter(service, patience):
    start = time.monotonic()
    with _changed:
        line = _lines.setdefault(service, _Line())
        while not line.has_room():
            left = start + patience - time.monotonic()
            if line.silent_until or left <= 0:
                if patience and not line.silent_until:
                    line.silent()  # who comes next need not wait to learn the same
                raise requests.ConnectTimeout("Too many requests wait for this service.")
            _changed.wait(left)
        line.waiting += 1
        return line, time.monotonic() - start


def _service(url, far):
    """What stands for a service: its address, up to the version of its API."""
    parts = parse.urlsplit(url)
    first = parts.path.lstrip("/").partition("/")[0]
    return parts.netloc, "" if re.fullmatch(r"v\d.*", first) else first, far


def _read(answer):
    """Read the whole answer: a service may stop in the middle of it."""
    try:
        return answer.content
    except requests.ConnectionError as exc:
        if any(isinstance(cause, urllib3.exceptions.ReadTimeoutError) for cause in exc.args):
            raise requests.ReadTimeout(*exc.args) from exc
        raise
