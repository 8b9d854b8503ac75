"""Nova, asked with the project's token: what its servers are called.

Source of the wire: https://docs.openstack.org/api-ref/compute/
"""

from keystoneauth1 import adapter

from helion_dashboard import config
from helion_dashboard.api import errors, scopes, wire_text

SERVICE = "compute"


def server_names(request):
    """``{UUID: name}`` of the servers of all projects; one call, and one more per thousand."""
    # Without details: Nova then reads no more than the names.
    query, names = {"all_tenants": 1}, {}
    while True:
        body = _get(request, "/servers", query)
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
        body = _get(request, f"/servers/{wire_text.segment(SERVICE, server)}")
    except errors.NotFound:
        return {}
    return {server: body["server"]["name"]}


def _get(request, path, query=None):
    # Not by novaclient: it follows pages by asking until one is empty, once too often.
    client = adapter.Adapter(
        scopes.project_session(request),
        service_type=SERVICE,
        interface=config.interface(),
        region_name=request.user.services_region,
        status_code_retries=0,
    )
    with errors.border(SERVICE):
        answer = client.get(path, params=query or {}, raise_exc=False)
    if answer.status_code >= 400:
        raise errors.of_status(SERVICE, answer.status_code, _reason(answer))
    return answer.json()


def _reason(answer):
    """The sentence in an error of Nova: ``{"forbidden": {"code", "message"}}``."""
    try:
        return next(iter(answer.json().values()))["message"]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return answer.reason or str(answer.status_code)
