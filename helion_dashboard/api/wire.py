"""How every service is called: one adapter, one border for its errors, one pager."""

import dataclasses
import datetime
import json
import logging
import re

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from keystoneauth1 import adapter, discover

from helion_dashboard import config
from helion_dashboard.api import errors, messages, reasons, scopes

LOG = logging.getLogger(__name__)
_PROBLEM = "application/problem+json"


@dataclasses.dataclass(frozen=True)
class Wire:
    """How a service is called.

    Its methods return the JSON of the answer, ``None`` for an empty one, and raise a
    :class:`~.errors.ServiceError`.

    :ivar type: its type in the catalog
    :ivar root: the path of its API below its address in the catalog
    :ivar scope: whose token it takes: ``project``, ``system``, ``metal`` or ``service``, as
        :mod:`~.scopes`
    :ivar version: the API version to discover, such as ``1``; empty where the address has it
    :ivar microversion: the newest one that the records understand, or ``None``
    """

    type: str
    root: str = ""
    scope: str = "project"
    version: str = ""
    microversion: tuple | None = None

    def offered(self, user):
        """Whether the user's token has the service in its catalog."""
        return has_service(user, self.type)

    def get(self, request, path, query=None, *, far=False):
        """Read ``path``; empty parameters of the query are left out."""
        return self._call(request, "GET", path, query=query, far=far)

    def post(self, request, path, body=None, key=None, *, far=False):
        """Create or do something.

        :param key: the ``Idempotency-Key``: a request that is repeated with it is done once
        :param far: whether the service itself calls somebody else before it answers
        """
        return self._call(request, "POST", path, body=body, key=key, far=far)

    def send(self, request, path, query, piece):
        """Send bytes as they are."""
        return self._call(request, "PUT", path, query=query, piece=piece, far=True)

    def put(self, request, path, body=None, key=None, *, far=False):
        """Change something."""
        return self._call(request, "PUT", path, body=body, key=key, far=far)

    def patch(self, request, path, body, query=None):
        """Change parts of something by a JSON patch (RFC 6902)."""
        return self._call(request, "PATCH", path, body=body, query=query)

    def delete(self, request, path, body=None, key=None, *, far=False):
        """Delete something."""
        return self._call(request, "DELETE", path, body=body, key=key, far=far)

    def pages(self, request, path, query, collection, marker="id"):
        """All rows of a collection: one call, and one more for each further page.

        A service that goes back to a page that was read does not hold the caller for ever.

        :param collection: the key of the rows in an answer
        :param marker: the key of a row that the next page begins after, of services whose answers
            have no ``next_marker``
        """
        query, rows, passed = dict(query), [], {None}
        while True:
            body = self.get(request, path, query)
            rows += body[collection]
            query["marker"] = _next_marker(body, collection, marker)
            if query["marker"] in passed:
                return rows
            passed.add(query["marker"])

    def path(self, pattern, *idents):
        """``pattern`` with each ``{}`` an ident: a name in a URL must not become another URL."""
        return pattern.format(*(segment(self.type, ident) for ident in idents))

    def _call(self, request, method, path, **content):
        try:
            return self._call_once(request, method, path, **content)
        except errors.Refused as exc:
            if exc.status != 401 or self.scope not in ("system", "metal"):
                raise
        # The service no longer takes the token: Keystone gives another, or says why not.
        scopes.forget_system(request)
        return self._call_once(request, method, path, **content)

    def _call_once(
        self, request, method, path, *, query=None, body=None, piece=None, key=None, far=False
    ):
        client = self._adapter(request)
        # Bodies may hold passwords: not even a debug log gets them.
        content = {"json": body, "log": False} if body is not None else {}
        headers = {"Accept": f"{_PROBLEM}, application/json"}
        if piece is not None:
            content = {"data": piece, "log": False}
            headers["Content-Type"] = "application/octet-stream"
        if far:
            content["timeout"] = config.get().far_timeout
        if key:
            headers["Idempotency-Key"] = key
        params = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        self._check(params, key)
        with errors.border(self.type):
            if self.microversion:
                content["microversion"] = self._microversion(client)
            answer = client.request(
                self.root + path, method, params=params, headers=headers, raise_exc=False, **content
            )
        if method != "GET":
            _trace(request, self.type, method, self.root + path, answer)
        if answer.status_code >= 400:
            raise _error(self.type, answer)
        return answer.json() if answer.content else None

    def _check(self, params, key):
        """Refuse what HTTP cannot carry, or no service has a name for."""
        texts = [value for value in params.values() if isinstance(value, str)]
        if any("\0" in text or not _is_unicode(text) for text in texts):
            raise errors.Invalid(self.type, _("The address has a character that is not allowed."))
        if key and not re.fullmatch(r"[!-~]{1,255}", key):
            raise errors.Invalid(
                self.type, _("The key of the form is not valid. Load the page again.")
            )

    def _adapter(self, request):
        versions = {"min_version": self.version, "max_version": f"{self.version}.latest"}
        return adapter.Adapter(
            getattr(scopes, f"{self.scope}_session")(request),
            service_type=self.type,
            interface=config.interface(),
            region_name=request.user.services_region,
            # A locked node or a busy service is not waited for: the user hears of it instead.
            status_code_retries=0,
            **(versions if self.version else {}),
        )

    def _microversion(self, client):
        # Discovered once a process, then remembered.
        endpoint = client.get_endpoint_data()
        if endpoint is None:
            raise errors.Unreachable(
                self.type, _("It is not in the service catalog of this region.")
            )
        if endpoint.api_version is None:
            raise errors.Unreachable(
                self.type, _("It cannot be reached, or does not answer in time.")
            )
        newest = endpoint.max_microversion or self.microversion
        return discover.version_to_string(min(newest, self.microversion))


