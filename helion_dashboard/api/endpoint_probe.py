"""Whether endpoints answer: asked side by side, without credentials, and never for long.

Plain :mod:`http.client`, since whoever asks must be able to hang up: ``requests`` bounds each read
but not their sum, so a server that sends a byte a second holds it as long as it likes. (It would
also add credentials from a ``.netrc``.) Nothing is asked but the addresses that are given; they
are asked directly, not through a proxy.
"""

import concurrent.futures
import contextlib
import dataclasses
import enum
import http.client
import os
import pathlib
import socket
import ssl
import threading
import time
from urllib.parse import quote, urljoin, urlsplit

import requests.certs

from helion_dashboard.api import catalog, version_document

_WORKERS = 32  # addresses asked at the same time
_ROUNDS = 2  # times the timeout, after which addresses that still wait are left unasked
_TICK = 0.05  # seconds between two looks at who is late
_BODY = 64 * 1024  # bytes of an answer that are read
_REDIRECTS = 2
_MOVED = (301, 302, 303, 307, 308)
_HEADERS = {"Accept": "application/json", "User-Agent": "helion-dashboard", "Connection": "close"}


class Cause(enum.Enum):
    """Why an endpoint is not up, or why its state is unknown."""

    REFUSED = "refused"
    SILENT = "silent"
    NAME = "name"
    CERTIFICATE = "certificate"
    TLS = "tls"
    CA = "ca"
    NETWORK = "network"
    NOT_HTTP = "not_http"
    STATUS = "status"
    ADDRESS = "address"
    UNASKED = "unasked"


#: These say nothing about the service.
_NOBODY_KNOWS = (Cause.ADDRESS, Cause.UNASKED, Cause.CA)


@dataclasses.dataclass(frozen=True)
class Health:
    """How an endpoint is.

    :ivar cause: ``None`` when it is up, which is: it answered, and below status 500
    :ivar detail: what belongs to the cause: a status, what is wrong with a certificate
    :ivar version: a :class:`.version_document.Version` or ``None``
    """

    cause: Cause | None = None
    detail: str = ""
    version: version_document.Version | None = None

    @property
    def up(self):
        """``True``, ``False``, or ``None`` if it is unknown."""
        return None if self.cause in _NOBODY_KNOWS else self.cause is None


def check(urls, *, project_id, verify, seconds):
    """How each of ``urls`` is, as ``{url: Health}``; never raises for what a server does.

    :param project_id: cut off from the addresses to find their version
    :param verify: as of :class:`keystoneauth1.session.Session`: a CA file or folder, or whether to
        verify at all
    :param seconds: for one address, all in all. The whole takes at most twice as long.
    """
    tls = _Tls(verify)
    probes = {url: _Probe(url, project_id, seconds, tls) for url in set(urls)}
    healths = {}
    end = time.monotonic() + _ROUNDS * seconds
    pool = concurrent.futures.ThreadPoolExecutor(
        max_workers=min(_WORKERS, len(probes)) or 1, thread_name_prefix="helion-probe"
    )
    try:
        waiting = {pool.submit(probe.run): probe for probe in probes.values()}
        while waiting and time.monotonic() < end:
            done, _ = concurrent.futures.wait(waiting, timeout=_TICK)
            for future in done:
                healths[waiting.pop(future).url] = future.result()
            for future in [f for f, probe in waiting.items() if probe.late]:
                probe = waiting.pop(future)
                healths[probe.url] = probe.hang_up()
        for probe in waiting.values():
            healths[probe.url] = probe.hang_up()
    finally:
        # Not waited for: who is stuck in a name server cannot be interrupted.
        pool.shutdown(wait=False, cancel_futures=True)
    return healths


