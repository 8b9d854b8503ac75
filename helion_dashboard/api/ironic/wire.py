"""How Ironic is asked: with the system's token, in one microversion."""

import json

from django.utils.translation import gettext as _
from keystoneauth1 import adapter, discover

from helion_dashboard import config
from helion_dashboard.api import errors, scopes, wire_text

SERVICE = "baremetal"

# The newest version whose answers this package was written against. A service that is older is
# asked in its own newest one.
_MICROVERSION = (1, 95)


def segment(ident):
    """A node's, port's or driver's name or UUID as one segment of a path."""
    return wire_text.segment(SERVICE, ident)


def get(request, path, query=None):
    """What Ironic answers to GET, from JSON."""
    return _call(request, "GET", path, params=query or {})


def send(request, method, path, body=None):
    """What Ironic answers to a request that changes something, from JSON; ``None`` for nothing."""
    return _call(request, method, path, **({"json": body} if body is not None else {}))


def _call(request, method, path, **kwargs):
    try:
        return _call_once(request, method, path, **kwargs)
    except errors.Refused as exc:
        if exc.status != 401:
            raise
    # The service no longer takes the token: Keystone gives another, or says why not.
    scopes.forget_system(request)
    return _call_once(request, method, path, **kwargs)


def _call_once(request, method, path, **kwargs):
    client = adapter.Adapter(
        scopes.system_session(request),
        service_type=SERVICE,
        interface=config.interface(),
        region_name=request.user.services_region,
        min_version="1",
        max_version="1.latest",
        # A locked node or a busy service is not waited for: the user hears of it instead.
        status_code_retries=0,
    )
    with errors.border(SERVICE):
        microversion = _microversion(client)
        answer = client.request(path, method, microversion=microversion, raise_exc=False, **kwargs)
    if answer.status_code >= 400:
        raise errors.of_status(SERVICE, answer.status_code, _reason(answer))
    return answer.json() if answer.content else None


def _microversion(client):
    # Asked of the service once a process, then remembered.
    found = client.get_endpoint_data()
    if found is None:
        raise errors.Unreachable(SERVICE, _("It is not in the service catalog of this region."))
    if found.api_version is None:
        raise errors.Unreachable(SERVICE, _("It cannot be reached, or does not answer in time."))
    return discover.version_to_string(min(found.max_microversion or _MICROVERSION, _MICROVERSION))


def _reason(answer):
    """The sentence in an error of Ironic, which wraps JSON in a JSON string."""
    try:
        message = answer.json()["error_message"]
        if isinstance(message, str):
            message = json.loads(message)
        return message["faultstring"]
    except (ValueError, KeyError, TypeError):
        return answer.reason or str(answer.status_code)
