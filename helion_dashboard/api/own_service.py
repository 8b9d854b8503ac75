"""The wire to the four services of our own.

They take the project's token of an administrator. Who is none there, but has a role on the system,
is asked for with the system's token instead, as the rules in ``policies/`` promise him.
"""

import dataclasses

from keystoneauth1 import adapter

from helion_dashboard import config
from helion_dashboard.api import errors, problem, scopes, wire_text


@dataclasses.dataclass(frozen=True)
class Service:
    """One of them.

    :ivar type: its type in the catalog
    :ivar root: what comes before every path, below its address in the catalog
    """

    type: str
    root: str = ""

    def offered(self, user):
        """Whether the user's token names it."""
        return has_service(user, self.type)

    def get(self, request, path, query=None, *, far=False):
        """What there is at ``path``; ``far`` as :func:`call` has it."""
        return call(request, self.type, "GET", self.root + path, query=query, far=far)

    def post(self, request, path, body=None, key=None, *, far=False):
        """Do or make something; ``key`` and ``far`` as :func:`call` has them."""
        return self._change(request, "POST", path, body, key, far)

    def put(self, request, path, body, key=None, *, far=False):
        """Change something."""
        return self._change(request, "PUT", path, body, key, far)

    def delete(self, request, path, body=None, key=None, *, far=False):
        """Take something away."""
        return self._change(request, "DELETE", path, body, key, far)

    def path(self, pattern, *idents):
        """``pattern`` with each ``{}`` an ident: a name in a URL must not become another URL."""
        return pattern.format(*(wire_text.segment(self.type, ident) for ident in idents))

    def _change(self, request, method, path, body, key, far):
        return call(request, self.type, method, self.root + path, body=body, key=key, far=far)


def has_service(user, kind):
    """Whether the user's token names a service of this type."""
    return any(service["type"] == kind for service in user.service_catalog or ())


def call(request, service, method, path, *, query=None, body=None, key=None, far=False):
    """What ``service``, a type of the catalog, answers, from JSON; ``None`` for nothing.

    :param path: below the service's address in the catalog
    :param query: parameters of the URL; those that are empty are left out
    :param body: what is sent as JSON
    :param key: the ``Idempotency-Key``: the same request with the same key is done only once
    :param far: whether the service must ask somebody else before it can answer
    """
    client = adapter.Adapter(
        _session(request),
        service_type=service,
        interface=config.interface(),
        region_name=request.user.services_region,
        # A busy service is not waited for: the user hears of it instead.
        status_code_retries=0,
    )
    more = {"json": body} if body is not None else {}
    if far:
        more["timeout"] = config.get().far_timeout
    with errors.border(service):
        answer = client.request(
            path,
            method,
            params={
                name: value for name, value in (query or {}).items() if value not in (None, "")
            },
            headers={"Accept": "application/json", **({"Idempotency-Key": key} if key else {})},
            raise_exc=False,
            **more,
        )
    if answer.status_code >= 400:
        raise problem.error_of(service, answer)
    return answer.json() if answer.content else None


def _session(request):
    in_project = {role["name"].lower() for role in request.user.roles or ()}
    if "admin" not in in_project and scopes.system_roles(request):
        return scopes.system_session(request)
    return scopes.project_session(request)