class _Tls:
    """One TLS context for all, made when the first address needs it."""

    def __init__(self, verify):
        self._verify = verify
        self._lock = threading.Lock()
        self._context = None

    def context(self):
        with self._lock:
            if self._context is None:
                self._context = self._make()
            return self._context

    def _make(self):
        if self._verify is False:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            return context
        # Without a setting: what requests, and so every client in Horizon, trusts.
        configured = self._verify if isinstance(self._verify, str | os.PathLike) else None
        environment = (os.environ.get(n) for n in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"))
        path = configured or next(filter(None, environment), None) or requests.certs.where()
        try:
            if pathlib.Path(path).is_dir():
                return ssl.create_default_context(capath=path)
            return ssl.create_default_context(cafile=path)
        except OSError as exc:
            raise _NoCA(str(path)) from exc


class _NoCA(Exception):
    """The file of certificate authorities cannot be read."""


class _Probe:
    """One address being asked, in a thread of its own."""

    def __init__(self, url, project_id, seconds, tls):
        self.url = url
        self._project_id = project_id
        self._seconds = seconds
        self._tls = tls
        self._end = None
        self._lock = threading.Lock()
        self._line = None
        self._hung_up = False
        self._status = None

    def run(self):
        """Its :class:`Health`; called in the thread."""
        self._end = time.monotonic() + self._seconds
        if not catalog.is_http(self.url):
            return Health(Cause.ADDRESS)
        try:
            return self._ask()
        except _NoCA as exc:
            return Health(Cause.CA, str(exc))
        except (OSError, http.client.HTTPException, ValueError) as exc:
            return self._so_far() or _why(exc)
        finally:
            with self._lock:
                if self._line is not None:
                    self._line.close()
                self._line = None

    @property
    def late(self):
        """Whether its time is over."""
        return self._end is not None and time.monotonic() > self._end

    def hang_up(self):
        """End it from outside, and give what is known by now."""
        with self._lock:
            self._hung_up = True
            # Now: headers that are cut off by us would read as an answer.
            health = self._so_far()
            if self._line is not None:
                # Ends the read in the other thread; the line is one with that of its socket.
                with contextlib.suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
        return health or Health(Cause.UNASKED if self._end is None else Cause.SILENT)

    def _ask(self):
        own, *others = version_document.addresses(self.url, self._project_id)
        for address in (own, *others):
            # The first answer is the endpoint's own; what follows only looks for a version.
            status, body = self._get(address, own=address is own)
            if status >= 500:
                break
            version = version_document.read(body, self.url)
            if version:
                return Health(version=version)
        return self._so_far()

    def _so_far(self):
        """What its first answer says, or ``None`` before there is one."""
        if self._status is None:
            return None
        return Health(Cause.STATUS, str(self._status)) if self._status >= 500 else Health()

    def _get(self, address, own):
        """Status and body at ``address``, after redirects within the same server."""
        for left in reversed(range(_REDIRECTS + 1)):
            status, location, body = self._get_once(address, own)
            target = urljoin(address, location) if location and status in _MOVED else ""
            if not left or not target or _server(target) != _server(address):
                break
            address = target
        return status, body

    def _get_once(self, address, own):
        parts = urlsplit(address)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        with contextlib.closing(self._connect(parts)) as connection:
            connection.request("GET", path, headers=_HEADERS)
            answer = connection.getresponse()
            if own:
                self._status = answer.status
            return answer.status, answer.headers.get("Location"), answer.read(_BODY)

    def _connect(self, parts):
        scheme, host, port = _server_of(parts)
        line = socket.create_connection((host, port), timeout=self._left())
        with self._lock:
            if self._line is not None:
                self._line.close()
            self._line = line.dup()
            hung_up = self._hung_up
        try:
            if hung_up:
                raise TimeoutError
            line.settimeout(self._left())
            if scheme == "https":
                tls = self._tls.context()
                connection = http.client.HTTPSConnection(host, port, context=tls)
                connection.sock = tls.wrap_socket(line, server_hostname=host)
            else:
                connection = http.client.HTTPConnection(host, port)
                connection.sock = line
        except BaseException:
            line.close()
            raise
        return connection

    def _left(self):
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _server(url):
    return _server_of(urlsplit(url))


def _server_of(parts):
    """Scheme, host and port; raises :class:`ValueError`."""
    return parts.scheme, parts.hostname, parts.port or {"https": 443}.get(parts.scheme, 80)


# The first that fits: the more special ones come first.
_CAUSES = (
    (ssl.SSLCertVerificationError, Cause.CERTIFICATE),
    (ssl.SSLError, Cause.TLS),
    (TimeoutError, Cause.SILENT),
    (ConnectionRefusedError, Cause.REFUSED),
    (socket.gaierror, Cause.NAME),
    (http.client.HTTPException, Cause.NOT_HTTP),
    (OSError, Cause.NETWORK),
    (ValueError, Cause.ADDRESS),
)


def _why(exc):
    cause = next(cause for kind, cause in _CAUSES if isinstance(exc, kind))
    if cause is Cause.CERTIFICATE:
        return Health(cause, exc.verify_message)
    if cause is Cause.NETWORK:
        return Health(cause, exc.strerror or "")
    return Health(cause)
