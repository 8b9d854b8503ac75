"""What can be done to a node: one table for the menus, the dialogs, the policy and the calls.

When an action is possible is data too (:class:`Needs`): the browser builds a menu from it when the
menu is opened, and says of each disabled action why. Ironic remains the judge: whatever it answers
is shown.
"""

import dataclasses
import json
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.api import baremetal, node_states


class BadInput(Exception):
    """A value of the dialog is missing or wrong: ``field`` and a sentence."""

    def __init__(self, field, reason):
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Needs:
    """What must be true of a node; ``None`` means that it does not matter.

    :ivar states: provision states in which it is possible
    :ivar maintenance: in or out of maintenance
    :ivar not_power: power states in which there is nothing to do
    :ivar states_or_maintenance: in maintenance the state does not matter
    :ivar unlocked: nothing else is at work on the node
    :ivar unprotected: the node is not protected
    :ivar no_instance: no instance is on it
    :ivar instance: an instance is on it
    """

    states: tuple | None = None
    maintenance: bool | None = None
    not_power: tuple | None = None
    states_or_maintenance: bool = False
    unlocked: bool = True
    unprotected: bool = False
    no_instance: bool = False
    instance: bool = False


@dataclasses.dataclass(frozen=True)
class Input:
    """A field of an action's dialog; ``kind`` is ``text``, ``password`` or ``json``."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    default: str = ""

    def read(self, values):
        """The value to send, or :class:`BadInput`."""
        text = str(values.get(self.name) or "").strip()
        if not text:
            if self.required:
                raise BadInput(self.name, _("This is needed."))
            return None
        if self.kind != "json":
            return text
        try:
            return json.loads(text)
        except ValueError as exc:
            raise BadInput(self.name, _("This is not valid JSON: %s") % exc) from exc


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do to a node.

    :ivar name: also the policy rule's, after ``node:``, unless ``rule`` says another
    :ivar label: the words on the menu
    :ivar says: what will happen, for the dialog
    :ivar run: ``run(request, uuid, **inputs)``
    :ivar destroys: what is on the node, or the node's record, is lost: its name must be typed
    """

    name: str
    label: str
    says: str
    run: Callable
    needs: Needs
    rule: str = ""
    inputs: tuple = ()
    destroys: bool = False

    @property
    def policy_rule(self):
        return f"node:{self.rule or self.name}"


def _verb(target, label, says, **more):
    def run(request, uuid, **inputs):
        baremetal.set_provision_state(request, uuid, target, **inputs)

    states = tuple(s.name for s in node_states.STATES.values() if target in s.verbs)
    needs = Needs(states=states, **more.pop("needs", {}))
    return Action(target, label, says, run, needs, **more)


def _power(name, target, label, says, not_power):
    def run(request, uuid):
        baremetal.set_power_state(request, uuid, target)

    return Action(name, label, says, run, Needs(not_power=not_power), rule="set_power_state")


_t = gettext_lazy
_OUT_OF_MAINTENANCE = {"maintenance": False}
_ERASE = json.dumps([{"interface": "deploy", "step": "erase_devices_metadata"}], indent=2)

