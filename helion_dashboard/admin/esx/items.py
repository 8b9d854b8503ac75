"""What the browser needs to know of vCenters and clusters to build their menus."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helion_dashboard.api.esx import states as esx_states


def vcenter(found):
    """Of a :class:`~.esx.vcenters.VCenter`, as plain data."""
    return {"id": found.id, "label": found.name, "cannot": _vcenter_cannot(found.clusters)}


def cluster(found, auto_import):
    """Of a :class:`~.esx.clusters.Cluster`, as plain data."""
    cannot = {}
    if found.obstacles and found.state == esx_states.IMPORTED:
        cannot["activate"] = " ".join(found.obstacles)
    if found.gone:
        cannot["activate"] = _("vCenter has it no more.")
    elif auto_import:
        cannot["unimport"] = _(
            "Clusters of this vCenter are imported by themselves: edit the vCenter to end that."
        )
    return {"id": found.moid, "label": found.name, "state": found.state, "cannot": cannot}


def _vcenter_cannot(counts):
    cannot = {}
    if counts.active:
        cannot["unregister"] = (
            ngettext(
                "%d of its clusters is in use: deactivate it first.",
                "%d of its clusters are in use: deactivate them first.",
                counts.active,
            )
            % counts.active
        )
    if not counts.activated:
        cannot["restore_proxies"] = _("None of its clusters is activated.")
    return cannot
