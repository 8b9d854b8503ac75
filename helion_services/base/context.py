"""The user and scope of a request, from the headers that keystonemiddleware sets."""

import contextlib
import contextvars
import dataclasses
import re
import uuid

from flask import has_request_context, request

PUBLIC = "helion.public"
"""Set in the environ of a request whose token is not checked."""

_REQUEST_ID = "helion.request_id"
_origin = contextvars.ContextVar("origin", default=None)
_VALID_ID = re.compile(r"req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclasses.dataclass(frozen=True)
class Context:
    """A user in a scope.

    :ivar roles: names of the user's roles in that scope
    :ivar system_scope: ``all`` for a token of the system, else None
    :ivar request_id: of the request, made here
    :ivar is_admin_project: whether the project is Keystone's admin project, if Keystone has one
    :ivar domain_id: the domain of a token with domain scope
    :ivar global_request_id: the id that the client sent, None without a well-formed one
    :ivar address: that the request came from: of the last proxy, if there is any
    """

    user_id: str | None
    user_name: str | None
    project_id: str | None
    roles: tuple[str, ...]
    system_scope: str | None
    request_id: str
    is_admin_project: bool = True
    domain_id: str | None = None
    global_request_id: str | None = None
    address: str | None = None


def current():
    """The :class:`Context` of the current request."""
    return of_environ(request.environ)


def of_environ(environ):
    """The :class:`Context` of a WSGI environ."""
    confirmed = environ.get("HTTP_X_IDENTITY_STATUS") == "Confirmed" and PUBLIC not in environ

    def header(name):
        return (environ.get(f"HTTP_{name}") or None) if confirmed else None

    project_id = header("X_PROJECT_ID")
    return Context(
        user_id=header("X_USER_ID"),
        user_name=header("X_USER_NAME"),
        project_id=project_id,
        roles=tuple(role for role in (header("X_ROLES") or "").split(",") if role),
        system_scope=header("OPENSTACK_SYSTEM_SCOPE"),
        request_id=request_id(environ),
        # Domains, too, have administrators, and keystonemiddleware's default is True for them.
        is_admin_project=project_id is not None and header("X_IS_ADMIN_PROJECT") != "False",
        domain_id=header("X_DOMAIN_ID"),
        global_request_id=_global_request_id(environ),
        address=environ.get("REMOTE_ADDR") or None,
    )


def request_id(environ):
    """The id of a request. It is ours: a client could send that of another request."""
    if _REQUEST_ID not in environ:
        environ[_REQUEST_ID] = f"req-{uuid.uuid4()}"
    return environ[_REQUEST_ID]


def _global_request_id(environ):
    header = environ.get("HTTP_X_OPENSTACK_REQUEST_ID", "")
    return header if _VALID_ID.fullmatch(header) else None


def outgoing_id():
    """The id to send along with calls of other services; None outside of requests and operations.

    While a request is answered it is the client's, or else the request's own. An operation has that
    of the request that began it, as its page and its audit event do.
    """
    if _origin.get() is None and has_request_context():
        who = current()
        return who.global_request_id or who.request_id
    return _origin.get()


@contextlib.contextmanager
def acting_for(request_id):
    """A block whose calls of other services belong to a request; None for no request."""
    token = _origin.set(request_id)
    try:
        yield
    finally:
        _origin.reset(token)
