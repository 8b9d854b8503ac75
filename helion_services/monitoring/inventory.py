"""What there is to be watched: read from the services that know, over REST.

Hosts of a service that does not answer stay in Icinga as they are: they may be gone or not. The
failure is a problem of the round.
"""

import concurrent.futures
import dataclasses
import logging

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors, reasons
from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable
from helion_services.monitoring import backups, controllers, targets
from helion_services.monitoring.targets import Finding, Target

LOG = logging.getLogger(__name__)

_PAGE = 1000
_WORKERS = 8
_PATIENCE = 5  # seconds for an endpoint to answer
_NODE_FIELDS = (
    *("uuid", "name", "power_state", "maintenance", "fault", "last_error", "extra"),
    *("resource_class", "driver_info", "instance_uuid"),
)
_MICROVERSION = {"baremetal": "1.90", "compute": "2.79"}
_DOWN = ("ERROR", "SHUTOFF", "SUSPENDED", "PAUSED")
_LEAVING = ("DELETED", "SOFT_DELETED", "BUILD")


@dataclasses.dataclass(frozen=True)
class Inventory:
    """What is to be watched.

    :ivar targets: :class:`~.targets.Target` each
    :ivar complete: the kinds that are complete in it
    :ivar problems: a message for each service that could not be read
    """

    targets: list
    complete: frozenset = frozenset(targets.KINDS)
    problems: tuple = ()


def read(runtime):
    """The :class:`Inventory` of now."""
    sources = (
        ((targets.BMC, targets.SERVER), _metal),
        ((targets.CLOUD,), _clouds),
        ((targets.VCENTER,), _vcenters),
        ((targets.ARRAY,), _arrays),
        ((targets.CONTROLLERS,), controllers.look),
    )

    def attempt(source):
        kinds, function = source
        try:
            return kinds, function(runtime), None
        except keystoneauth.EndpointNotFound:
            return kinds, [], None  # no such service here
        except (keystoneauth.ClientException, Unavailable) as exc:
            message = getattr(exc, "message", None)
            problem = message if isinstance(message, Message) else cloud_errors.message(exc)
            return (), [], problem

    with concurrent.futures.ThreadPoolExecutor(len(sources)) as pool:
        answers = list(pool.map(attempt, sources))
    return Inventory(
        [target for _kinds, listed, _problem in answers for target in listed],
        frozenset(kind for kinds, _listed, _problem in answers for kind in kinds),
        tuple(problem for _kinds, _listed, problem in answers if problem),
    )


def _metal(runtime):
    """The management processors of all nodes, and the servers on them."""
    clouds = runtime.clouds
    api = _adapter(clouds, "baremetal", "undercloud_system")
    nodes = _pages(api, "/v1/nodes", "nodes", "uuid", {"fields": ",".join(_NODE_FIELDS)})
    by_instance = {node["instance_uuid"]: node for node in nodes if node["instance_uuid"]}
    servers = _pages(_adapter(clouds, "compute"), "/servers/detail", "servers", "id", {})
    return [
        *map(_bmc, nodes),
        *(
            _server(server, by_instance[server["id"]])
            for server in servers
            if server["id"] in by_instance and server["status"] not in _LEAVING
        ),
    ]


def _bmc(node):
    uuid = node["uuid"]
    dead = node["fault"] == "power failure" or node["power_state"] == "error"
    output = f"Power is {str(node['power_state'] or 'unknown').removeprefix('power ')}."
    reason = reasons.of_node(node["last_error"]) if dead else ""
    info = node.get("driver_info") or {}
    address = next((str(v) for k, v in sorted(info.items()) if k.endswith("_address")), "")
    return Target(
        targets.BMC,
        uuid,
        node["name"] or uuid,
        address=address,
        role=node["resource_class"] or "",
        rack=_rack(node),
        node=uuid,
        resources=(f"node:{uuid}",),
        finding=Finding(int(dead), reason or output),
    )


