"""Keystone, called with the project's token.

Source of the wire: https://docs.openstack.org/api-ref/identity/v3/
"""

import dataclasses

from keystoneclient.v3 import client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes

SERVICE = "identity"


@dataclasses.dataclass(frozen=True)
class Project:
    """A project."""

    id: str
    name: str
    description: str = ""


def projects(request):
    """All projects, as a list of :class:`Project` by name."""
    keystone = client.Client(
        session=scopes.project_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )
    with errors.border(SERVICE):
        rows = keystone.projects.list()
    records = [Project(row.id, row.name, getattr(row, "description", "") or "") for row in rows]
    return sorted(records, key=lambda project: project.name)
