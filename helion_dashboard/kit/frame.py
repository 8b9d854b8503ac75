"""Pages that are painted immediately: first the frame of the page, then what services answer.

A panel declares it where it names the view::

    path("", framed(views.index, title=_("Scale")), name="index")

The first answer calls no service. The module ``frame.mjs`` gets the same page with ``complete`` in
its query and puts its content into the frame, its modules included. Without scripts the browser
goes there.
"""

import functools

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from helion_dashboard.kit import live
from helion_dashboard.kit.compression import compressed
from helion_dashboard.kit.rules import ruled

COMPLETE = "complete"

_BY_MODULE = "module"


def framed(view, *, title, stylesheet=""):
    """``view``, a view of a whole page that declares its rules, behind the frame of the page.

    :param title: of the page, lazily translated
    :param stylesheet: path of the page's own style sheet, below ``static``
    """

    @functools.wraps(view)
    @compressed
    def wrapped(request, *args, **kwargs):
        if COMPLETE in request.GET:
            by_module = request.GET[COMPLETE] == _BY_MODULE
            if by_module:
                live.without_projects(request)  # the frame has them
            answer = view(request, *args, **kwargs)
            # A module cannot read where it is sent to.
            return _as_data(answer) if by_module and answer.has_header("Location") else answer
        query = request.GET.copy()
        query[COMPLETE] = "1"
        complete_url = f"{request.path}?{query.urlencode()}"
        query[COMPLETE] = _BY_MODULE
        context = {
            "page_title": title,
            "stylesheet": stylesheet,
            "poll": live.settings(),
            "complete_url": complete_url,
            "content_url": f"{request.path}?{query.urlencode()}",
        }
        return render(request, "helion_dashboard/frame.html", context)

    return require_GET(ruled(*view.rules)(wrapped))


def _as_data(redirect):
    """A redirect for the module; the cookies of its answer are kept."""
    answer = JsonResponse({"url": redirect["Location"]})
    answer.cookies = redirect.cookies
    return answer
