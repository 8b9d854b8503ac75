"""Nova, asked with the project's token: what its servers are called."""

from novaclient import client as nova_client
from novaclient import exceptions as nova

from helion_dashboard import config
from helion_dashboard.api import errors, scopes

SERVICE = "compute"


def server_names(request):
    """``{UUID: name}`` of the servers of all projects; one call per thousand."""
    with errors.border(SERVICE):
        # Without details: Nova then reads no more than the names.
        found = _client(request).servers.list(
            detailed=False, search_opts={"all_tenants": 1}, limit=-1
        )
    return {server.id: server.name for server in found}


def server_name(request, server):
    """``{UUID: name}`` of one server; empty where there is none, or no UUID."""
    if not server:
        return {}
    with errors.border(SERVICE):
        try:
            return {server: _client(request).servers.get(server).name}
        except nova.NotFound:
            return {}


def _client(request):
    return nova_client.Client(
        "2.1",
        session=scopes.project_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )
