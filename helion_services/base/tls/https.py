"""Requests to devices: to what is trusted only, and to nowhere that the environment names."""

import ssl

import requests
from requests.adapters import HTTPAdapter

from helion_services.base.tls import failures, trust


def session(ca_pem=None):
    """A ``requests.Session`` that trusts the certificates in ``ca_pem``, or the system's."""
    http = _Session()
    http.trust_env = False
    http.mount("https://", _Adapter(trust.context(ca_pem)))
    return http


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


class _Session(requests.Session):
    def get_redirect_target(self, resp):
        """None: a redirection would carry a password elsewhere."""


class _Adapter(HTTPAdapter):
    def __init__(self, context):
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args, **options):
        """Connections with our context."""
        super().init_poolmanager(*args, ssl_context=self._context, **options)

    def cert_verify(self, conn, url, verify, cert):
        """Leave the context as it is: requests would add its own authorities."""
