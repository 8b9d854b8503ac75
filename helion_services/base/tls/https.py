"""Requests to devices: to what is trusted only, and to nowhere that the environment names."""

import contextlib
import ssl

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError

from helion_services.base.tls import failures, trust
from helion_services.base.tls.peers import ROUNDS, Deadline


@contextlib.contextmanager
def session(peers, timeout, ca_pem=None):
    """A ``requests.Session`` that trusts the certificates in ``ca_pem``, or the system's.

    Everything together may last :data:`~.peers.ROUNDS` times as long as one answer.

    :param peers: the :class:`~.peers.Peers` that may be connected to
    :param timeout: seconds for one answer
    """
    opened = []
    with _Session() as http, Deadline(ROUNDS * timeout, opened):
        http.trust_env = False
        http.mount("https://", _Adapter(trust.context(ca_pem), peers, opened))
        yield http


def problem(exc, address):
    """The :class:`.failures.PeerProblem` for an exception of requests, None if it is another.

    requests wraps what it met at the wire.
    """
    cause, passed = exc, set()
    while cause is not None and id(cause) not in passed:
        passed.add(id(cause))
        if isinstance(cause, ssl.SSLError):
            return failures.of(cause, address)
        cause = cause.__cause__ or cause.__context__
    return None


class KnownAdapter(HTTPAdapter):
    """HTTP and HTTPS over sockets that a :class:`~.peers.Deadline` knows by its list ``opened``.

    A timeout is for each byte: a server that sends one now and then would keep a thread for ever.
    """

    def __init__(self, opened):
        self._opened = opened
        super().__init__()

    def init_poolmanager(self, *args, **options):
        """Pools whose connections tell when they are connected."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            scheme: _telling(pool, self._opened)
            for scheme, pool in self.poolmanager.pool_classes_by_scheme.items()
        }


def _telling(pool, opened):
    class Connection(pool.ConnectionCls):
        def connect(self):
            super().connect()
            # Of an answer without a length the connection forgets the socket before it is read.
            opened.append(self.sock)

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """None: a redirection would carry a password elsewhere."""


class _Adapter(HTTPAdapter):
    def __init__(self, context, peers, opened):
        self._context, self._peers, self._opened = context, peers, opened
        super().__init__()

    def init_poolmanager(self, *args, **options):
        """Connections with our context, to our peers."""
        super().init_poolmanager(*args, ssl_context=self._context, **options)
        dialling = {"peers": self._peers, "opened": self._opened}
        connection = type("Connection", (_Connection,), dialling)
        pool = type("Pool", (HTTPSConnectionPool,), {"ConnectionCls": connection})
        self.poolmanager.pool_classes_by_scheme = {"https": pool}

    def cert_verify(self, conn, url, verify, cert):
        """Leave the context as it is: requests would add its own authorities."""


class _Connection(HTTPSConnection):
    """Over a socket of ``peers``, and known to the deadline by ``opened``."""

    peers, opened = None, None

    def connect(self):
        super().connect()
        self.opened.append(self.sock)

    def _new_conn(self):
        try:
            return self.peers.connect(self._dns_host, self.port, self.timeout)
        except TimeoutError as exc:
            raise ConnectTimeoutError(self, f"{self.host} does not answer") from exc
