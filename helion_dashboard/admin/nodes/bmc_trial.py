"""Whether Ironic reaches a BMC with new settings, before they replace those that work.

Ironic has no call for it: a node is enrolled with them for a moment, and its move to
``manageable`` reads the power state.
"""

import contextlib
import time

from django.utils.translation import gettext as _

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic

_SECONDS = 8
_POLL = 0.3


def reason_against(request, node, driver, driver_info, interfaces=None):
    """Why the BMC cannot be reached with these settings; empty if it can.

    :param node: :class:`~helion_dashboard.api.ironic.records.NodeDetails` that they are for
    :param interfaces: ``{"power_interface": name, ...}`` to use
    """
    body = {
        "driver": driver,
        "driver_info": driver_info,
        "conductor_group": node.conductor_group,
        "description": _("Tries new BMC settings of %s. Delete it if it is still here.")
        % node.label,
        "extra": {"helion_trial_of": node.uuid},
        **(interfaces or {}),
    }
    try:
        trial = ironic.create_node(request, **body)
    except errors.ServiceError as exc:
        return exc.reason
    try:
        ironic.set_provision_state(request, trial, "manage")
        return _outcome(request, trial).replace(trial, node.label)
    except errors.ServiceError as exc:
        return exc.reason
    finally:
        # While a conductor still tries, the node is locked; its description says what it is.
        with contextlib.suppress(errors.ServiceError):
            ironic.delete_node(request, trial)


def _outcome(request, trial):
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        node = ironic.get_node(request, trial)
        if node.provision_state == "manageable" and not node.reservation:
            return ""
        if node.provision_state == "enroll" and node.last_error:
            return node.error
        time.sleep(_POLL)
    return _("The BMC did not answer within %d seconds.") % _SECONDS
