"""What Keystone knows from the start: service users, the catalogue, and the people.

:func:`register` writes it through Keystone's API, once; it ends up in the database cache.
:func:`relocate` corrects a copy before Keystone starts: other ports, other services.
"""

import contextlib
import sqlite3

from helion_embedded import openstack
from helion_embedded.identity import Directory, connect
from helion_embedded.logins import PASSWORD, PEOPLE, PROJECTS, REGION, SERVICE_PROJECT
from helion_embedded.openstack import heat

_INTERFACES = ("public", "internal")
_ROLES = ("service", "heat_stack_owner", "heat_stack_user")


def entries():
    """The services that have a place in the catalogue."""
    return [service for service in openstack.SERVICES.values() if service.service_type]


def register(instance):
    """Make users, roles, the catalogue and Heat's domain where they are missing."""
    directory = Directory(connect(instance))
    for role in _ROLES:
        directory.ensure_role(role)
    for project in PROJECTS:
        directory.ensure_project(project)
    for service in entries():
        _register_service(directory, instance, service)
    _register_heat_domain(directory)
    for person in PEOPLE:
        directory.ensure_user(person.name, PASSWORD)
        directory.grant(person.name, person.project_role, project=person.project)
        directory.grant(person.name, "heat_stack_owner", project=person.project)
        if person.system_role:
            directory.grant(person.name, person.system_role)


def relocate(instance):
    """Point the catalogue at the ports of ``instance``, and hide services that it does not run.

    Writes into Keystone's database, so Keystone must not run.
    """
    path = instance.state.database("keystone")
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        for service in entries():
            connection.execute(
                "UPDATE service SET enabled = ? WHERE type = ?",
                (instance.has(service.name), service.service_type),
            )
            connection.execute(
                "UPDATE endpoint SET url = ?"
                " WHERE service_id IN (SELECT id FROM service WHERE type = ?)",
                (service.endpoint(instance), service.service_type),
            )


def _register_service(directory, instance, service):
    if service.name != "keystone":  # Keystone itself was registered by its bootstrap
        directory.ensure_user(service.name, PASSWORD)
        directory.grant(service.name, "admin", project=SERVICE_PROJECT)
        directory.grant(service.name, "service", project=SERVICE_PROJECT)
        entry = directory.ensure_service(
            service.name, service.service_type, instance.has(service.name)
        )
        for interface in _INTERFACES:
            directory.ensure_endpoint(entry, interface, service.endpoint(instance), REGION)
    if service.name == "ironic":
        # Its own calls to itself and its conductors are questions about the whole system.
        directory.grant(service.name, "admin")


def _register_heat_domain(directory):
    domain = directory.ensure_domain(heat.USER_DOMAIN)
    user = directory.ensure_user(heat.DOMAIN_ADMIN, PASSWORD, domain=domain)
    directory.grant_on_domain(user, "admin", domain)
