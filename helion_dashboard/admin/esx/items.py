"""What the browser needs to know of vCenters and clusters to build their menus."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helion_dashboard.api.esx import states as esx_states


def vcenter(record):
    """Of a :class:`~.esx.vcenters.VCenter`, as plain data."""
    return {"id": record.id, "label": record.name, "cannot": _vcenter_cannot(record.clusters)}


def cluster(record, auto_import):
    """Of a :class:`~.esx.clusters.Cluster`, as plain data."""
    cannot = {}
    if record.obstacles and record.state == esx_states.IMPORTED:
        cannot["activate"] = " ".join(record.obstacles)
    if record.gone:
        cannot["activate"] = _("The cluster no longer exists in vCenter.")
    elif auto_import:
        cannot["unimport"] = _(
            "Clusters of this vCenter are imported automatically."
            " Turn that off in the vCenter’s settings."
        )
    return {"id": record.moid, "label": record.name, "state": record.state, "cannot": cannot}


def _vcenter_cannot(counts):
    cannot = {}
    if counts.active:
        cannot["unregister"] = (
            ngettext(
                "%d cluster is in use. Deactivate it first.",
                "%d clusters are in use. Deactivate them first.",
                counts.active,
            )
            % counts.active
        )
    if not counts.activated:
        cannot["restore_proxies"] = _("None of its clusters is activated.")
    return cannot
