"""Actions on vCenters and clusters.

The states of a cluster in which an action is possible are data. Each row names further obstacles as
``cannot``, by the actions' names. The service decides: its answer is shown.
"""

import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t

from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import states as esx_states
from helion_dashboard.kit.actions import ID, Action, Actions, Group, page, result, states

_PRESENT = tuple(name for name in esx_states.CLUSTER if name != esx_states.NOT_IMPORTED)


_VCENTER = (
    Action(
        "edit",
        _t("Edit…"),
        "vcenter:update",
        link=page("horizon:admin:uc_esx:edit", ID),
        most=1,
    ),
    Action(
        "retry_login",
        _t("Log in now"),
        "vcenter:update",
        _t("Tries the stored login again. Too many wrong logins lock the account in vCenter."),
        run=esx.retry_login,
        needs=(states("refused", "unreachable"),),
    ),
    Action(
        "unregister",
        _t("Unregister"),
        "vcenter:delete",
        _t("Deletes the vCenter and its clusters here. vCenter is not changed."),
        bulk=esx.unregister,
    ),
)

_VCENTER_PROXIES = (
    Action(
        "proxy",
        _t("Compute proxy…"),
        "esx_proxy:get",
        link=page("horizon:admin:uc_esx:proxy", ID),
        most=1,
    ),
    Action(
        "restore_proxies",
        _t("Restore proxies"),
        "esx_proxy:restore",
        _t("Deploys the compute proxies of its activated clusters again."),
        bulk=esx.restore_proxies,
        most=1,
    ),
)

VCENTER = Actions(
    groups=(Group(_t("vCenter"), _VCENTER), Group(_t("Compute proxies"), _VCENTER_PROXIES)),
    states=esx_states.VCENTER,
    next={"*": ("edit", "proxy")},
    waiting=(),
    leaves=("unregister",),
    several=_t("%(n)d vCenters"),
    type_count=_t("Type the number of vCenters, %(count)s, to confirm"),
)

_CLUSTER = (
    Action(
        "import",
        _t("Import"),
        "esx_cluster:import",
        _t("Makes the cluster available for activation. vCenter is not changed."),
        needs=(states(esx_states.NOT_IMPORTED),),
        bulk=esx.import_clusters,
        immediate=True,
    ),
    Action(
        "activate",
        _t("Activate…"),
        "esx_cluster:activate",
        needs=(states(esx_states.IMPORTED, esx_states.PROVISIONED),),
        most=20,
        link="activate",
        parameter="cluster",
    ),
    Action(
        "deactivate",
        _t("Deactivate"),
        "esx_cluster:deactivate",
        _t(
            "Removes the cluster from Nova, and deletes its compute proxy and what was created for"
            " it in vCenter."
        ),
        needs=(states(esx_states.ACTIVATED, esx_states.PROVISIONED),),
        run=esx.deactivate,
    ),
    Action(
        "force",
        _t("Force deactivation…"),
        "esx_cluster:deactivate",
        _t(
            "Removes the cluster from Nova whatever its state, even with virtual machines on it:"
            " they keep running in vCenter, and Nova no longer sees them."
        ),
        needs=(states(*esx_states.IN_USE),),
        run=lambda request, resource: esx.deactivate(request, resource, forced=True),
        destroys=True,
    ),
    Action(
        "unimport",
        _t("Un-import"),
        "esx_cluster:unimport",
        _t("Deletes the cluster here. vCenter is not changed."),
        needs=(states(esx_states.IMPORTED),),
        bulk=esx.unimport_clusters,
    ),
)

_HOSTS = (
    Action(
        "add_host",
        _t("Attach new hosts"),
        "esx_cluster:hosts",
        _t("Attaches all new hosts of the cluster to its networks."),
        needs=(states(esx_states.ACTIVATED),),
        run=lambda request, resource: esx.change_hosts(request, resource, "add_host"),
    ),
    Action(
        "remove_host",
        _t("Detach hosts in maintenance"),
        "esx_cluster:hosts",
        _t("Detaches all hosts in maintenance from the networks. They can then leave the cluster."),
        needs=(states(esx_states.ACTIVATED),),
        run=lambda request, resource: esx.change_hosts(request, resource, "remove_host"),
    ),
)

_PROXY = (
    Action(
        "proxy",
        _t("Compute proxy…"),
        "esx_proxy:get",
        needs=(states(*_PRESENT),),
        link="cluster_proxy",
        most=1,
    ),
    Action(
        "restore_proxy",
        _t("Restore proxy"),
        "esx_proxy:restore",
        _t("Deploys the cluster's compute proxy again."),
        needs=(states(esx_states.ACTIVATED),),
        run=esx.restore_proxy,
    ),
)

CLUSTER = Actions(
    groups=(
        Group(_t("Cluster"), _CLUSTER),
        Group(_t("Hosts"), _HOSTS),
        Group(_t("Compute proxy"), _PROXY),
    ),
    states=esx_states.CLUSTER,
    next={
        esx_states.NOT_IMPORTED: ("import",),
        esx_states.IMPORTED: ("activate",),
        esx_states.PROVISIONED: ("activate", "deactivate"),
        esx_states.ACTIVATED: ("deactivate",),
    },
    waiting=(esx_states.NOT_IMPORTED, esx_states.IMPORTED, esx_states.PROVISIONED),
    several=_t("%(n)d clusters"),
    type_count=_t("Type the number of clusters, %(count)s, to confirm"),
)

_OWN = {
    "add_host": (_t("Attach"), _t("Attaches the hosts to the cluster’s networks.")),
    "remove_host": (
        _t("Detach"),
        _t("Detaches the hosts from the cluster’s networks. They can then leave the cluster."),
    ),
}

#: Single hosts of a cluster, whose state is theirs.
HOSTS = Actions(
    groups=(
        Group(
            _t("Hosts"),
            tuple(
                dataclasses.replace(
                    action,
                    label=_OWN[action.name][0],
                    text=_OWN[action.name][1],
                    together=True,
                )
                for action in _HOSTS
            ),
        ),
    ),
    states=esx_states.CLUSTER,
    several=_t("%(n)d hosts"),
    type_count=_t("Type the number of hosts, %(count)s, to confirm"),
)


def cluster_links(vcenter):
    """Addresses of the pages of actions on the clusters of ``vcenter``, by the actions' names."""
    return {
        "activate": page("horizon:admin:uc_esx:activate", vcenter),
        "proxy": page("horizon:admin:uc_esx:cluster_proxy", vcenter, ID),
    }


def results(ids, answers):
    """A result for each of ``ids`` from :class:`~.esx.vcenters.Result` each."""
    by_id = {answer.id: answer for answer in answers}
    return [_result(ident, by_id.get(ident)) for ident in ids]


def _result(ident, answer):
    if answer is None:
        return result(ident, _("The service returned no result."))
    return result(ident, "" if answer.ok else answer.reason or answer.code)
