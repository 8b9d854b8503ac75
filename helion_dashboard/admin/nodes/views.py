"""The list of nodes and a node's own page."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from horizon import messages

from helion_dashboard import policy
from helion_dashboard.admin.nodes import actions, details, elsewhere, forms, listing
from helion_dashboard.admin.nodes.acting import act  # noqa: F401  (urls.py)
from helion_dashboard.admin.nodes.enrolment import driver_fields, enrol  # noqa: F401
from helion_dashboard.admin.nodes.summary import summary
from helion_dashboard.api import baremetal, errors
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit import live
from helion_dashboard.kit.list_query import ListQuery


@require_GET
def index(request):
    """The list: its first page is drawn here, and refreshed by :func:`rows`."""
    query = _query(request)
    context = {
        "page_title": _("Nodes"),
        "query": query,
        "facets": [(facet, query.facets.get(facet.name, "")) for facet in listing.FACETS],
        "headings": list(query.headings(listing.COLUMNS)),
        "can_enrol": policy.allowed(request, "node:create"),
        **_for_scripts(request),
    }
    try:
        context.update(_list(request, query))
    except errors.ServiceError as exc:
        context["trouble"] = exc
    return render(request, "helion_dashboard/nodes/index.html", context)


@require_GET
@live.live
def rows(request):
    """The same page of the list as data: the HTML of each row, and of what is around them."""
    context = _list(request, _query(request))
    template = loader.get_template("helion_dashboard/nodes/_row.html")
    drawn = [
        {"id": node.uuid, "html": template.render({"node": node}, request)}
        for node in context["page"].nodes
    ]
    return {
        "rows": drawn,
        "parts": {
            "helion-notices": _part("nodes/_notices.html", context, request),
            "helion-pager": _part("_pager.html", context, request),
        },
        "moving": any(node.moving for node in context["page"].nodes),
    }


@require_GET
@live.live
def summary_line(request):
    """One line of what matters now, over all nodes."""
    counts = summary(request)
    html = _part("nodes/_summary.html", {"summary": counts}, request)
    return {"parts": {"helion-summary": html}, "moving": bool(counts.moving)}


@require_GET
def detail(request, node):
    """A node's own page; ``?tab=`` chooses what it shows."""
    tab = details.tab(request.GET.get("tab"))
    try:
        found = baremetal.get_node(request, node)
    except errors.NotFound:
        messages.error(request, _("There is no node “%s” (any more).") % node[:80])
        return HttpResponseRedirect(reverse("horizon:admin:uc_nodes:index"))
    except errors.ServiceError as exc:
        context = {"page_title": _("Node"), "trouble": exc}
        return render(request, "helion_dashboard/nodes/detail.html", context)
    context = {
        "page_title": found.label,
        "node": found,
        "tab": tab,
        "tabs": details.TABS,
        "can_add_port": policy.allowed(request, "port:create"),
        "can_delete_port": policy.allowed(request, "port:delete"),
        **_for_scripts(request),
    }
    try:
        context.update(tab.load(request, found))
    except errors.ServiceError as exc:
        context["tab_trouble"] = exc
    return render(request, "helion_dashboard/nodes/detail.html", context)


@require_GET
@live.live
def state(request, node):
    """What changes on a node's page: its head, and its overview."""
    found = baremetal.get_node(request, node)
    context = {"node": found}
    return {
        "parts": {
            "helion-node-head": _part("nodes/_head.html", context, request),
            "helion-tab-overview": _part("nodes/_tab_overview.html", context, request),
        },
        "moving": found.moving,
    }


@require_POST
def add_port(request, node):
    """Add a port: 201, or 422 with the errors by field."""
    if not policy.allowed(request, "port:create"):
        return _refused(_("Your roles do not allow you to add ports."))
    form = forms.PortForm(request.POST)
    form.fields["address"].required = True
    try:
        if form.is_valid() and forms.add_port(request, node, form):
            messages.success(request, _("The port %s was added.") % form.cleaned_data["address"])
            return JsonResponse({}, status=201)
    except errors.ServiceError as exc:
        form.add_error(None, exc.reason)
    return JsonResponse({"errors": kit_forms.by_field(form)}, status=422)


@require_POST
def delete_port(request, node):
    """Delete the port ``port`` of a node."""
    if not policy.allowed(request, "port:delete"):
        return _refused(_("Your roles do not allow you to delete ports."))
    try:
        ports = {port.uuid: port for port in baremetal.node_ports(request, node)}
        port = ports.get(request.POST.get("port"))
        if port is None:
            return JsonResponse({"error": _("The node has no such port.")}, status=404)
        baremetal.delete_port(request, port.uuid)
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=502)
    messages.success(request, _("The port %s was deleted.") % port.address)
    return JsonResponse({})


def _query(request):
    return ListQuery.parse(request.GET, listing.COLUMNS, listing.FACETS)


def _list(request, query):
    page = listing.page(request, query)
    first, last = (page.nodes[0].uuid, page.nodes[-1].uuid) if page.nodes else ("", "")
    return {
        "query": query,
        "page": page,
        "problems": (*query.problems, *page.problems),
        "can_enrol": policy.allowed(request, "node:create"),
        "earlier_url": query.url(before=first, after="") if page.earlier and first else "",
        "later_url": query.url(after=last, before="") if page.later else "",
        "parts_url": query.url(part=True),
    }


def _for_scripts(request):
    def allowed(rule):
        return policy.allowed(request, rule)

    table = actions.described(allowed)
    table["groups"].append(elsewhere.described(allowed))
    return {"action_table": table, "poll": live.settings()}


def _part(name, context, request):
    return loader.render_to_string(f"helion_dashboard/{name}", context, request)


def _refused(reason):
    return JsonResponse({"error": reason}, status=403)