ACTIONS = (
    _verb("manage", _t("Manage"), _t("Ironic checks that it can reach the node's BMC.")),
    _verb(
        "provide",
        _t("Make available"),
        _t("The node is cleaned and can then be deployed."),
        needs=_OUT_OF_MAINTENANCE,
    ),
    _verb("inspect", _t("Inspect"), _t("Ironic reads the node's hardware; it may be rebooted.")),
    _verb("adopt", _t("Adopt"), _t("Ironic takes the node as deployed, without touching it.")),
    _verb(
        "active",
        _t("Deploy directly"),
        _t("The node is deployed by Ironic alone: Nova and Heat do not know of it."),
        needs=_OUT_OF_MAINTENANCE,
    ),
    _verb("unhold", _t("Go on"), _t("The held steps are continued.")),
    _verb("abort", _t("Abort"), _t("What the node is doing is broken off.")),
    _verb(
        "clean",
        _t("Clean by steps…"),
        _t("The steps below are run on the node."),
        inputs=(Input("clean_steps", _t("Clean steps (JSON)"), "json", default=_ERASE),),
        needs=_OUT_OF_MAINTENANCE,
        destroys=True,
    ),
    _verb(
        "service",
        _t("Service…"),
        _t("The steps below are run on the deployed node."),
        inputs=(Input("service_steps", _t("Service steps (JSON)"), "json", default="[]"),),
        needs=_OUT_OF_MAINTENANCE,
    ),
    _verb(
        "rescue",
        _t("Rescue…"),
        _t("The node boots a rescue system; its workload stops."),
        inputs=(Input("rescue_password", _t("Password of the rescue user"), "password"),),
        needs=_OUT_OF_MAINTENANCE,
    ),
    _verb(
        "unrescue",
        _t("Leave rescue mode"),
        _t("The node boots its own system again."),
        needs=_OUT_OF_MAINTENANCE,
    ),
    _verb(
        "rebuild",
        _t("Rebuild"),
        _t("The node is deployed again. What is on its disks is lost."),
        needs={"maintenance": False, "unprotected": True},
        destroys=True,
    ),
    _verb(
        "deleted",
        _t("Undeploy"),
        _t("The instance is torn down and the node cleaned. What is on its disks is lost."),
        needs={"unprotected": True},
        destroys=True,
    ),
    _power("power_on", "power on", _t("Power on"), _t("The node is powered on."), ("power on",)),
    _power(
        "power_off",
        "power off",
        _t("Power off"),
        _t("The power is cut at once. What runs on the node is stopped hard."),
        ("power off",),
    ),
    _power(
        "soft_power_off",
        "soft power off",
        _t("Shut down"),
        _t("The operating system is asked to shut down."),
        ("power off",),
    ),
    _power(
        "reboot",
        "rebooting",
        _t("Reboot"),
        _t("The power is cut and given again. What runs on the node is stopped hard."),
        ("power off",),
    ),
    _power(
        "soft_reboot",
        "soft rebooting",
        _t("Reboot softly"),
        _t("The operating system is asked to reboot."),
        ("power off",),
    ),
    Action(
        "maintenance",
        _t("Set maintenance…"),
        _t("Ironic leaves the node alone, and nothing new is deployed on it."),
        lambda request, uuid, reason: baremetal.set_maintenance(request, uuid, reason),
        Needs(maintenance=False, unlocked=False),
        rule="set_maintenance",
        inputs=(Input("reason", _t("Reason")),),
    ),
    Action(
        "unmaintenance",
        _t("End maintenance"),
        _t("Ironic takes care of the node again."),
        lambda request, uuid: baremetal.unset_maintenance(request, uuid),
        Needs(maintenance=True, unlocked=False),
        rule="set_maintenance",
    ),
    Action(
        "delete",
        _t("Delete"),
        _t(
            "Ironic forgets the node, its ports and its history. The machine itself stays as it is."
        ),
        lambda request, uuid: baremetal.delete_node(request, uuid),
        Needs(
            states=node_states.DELETABLE,
            states_or_maintenance=True,
            unprotected=True,
            no_instance=True,
        ),
        destroys=True,
    ),
)

BY_NAME = {action.name: action for action in ACTIONS}

#: The order of the menu, with its headings.
MENU = (
    (
        gettext_lazy("Provision"),
        (
            "manage",
            "provide",
            "inspect",
            "adopt",
            "active",
            "unhold",
            "abort",
            "clean",
            "service",
            "rescue",
            "unrescue",
            "rebuild",
            "deleted",
        ),
    ),
    (
        gettext_lazy("Power"),
        ("power_on", "soft_power_off", "power_off", "soft_reboot", "reboot"),
    ),
    (gettext_lazy("Node"), ("maintenance", "unmaintenance", "delete")),
)


def described(allowed):
    """The table as plain data for the browser.

    :param allowed: a function that says of a policy rule whether the user may
    """
    groups = []
    for title, names in MENU:
        groups.append({"title": str(title), "actions": [_described(n, allowed) for n in names]})
    return {
        "groups": groups,
        "states": {state.name: str(state.label) for state in node_states.STATES.values()},
        "next": {state.name: _next(state) for state in node_states.STATES.values()},
    }


# Verbs that a page may suggest by a button of its own.
_SUGGESTED = ("manage", "provide", "inspect", "unhold", "abort", "unrescue")


def _next(state):
    """The verbs that one would mostly do next: none where the node waits for work or does it."""
    if state.kind in (node_states.Kind.READY, node_states.Kind.ACTIVE):
        return []
    return [verb for verb in state.verbs if verb in _SUGGESTED]


def _described(name, allowed):
    action = BY_NAME[name]
    return {
        "name": name,
        "label": str(action.label),
        "says": str(action.says),
        "rule": action.policy_rule,
        "allowed": allowed(action.policy_rule),
        "destroys": action.destroys,
        "needs": dataclasses.asdict(action.needs),
        "inputs": [
            dict(dataclasses.asdict(field), label=str(field.label)) for field in action.inputs
        ],
    }
