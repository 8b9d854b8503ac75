"""What can be done to a node.

When an action is possible is data: the browser builds a menu from it when the menu is opened, and
a disabled action shows the reason. Ironic has the last word: its answer is shown.
"""

import functools
import json

from django.utils.translation import gettext_lazy as _t

from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import states as node_states
from helion_dashboard.kit import plugins
from helion_dashboard.kit.actions import (
    ID,
    Action,
    Actions,
    Condition,
    Group,
    Input,
    page,
    states,
)

# What must be true of a node, as its menu item tells it (listing.item).
_UNLOCKED = Condition(
    "lock",
    "unset",
    _t("Locked by conductor %(lock)s. Wait until it has finished."),
)
_IN_MAINTENANCE = Condition("maintenance", "set", _t("The node is not in maintenance."))
_OUT_OF_MAINTENANCE = Condition("maintenance", "unset", _t("Not possible in maintenance."))
_UNPROTECTED = Condition("protected", "unset", _t("The node is protected."))
_CARRIES_NONE = Condition(
    "instance",
    "unset",
    _t("A server runs on the node. Use Replace or Remove, under “Overcloud”."),
)
_CARRIES_ONE = Condition("instance", "set", _t("No server runs on the node."))
_NO_INSTANCE = Condition(
    "instance", "unset", _t("The node has an instance. Undeploy it first."), unless="maintenance"
)


def _verb(target, label, text, needs=(), name="", **more):
    def run(request, uuid, **inputs):
        ironic.set_provision_state(request, uuid, target, **inputs)

    allowing = (state.name for state in node_states.STATES.values() if target in state.verbs)
    needs = (_UNLOCKED, states(*allowing), *needs)
    return Action(name or target, label, f"node:{target}", text, run, needs=needs, **more)


def _power(name, target, label, text, not_power, **more):
    def run(request, uuid):
        ironic.set_power_state(request, uuid, target)

    reason = _t("Nothing to do: the power state is “%(power)s”.")
    needs = (_UNLOCKED, Condition("power", "not in", reason, (not_power,)))
    return Action(name, label, "node:set_power_state", text, run, needs=needs, **more)


_ERASE = json.dumps([{"interface": "deploy", "step": "erase_devices_metadata"}], indent=2)

_PROVISION = (
    _verb(
        "manage",
        _t("Manage"),
        _t("Ironic checks that it can reach the node's BMC."),
        immediate=True,
    ),
    _verb(
        "provide",
        _t("Make available"),
        _t("Cleans the node. It can then be deployed."),
        needs=(_OUT_OF_MAINTENANCE,),
        immediate=True,
    ),
    _verb("inspect", _t("Inspect"), _t("Ironic reads the node's hardware. The node may reboot.")),
    _verb("adopt", _t("Adopt"), _t("Ironic takes the node as deployed, without changing it.")),
    _verb(
        "active",
        _t("Deploy directly"),
        _t("Deploys the node by Ironic alone: Nova and Heat do not know of it."),
        needs=(_OUT_OF_MAINTENANCE,),
    ),
    _verb("unhold", _t("Continue"), _t("Continues the steps on hold."), immediate=True),
    _verb("abort", _t("Abort"), _t("Aborts the operation in progress.")),
    _verb(
        "clean",
        _t("Clean by steps…"),
        _t("Runs the steps below on the node."),
        inputs=(Input("clean_steps", _t("Clean steps (JSON)"), "json", default=_ERASE),),
        needs=(_OUT_OF_MAINTENANCE,),
        destroys=True,
    ),
    _verb(
        "service",
        _t("Service…"),
        _t("Runs the steps below on the deployed node."),
        inputs=(Input("service_steps", _t("Service steps (JSON)"), "json", default="[]"),),
        needs=(_OUT_OF_MAINTENANCE,),
        stops="instance",
    ),
    _verb(
        "rescue",
        _t("Rescue…"),
        _t("Boots a rescue system. The node's workload stops."),
        inputs=(Input("rescue_password", _t("Password of the rescue user"), "password"),),
        needs=(_OUT_OF_MAINTENANCE,),
        stops="instance",
    ),
    _verb(
        "unrescue",
        _t("Leave rescue mode"),
        _t("The node boots its own system again."),
        needs=(_OUT_OF_MAINTENANCE,),
    ),
    _verb(
        "rebuild",
        _t("Rebuild"),
        _t("Deploys the node again. All data on its disks is lost."),
        needs=(_OUT_OF_MAINTENANCE, _UNPROTECTED, _CARRIES_NONE),
        destroys=True,
    ),
    _verb(
        "deleted",
        _t("Undeploy"),
        _t("Removes the instance and cleans the node. All data on its disks is lost."),
        needs=(_UNPROTECTED, _CARRIES_NONE),
        destroys=True,
    ),
)

