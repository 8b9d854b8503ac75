"""Reading a source over HTTP: verified TLS, a proxy, credentials, addresses that are allowed.

Credentials are sent to the host that they were entered for and to no other: redirects to other
hosts are refused.
"""

import base64
import contextlib
import dataclasses
import http.client
import time
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3 import connection, connectionpool

from helion_services.base.tls import trust
from helion_services.base.tls.failures import Unreachable
from helion_services.base.tls.peers import Peers
from helion_services.sherpa.repository import failures
from helion_services.sherpa.repository.watchdog import Watchdog

METADATA, TARGETS = "metadata/", "targets/"
"""The folders below the address of a source."""

_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 1 << 20


@dataclasses.dataclass(frozen=True)
class Reach:
    """How a source is reached.

    :ivar url: ``http://`` or ``https://``, ends with a slash
    :ivar proxy: the URL of a proxy, None for none
    :ivar timeout: seconds between two signs of life; see :class:`~.watchdog.Watchdog`
    """

    url: str
    username: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False)
    proxy: str | None = None
    ca_pem: str | None = None
    peers: Peers = Peers()
    timeout: float = 20.0


class Wire:
    """Connections to one source, a context."""

    def __init__(self, reach):
        self._reach = reach
        self.address = urlsplit(reach.url).netloc.rpartition("@")[2]
        options = {"ssl_context": trust.context(reach.ca_pem), "maxsize": 1}
        if reach.proxy:
            self._manager = urllib3.ProxyManager(reach.proxy, **options)
        else:
            self._manager = urllib3.PoolManager(**options)
        self._watchdog = Watchdog(reach.timeout)
        self._manager.pool_classes_by_scheme = _pools(reach.peers, self._watchdog.opened)

    def __enter__(self):
        self._watchdog.__enter__()
        return self

    def __exit__(self, *exc):
        self._watchdog.__exit__(*exc)
        self._manager.clear()

    @contextlib.contextmanager
    def opened(self, path, start=0):
        """The answer to a GET of ``path`` below the source, whatever its status.

        :param start: the first byte that is needed

        Raises :class:`failures.SourceError`.
        """
        with self.border(), self._watchdog.piece():
            answer = self._get(urljoin(self._reach.url, quote(path, safe="/%")), start)
        try:
            yield answer
        finally:
            # What is left unread must not be read.
            answer.close()

    def chunks(self, answer, deadline=None):
        """The body of an answer, piece by piece, as it comes.

        :param deadline: of ``time.monotonic()``; raises :class:`failures.SourceError` after it
        """
        while True:
            with self.border(), self._watchdog.piece():
                chunk = answer.read1(_CHUNK)
            if not chunk:
                return
            yield chunk
            if deadline and time.monotonic() > deadline:
                raise failures.silent(self.address)

    @contextlib.contextmanager
    def border(self):
        """What breaks at the wire is raised as :class:`failures.SourceError`."""
        try:
            yield
        except _Forbidden as exc:
            raise failures.forbidden(exc.args[0]) from exc
        except urllib3.exceptions.ProxyError as exc:
            if isinstance(exc.original_error, _Forbidden):
                raise failures.forbidden(exc.original_error.args[0]) from exc
            raise failures.proxy_failed(self._reach.proxy) from exc
        except urllib3.exceptions.SSLError as exc:
            raise failures.certificate_refused(self.address) from exc
        except urllib3.exceptions.NewConnectionError as exc:
            raise failures.unreachable(self.address) from exc
        except (urllib3.exceptions.TimeoutError, TimeoutError) as exc:
            raise failures.silent(self.address) from exc
        except (urllib3.exceptions.IncompleteRead, urllib3.exceptions.ProtocolError) as exc:
            if self._reach.proxy and type(exc.args[-1]) is http.client.BadStatusLine:
                raise failures.proxy_failed(self._reach.proxy) from exc  # it does not speak HTTP
            raise failures.cut_off(self.address) from exc
        except (urllib3.exceptions.HTTPError, OSError) as exc:
            raise failures.unreachable(self.address) from exc

    def _get(self, url, start):
        headers = {"Accept-Encoding": "identity", "User-Agent": "helion-sherpa"}
        if self._reach.username:
            login = f"{self._reach.username}:{self._reach.password or ''}"
            # In UTF-8 (RFC 7617): urllib3 itself refuses what is not Latin-1.
            headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
        if start:
            headers["Range"] = f"bytes={start}-"
        for _redirect in range(_MOST_REDIRECTS + 1):
            answer = self._manager.request(
                "GET",
                url,
                headers=headers,
                timeout=self._reach.timeout,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            if answer.status == http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                answer.close()
                raise failures.proxy_failed(self._reach.proxy or self.address)
            if answer.status not in _REDIRECTS:
                return answer
            answer.close()
            url = urljoin(url, answer.headers.get("Location", ""))
            if urlsplit(url)[:2] != urlsplit(self._reach.url)[:2]:
                break
        raise failures.redirected(self.address)


class _Forbidden(Exception):
    """A host has no address that may be connected to; the argument is the host."""


def _pools(peers, opened):
    """Classes of urllib3's pools whose connections go to allowed addresses only.

    :param opened: is called with the sockets of a connection
    """

    def dial(self):
        try:
            self.raw = peers.connect(self._dns_host, self.port, self.timeout)
        except Unreachable as exc:
            raise _Forbidden(self._dns_host) from exc
        except TimeoutError as exc:
            raise urllib3.exceptions.ConnectTimeoutError(self, "timed out") from exc
        except OSError as exc:
            raise urllib3.exceptions.NewConnectionError(self, str(exc)) from exc
        opened(self.raw)
        return self.raw

    def connect(self):
        super(type(self), self).connect()
        opened(self.raw, self.sock)

    members = {"_new_conn": dial, "connect": connect}
    plain = type("Connection", (connection.HTTPConnection,), members)
    secure = type("SecureConnection", (connection.HTTPSConnection,), members)
    return {
        "http": type("Pool", (connectionpool.HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("Pools", (connectionpool.HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
