"""Nova, asked with the project's token: what its servers are called."""

from novaclient import client as nova_client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes

SERVICE = "compute"


def server_names(request):
    """``{UUID: name}`` of the servers of all projects; one call per thousand."""
    client = nova_client.Client(
        "2.1",
        session=scopes.project_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )
    with errors.border(SERVICE):
        # Without details: Nova then reads no more than the names.
        found = client.servers.list(detailed=False, search_opts={"all_tenants": 1}, limit=-1)
    return {server.id: server.name for server in found}
