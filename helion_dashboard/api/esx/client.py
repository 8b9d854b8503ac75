"""The eon service: vCenters, their clusters and what becomes of them.

Whatever makes the service ask a vCenter before it answers may take longer than other answers. What
begins an operation may be sent with a ``key``: the same request with the same key is done once.
"""

from urllib.parse import urlencode

from helion_dashboard.api import certificates, messages
from helion_dashboard.api.esx import clusters as cluster_records
from helion_dashboard.api.esx import proxies as proxy_records
from helion_dashboard.api.esx import vcenters as vcenter_records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.api.wire import Wire

SERVICE = "esx_onboarder"

ROOT = "/v2"

WIRE = operations.register(Wire(SERVICE, ROOT, scope="service"))


def vcenters(request):
    """All, as a list of :class:`~.esx.vcenters.VCenter`."""
    return [vcenter_records.vcenter(body) for body in WIRE.get(request, "/resource_mgrs")]


def vcenter(request, ident):
    """The :class:`~.esx.vcenters.VCenter` with this id; :class:`~.errors.NotFound`."""
    return vcenter_records.vcenter(WIRE.get(request, _manager(ident)))


def certificate(request, address, port):
    """What is presented there, as :class:`~.certificates.Certificate`; it is not trusted."""
    body = {"ip_address": address, "port": port}
    return certificates.certificate(WIRE.post(request, "/certificates", body, far=True))


def register(request, *, key=None, **fields):
    """Register a vCenter; returns it.

    :param fields: ``name``, ``ip_address``, ``port``, ``username``, ``password``, ``auto_import``,
        and ``ca_pem`` or ``fingerprint``
    """
    body = {"type": "vcenter", **fields}
    return vcenter_records.vcenter(WIRE.post(request, "/resource_mgrs", body, key=key, far=True))


def update(request, ident, **fields):
    """Change how a vCenter is reached; returns it."""
    return vcenter_records.vcenter(WIRE.put(request, _manager(ident), fields, far=True))


def retry_login(request, ident):
    """Try the stored login of a vCenter now, although it was refused."""
    WIRE.post(request, _manager(ident, "retry_login"), far=True)


def unregister(request, idents):
    """Forget vCenters; a :class:`~.esx.vcenters.Result` for each."""
    body = {"ids": list(idents)}
    return vcenter_records.results(WIRE.post(request, "/resource_mgrs/unregister", body))


def clusters(request, vcenter):
    """All that a vCenter has, as :class:`~.esx.clusters.Clusters`."""
    return cluster_records.clusters(WIRE.get(request, _manager(vcenter, "clusters")), vcenter)


def cluster(request, vcenter, moid):
    """One, with its hosts and datastores, as :class:`~.esx.clusters.Cluster`."""
    path = WIRE.path("/resource_mgrs/{}/clusters/{}", vcenter, moid)
    return cluster_records.cluster(WIRE.get(request, path), vcenter)


def hosts(request, vcenter, **query):
    """Hosts of a vCenter, as a list of :class:`~.esx.clusters.Host` by name.

    :param query: ``cluster``: moids with commas between them; ``name``: a part of the name;
        ``limit``
    """
    return cluster_records.hosts(WIRE.get(request, _manager(vcenter, "hosts"), query))


def nics(request, vcenter, moid):
    """The hosts of a cluster with their physical NICs, as :class:`~.esx.clusters.HostNics` each.

    The service calls the vCenter before it answers.
    """
    path = WIRE.path("/resource_mgrs/{}/clusters/{}/nics", vcenter, moid)
    return cluster_records.nics(WIRE.get(request, path, far=True))


def import_clusters(request, vcenter, moids):
    """Take clusters in; a :class:`~.esx.vcenters.Result` for each."""
    path = _manager(vcenter, "import")
    return vcenter_records.results(WIRE.post(request, path, {"clusters": list(moids)}))


def unimport_clusters(request, vcenter, moids):
    """Forget imported clusters; a :class:`~.esx.vcenters.Result` for each."""
    path = _manager(vcenter, "unimport")
    return vcenter_records.results(WIRE.post(request, path, {"clusters": list(moids)}))


def resources(request, states=()):
    """All imported clusters in one of the states, as :class:`~.esx.clusters.Resource`."""
    query = {"type": "esxcluster", "state": ",".join(states)}
    return [cluster_records.resource(body) for body in WIRE.get(request, "/resources", query)]


