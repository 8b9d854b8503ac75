"""Our own policy rules, for both scopes.

Horizon's policy check builds its credentials from the roles in the session's project, so a rule
that asks for the system's scope is never true there. Our rules are therefore enforced here, once
with the roles in the project and once with those on the system. Horizon's own check is left alone:
it is asked some ninety times a page, and other services get the project's token anyway.
"""

from openstack_auth import policy as auth_policy
from oslo_policy import policy as oslo

from helion_dashboard.api import scopes

NAMESPACE = "helion"


def allowed(request, rule):
    """Whether the user may do our own ``rule``, such as ``"node:delete"``.

    It makes no call to any service. Each rule is enforced once a request: navigation asks the same
    one for every panel.
    """
    answers = request.__dict__.setdefault("_helion_policy", {})
    system_roles = scopes.system_roles(request)
    key = (rule, system_roles)
    if key not in answers:
        project_roles = [role["name"] for role in request.user.roles or ()]
        answers[key] = _enforce(request.user, rule, project_roles, system_roles)
    return answers[key]


def needs_system_role(request, rule):
    """Whether ``rule`` is for roles on the system, and not for administrators of a project."""
    user, every = request.user, ("admin", "reader")
    return not _enforce(user, rule, every, ()) and _enforce(user, rule, (), every)


def full_name(rule):
    """``rule`` with its namespace: ``helion:node:delete``; rules of other packages have theirs."""
    namespace, rule = _split(rule)
    return f"{namespace}:{rule}"


def _split(rule):
    """``(namespace, rule)``: rules of other packages begin with the namespace of their file."""
    namespace, _colon, name = rule.partition(":")
    return (namespace, name) if namespace in auth_policy._get_enforcer() else (NAMESPACE, rule)


def _enforce(user, rule, project_roles, system_roles):
    # Without the rules nothing may be inferred: Horizon then allows whatever it is asked.
    namespace, rule = _split(rule)
    enforcer = auth_policy._get_enforcer().get(namespace)
    if enforcer is None:
        return False
    who = {"user_id": user.id}
    project = {**who, "project_id": user.project_id, "roles": list(project_roles)}
    system = {**who, "system_scope": "all", "roles": list(system_roles)}
    return any(
        _holds(enforcer, rule, credentials)
        for credentials in (project, system)
        if credentials["roles"]
    )


def _holds(enforcer, rule, credentials):
    try:
        return bool(enforcer.enforce(rule, {}, dict(credentials), do_raise=True))
    except (oslo.PolicyNotAuthorized, oslo.InvalidScope):
        return False
