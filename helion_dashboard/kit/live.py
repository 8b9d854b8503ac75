"""JSON for pages that refresh: with ETag, and without keeping a session alive."""

import functools
import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.template import loader

from helion_dashboard import config
from helion_dashboard.api import errors, scopes
from helion_dashboard.kit.compression import compressed


def live(view):
    """For a function view that returns data for JSON, with a ``moving`` key if it can change soon.

    With a key ``age``, seconds since somebody was asked, the answer has a header ``Age``: it is no
    change of the page that data grow older.
    A failed service becomes ``{"error": ...}`` with status 502, so that the page can say so where
    the data would be; 403 when the user may not, 404 and 400 when the address is wrong. The
    request does not count as activity of the user: Horizon's idle timeout goes on.
    """

    @functools.wraps(view)
    @compressed
    def wrapped(request, *args, **kwargs):
        without_projects(request)
        try:
            response = _tagged(request, view(request, *args, **kwargs))
        except errors.ServiceError as exc:
            problem = {"error": exc.reason, "service": exc.service}
            response = JsonResponse(problem, status=_status(exc))
        if not scopes.stored_in_session(request):
            request.session.modified = False
        return response

    return wrapped


def without_projects(request):
    """Draw pieces of a page without the head of it, for which Horizon asks Keystone.

    Its context of every template has the projects of the user: a call each time, without a timeout.
    """
    request.user.authorized_tenants = []


def block(request, name, template, context, *, moving):
    """The data of a block of a page that loads separately: ``<section data-live="…">``.

    :param name: the element with the id ``helion-NAME`` gets the content
    :param template: draws the content from ``context``
    :param moving: whether it can change soon
    """
    html = loader.render_to_string(template, context, request)
    return {"parts": {f"helion-{name}": html.strip()}, "moving": bool(moving)}


def settings(moving=None):
    """How often pages ask again, in seconds, for the ``live`` module of the browser.

    :param moving: for a page that is more impatient than others while something changes
    """
    conf = config.get()
    return {
        "moving": moving or conf.poll_moving,
        "resting": conf.poll_resting,
        "idle": conf.poll_idle,
    }


def _status(exc):
    statuses = {errors.Refused: 403, errors.NotFound: 404, errors.Invalid: 400}
    return next((status for kind, status in statuses.items() if isinstance(exc, kind)), 502)


def _tagged(request, data):
    age = data.pop("age", None)
    body = json.dumps(
        data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")
    ).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    tags = request.headers.get("If-None-Match", "").split(",")
    if tag in (item.strip().removeprefix("W/") for item in tags):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    if age is not None:
        response["Age"] = str(age)
    return response
