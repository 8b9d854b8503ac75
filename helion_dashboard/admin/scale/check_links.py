"""Links beside the checks of a plan: where to correct what a check reports."""

from django.urls import reverse
from django.utils.translation import gettext as _

from helion_dashboard.kit import links

_SCALE = "horizon:admin:uc_scale"


def link(name, plan, change_url):
    """``{"url", "label"}`` for the check called ``name``, or ``None``.

    :param plan: the :class:`~.lifecycle.plans.Plan`
    :param change_url: address of the form that the plan came from, or ``None``
    """
    make = LINKS.get(name)
    url, label = make(plan, change_url) if make else (None, "")
    return {"url": url, "label": label} if url else None


def _new_servers(plan, change_url):
    role = plan.request.get("role")
    if role:
        url = reverse(f"{_SCALE}:add", args=[role])
        return f"{url}?source=file", _("Enrol new servers")
    if plan.action == "deploy":
        return links.url_or_none("horizon:admin:uc_nodes:enrol"), _("Enrol nodes")
    return change_url, _("Choose other nodes")


def _other_nodes(plan, change_url):
    return change_url, _("Choose other nodes")


def _nodes(plan, change_url):
    return links.url_or_none("horizon:admin:uc_nodes:index"), _("Show the nodes")


def _running(plan, change_url):
    url = links.url_or_none("horizon:admin:uc_operations:index")
    return url or links.url_or_none("horizon:admin:uc_overcloud:index"), _("Show operations")


def _replace(plan, change_url):
    servers = plan.request.get("nodes") or []
    if plan.action == "scale_in" and len(servers) == 1:
        return reverse(f"{_SCALE}:replace", args=servers), _("Replace it")
    return reverse(f"{_SCALE}:index"), _("Show the servers")


def _more_room(plan, change_url):
    return reverse(f"{_SCALE}:index"), _("Add compute servers")


def _services(plan, change_url):
    return links.url_or_none("horizon:admin:uc_overview:index"), _("Show the services")


def _other_servers(plan, change_url):
    return change_url, _("Change the request")


def _drain(plan, change_url):
    url = links.url_or_none("horizon:admin:uc_object_storage:servers")
    return url, _("Drain it in Object storage")


#: By the names of the checks.
LINKS = {
    "nodes": _new_servers,
    "hardware": _other_nodes,
    "node.fits_role": _other_nodes,
    "node.free_to_leave": _nodes,
    "node.last_error": _other_nodes,
    "stack.not_busy": _running,
    "operations.idle": _running,
    "quorum.controllers": _replace,
    "room.fits": _more_room,
    "vms.known": _services,
    "compute.service": _other_servers,
    "storage.vsa_managers": _other_servers,
    "storage.swift_ring": _drain,
    "image.usable": _other_servers,
    "image.servers": _other_servers,
    "image.node": _nodes,
}
