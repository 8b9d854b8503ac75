"""The initial content of Keystone: service users, the service catalog, and the logins.

:func:`register` writes it through Keystone's API, once; it ends up in the database cache.
:func:`relocate` corrects a copy before Keystone starts: other ports, other services.
"""

import contextlib
import dataclasses
import sqlite3

from helion_embedded import openstack
from helion_embedded.identity import Directory, connect
from helion_embedded.logins import (
    OVERCLOUD,
    PASSWORD,
    PEOPLE,
    PROJECTS,
    REGION,
)
from helion_embedded.openstack import heat

_INTERFACES = ("public", "internal")
_ROLES = ("service", "heat_stack_owner", "heat_stack_user")


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """A place in the catalogue; ``present`` says whether the instance runs what is there."""

    region: str
    service_type: str
    url: str
    present: bool


def entries():
    """The services that have a place in the catalogue."""
    return [service for service in openstack.SERVICES.values() if service.service_type]


def endpoints(instance):
    """All :class:`Endpoint` of the services, run or not."""
    return [
        Endpoint(
            region,
            service_type,
            url,
            instance.has(service.name) and (region == REGION or instance.has(OVERCLOUD)),
        )
        for service in entries()
        for (region, service_type), url in service.endpoints(instance).items()
    ]


def register(instance):
    """Make users, roles, the catalogue and Heat's domain where they are missing."""
    directory = Directory(connect(instance))
    for role in _ROLES:
        directory.ensure_role(role)
    for project in PROJECTS:
        directory.ensure_project(project)
    for service in entries():
        _register_user(directory, service)
    _register_endpoints(directory, instance)
    _register_heat_domain(directory)
    for person in PEOPLE:
        directory.ensure_user(person.name, PASSWORD)
        directory.grant(person.name, person.project_role, project=person.project)
        directory.grant(person.name, "heat_stack_owner", project=person.project)
        if person.system_role:
            directory.grant(person.name, person.system_role)


def is_registered(instance):
    """Whether a Keystone that was filled once has all endpoints; an older version had fewer.

    Reads its database.
    """
    path = instance.state.database("keystone")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        have = set(
            connection.execute(
                "SELECT region_id, type FROM endpoint JOIN service ON service.id = service_id"
            )
        )
    return {(entry.region, entry.service_type) for entry in endpoints(instance)} <= have


def relocate(instance):
    """Point the catalogue at the ports of ``instance``, and hide what it does not run.

    Writes into Keystone's database, so Keystone must not run.
    """
    catalogue = endpoints(instance)
    present = {entry.service_type for entry in catalogue if entry.present}
    path = instance.state.database("keystone")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "UPDATE service SET enabled = ? WHERE type = ?",
            [(entry.service_type in present, entry.service_type) for entry in catalogue],
        )
        connection.executemany(
            "UPDATE endpoint SET url = ?, enabled = ? WHERE region_id = ?"
            " AND service_id IN (SELECT id FROM service WHERE type = ?)",
            [(entry.url, entry.present, entry.region, entry.service_type) for entry in catalogue],
        )


def _register_user(directory, service):
    if service.name == "keystone":  # registered by its bootstrap
        return
    directory.ensure_user(service.user, PASSWORD)
    for role, project in service.grants:
        directory.grant(service.user, role, project=project)


def _register_endpoints(directory, instance):
    catalogue = endpoints(instance)
    present = {entry.service_type for entry in catalogue if entry.present}
    services = {
        service_type: directory.ensure_service(name, service_type, service_type in present)
        for service in entries()
        for service_type, name in {
            service.service_type: service.user,
            **service.further_types,
        }.items()
    }
    directory.ensure_region(OVERCLOUD)
    for entry in catalogue:
        for interface in _INTERFACES:
            directory.ensure_endpoint(
                entry.url,
                entry.present,
                service_id=services[entry.service_type],
                interface=interface,
                region_id=entry.region,
            )


def _register_heat_domain(directory):
    domain = directory.ensure_domain(heat.USER_DOMAIN)
    user = directory.ensure_user(heat.DOMAIN_ADMIN, PASSWORD, domain=domain)
    directory.grant_on_domain(user, "admin", domain)
