"""Policy rules of views: each view declares which it asks, and all refuse in the same way."""

import functools

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from helion_dashboard import policy
from helion_dashboard.api import errors, scopes

#: Among the rules of a view: that of the action which is chosen.
OF_ACTION = "*"


def ruled(*rules):
    """A decorator: only who may do all ``rules`` of our policy, such as ``node:list``, gets in.

    The rules are the attribute ``rules`` of the view.
    """

    def decorate(view):
        @functools.wraps(view)
        def wrapped(request, *args, **kwargs):
            for rule in rules:
                if not allowed(request, rule):
                    return refused(request, rule)
            return view(request, *args, **kwargs)

        return declared(wrapped, *rules)

    return decorate


def declared(view, *rules):
    """Tell which rules a view asks itself."""
    view.rules = rules
    return view


def allowed(request, rule):
    """As :func:`.policy.allowed`, for views: they may look up the user's roles on the system."""
    if policy.allowed(request, rule) and not scopes.system_roles_outdated(request):
        return True
    _look_up(request)
    return policy.allowed(request, rule)


def _look_up(request):
    scopes.remember_system_roles(request)


def check(request, rule):
    """Raise :class:`.errors.Refused` unless the user may do it."""
    if not allowed(request, rule):
        raise errors.Refused("helion", not_allowed_reason(rule), 403)


def refused(request, rule, url=""):
    """The answer to one who may not: a page with the reason, or JSON for a module.

    :param url: the page that the user came from
    """
    trouble = _missing_role(request, rule) or not_allowed_reason(rule)
    if wants_json(request):
        if not scopes.stored_in_session(request):
            request.session.modified = False  # a refresh does not count as activity of the user
        reason = getattr(trouble, "reason", trouble)
        return JsonResponse({"error": reason, "service": "helion"}, status=403)
    context = {
        "page_title": _("Not allowed"),
        "trouble": trouble,
        "home_url": url,
        "home": _("Back"),
    }
    return render(request, "helion_dashboard/not_shown.html", context, status=403)


def not_allowed_reason(rule):
    """Why the user may not do it, by our own ``rule``."""
    name = policy.full_name(rule)
    return _("Your roles do not allow this. Ask a cloud administrator (rule %s).") % name


def not_allowed_note(rule, sentence=""):
    """As :func:`not_allowed_reason`, for a page: the rule is in the tooltip of the ``sentence``."""
    sentence = sentence or _("Your roles do not allow this. Ask a cloud administrator.")
    title = _("Rule: %(rule)s") % {"rule": policy.full_name(rule)}
    return format_html('<span title="{}">{}</span>', title, sentence)


def in_background(request):
    """Whether a module of ours sent this request."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _missing_role(request, rule):
    """The error for a user who needs a role on the system and has none, or ``None``."""
    if scopes.system_roles(request) or not policy.needs_system_role(request, rule):
        return None
    try:
        scopes.system_session(request)
    except errors.ServiceError as exc:
        return exc
    return None


def wants_json(request):
    """Whether a module or a script asks, and not somebody who reads a page."""
    return (
        in_background(request)
        or request.content_type == "application/json"
        or request.path.endswith(".json")
    )
