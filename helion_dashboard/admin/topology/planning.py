"""The page of network planning."""

import collections

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.topology import inventory, layouts, planning
from helion_dashboard.kit.topology.planning.result import WORDS
from helion_dashboard.kit.topology.query import Query


@require_GET
@ruled("topology:see")
def index(request):
    """Every rule with what it found."""
    context = {"page_title": _("Network planning")}
    try:
        drawn = inventory.see(request, Query.of(request))
    except errors.ServiceError as exc:
        context["trouble"] = exc
        return render(request, "helion_dashboard/not_shown.html", context)
    outcomes = planning.check(drawn)
    counts = collections.Counter(outcome.result for outcome in outcomes)
    context |= {
        "outcomes": outcomes,
        "counts": [
            (result, words, counts[result]) for result, words in WORDS.items() if counts[result]
        ],
        "layout": drawn.layout,
        "layouts": layouts.load().layouts.values(),
    }
    return render(request, "helion_dashboard/topology/planning.html", context)
