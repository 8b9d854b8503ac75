"""Nova, called with the project's token: what its servers are called.

Source of the wire: https://docs.openstack.org/api-ref/compute/
"""

from novaclient import client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes, wire

SERVICE = "compute"


def nova(request, session=None):
    """A novaclient for the region of the user's session."""
    return client.Client(
        "2.1",
        session=session or scopes.project_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )


def server_names(request):
    """``{UUID: name}`` of the servers of all projects; one call, and one more per thousand."""
    http, query, names = nova(request).client, {"all_tenants": 1}, {}
    with errors.border(SERVICE):
        while True:
            # Without details: Nova then reads no more than the names. Not by ``servers.list``: it
            # follows pages until one is empty, which is a call too many.
            _response, body = http.get("/servers", params=query)
            names |= {server["id"]: server["name"] for server in body["servers"]}
            links = body.get("servers_links") or ()
            if not body["servers"] or not any(link.get("rel") == "next" for link in links):
                return names
            query["marker"] = body["servers"][-1]["id"]


def server_name(request, server):
    """``{UUID: name}`` of one server; empty where there is none, or no UUID."""
    if not server:
        return {}
    try:
        with errors.border(SERVICE):
            return {server: nova(request).servers.get(wire.segment(SERVICE, server)).name}
    except errors.NotFound:
        return {}
