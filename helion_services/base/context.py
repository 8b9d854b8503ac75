"""Who asks: what keystonemiddleware found out about the token of a request."""

import dataclasses
import re
import uuid

from flask import request

PUBLIC = "helion.public"
"""Set in the environ of a request that nobody checked the token of."""

_REQUEST_ID = "helion.request_id"
_SENT_ID = re.compile(r"req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclasses.dataclass(frozen=True)
class Context:
    """A user in a scope.

    :ivar roles: names of his roles in that scope
    :ivar system_scope: ``all`` for a token of the system, else None
    :ivar is_admin_project: whether the project is Keystone's admin project, if it names one
    :ivar domain_id: the domain that the token is of, if it is of a domain
    """

    user_id: str | None
    user_name: str | None
    project_id: str | None
    roles: tuple[str, ...]
    system_scope: str | None
    request_id: str
    is_admin_project: bool = True
    domain_id: str | None = None


def current():
    """The :class:`Context` of the request at hand."""
    return of_environ(request.environ)


def of_environ(environ):
    """The :class:`Context` of a WSGI environ."""
    confirmed = environ.get("HTTP_X_IDENTITY_STATUS") == "Confirmed" and PUBLIC not in environ

    def header(name):
        return (environ.get(f"HTTP_{name}") or None) if confirmed else None

    return Context(
        user_id=header("X_USER_ID"),
        user_name=header("X_USER_NAME"),
        project_id=header("X_PROJECT_ID"),
        roles=tuple(role for role in (header("X_ROLES") or "").split(",") if role),
        system_scope=header("OPENSTACK_SYSTEM_SCOPE"),
        request_id=request_id(environ),
        is_admin_project=header("X_IS_ADMIN_PROJECT") != "False",
        domain_id=header("X_DOMAIN_ID"),
    )


def request_id(environ):
    """The request's id: the one it came with, if that looks like one, else a new one."""
    known = environ.get(_REQUEST_ID)
    if known is None:
        sent = environ.get("HTTP_X_OPENSTACK_REQUEST_ID", "")
        known = sent if _SENT_ID.fullmatch(sent) else f"req-{uuid.uuid4()}"
        environ[_REQUEST_ID] = known
    return known
