"""The wire to the four services of our own.

They take the project's token of an administrator. Who is none there, but has a role on the system,
is asked for with the system's token instead, as the rules in ``policies/`` promise him.
"""

from keystoneauth1 import adapter

from helion_dashboard import config
from helion_dashboard.api import errors, problem, scopes


def call(request, service, method, path, *, query=None, body=None, key=None):
    """What ``service``, a type of the catalog, answers, from JSON; ``None`` for nothing.

    :param path: below the service's address in the catalog
    :param query: parameters of the URL; those that are empty are left out
    :param body: what is sent as JSON
    :param key: the ``Idempotency-Key``: the same request with the same key is done only once
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