def has_service(user, kind):
    """Whether the user's token has a service of this type in its catalog."""
    return any(service["type"] == kind for service in user.service_catalog or ())


def moment(text):
    """An aware :class:`datetime.datetime` of ISO 8601; ``None`` for nothing, UTC without a zone."""
    time = parse_datetime(text) if text else None
    return time.replace(tzinfo=datetime.UTC) if time and not time.tzinfo else time


def segment(service, ident):
    """``ident`` as one segment of a path: a name in a URL must not become another URL."""
    text = str(ident)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,254}", text):
        raise errors.NotFound(service, _("There is no “%s”.") % ascii(text)[1:81], 404)
    return text


def _trace(request, service, method, path, answer):
    """Write a line about a change that leads from our request's id to the service's."""
    LOG.info(
        "[%s %s] %s %s of %s by user %s: %s",
        scopes.request_id(request),
        answer.headers.get("X-Openstack-Request-Id", "-"),
        method,
        path,
        service,
        request.user.id,
        answer.status_code,
    )


def _is_unicode(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _next_marker(body, collection, marker):
    """What the next page begins after; None of the last page."""
    if not body[collection]:
        return None
    if "next_marker" in body:
        return body["next_marker"]
    return body[collection][-1][marker] if _has_next(body, collection) else None


def _has_next(body, collection):
    links = body.get(f"{collection}_links") or ()
    return bool(body.get("next")) or any(link.get("rel") == "next" for link in links)


def _error(service, answer):
    """The :mod:`~.errors` member for an answer that is an error."""
    body = _json_object(answer)
    status = answer.status_code
    content = {"code": str(body.get("code") or ""), "params": body.get("params")}
    if status == 409:
        content["changes"] = _list(body.get("changes"))
    if status == 422:
        facts = body.get("error_facts")
        content["facts"] = facts if isinstance(facts, dict) else {}
        content["fields"] = _fields(body.get("errors"), content["facts"])
    return errors.of_status(service, status, _reason(answer, body), **content)


def _reason(answer, body):
    """The sentence of an error, wherever the service has it."""
    detail = body.get("detail") or _fault(body) or body.get("title")
    return (
        messages.sentence(body.get("code"), body.get("params"), detail)
        or answer.reason
        or str(answer.status_code)
    )


def _fault(body):
    """The sentence of OpenStack's own services.

    Ironic wraps JSON in a JSON string: ``{"error_message": '{"faultstring": "..."}'}``; Nova and
    Neutron have one key: ``{"forbidden": {"message": "..."}}``.
    """
    try:
        fault = body.get("error_message") or next(iter(body.values()))
        fault = json.loads(fault) if isinstance(fault, str) else fault
        return reasons.sentence(fault.get("faultstring") or fault["message"])
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration):
        return ""


def _json_object(answer):
    try:
        body = answer.json()
    except ValueError:
        return {}  # it comes from something between us and the service
    return body if isinstance(body, dict) else {}


def _list(value):
    return value if isinstance(value, list) else []


def _fields(value, facts):
    """``{field: [sentence, ...]}`` of an answer's ``errors`` and ``error_facts``."""
    fields = value.items() if isinstance(value, dict) else ()
    return {
        str(name): [str(text) for text in messages.twins(_list(texts) or [texts], facts.get(name))]
        for name, texts in fields
    }
