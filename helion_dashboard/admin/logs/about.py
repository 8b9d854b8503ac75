"""The last lines about something, as a tab of its page that keeps itself up to date."""

from urllib.parse import urlencode

from django.urls import reverse
from django.views.decorators.http import require_GET

from helion_dashboard.admin.logs.views import NAMESPACE
from helion_dashboard.api.logs import client as logs
from helion_dashboard.api.logs import records
from helion_dashboard.kit import live, rules
from helion_dashboard.kit.rules import ruled

_RULE = "log:list"
_MOST = 50
_LONGEST = 255  # characters of an id


def node(request, node):
    """What the tab of a node needs."""
    return _tab(request, id=node.id)


def operation(request, operation):
    """What the tab of an operation needs."""
    return _tab(request, request=operation.request_id or operation.id)


def plan(request, plan):
    """What the tab of a plan needs."""
    return _tab(request, id=plan.id)


def _tab(request, /, **about):
    rules.check(request, _RULE)
    query = urlencode(about)
    return {
        "lines_url": f"{reverse(f'{NAMESPACE}:about')}?{query}",
        "all_url": f"{reverse(f'{NAMESPACE}:index')}?{query}",
    }


@require_GET
@ruled(_RULE)
@live.live
def lines(request):
    """The last lines of ``?request=`` or about ``?id=``: a block that loads separately."""
    facets = {name: request.GET.get(name, "")[:_LONGEST] for name in ("request", "id")}
    query = records.Query(request=facets["request"], ident=facets["id"])
    result = logs.lines(request, query, _MOST)
    context = {"lines": records.with_gaps(result.lines), "more": result.more}
    template = "helion_dashboard/logs/_about.html"
    return live.block(request, "logs-about", template, context, moving=False)