# What Ironic does alone to a node that carries a server: Nova and Heat are not asked.
_ADVANCED = (
    _verb(
        "rebuild",
        _t("Rebuild by Ironic alone…"),
        _t(
            "Deploys the node again without Nova and Heat. All data on its disks is lost; the"
            " overcloud still expects the server as it was."
        ),
        name="rebuild_server",
        needs=(_OUT_OF_MAINTENANCE, _UNPROTECTED, _CARRIES_ONE),
        destroys=True,
        stops="instance",
        most=1,
    ),
    _verb(
        "deleted",
        _t("Undeploy by Ironic alone…"),
        _t(
            "Takes the server off the node without Nova and Heat, and cleans the node. All data on"
            " its disks is lost; the overcloud still expects the server. Use Replace or Remove if"
            " you can."
        ),
        name="undeploy_server",
        needs=(_UNPROTECTED, _CARRIES_ONE),
        destroys=True,
        stops="instance",
        most=1,
    ),
)

_POWER = (
    _power(
        "power_on",
        "power on",
        _t("Power on"),
        _t("Powers the node on."),
        "power on",
        immediate=True,
    ),
    _power(
        "soft_power_off",
        "soft power off",
        _t("Shut down"),
        _t("Asks the operating system to shut down."),
        "power off",
        stops="instance",
    ),
    _power(
        "power_off",
        "power off",
        _t("Power off"),
        _t("Cuts the power. Workloads are not shut down cleanly."),
        "power off",
        stops="instance",
    ),
    _power(
        "soft_reboot",
        "soft rebooting",
        _t("Soft reboot"),
        _t("Asks the operating system to reboot."),
        "power off",
        stops="instance",
    ),
    _power(
        "reboot",
        "rebooting",
        _t("Reboot"),
        _t("Power-cycles the node. Workloads are not shut down cleanly."),
        "power off",
        stops="instance",
    ),
)

_NODE = (
    Action(
        "edit",
        _t("Edit…"),
        "node:update",
        link=page("horizon:admin:uc_nodes:edit", ID),
        needs=(_UNLOCKED,),
        most=1,
    ),
    Action(
        "maintenance",
        _t("Set maintenance…"),
        "node:set_maintenance",
        _t("Ironic leaves the node alone, and deploys nothing new on it."),
        lambda request, uuid, reason: ironic.set_maintenance(request, uuid, reason),
        needs=(_OUT_OF_MAINTENANCE,),
        inputs=(Input("reason", _t("Reason")),),
    ),
    Action(
        "unmaintenance",
        _t("End maintenance"),
        "node:set_maintenance",
        _t("Ironic takes care of the node again."),
        lambda request, uuid: ironic.unset_maintenance(request, uuid),
        needs=(_IN_MAINTENANCE,),
        immediate=True,
    ),
    Action(
        "delete",
        _t("Delete"),
        "node:delete",
        _t("Deletes the node, its ports and its history from Ironic. The hardware is not changed."),
        lambda request, uuid: ironic.delete_node(request, uuid),
        needs=(
            _UNLOCKED,
            states(*node_states.DELETABLE, unless="maintenance"),
            _UNPROTECTED,
            _NO_INSTANCE,
        ),
        destroys=True,
    ),
)

GROUPS = (
    Group(_t("Provision"), _PROVISION),
    Group(_t("Power"), _POWER),
    Group(_t("Node"), _NODE),
    Group(_t("Advanced"), _ADVANCED),
)

# Verbs that a page may suggest by a button of its own.
_SUGGESTED = ("manage", "provide", "inspect", "unhold", "abort", "unrescue")
_ALWAYS = ("power_on", "soft_power_off", "maintenance", "unmaintenance")


def _next(state):
    """The most likely next actions: no verb where the node is ready or in use."""
    if state.kind in (node_states.Kind.READY, node_states.Kind.ACTIVE):
        return _ALWAYS
    return (*[verb for verb in state.verbs if verb in _SUGGESTED][:1], *_ALWAYS)


@functools.cache
def node_actions():
    """The :class:`~.kit.actions.Actions` on nodes, those of plug-ins behind our own."""
    return Actions(
        groups=(*GROUPS, *plugins.collect("node_actions")),
        states=node_states.STATES,
        next={**{state.name: _next(state) for state in node_states.STATES.values()}, "*": _ALWAYS},
        several=_t("%(n)d nodes"),
        impact=page("horizon:admin:uc_nodes:impact"),
        type_count=_t("Type the number of nodes, %(count)s, to confirm"),
    )
