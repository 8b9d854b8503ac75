"""The undercloud's services: adapters with the service's own credentials, and servers in Nova."""

import contextlib
import logging
import re

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.problems import Unavailable
from helion_services.nodes import ironic

LOG = logging.getLogger(__name__)


def baremetal(clouds):
    """Ironic, with a token for the system: nodes belong to no project."""
    return clouds.adapter(
        "undercloud_system", "baremetal", default_microversion=ironic.MICROVERSION
    )


def heat(clouds):
    """Heat, in the project that owns the overcloud's stack."""
    return clouds.adapter("undercloud", "orchestration")


def compute(clouds):
    """Nova, in that project."""
    return clouds.adapter("undercloud", "compute", default_microversion="2.79")


def placement(clouds):
    """Placement, where Nova finds free nodes."""
    return clouds.adapter("undercloud", "placement", default_microversion="1.30")


def has_room(api, node, resource_class):
    """Whether Placement would give out a bare-metal node (by UUID) for a resource class."""
    name = "CUSTOM_" + re.sub(r"[^A-Z0-9]", "_", resource_class.upper())
    try:
        inventories = api.get(f"/resource_providers/{node}/inventories").json()["inventories"]
        used = api.get(f"/resource_providers/{node}/usages").json()["usages"]
    except keystoneauth.NotFound:
        return False
    inventory = inventories.get(name)
    if not inventory:
        return False
    # Nova reserves a node that is not available: cleaning, say, or in maintenance.
    return inventory["total"] - inventory["reserved"] - used.get(name, 0) > 0


def servers(nova, prefix):
    """Servers whose name begins with ``prefix``, by id: one call for each 1,000."""
    by_id, marker = {}, None
    while True:
        params = {"name": f"^{prefix}", "limit": 1000} | ({"marker": marker} if marker else {})
        page = nova.get("/servers/detail", params=params).json()["servers"]
        by_id |= {server["id"]: server for server in page}
        if len(page) < 1000:
            return by_id
        marker = page[-1]["id"]


def addresses(server):
    """The addresses of a server as Nova's API shows it."""
    return tuple(address["addr"] for network in server["addresses"].values() for address in network)


def image_of(server):
    """The id of the image of a server as Nova's API shows it, None without one."""
    return (server.get("image") or {}).get("id")


@contextlib.contextmanager
def answering(service):
    """Turn keystoneauth's errors into :class:`Unavailable` that names the service."""
    try:
        yield
    except keystoneauth.ClientException as exc:
        LOG.warning("%s: %s", service, exc)
        raise Unavailable(service, cloud_errors.message(exc, service)) from exc
