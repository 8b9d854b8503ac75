"""A small client of Keystone for the set-up: it creates whatever is missing."""

import functools

from helion_embedded.logins import DOMAIN, PASSWORD, REGION

_DEFAULT_DOMAIN = "default"


def connect(instance, user="admin", project="admin"):
    """A keystoneauth session of ``user``, scoped to ``project``, or to the system for None."""
    from keystoneauth1 import session
    from keystoneauth1.identity import v3

    scope = (
        {"project_name": project, "project_domain_name": DOMAIN}
        if project
        else {"system_scope": "all"}
    )
    auth = v3.Password(
        instance.auth_url,
        username=user,
        password=PASSWORD,
        user_domain_name=DOMAIN,
        **scope,
    )
    return session.Session(auth=auth)


def adapter(session, service_type, region=REGION, **options):
    """A keystoneauth adapter for one service type of the catalogue in a region.

    It repeats what a service answers with 503, for half a minute: on a busy machine services that
    just started may not reach Keystone in time.
    """
    from keystoneauth1 import adapter as keystoneauth_adapter

    options = {"status_code_retries": 6, "retriable_status_codes": [503], **options}
    return keystoneauth_adapter.Adapter(
        session, service_type=service_type, region_name=region, **options
    )


class Directory:
    """Keystone's users, projects, roles and catalogue. HTTP errors are keystoneauth's."""

    def __init__(self, session):
        self._api = adapter(session, "identity")

    def ensure_role(self, name):
        """The id of role ``name``."""
        return self._ensure("role", name)["id"]

    def ensure_project(self, name):
        """The id of project ``name`` of the default domain."""
        return self._ensure("project", name, domain_id=_DEFAULT_DOMAIN)["id"]

    def ensure_domain(self, name):
        """The id of domain ``name``."""
        return self._ensure("domain", name)["id"]

    def ensure_user(self, name, password, domain=_DEFAULT_DOMAIN):
        """The id of user ``name`` of a domain; an existing user keeps his password."""
        user = self._find("user", name, domain_id=domain)
        if user is None:
            user = self._create("user", name=name, password=password, domain_id=domain)
        return user["id"]

    def ensure_service(self, name, service_type, enabled):
        """The id of a service of the catalogue."""
        service = self._find("service", name, type=service_type)
        if service is None:
            service = self._create("service", name=name, type=service_type, enabled=enabled)
        return service["id"]

    def ensure_region(self, name):
        """Make region ``name``."""
        have = self._api.get("/regions").json()["regions"]
        if not any(region["id"] == name for region in have):
            self._create("region", id=name)

    def ensure_endpoint(self, url, enabled, **place):
        """Make the endpoint at a place: ``service_id``, ``interface`` and ``region_id``."""
        if not self._api.get("/endpoints", params=place).json()["endpoints"]:
            self._create("endpoint", url=url, enabled=enabled, **place)

    def grant(self, user, role, project=None):
        """Give a user (by name) a role in a project (by name), or on the system for None."""
        target = f"projects/{self._id('project', project)}" if project else "system"
        self._api.put(f"/{target}/users/{self._id('user', user)}/roles/{self._id('role', role)}")

    def grant_on_domain(self, user, role, domain):
        """Give a user a role (by name) on a domain (user and domain by id)."""
        self._api.put(f"/domains/{domain}/users/{user}/roles/{self._id('role', role)}")

    @functools.cache  # noqa: B019 - one short-lived object a process
    def _id(self, kind, name):
        query = {} if kind == "role" else {"domain_id": _DEFAULT_DOMAIN}
        resource = self._find(kind, name, **query)
        if resource is None:
            raise LookupError(f"no {kind} {name}")
        return resource["id"]

    def _ensure(self, kind, name, **values):
        return self._find(kind, name, **values) or self._create(kind, name=name, **values)

    def _find(self, kind, name, **query):
        answer = self._api.get(f"/{kind}s", params={"name": name, **query}).json()[f"{kind}s"]
        return answer[0] if answer else None

    def _create(self, kind, **values):
        return self._api.post(f"/{kind}s", json={kind: values}).json()[kind]
