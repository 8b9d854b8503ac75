"""Actions on vCenters, on clusters and on hosts: one result for each of them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.esx import actions
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.esx import client as esx
from helion_dashboard.kit.actions import each, endpoint, result

#: What the service refuses in words that need more.
_REASONS = {
    "vms-running": gettext_lazy(
        "The cluster has virtual machines. Migrate or delete them first, or force its deactivation."
    ),
}


def vcenters(request):
    """Do something to vCenters, by their ids; see :func:`~.kit.actions.endpoint`."""

    def perform(action, ids, inputs):
        if action.name == "unregister":
            return _results(ids, action.bulk(request, ids))
        # Each has several clusters, and an answer for each of them.
        return [_restore(request, ident) for ident in ids]

    return endpoint(request, actions.VCENTER, perform=perform)


def clusters(request, vcenter):
    """Do something to clusters of a vCenter, by their moids."""

    def perform(action, moids, inputs):
        return _on_clusters(request, vcenter, action, moids)

    return endpoint(request, actions.CLUSTER, perform=perform)


def hosts(request, vcenter, moid):
    """Do something to hosts of a cluster, by their moids: one operation for all."""

    def perform(action, ids, inputs):
        cluster = esx.cluster(request, vcenter, moid)
        if not cluster.resource:
            return [result(ident, _("The cluster is not imported.")) for ident in ids]
        esx.change_hosts(request, cluster.resource, action.name, ids)
        return [result(ident) for ident in ids]

    return endpoint(request, actions.HOSTS, perform=perform)


def _restore(request, vcenter):
    try:
        results = esx.restore_proxies(request, vcenter)
    except errors.ServiceError as exc:
        return result(vcenter, exc.reason)
    if not results:
        return result(vcenter, _("None of its clusters is activated."))
    return result(
        vcenter, " ".join(f"{item.name}: {item.reason}" for item in results if not item.ok)
    )


def _on_clusters(request, vcenter, action, moids):
    if action.bulk:
        return _results(moids, action.bulk(request, vcenter, moids))
    # A cluster is known by its moid in vCenter, and by its resource in EON.
    resources = {
        cluster.moid: cluster.resource for cluster in esx.clusters(request, vcenter).clusters
    }
    imported = [moid for moid in moids if resources.get(moid)]
    # Threads only read what the session holds.
    scopes.project_session(request)

    def run(moid):
        try:
            action.run(request, resources[moid])
        except errors.ServiceError as exc:
            exc.reason = str(_REASONS.get(exc.code, exc.reason))
            raise

    others = [
        result(moid, _("The cluster is not imported.")) for moid in moids if moid not in imported
    ]
    return each(imported, run) + others


def _results(ids, results):
    """The service's results, for all that were asked for."""
    by_id = {item.id: item for item in results}
    return [_result(ident, by_id.get(ident)) for ident in ids]


def _result(ident, item):
    if item is None:
        return result(ident, _("The service returned no result."))
    return result(ident, "" if item.ok else item.reason or item.code)
