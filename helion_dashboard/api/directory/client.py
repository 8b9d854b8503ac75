"""Keystone's domains with their configuration, called with the system's token.

Source of the wire: https://docs.openstack.org/api-ref/identity/v3/#domain-configuration
"""

from keystoneclient.v3 import client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.directory.records import LDAP, Assignment, Choice, Domain

SERVICE = "identity"


def domains(request):
    """All domains by name, as a list of :class:`~.records.Domain`."""
    keystone = _keystone(request)
    with errors.border(SERVICE):
        rows = sorted(keystone.domains.list(), key=lambda row: row.name.lower())
    if not rows:
        return []
    return gather(*(lambda row=row: _domain(keystone, row) for row in rows))


def domain(request, ident):
    """One :class:`~.records.Domain`."""
    keystone = _keystone(request)
    with errors.border(SERVICE):
        return _domain(keystone, keystone.domains.get(ident))


def create(request, name):
    """Create a domain; returns its id."""
    with errors.border(SERVICE):
        return _keystone(request).domains.create(name, enabled=True).id


def connect(request, ident, options):
    """Make a directory the source of a domain's users; replaces its configuration.

    :param options: of the group ``ldap``, with the password
    """
    body = {"identity": {"driver": LDAP}, "ldap": options}
    with errors.border(SERVICE):
        _keystone(request).domain_configs.create(ident, body)


def disconnect(request, ident):
    """Delete the configuration of a domain: Keystone's own database has its users again."""
    with errors.border(SERVICE):
        _keystone(request).domain_configs.delete(ident)


def users(request, ident, limit=None):
    """Users of a domain, as Keystone reads them."""
    with errors.border(SERVICE):
        return _keystone(request).users.list(domain=ident, limit=limit)


def groups(request, ident):
    """Groups of a domain: :class:`~.records.Choice` each, by name."""
    with errors.border(SERVICE):
        return _choices(_keystone(request).groups.list(domain=ident))


def roles(request):
    """Roles that belong to no domain."""
    with errors.border(SERVICE):
        return _choices(_keystone(request).roles.list())


def projects(request):
    """All projects."""
    with errors.border(SERVICE):
        return _choices(_keystone(request).projects.list())


def assignments(request, ident):
    """What the users and groups of a domain may do: :class:`~.records.Assignment` each."""
    with errors.border(SERVICE):
        rows = _keystone(request).role_assignments.list(include_names=True)
    listed = []
    for row in rows:
        kind = "group" if hasattr(row, "group") else "user"
        actor = getattr(row, kind)
        if actor["domain"]["id"] == ident:
            listed.append(_assignment(kind, actor, row))
    return sorted(listed, key=lambda each: (each.actor.name, each.role.name))


def grant(request, group, role, project=None):
    """Give a group a role: in a project, on the system by default."""
    place = {"project": project} if project else {"system": "all"}
    with errors.border(SERVICE):
        _keystone(request).roles.grant(role, group=group, **place)


def revoke(request, assignment_id):
    """Take a role from a group, by :attr:`~.records.Assignment.id`."""
    group, role, kind, place, inherited = assignment_id.split("|")
    more = {"os_inherit_extension_inherited": True} if inherited else {}
    with errors.border(SERVICE):
        _keystone(request).roles.revoke(role, group=group, **{kind: place}, **more)


def _keystone(request):
    return client.Client(
        session=scopes.system_session(request),
        region_name=request.user.services_region,
        interface=config.interface(),
    )


def _domain(keystone, row):
    try:
        with errors.border(SERVICE):
            body = keystone.domain_configs.get(row.id).to_dict()
    except errors.NotFound:
        body = {}
    return Domain(
        row.id,
        row.name,
        row.enabled,
        getattr(row, "description", "") or "",
        body.get("identity", {}).get("driver", ""),
        body.get("ldap", {}),
    )


def _assignment(kind, actor, row):
    place_kind = next(each for each in ("project", "domain", "system") if each in row.scope)
    place = row.scope[place_kind]
    return Assignment(
        kind,
        Choice(actor["id"], actor["name"]),
        Choice(row.role["id"], row.role["name"]),
        place_kind,
        None if place_kind == "system" else Choice(place["id"], place["name"]),
        "OS-INHERIT:inherited_to" in row.scope,
    )


def _choices(rows):
    return sorted((Choice(row.id, row.name) for row in rows), key=lambda each: each.name.lower())
