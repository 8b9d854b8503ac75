"""States of vCenters and of ESX clusters, as data."""

from django.utils.translation import gettext_lazy as _

from helion_dashboard.api.states import Kind, State, lookup, table

NOT_IMPORTED = "not_imported"
IMPORTED = "imported"
PROVISIONED = "provisioned"
ACTIVATED = "activated"

VCENTER = table(
    State("registered", _("Connected"), Kind.READY, ended=True),
    State("updating", _("Updating"), Kind.MOVING),
    State("unreachable", _("Unreachable"), Kind.FAILED, "fa fa-plug-circle-xmark"),
    State("refused", _("Authentication failed"), Kind.FAILED, "fa fa-ban"),
)

CLUSTER = table(
    State(NOT_IMPORTED, _("Not imported"), Kind.NEW, ended=True),
    State(IMPORTED, _("Imported"), Kind.READY, ended=True),
    State("provision-initiated", _("Provisioning requested"), Kind.MOVING),
    State("provisioning", _("Provisioning"), Kind.MOVING),
    State(PROVISIONED, _("Provisioned"), Kind.HELD, ended=True),
    State("activation-initiated", _("Activation requested"), Kind.MOVING),
    State("activating", _("Activating"), Kind.MOVING),
    State(ACTIVATED, _("Activated"), Kind.ACTIVE, ended=True),
    State("deactivating", _("Deactivating"), Kind.MOVING),
    State("cleanup-initiated", _("Clean-up requested"), Kind.MOVING),
    State("host-commission-initiated", _("Host change requested"), Kind.MOVING),
    State("host-commissioning", _("Changing hosts"), Kind.MOVING),
)

#: Those that have left something in vCenter or Nova, or are about to.
IN_USE = tuple(name for name in CLUSTER if name not in (NOT_IMPORTED, IMPORTED))


def vcenter_state(name):
    """The :class:`~.api.states.State`; an unknown one reads as the service wrote it."""
    return lookup(VCENTER, name)


def cluster_state(name):
    """The :class:`~.api.states.State`; an unknown one reads as the service wrote it."""
    return lookup(CLUSTER, name)
