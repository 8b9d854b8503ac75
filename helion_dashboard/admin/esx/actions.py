"""What can be done to vCenters and to clusters: one table each for the menus, dialogs and calls.

In which states of a cluster something is possible is data too. What else prevents it is said with
each row (:mod:`~.items`). The service remains the judge: whatever it answers is shown.
"""

import dataclasses
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _t

from helion_dashboard.api import esx, esx_states


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing to do.

    :ivar rule: of our policy
    :ivar label: the words on the menu
    :ivar says: what will happen, for the dialog
    :ivar states: of a cluster, in which it is possible; ``None``: they do not matter
    :ivar run: ``run(request, ident)`` for one vCenter, or the resource of one cluster
    :ivar bulk: ``bulk(request, ...)`` for several at once instead; it returns results
    :ivar page: name of the view where it is done instead; see :func:`described`
    :ivar destroys: the name must be typed
    :ivar most: how many at once
    """

    name: str
    rule: str
    label: str
    says: str = ""
    states: tuple | None = None
    run: Callable | None = None
    bulk: Callable | None = None
    page: str = ""
    destroys: bool = False
    at_once: bool = False
    most: int | None = None


VCENTER = (
    Action("edit", "vcenter:update", _t("Edit…"), page="edit", most=1),
    Action("proxy", "esx_proxy:get", _t("Compute proxy…"), page="proxy", most=1),
    Action(
        "restore_proxies",
        "esx_proxy:restore",
        _t("Restore proxies"),
        _t("The compute proxies of its activated clusters are deployed anew."),
        bulk=esx.restore_proxies,
        most=1,
    ),
    Action(
        "unregister",
        "vcenter:delete",
        _t("Unregister"),
        _t("It is forgotten, with its clusters. In vCenter itself nothing changes."),
        bulk=esx.unregister,
    ),
)

_PRESENT = tuple(name for name in esx_states.CLUSTER if name != esx_states.NOT_IMPORTED)

CLUSTER = (
    Action(
        "import",
        "esx_cluster:import",
        _t("Import"),
        _t("It can then be activated. In vCenter nothing changes."),
        states=(esx_states.NOT_IMPORTED,),
        bulk=esx.import_clusters,
        at_once=True,
    ),
    Action(
        "activate",
        "esx_cluster:activate",
        _t("Activate…"),
        states=(esx_states.IMPORTED, esx_states.PROVISIONED),
        page="activate",
        most=20,
    ),
    Action(
        "deactivate",
        "esx_cluster:deactivate",
        _t("Deactivate"),
        _t("It leaves Nova: its compute proxy is deleted, and what was made for it in vCenter."),
        states=(esx_states.ACTIVATED, esx_states.PROVISIONED),
        run=esx.deactivate,
    ),
    Action(
        "force",
        "esx_cluster:deactivate",
        _t("Force deactivation…"),
        _t(
            "It leaves Nova whatever its state, even with virtual machines on it: they go on"
            " running in vCenter, and Nova does not see them any more."
        ),
        states=esx_states.IN_USE,
        run=lambda request, resource: esx.deactivate(request, resource, forced=True),
        destroys=True,
    ),
    Action(
        "unimport",
        "esx_cluster:unimport",
        _t("Un-import"),
        _t("It is forgotten. In vCenter nothing changes."),
        states=(esx_states.IMPORTED,),
        bulk=esx.unimport_clusters,
    ),
    Action(
        "add_host",
        "esx_cluster:hosts",
        _t("Attach new hosts"),
        _t("All hosts that are new in the cluster get its networks."),
        states=(esx_states.ACTIVATED,),
        run=lambda request, resource: esx.change_hosts(request, resource, "add_host"),
    ),
    Action(
        "remove_host",
        "esx_cluster:hosts",
        _t("Detach hosts in maintenance"),
        _t("All hosts in maintenance lose the cluster's networks, and can leave it then."),
        states=(esx_states.ACTIVATED,),
        run=lambda request, resource: esx.change_hosts(request, resource, "remove_host"),
    ),
    Action(
        "proxy",
        "esx_proxy:get",
        _t("Compute proxy…"),
        states=_PRESENT,
        page="cluster_proxy",
        most=1,
    ),
    Action(
        "restore_proxy",
        "esx_proxy:restore",
        _t("Restore proxy"),
        _t("Its compute proxy is deployed anew."),
        states=(esx_states.ACTIVATED,),
        run=esx.restore_proxy,
    ),
)

VCENTER_MENU = (
    (_t("vCenter"), ("edit", "unregister")),
    (_t("Compute proxies"), ("proxy", "restore_proxies")),
)
CLUSTER_MENU = (
    (_t("Cluster"), ("import", "activate", "deactivate", "force", "unimport")),
    (_t("Hosts"), ("add_host", "remove_host")),
    (_t("Compute proxy"), ("proxy", "restore_proxy")),
)

#: What one would mostly do next with a cluster, by its state.
NEXT = {
    esx_states.NOT_IMPORTED: ("import",),
    esx_states.IMPORTED: ("activate",),
    esx_states.PROVISIONED: ("activate", "deactivate"),
    esx_states.ACTIVATED: ("deactivate",),
}

#: States in which it waits for that.
WAITING = (esx_states.NOT_IMPORTED, esx_states.IMPORTED, esx_states.PROVISIONED)


def by_name(actions):
    """The actions of a table by their names."""
    return {action.name: action for action in actions}


def described(actions, menu, allowed, links):
    """A table as plain data for the browser.

    :param menu: headings, each with the names below it
    :param allowed: a function that says of a policy rule whether the user may
    :param links: address of each ``page`` that has one; ``{node}`` in it stands for the id
    """
    known = by_name(actions)

    def plain(action):
        return {
            "name": action.name,
            "label": str(action.label),
            "says": str(action.says),
            "rule": action.rule,
            "allowed": allowed(action.rule),
            "destroys": action.destroys,
            "at_once": action.at_once,
            "needs": {"states": action.states},
            "inputs": [],
            "link": links.get(action.page),
            "param": "cluster",
            "most": action.most,
        }

    return {
        "groups": [
            {"title": str(title), "actions": [plain(known[name]) for name in names]}
            for title, names in menu
        ],
        "states": {one.name: str(one.label) for one in esx_states.CLUSTER.values()},
        "next": NEXT,
        "waiting": WAITING,
    }
