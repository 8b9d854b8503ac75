"""Icinga 2 through its REST API.

Names and values travel as data, never within a filter's text: objects are selected by name, and
filters are constants whose values are ``filter_vars``. Nothing that a person types can become part
of Icinga's language.
"""

import concurrent.futures
import json
import logging
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable

LOG = logging.getLogger(__name__)

_LARGEST = 256 * 1024 * 1024  # bytes of an answer
_CHUNK = 1024 * 1024

# States of the connection.
READY = "ready"
NOT_CONFIGURED = "not-configured"
UNREACHABLE = "unreachable"
TIMED_OUT = "timed-out"
CERTIFICATE_REFUSED = "certificate-refused"
LOGIN_REFUSED = "login-refused"
FAILED = "failed"
STATES = (
    *(READY, NOT_CONFIGURED, UNREACHABLE, TIMED_OUT, CERTIFICATE_REFUSED, LOGIN_REFUSED, FAILED),
)


class IcingaError(Unavailable):
    """Icinga cannot be used. ``state`` is one of :data:`STATES`."""

    def __init__(self, state, message):
        super().__init__("icinga", message)
        self.state = state


class Refused(Exception):
    """Icinga refused one request. ``status`` is its HTTP status, 404 for what is not there."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Icinga:
    """A client that keeps its connections; safe to use from several threads.

    :param conf: the options of ``[monitoring]``
    """

    def __init__(self, conf):
        self._conf = conf
        self._session = _session(conf)

    def select(self, kind, attrs, *, names=None, condition=None, values=None, joins=()):
        """The objects of a kind, as ``{"name", "attrs", "joins"}``.

        :param kind: such as ``hosts``
        :param names: only those of these names; what does not exist is left out
        :param condition: a filter in Icinga's language, a constant of the program
        :param values: what the condition refers to, by name
        """
        if names is not None and not names:
            return []
        body = {"attrs": list(attrs), "joins": list(joins)}
        if condition:
            body |= {"filter": condition, "filter_vars": values or {}}
        if names is not None:
            return self._by_names(kind, body, names)
        try:
            return self._call("POST", f"/objects/{kind}", body, {"X-HTTP-Method-Override": "GET"})
        except Refused as exc:
            if exc.status == 404:
                return []
            raise

    def _by_names(self, kind, body, names):
        """Icinga answers 404 for all if one of several names is not there."""
        override = {"X-HTTP-Method-Override": "GET"}
        try:
            return self._call("POST", f"/objects/{kind}", body | {kind: list(names)}, override)
        except Refused as exc:
            if exc.status != 404:
                raise
        if len(names) == 1:
            return []
        half = len(names) // 2
        parts = (names[:half], names[half:])
        return [row for part in parts for row in self._by_names(kind, body, part)]

    def create(self, kind, name, attrs):
        """Create an object, unless it is there already. Raises :class:`Refused`."""
        try:
            self._call("PUT", f"/objects/{kind}/{quote(name, safe='')}", {"attrs": attrs})
        except Refused:
            # Another process may have been faster.
            if not self.select(kind, ("name",), names=[name]):
                raise

    def modify(self, kind, name, attrs):
        """Change attributes of an object. Raises :class:`Refused`."""
        self._call("POST", f"/objects/{kind}/{quote(name, safe='')}", {"attrs": attrs})

    def delete(self, kind, name):
        """Delete an object and what belongs to it, if it is there."""
        try:
            self._call("DELETE", f"/objects/{kind}/{quote(name, safe='')}", {"cascade": True})
        except Refused as exc:
            if exc.status != 404:
                raise

    def act(self, action, kind, name, **values):
        """Do something to one object; its own answer, a dict. Raises :class:`Refused`.

        :param kind: ``host``, ``service``, ``downtime`` or ``comment``
        """
        (row, *_rest) = self._call("POST", f"/actions/{action}", {kind: name, **values}) or [{}]
        return row

    def status(self, name):
        """The values of a part of the daemon, such as ``CIB``."""
        (row,) = self._call("GET", f"/status/{name}")
        return row["status"]

    def each(self, work, items):
        """``work(item)`` for all, some side by side: the exceptions, None for success, in order.

        Only :class:`Refused` is kept; whatever else is raised ends it.
        """

        def attempt(item):
            try:
                work(item)
            except Refused as exc:
                return exc
            return None

        items = list(items)
        if not items:
            return []
        with concurrent.futures.ThreadPoolExecutor(self._conf.connections) as pool:
            return list(pool.map(attempt, items))

    def _call(self, method, path, body=None, headers=None):
        if not self._conf.icinga_url:
            raise IcingaError(
                NOT_CONFIGURED,
                Message("icinga-not-configured", "The configuration names no Icinga."),
            )
        try:
            with self._session.request(
                method,
                f"{self._conf.icinga_url.rstrip('/')}/v1{path}",
                data=None if body is None else json.dumps(body),
                headers=headers,
                verify=self._conf.icinga_ca or True,
                timeout=self._conf.timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return _results(answer.status_code, _read(answer))
        except (requests.RequestException, OSError) as exc:
            raise _unreachable(exc, self._conf) from exc


def _session(conf):
    session = requests.Session()
    # Otherwise the environment says which authority is trusted, and where proxies are.
    session.trust_env = False
    session.auth = (conf.icinga_user.encode(), (conf.icinga_password or "").encode())
    session.headers.update({"Accept": "application/json", "Content-Type": "application/json"})
    session.mount("https://", HTTPAdapter(pool_maxsize=conf.connections))
    return session


def _read(answer):
    parts, size = [], 0
    for part in answer.iter_content(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise _nonsense()
    return b"".join(parts)


def _results(status, content):
    """The list ``results`` of an answer."""
    if status == 401:
        raise IcingaError(
            LOGIN_REFUSED,
            Message("icinga-login-refused", "Icinga refused the user name or the password."),
        )
    try:
        body = json.loads(content)
        results = body.get("results", [])
    except (ValueError, AttributeError) as exc:
        raise _nonsense() from exc
    if not isinstance(results, list):
        raise _nonsense()
    if status >= 400:
        raise Refused(status, _reason(body, results) or f"HTTP {status}")
    return results


def _reason(body, results):
    texts = [str(body.get("status") or "")]
    for row in results:
        if isinstance(row, dict):
            texts += [str(row.get("status") or ""), *map(str, row.get("errors") or ())]
    return " ".join(filter(None, texts))[:500]


def _unreachable(exc, conf):
    address = conf.icinga_url
    if isinstance(exc, requests.exceptions.SSLError):
        return IcingaError(
            CERTIFICATE_REFUSED,
            Message(
                "icinga-certificate-refused",
                "The certificate of Icinga at {address} is not trusted. Set icinga_ca to the file"
                " of its authority.",
                address=address,
            ),
        )
    if isinstance(exc, requests.exceptions.Timeout):
        return IcingaError(
            TIMED_OUT,
            Message(
                "icinga-timed-out",
                "Icinga at {address} did not answer within {seconds} s.",
                address=address,
                seconds=conf.timeout,
            ),
        )
    if isinstance(exc, OSError) and "certificate" in str(exc):  # the file itself
        return IcingaError(
            CERTIFICATE_REFUSED,
            Message(
                "icinga-ca-unusable", "The file {file} cannot be read.", file=conf.icinga_ca or ""
            ),
        )
    return IcingaError(
        UNREACHABLE,
        Message("icinga-unreachable", "Icinga at {address} cannot be reached.", address=address),
    )


def _nonsense():
    return IcingaError(FAILED, Message("icinga-nonsense", "Icinga's answer cannot be understood."))
