"""The catalog as the page shows it."""

import dataclasses
import hashlib

from django.utils.translation import gettext_lazy as _
from openstack_auth import utils as auth_utils

from helion_dashboard.api import catalog, scopes
from helion_dashboard.project.service_catalog import descriptions

INTERFACES = {"public": _("public"), "internal": _("internal"), "admin": _("admin")}


@dataclasses.dataclass(frozen=True)
class Row:
    """An endpoint of a service.

    :ivar key: the same as long as the endpoint is the same
    """

    key: str
    endpoint: catalog.Endpoint

    @property
    def interface(self):
        """Its interface in words."""
        return INTERFACES.get(self.endpoint.interface, self.endpoint.interface)


@dataclasses.dataclass(frozen=True)
class Group:
    """A service with its endpoints.

    :ivar tenant: what it does for a tenant; empty for a service that nobody described
    :ivar administrator: what it does for administrators, for those only
    :ivar rows: :class:`Row` of each endpoint
    """

    service: catalog.Service
    title: str
    tenant: str
    administrator: str
    rows: list


def groups(request):
    """All services as :class:`Group`, sorted by title; from the token alone."""
    administers = is_administrator(request)
    result = [_group(service, administers) for service in catalog.services(request)]
    return sorted(result, key=lambda group: (group.title.lower(), group.service.type))


def is_administrator(request):
    """Whether the user is an administrator of the session's project or of the system."""
    roles = {role.lower() for role in scopes.system_roles(request)}
    return request.user.is_superuser or bool(roles & auth_utils.get_admin_roles())


def _group(service, administers):
    description = descriptions.describe(service)
    return Group(
        service,
        str(description.title) if description else service.name or service.type,
        description.tenant if description else "",
        description.administrator if description and administers else "",
        [Row(_key(service, endpoint), endpoint) for endpoint in service.endpoints],
    )


def _key(service, endpoint):
    parts = (service.type, service.name, *dataclasses.astuple(endpoint))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
