"""The users of the embedded undercloud, and ``clouds.yaml`` for their clients.

Passwords are constants: everything listens on loopback and holds demo data only.
"""

import dataclasses

import yaml

from helion_embedded.state import write_private

PASSWORD = "embedded"  # noqa: S105 - documented, see above
REGION = "RegionOne"
OVERCLOUD = "overcloud"
"""The region of the overcloud's Nova and Placement; also the name of the service that is both."""
DOMAIN = "Default"
SERVICE_PROJECT = "service"


@dataclasses.dataclass(frozen=True)
class Person:
    """A user: what to log in with, and what the user may do there."""

    name: str
    project: str
    project_role: str
    system_role: str | None
    purpose: str


PEOPLE = (
    Person("admin", "admin", "admin", "admin", "administrator of the project and the system"),
    Person("demo", "demo", "member", None, "a plain tenant"),
    Person("watcher", "demo", "member", "reader", "a tenant who may read the whole system"),
)
PROJECTS = tuple(dict.fromkeys([person.project for person in PEOPLE] + [SERVICE_PROJECT]))


def clouds(auth_url):
    """The content of ``clouds.yaml``: dicts as openstacksdk reads them.

    ``admin`` and ``tenant`` are project-scoped, ``system`` and ``watcher`` are the administrator
    and the reader on the system. ``overcloud`` is the administrator of the project in the other
    region.
    """
    return {
        "clouds": {
            "admin": _cloud(auth_url, "admin", project="admin"),
            "system": _cloud(auth_url, "admin"),
            "tenant": _cloud(auth_url, "demo", project="demo"),
            "watcher": _cloud(auth_url, "watcher"),
            "overcloud": _cloud(auth_url, "admin", project="admin", region=OVERCLOUD),
        }
    }


def write_clouds(path, auth_url):
    """Write ``clouds.yaml`` to ``path``, readable by its owner only."""
    write_private(path, yaml.safe_dump(clouds(auth_url), sort_keys=False))


def _cloud(auth_url, user, project=None, region=REGION):
    auth = {
        "auth_url": auth_url,
        "username": user,
        "password": PASSWORD,
        "user_domain_name": DOMAIN,
    }
    if project:
        auth |= {"project_name": project, "project_domain_name": DOMAIN}
    else:
        auth["system_scope"] = "all"
    return {"auth": auth, "region_name": region, "identity_api_version": "3"}
