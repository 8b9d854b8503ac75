"""What Horizon itself would answer badly, for requests of all pages and for our own.

Horizon draws its menu and its list of projects with calls to Keystone: without a Keystone each page
is an error 500, and with one that hangs it never ends. Here Keystone is looked at now and then,
from this process, by an address that needs no token; the calls of Horizon on our pages get a
timeout. A module whose session has ended hears so in JSON instead of a page to sign in on.
"""

import logging
import threading
import time

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from horizon import exceptions as horizon
from keystoneauth1 import exceptions as keystoneauth
from openstack_auth import utils as auth_utils
from openstack_dashboard.api import keystone

from helion_dashboard import config
from helion_dashboard.api import endpoint_probe
from helion_dashboard.kit.rules import wants_json
from helion_dashboard.project.service_catalog.health import reason

LOG = logging.getLogger(__name__)

#: Our own pages, by the beginning of their names.
_OURS = ("horizon:admin:uc_", "horizon:project:service_catalog:")
_GOOD, _BAD = 10, 2  # seconds to believe that Keystone answers, or not
_SHARE = 2  # calls of Horizon to Keystone on a page; they get the time of one
#: These mean something else than that somebody is down.
_MEANT = (
    *(Http404, PermissionDenied, SuspiciousOperation),
    *(horizon.Http302, horizon.NotAuthenticated, horizon.NotAuthorized, horizon.NotFound),
)


class HelionMiddleware:
    """Behind all others, so that it hears first what a view raises."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before one of our own pages."""
        if not (request.resolver_match and request.resolver_match.view_name.startswith(_OURS)):
            return None
        if not request.user.is_authenticated:
            return _session_over(request) if wants_json(request) else None
        if wants_json(request):
            return None
        trouble = _keystones.trouble(request.user)
        if trouble:
            return _keystone_down(request, trouble)
        _limit_calls(request)
        return None

    def process_exception(self, request, exception):
        """After a page failed, of anybody: whether that is for want of Keystone."""
        user = getattr(request, "user", None)
        if isinstance(exception, _MEANT) or not getattr(user, "is_authenticated", False):
            return None
        trouble = _keystones.trouble(user, again=True)
        if not trouble:
            return None
        LOG.error("Keystone does not answer: %s", trouble, exc_info=exception)
        return _keystone_down(request, trouble)


class _Keystones:
    """How each Keystone was when it was looked at last."""

    def __init__(self):
        self._states = {}  # address: (until when it is believed, why it does not answer)
        self._looking = threading.Lock()

    def trouble(self, user, *, again=False):
        """Why it does not answer, as a sentence; empty if it does.

        :param again: whether to look at it though it was well a moment ago
        """
        url = user.endpoint or settings.OPENSTACK_KEYSTONE_URL
        until, trouble = self._states.get(url, (0, ""))
        is_believed = time.monotonic() < until and (trouble or not again)
        # One thread looks; the others go by what is known.
        if is_believed or not self._looking.acquire(blocking=False):
            return trouble
        try:
            trouble = self._look(url, user.project_id)
            seconds = _BAD if trouble else _GOOD
            self._states[url] = (time.monotonic() + seconds, trouble)
        finally:
            self._looking.release()
        return trouble

    def _look(self, url, project_id):
        healths = endpoint_probe.check(
            [url],
            project_id=project_id or "",
            verify=auth_utils.get_session().verify,
            seconds=config.get().probe_timeout,
        )
        health = healths[url]
        return str(reason(health)) if health.up is False else ""


_keystones = _Keystones()


def _limit_calls(request):
    """Let Horizon's own calls to Keystone end in time."""
    seconds = config.get().service_timeout / _SHARE
    client = keystone.keystoneclient(request)
    client.session.timeout = seconds
    client.auth_token = request.user.token.id  # by which Horizon finds it again in the request
    request.user.authorized_tenants = SimpleLazyObject(lambda: _projects(request.user, seconds))


def _projects(user, seconds):
    """The projects of the user, as Horizon asks for them; none where it cannot."""
    session = auth_utils.get_session(timeout=seconds)
    try:
        return auth_utils.get_project_list(
            session=session,
            user_id=user.id,
            auth_url=user.endpoint,
            token=user.unscoped_token,
            is_federated=user.is_federated,
        )
    except keystoneauth.ClientException:
        LOG.warning("The projects of the user cannot be listed.", exc_info=True)
        return []


def _keystone_down(request, trouble):
    sentence = _("Keystone does not answer. %s") % trouble
    if wants_json(request):
        answer = JsonResponse({"error": sentence, "service": "identity"}, status=503)
    else:
        context = {"trouble": trouble, "url": request.get_full_path()}
        # Without Horizon's head, which asks Keystone.
        template = "helion_dashboard/keystone_down.html"
        answer = render(None, template, context, status=503)
    answer["Retry-After"] = str(_GOOD)
    return answer


def _session_over(request):
    """As RFC 9457 has it, and as our modules read errors."""
    sentence = _("Your session has ended. Sign in again.")
    problem = {
        "type": "about:blank",
        "title": _("Unauthorized"),
        "status": 401,
        "detail": sentence,
        "error": sentence,
        "service": "horizon",
        "login_url": settings.LOGIN_URL,
    }
    return JsonResponse(problem, status=401, content_type="application/problem+json")
