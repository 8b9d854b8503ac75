"""The service catalog of the user's token, as Keystone wrote it there: no service is called.

Source of the wire: https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization
"""

import dataclasses
from urllib.parse import urlsplit

import os_service_types

_TYPES = os_service_types.ServiceTypes()
_INTERFACES = ("public", "internal", "admin")


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """One address of a service.

    :ivar interface: ``public``, ``internal`` or ``admin``
    :ivar region: the region's id, empty where the token names none
    :ivar url: as the token has it; anything may stand there
    """

    interface: str
    region: str
    url: str

    @property
    def is_http(self):
        """Whether the address may be called, and be a link on a page."""
        return is_http(self.url)


@dataclasses.dataclass(frozen=True)
class Service:
    """A service of the catalog.

    :ivar type: its type as the token has it, such as ``volumev3``
    :ivar name: what the cloud calls it, such as ``cinder``; may be empty
    :ivar endpoints: by region, in each the public ones first
    """

    type: str
    name: str
    endpoints: tuple

    @property
    def official_type(self):
        """The type that OpenStack's service-types authority gives it today."""
        return _TYPES.get_service_type(self.type) or self.type


def services(request):
    """All :class:`Service` that the token names, in its order."""
    return [
        Service(_text(entry, "type"), _text(entry, "name"), _endpoints(entry))
        for entry in request.user.service_catalog or ()
    ]


def regions(catalog):
    """The regions in which these services have endpoints, sorted."""
    return sorted({e.region for service in catalog for e in service.endpoints if e.region})


def interfaces(catalog):
    """The interfaces that these services have, the public one first."""
    return sorted({e.interface for service in catalog for e in service.endpoints}, key=_rank)


def identity_url(request):
    """Keystone's public address in the region of the session, or whichever the session uses."""
    region = request.user.services_region
    public = [
        endpoint
        for service in services(request)
        if service.official_type == "identity"
        for endpoint in service.endpoints
        if endpoint.interface == "public" and endpoint.is_http
    ]
    in_region = [endpoint for endpoint in public if endpoint.region == region]
    best = in_region or public
    return best[0].url if best else request.user.endpoint


def is_http(url):
    """Whether ``url`` is one for HTTP that names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _endpoints(entry):
    endpoints = {
        Endpoint(_text(item, "interface"), _text(item, "region", "region_id"), _text(item, "url"))
        for item in entry.get("endpoints") or ()
    }
    return tuple(sorted(endpoints, key=lambda e: (e.region, _rank(e.interface), e.url)))


def _rank(interface):
    usual = interface in _INTERFACES
    return (_INTERFACES.index(interface) if usual else len(_INTERFACES), interface)


def _text(entry, *keys):
    return next((str(entry[key]) for key in keys if entry.get(key)), "")
