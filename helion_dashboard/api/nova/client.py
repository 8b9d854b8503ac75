"""Nova, asked with the project's token: what its servers are called.

Source of the wire: https://docs.openstack.org/api-ref/compute/
"""

from helion_dashboard.api import errors
from helion_dashboard.api.wire import Wire

SERVICE = "compute"

WIRE = Wire(SERVICE)


def server_names(request):
    """``{UUID: name}`` of the servers of all projects; one call, and one more per thousand."""
    # Without details: Nova then reads no more than the names. Not by novaclient: it follows pages
    # until one is empty, which is a call too many.
    servers = WIRE.pages(request, "/servers", {"all_tenants": 1}, "servers")
    return {server["id"]: server["name"] for server in servers}


def server_name(request, server):
    """``{UUID: name}`` of one server; empty where there is none, or no UUID."""
    if not server:
        return {}
    try:
        body = WIRE.get(request, WIRE.path("/servers/{}", server))
    except errors.NotFound:
        return {}
    return {server: body["server"]["name"]}
