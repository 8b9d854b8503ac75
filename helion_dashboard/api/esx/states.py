"""States of vCenters and of ESX clusters, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.operations.states import State

NOT_IMPORTED = "not_imported"
IMPORTED = "imported"
PROVISIONED = "provisioned"
ACTIVATED = "activated"

VCENTER = {
    state.name: state
    for state in (
        State("registered", _("Connected"), ended=True),
        State("updating", _("Being updated"), moving=True),
        State("unreachable", _("Unreachable"), bad=True),
        State("refused", _("Refuses us"), bad=True),
    )
}

CLUSTER = {
    state.name: state
    for state in (
        State(NOT_IMPORTED, _("Not imported"), ended=True),
        State(IMPORTED, _("Imported"), ended=True),
        State("provision-initiated", _("Provisioning requested"), moving=True),
        State("provisioning", _("Provisioning"), moving=True),
        State(PROVISIONED, _("Provisioned"), ended=True),
        State("activation-initiated", _("Activation requested"), moving=True),
        State("activating", _("Activating"), moving=True),
        State(ACTIVATED, _("Activated"), ended=True),
        State("deactivating", _("Deactivating"), moving=True),
        State("cleanup-initiated", _("Clean-up requested"), moving=True),
        State("host-commission-initiated", _("Change of hosts requested"), moving=True),
        State("host-commissioning", _("Hosts being changed"), moving=True),
    )
}

#: Those that have left something in vCenter or Nova, or are about to.
IN_USE = tuple(name for name in CLUSTER if name not in (NOT_IMPORTED, IMPORTED))


def vcenter_state(name):
    """The :class:`~.operations.states.State`; an unknown one reads as the service wrote it."""
    return VCENTER.get(name) or State(name or "", name or _("Unknown"))


def cluster_state(name):
    """The :class:`~.operations.states.State`; an unknown one reads as the service wrote it."""
    return CLUSTER.get(name) or State(name or "", name or _("Unknown"))