def _server(server, node):
    status = server["status"]
    listed = [each["addr"] for group in server["addresses"].values() for each in group]
    return Target(
        targets.SERVER,
        server["id"],
        server["name"],
        address=next(iter(listed), ""),
        role=node["resource_class"] or "",
        rack=_rack(node),
        node=node["uuid"],
        parent=f"{targets.BMC}-{node['uuid']}",
        resources=(f"node:{node['uuid']}", f"server:{server['id']}"),
        finding=Finding(int(status in _DOWN), f"Nova: {status}."),
    )


def _rack(node):
    return str((node["extra"] or {}).get("rack") or "")[:64]


def _clouds(runtime):
    """The services of the undercloud's catalogue, and of the overcloud's where it is message."""
    groups = ["undercloud", *(["overcloud"] if runtime.clouds.has("overcloud") else ())]
    return [target for group in groups for target in _cloud(runtime, group)]


def _cloud(runtime, group):
    session = runtime.clouds.session(group)
    region = runtime.conf[group].region_name
    catalog = session.auth.get_access(session).service_catalog
    addresses = {}
    for kind, listed in catalog.get_endpoints(region_name=region).items():
        by_interface = {each["interface"]: each["url"] for each in listed}
        if by_interface:  # others have none in this region
            addresses[kind] = by_interface.get("internal") or next(iter(by_interface.values()))
    with concurrent.futures.ThreadPoolExecutor(_WORKERS) as pool:
        findings = pool.map(lambda url: _probe(session, url), addresses.values())
        checks = dict(zip(addresses, findings, strict=True))
    if not checks:  # not deployed
        return []
    if backups.SERVICE in addresses:
        checks[backups.CHECK] = backups.look(runtime.clouds)
    ident = region or group
    return [Target(targets.CLOUD, ident, ident, role="services", checks=checks)]


def _probe(session, url):
    """Whether an endpoint answers, without a token."""
    base = url.partition("%(")[0].partition("$(")[0]
    try:
        answer = session.get(
            base, authenticated=False, raise_exc=False, timeout=_PATIENCE, connect_retries=0
        )
    except keystoneauth.ClientException as exc:
        return Finding(2, cloud_errors.reason(exc))
    if answer.status_code >= 500:
        return Finding(2, f"{base} answers HTTP {answer.status_code}.")
    return Finding(0, f"{base} answers HTTP {answer.status_code}.")


def _vcenters(runtime):
    rows = _adapter(runtime.clouds, "esx_onboarder").get("/v2/resource_mgrs").json()
    return [
        Target(
            targets.VCENTER,
            row["id"],
            row["name"],
            address=row["ip_address"],
            resources=(f"vcenter:{row['id']}",),
            finding=_device(row, ("registered", "updating")),
        )
        for row in rows
    ]


def _arrays(runtime):
    api = _adapter(runtime.clouds, "storage-configuration")
    rows = [
        row
        for path, key in (("/storeservs", "storeservs"), ("/storevirtual-clusters", "clusters"))
        for row in _pages(api, path, key, "id", {})
    ]
    return [
        Target(
            targets.ARRAY,
            row["id"],
            row["name"],
            address=row["hostname"],
            resources=(f"storeserv:{row['id']}",),
            finding=_device(row, ("connected",)),
        )
        for row in rows
    ]


def _device(row, ready):
    state = row["state"]
    reason = row.get("state_reason") or f"State: {state}."
    return Finding(int(state not in ready), reason)


def _adapter(clouds, service_type, cloud="undercloud"):
    version = _MICROVERSION.get(service_type)
    return clouds.adapter(cloud, service_type, default_microversion=version)


def _pages(api, path, key, ident, params):
    rows, marker = [], None
    while True:
        query = {"limit": _PAGE, **params, **({"marker": marker} if marker else {})}
        page = api.get(path, params=query).json()[key]
        rows += page
        if len(page) < _PAGE:
            return rows
        marker = page[-1][ident]
