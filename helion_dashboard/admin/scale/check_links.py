"""Where a person goes to put right what a check found."""

from django.urls import reverse
from django.utils.translation import gettext as _

from helion_dashboard.kit import links

_SCALE = "horizon:admin:uc_scale"


def link(name, wanted, change_url):
    """``{"url", "label"}`` for the check called ``name``, or ``None``.

    :param wanted: the :class:`~.asked.Asked` of the plan, if it is known
    :param change_url: address of the form that asked for the plan, if it is known
    """
    make = LINKS.get(name)
    url, label = make(wanted, change_url) if make else (None, "")
    return {"url": url, "label": label} if url else None


def _new_servers(wanted, change_url):
    role = wanted.request.get("role") if wanted else None
    if role:
        url = reverse(f"{_SCALE}:add", args=[role])
        return f"{url}?source=file", _("Bring in new servers")
    return change_url, _("Choose other nodes")


def _other_nodes(wanted, change_url):
    return change_url, _("Choose other nodes")


def _nodes(wanted, change_url):
    return links.url_or_none("horizon:admin:uc_nodes:index"), _("See the nodes")


def _running(wanted, change_url):
    url = links.url_or_none("horizon:admin:uc_operations:index")
    return url or links.url_or_none("horizon:admin:uc_overcloud:index"), _("See what runs")


def _replace(wanted, change_url):
    nodes = (wanted.request.get("nodes") if wanted else None) or []
    if wanted and wanted.request["action"] == "scale_in" and len(nodes) == 1:
        return reverse(f"{_SCALE}:replace", args=nodes), _("Replace it")
    return reverse(f"{_SCALE}:index"), _("See the servers")


def _more_room(wanted, change_url):
    return reverse(f"{_SCALE}:index"), _("Add compute servers")


def _services(wanted, change_url):
    return links.url_or_none("horizon:admin:uc_overview:index"), _("See the services")


def _other_servers(wanted, change_url):
    return change_url, _("Change what is asked for")


#: By the names of the checks.
LINKS = {
    "nodes": _new_servers,
    "hardware": _other_nodes,
    "node.fits_role": _other_nodes,
    "node.free_to_leave": _nodes,
    "stack.not_busy": _running,
    "quorum.controllers": _replace,
    "room.fits": _more_room,
    "vms.known": _services,
    "storage.vsa_managers": _other_servers,
}
