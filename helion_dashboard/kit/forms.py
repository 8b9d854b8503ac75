"""Answers to forms that work both ways: sent by the browser, or by a module in the background."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from horizon import messages

from helion_dashboard.api import errors

_STATUS = {errors.Conflict: 409, errors.NotFound: 404, errors.Refused: 403, errors.Invalid: 422}


def in_background(request):
    """Whether a module of ours sent this request."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def done(request, url, sentence=""):
    """It worked: go on to ``url``, where ``sentence`` is shown."""
    if sentence:
        messages.success(request, sentence)
    if in_background(request):
        return JsonResponse({"url": url})
    return redirect(url)


def failed(request, url, exc):
    """A service did not do it; who came without a module is sent back to ``url``."""
    return _refused(request, url, exc.reason, status_of(exc))


def not_allowed(request, url, rule):
    """The user may not do it, by our own ``rule``."""
    reason = _("Your roles do not allow this (rule %s).") % f"helion:{rule}"
    return _refused(request, url, reason, 403)


def status_of(exc):
    """The HTTP status that says best what went wrong with a service."""
    return next((status for kind, status in _STATUS.items() if isinstance(exc, kind)), 502)


def _refused(request, url, reason, status):
    if in_background(request):
        return JsonResponse({"error": reason}, status=status)
    messages.error(request, reason)
    return redirect(url)


def by_field(*forms):
    """``{name: [sentence, ...]}`` of all ``forms``, by the names that the fields have in the page.

    What belongs to no field is under ``__all__``, with the form's prefix where it has one.
    """
    return {
        form.add_prefix(name): [str(sentence) for sentence in sentences]
        for form in forms
        for name, sentences in form.errors.items()
    }
