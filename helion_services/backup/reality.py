"""What is there now, by the services' own word: nodes, servers, stacks and images."""

import dataclasses

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.problems import Unavailable

AWAY = (keystoneauth.ClientException, Unavailable)
"""What is raised if a service does not answer."""

_LIMIT = 1000


@dataclasses.dataclass(frozen=True)
class Listing:
    """How the things of a kind are listed.

    :ivar columns: keys of id, name and state
    """

    kind: str
    cloud: str
    service: str
    path: str
    key: str
    columns: tuple[str, str, str]
    query: tuple = ()


LISTINGS = (
    Listing(
        "nodes",
        "undercloud_system",
        "baremetal",
        "/v1/nodes",
        "nodes",
        ("uuid", "name", "provision_state"),
        (("fields", "uuid,name,provision_state,power_state,instance_uuid"),),
    ),
    Listing(
        "servers",
        "undercloud",
        "compute",
        "/v2.1/servers/detail",
        "servers",
        ("id", "name", "OS-EXT-STS:vm_state"),
        (("all_tenants", "true"),),
    ),
    Listing(
        "stacks",
        "undercloud",
        "orchestration",
        "/stacks",
        "stacks",
        ("id", "stack_name", "stack_status"),
    ),
    Listing("images", "undercloud", "image", "/v2/images", "images", ("id", "name", "status")),
)


def present(clouds, kinds):
    """``({kind: [[id, name, state], ...]}, {kind: the exception why it is not known})``.

    :param clouds: :class:`~helion_services.base.clouds.Clouds`
    :param kinds: names of :data:`LISTINGS`
    """
    listed, away = {}, {}
    for listing in LISTINGS:
        if listing.kind in kinds:
            try:
                rows = read(clouds, listing)
            except AWAY as exc:
                away[listing.kind] = exc
            else:
                listed[listing.kind] = [[row.get(key) for key in listing.columns] for row in rows]
    return listed, away


def read(clouds, listing):
    """All rows of a listing, dicts of the service's."""
    api = clouds.adapter(listing.cloud, listing.service)
    if listing.service == "baremetal":
        api.default_microversion = "1.95"
    query, rows = {**dict(listing.query), "limit": _LIMIT}, []
    while True:
        page = api.get(listing.path, params=query).json()[listing.key]
        fresh = [row for row in page if not rows or row not in rows[-_LIMIT:]]
        rows += fresh
        if len(page) < _LIMIT or not fresh:
            return rows
        query["marker"] = page[-1][listing.columns[0]]
