"""A node's own page, and the forms about nodes."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from helion_dashboard import policy
from helion_dashboard.admin.nodes import forms, listing
from helion_dashboard.admin.nodes.actions import node_actions
from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.kit import details, driver_fields, live, nodes, plugins, rules
from helion_dashboard.kit import forms as kit_forms
from helion_dashboard.kit.details import Tab
from helion_dashboard.kit.links import url_or_none
from helion_dashboard.kit.rules import ruled
from helion_dashboard.kit.topology import inventory, table
from helion_dashboard.kit.topology.query import Query

_NAMESPACE = "horizon:admin:uc_nodes"


def _hardware(request, node):
    return {
        "inventory": ironic.node_inventory(request, node.uuid),
        "bios": ironic.node_bios(request, node.uuid),
        "firmware": ironic.node_firmware(request, node.uuid),
    }


def _ports(request, node):
    rules.check(request, "port:list")
    return {
        "ports": ironic.node_ports(request, node.uuid),
        "port_form": forms.AddPortForm(),
        "can_add_port": policy.allowed(request, "port:create"),
        "can_update_port": policy.allowed(request, "port:update"),
        "can_delete_port": policy.allowed(request, "port:delete"),
    }


def _networks(request, node):
    drawn = inventory.see_node(request, node.uuid, Query.of(request).layout)
    data = inventory.server(drawn, node.uuid)
    return {
        "topology": data,
        "topology_url": url_or_none("horizon:admin:uc_topology:node", node.uuid),
        "topology_table": table.wires(data) if data else (),
    }


def _validation(request, node):
    verdicts = ironic.validate_node(request, node.uuid)
    return {
        "verdicts": [
            (name, node.interfaces.get(name, ""), verdict) for name, verdict in verdicts.items()
        ]
    }


def _history(request, node):
    return {"events": ironic.node_history(request, node.uuid)}


def _tab(slug, name, *args, **more):
    return Tab(slug, name, f"helion_dashboard/nodes/_tab_{slug}.html", *args, **more)


_TABS = (
    _tab("overview", gettext_lazy("Overview"), live=True),
    _tab("hardware", gettext_lazy("Hardware"), _hardware),
    _tab("ports", gettext_lazy("Ports"), _ports),
    _tab("networks", gettext_lazy("Networks"), _networks),
    _tab("validation", gettext_lazy("Validation"), _validation),
    _tab("history", gettext_lazy("History"), _history),
)


class Node(details.Details):
    rule = "node:get"
    namespace = _NAMESPACE
    record_name = "node"
    kind = gettext_lazy("Node")
    back = gettext_lazy("All nodes")
    gone = gettext_lazy("The node “%s” does not exist.")
    template = "helion_dashboard/nodes/detail.html"

    @property
    def actions(self):
        return node_actions()

    @property
    def tabs(self):
        return (*_TABS, *plugins.collect("node_tabs"))

    def load(self):
        return ironic.get_node(self.request, self.kwargs["node"])

    def ident(self):
        return self.record.uuid

    def label(self):
        return self.record.label

    def item(self):
        return listing.item(self.record)


class Enrol(kit_forms.FormPage):
    name = "enrol"
    title = gettext_lazy("Enrol a node")
    rule = "node:create"
    submit = gettext_lazy("Enrol")
    back = gettext_lazy("All nodes")
    note = gettext_lazy("The node gets the state “Enrolled”: Ironic manages it from then on.")
    template = "helion_dashboard/nodes/enrol.html"

    def prepare(self):
        drivers = ironic.drivers(self.request)
        driver = self._driver(drivers)
        properties = ironic.driver_properties(self.request, driver) if driver else {}
        self.form = forms.EnrolForm(
            self.data,
            drivers=drivers,
            properties=properties,
            images=driver_fields.images(self.request, properties),
            initial={"driver": driver},
        )
        self.ports = forms.PortFormSet(self.data, prefix="ports")
        self.others = self.ports.forms

    def check(self):
        self.ports.is_valid()
        forms.check_free(self.request, self.form, self.ports)

    def save(self):
        uuid = forms.enrol(self.request, self.form, self.ports)
        if uuid is None:
            return None
        nodes.forget_sweeps(self.request)
        name = self.form.cleaned_data["name"]
        messages.success(self.request, _("The node %s was enrolled.") % name)
        return reverse(f"{_NAMESPACE}:detail", args=[uuid])

    def back_url(self):
        return reverse(f"{_NAMESPACE}:index")

    def context(self):
        return {"ports": self.ports}

    def _driver(self, drivers):
        name = self.request.POST.get("driver") or self.request.GET.get("driver")
        if name:
            return name if name in drivers else None
        return drivers[0] if drivers else None


class AddPort(kit_forms.FormPage):
    name = "add_port"
    title = gettext_lazy("Add a port")
    rule = "port:create"
    form_class = forms.AddPortForm
    submit = gettext_lazy("Add port")
    back = gettext_lazy("Ports of the node")

    def save(self):
        if not forms.add_port(self.request, self.kwargs["node"], self.form):
            return None
        address = self.form.cleaned_data["address"]
        messages.success(self.request, _("The port %s was added.") % address)
        return self.back_url()

    def back_url(self):
        return _ports_url(self.kwargs["node"])


@require_POST
@ruled("port:delete")
def delete_port(request, node):
    """Delete the port ``port`` of a node."""
    back = _ports_url(node)
    try:
        ports = {port.uuid: port for port in ironic.node_ports(request, node)}
        port = ports.get(request.POST.get("port"))
        if port is None:
            raise errors.NotFound(ironic.SERVICE, _("The node has no such port."), 404)
        ironic.delete_port(request, port.uuid)
    except errors.ServiceError as exc:
        return kit_forms.failed(request, back, exc)
    return kit_forms.done(request, back, _("The port %s was deleted.") % port.address)


@require_GET
@ruled("driver:list")
def fields_of_driver(request):
    """The fields of ``?driver=``, as a piece of the form."""
    try:
        properties = ironic.driver_properties(request, request.GET.get("driver", ""))
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=kit_forms.status_of(exc))
    images = driver_fields.images(request, properties)
    form = forms.EnrolForm(drivers=[], properties=properties, images=images)
    live.without_projects(request)
    return render(request, "helion_dashboard/nodes/_driver_fields.html", {"form": form})


def _ports_url(node):
    return reverse(f"{_NAMESPACE}:detail", args=[node]) + "?tab=ports"