def resource(request, ident):
    """An imported cluster, as :class:`~.esx.clusters.Resource`."""
    return cluster_records.resource(WIRE.get(request, _resource(ident)))


def activate(request, resource, *, network=None, profile=None, key=None):
    """Begin to activate a cluster.

    :param network: network properties; without them those that its datacenter has already
    :param profile: ``dvs`` or ``ovsvapp``
    """
    body = {"network_properties": network}
    if profile:
        body["profile"] = profile
    path = _resource(resource, "activate/")
    return cluster_records.resource(WIRE.post(request, path, body, key=key, far=True))


def deactivate(request, resource, *, forced=False, key=None):
    """Begin to deactivate a cluster; ``forced`` even where virtual machines are on it."""
    body = {"forced": True} if forced else None
    path = _resource(resource, "deactivate/")
    return cluster_records.resource(WIRE.delete(request, path, body, key=key, far=True))


def change_hosts(request, resource, action, hosts=(), key=None):
    """Begin to ``add_host`` or ``remove_host``; without ``hosts``, moids, all that are due."""
    body = {"action": action, **({"hosts": list(hosts)} if hosts else {})}
    return cluster_records.resource(WIRE.put(request, _resource(resource), body, key=key, far=True))


def hypervisor(request, resource):
    """What Nova has of a cluster, as :class:`~.esx.clusters.Hypervisor`."""
    return cluster_records.hypervisor(WIRE.get(request, _resource(resource, "hypervisor")))


def proxy(request, *, vcenter=None, resource=None):
    """How proxies are deployed, as :class:`~.esx.proxies.ProxySettings`."""
    return proxy_records.settings(WIRE.get(request, _proxy(vcenter, resource)))


def set_proxy(request, fields, *, vcenter=None, resource=None):
    """Change it; ``fields`` are those of :class:`~.esx.proxies.Proxy`."""
    return proxy_records.settings(WIRE.put(request, _proxy(vcenter, resource), fields))


def forget_proxy(request, *, vcenter=None, resource=None):
    """Remove the settings."""
    WIRE.delete(request, _proxy(vcenter, resource))


def restore_proxy(request, resource, key=None):
    """Begin to deploy a cluster's proxy anew.

    Returns the :class:`~.operations.records.Operation`.
    """
    path = _resource(resource, "restore_proxy")
    return operation_records.operation(WIRE.post(request, path, key=key, far=True))


def restore_proxies(request, vcenter, key=None):
    """Those of all activated clusters; a :class:`~.esx.vcenters.Result` for each."""
    path = _manager(vcenter, "restore_proxy")
    return vcenter_records.results(WIRE.post(request, path, key=key, far=True))


def network_form(request, profile=""):
    """The choices and rules of a form for network properties, as the service has them."""
    return WIRE.get(request, "/networks/form", {"profile": profile})


def network_template(request, answers, profile=""):
    """Network properties made from ``{"mgmt_trunk", "cloud_trunks"}``, as a dictionary."""
    query = f"?{urlencode({'profile': profile})}" if profile else ""
    path = f"/resources/esxcluster/get_template/{query}"
    return WIRE.post(request, path, answers, far=True)["network_properties"]


def check_network(request, properties, *, profile="", resource=""):
    """What is wrong with network properties: ``[{"path", "message"}]``."""
    body = {"network_properties": properties, "profile": profile, "resource": resource}
    body = {name: value for name, value in body.items() if value not in ("", None)}
    errors = WIRE.post(request, "/networks/check", body)["errors"]
    return [{"path": item["path"], "message": messages.flat(item, "message")} for item in errors]


def get_operation(request, operation):
    """An operation of this service, with its steps; :class:`~.errors.NotFound`."""
    path = WIRE.path("/operations/{}", operation)
    return operation_records.operation(WIRE.get(request, path))


def _manager(ident, below=""):
    return _below(WIRE.path("/resource_mgrs/{}", ident), below)


def _resource(ident, below=""):
    return _below(WIRE.path("/resources/{}", ident), below)


def _proxy(vcenter, resource):
    return _manager(vcenter, "proxy") if vcenter else _resource(resource, "proxy")


def _below(path, more):
    return f"{path}/{more}" if more else path
