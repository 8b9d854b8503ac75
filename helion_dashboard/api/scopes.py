"""The two tokens of a session: the project's, which Horizon holds, and the system's.

Today's services always check scope. Bare metal belongs to the system: with the project's token an
administrator sees only the nodes that his project owns or leases. Nova, Heat and Glance refuse the
system's. So bare metal is called with a token for the system, everything else with the project's.

The system's token is got once per session from the session's *unscoped* token (a second login is
not needed, and Keystone may forbid rescoping a scoped one) and kept in the server-side session. It
is dropped with the session, with a new login, when it comes near its expiry and after ten minutes,
so that a role that was given or taken shows.
"""

import dataclasses
import datetime
import hashlib
import time
import uuid

from django.utils.translation import gettext as _
from keystoneauth1 import access, session
from keystoneauth1 import exceptions as keystoneauth
from keystoneauth1.identity.access import AccessInfoPlugin
from openstack_auth import utils as auth_utils

from helion_dashboard import config
from helion_dashboard.api import errors, limits

_KEY = "helion_system"
_MARGIN = 120  # seconds before its expiry at which a token counts as gone
_RECHECK = 600  # seconds after which the roles are read again
_RECHECK_NO = 300  # seconds to believe that the user has no role
_RECHECK_TROUBLE = 15  # seconds to leave Keystone alone after it failed

# What a service says about its API versions is the same for every user and request.
_DISCOVERY = {}


@dataclasses.dataclass(frozen=True)
class _Entry:
    """What the session remembers; ``token`` is empty when the user has no role on the system."""

    owner: str
    token: str
    roles: list
    expires: float
    trouble: str = ""


def system_roles(request):
    """Names of the user's roles on the system, from the session alone: safe in navigation code.

    They may be out of date until the token is needed next: who has no other role must not lose the
    panels in the meantime. The services do not take an expired token.
    """
    entry = _stored(request)
    return tuple(entry.roles) if entry else ()


def system_roles_outdated(request):
    """Whether :func:`system_roles` should be looked up again."""
    entry = _stored(request)
    return bool(entry and entry.roles and entry.expires <= time.time())


def remember_system_roles(request):
    """Request the system-scoped token in advance; never raises."""
    _entry(request)


def forget_system(request):
    """Drop the system's token, after a service refused it."""
    request.session.pop(_KEY, None)
    request._helion_system = None


def stored_in_session(request):
    """Whether this very request put a new entry into the session."""
    return getattr(request, "_helion_stored", False)


def project_session(request):
    """A :class:`keystoneauth1.session.Session` in the scope of the session's project."""
    user = request.user
    body = {
        "methods": ["token"],
        "user": _user(user),
        "project": {"id": user.project_id, "name": user.project_name, "domain": {}},
        "roles": [{"id": role["name"], "name": role["name"]} for role in user.roles],
        "catalog": user.service_catalog,
        **_period(user.token.expires.timestamp()),
    }
    return _session(request, body, user.token.id)


def service_session(request):
    """A session for our own services.

    They take the project's token of an administrator. Who is none there, but has a role on the
    system, uses the system's token, as the rules in ``policies/`` promise him.
    """
    roles = {role["name"].lower() for role in request.user.roles or ()}
    if "admin" not in roles and system_roles(request):
        return system_session(request)
    return project_session(request)


def metal_session(request):
    """A session for what our own services do with bare metal.

    It is the system's, if the user has a role there. The services take the project's only where
    their rules were changed, and else name the role that is missing.
    """
    entry = _entry(request)
    return system_session(request) if entry.token or entry.trouble else project_session(request)


def system_session(request):
    """A session in the scope of the system.

    Raises :class:`errors.NoSystemRole`, or :class:`errors.ServiceError` when Keystone gave none.
    """
    entry = _entry(request)
    if entry.trouble:
        raise errors.Unreachable("identity", entry.trouble)
    if not entry.token:
        raise errors.NoSystemRole(
            "identity",
            _(
                "You have no role on the system. Bare-metal nodes belong to the system, not to a"
                " project: ask for the role “reader” on the system to see them, or “admin” to"
                " manage them."
            ),
        )
    body = {
        "methods": ["token"],
        "user": _user(request.user),
        "system": {"all": True},
        "roles": [{"id": role, "name": role} for role in entry.roles],
        # The services, regions and endpoints are the same for every scope.
        "catalog": request.user.service_catalog,
        **_period(entry.expires),
    }
    return _session(request, body, entry.token)


def _session(request, body, token):
    auth = AccessInfoPlugin(
        access.AccessInfoV3({"token": body}, auth_token=token), auth_url=_keystone(request.user)
    )
    return session.Session(
        auth=auth,
        session=limits.new_session(request),
        verify=auth_utils.get_session().verify,
        original_ip=auth_utils.get_client_ip(request),
        timeout=config.get().service_timeout,
        discovery_cache=_DISCOVERY,
        app_name="helion-dashboard",
        additional_headers=_trace(request),
    )


def request_id(request):
    """The id by which logs and audit trails have all calls for a request of the browser.

    It is never the browser's: anybody could send that of another request.
    """
    # Several threads may call for one request: whoever comes first sets the id.
    return vars(request).setdefault("_helion_request_id", f"req-{uuid.uuid4()}")


def _trace(request):
    return {"X-OpenStack-Request-ID": request_id(request)}


def _user(user):
    return {"id": user.id, "name": user.username, "domain": {"id": user.user_domain_id}}


def _period(expires):
    iso = datetime.datetime.fromtimestamp(expires, datetime.UTC).isoformat()
    return {"expires_at": iso, "issued_at": iso}


def _keystone(user):
    return auth_utils.fix_auth_url_version_prefix(user.endpoint)[0]


def _owner(user):
    """What an entry belongs to: another login, user or Keystone makes it void."""
    parts = (user.id, user.endpoint or "", user.unscoped_token or "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _stored(request):
    entry = request.session.get(_KEY) or getattr(request, "_helion_system", None)
    return _Entry(**entry) if entry and entry["owner"] == _owner(request.user) else None


def _remembered(request):
    entry = _stored(request)
    return entry if entry and entry.expires > time.time() else None


def _entry(request):
    entry = _remembered(request)
    if entry is None:
        entry = _ask(request)
        request._helion_system = dataclasses.asdict(entry)
        # A session kept in a cookie would carry the token to the browser.
        if not auth_utils.using_cookie_backed_sessions():
            request.session[_KEY] = dataclasses.asdict(entry)
            request._helion_stored = True
    return entry


def _ask(request):
    user, now = request.user, time.time()
    plugin = auth_utils.get_token_auth_plugin(
        _keystone(user), user.unscoped_token, system_scope="all"
    )
    keystone = session.Session(
        session=limits.new_session(request),
        verify=auth_utils.get_session().verify,
        original_ip=auth_utils.get_client_ip(request),
        timeout=config.get().service_timeout,
        additional_headers=_trace(request),
    )
    try:
        access_info = plugin.get_access(keystone)
    except (keystoneauth.Unauthorized, keystoneauth.Forbidden, keystoneauth.NotFound):
        return _Entry(_owner(user), "", [], now + _RECHECK_NO)
    except keystoneauth.ClientException:
        # It must never break a login, nor be taken for a user without a role.
        trouble = _("Keystone issued no system-scoped token.")
        return _Entry(
            _owner(user), "", list(system_roles(request)), now + _RECHECK_TROUBLE, trouble
        )
    expires = min(access_info.expires.timestamp() - _MARGIN, now + _RECHECK)
    return _Entry(_owner(user), access_info.auth_token, sorted(access_info.role_names), expires)
