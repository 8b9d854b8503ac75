"""Policy checks that know both scopes.

Horizon's stock check builds its credentials from the roles in the session's project, so a rule
that asks for the system's scope is never true there. Our own rules are therefore enforced here,
once with the roles in the project and once with those on the system. All other rules go to the
check that was there before: those services get the project's token, so a role on the system must
not open their buttons.
"""

import functools

from django.utils.module_loading import import_string
from openstack_auth import policy as auth_policy
from oslo_policy import policy as oslo

from helion_dashboard import config
from helion_dashboard.api import scopes

NAMESPACE = "helion"


def check(actions, request, target=None):
    """Whether the user may do all of ``actions``, a sequence of ``(namespace, rule)``.

    This is Horizon's ``POLICY_CHECK_FUNCTION``. It makes no call to any service.
    """
    for namespace, _rule in actions:
        if namespace == NAMESPACE:
            break
    else:  # by far the most frequent: every page asks some ninety times
        return _wrapped(config.get().wrapped_policy_check)(actions, request, target)
    # Asked one by one, so that rules of two namespaces and scopes may stand in one check.
    return all(
        allowed(request, rule)
        if namespace == NAMESPACE
        else _wrapped(config.get().wrapped_policy_check)(((namespace, rule),), request, target)
        for namespace, rule in actions
    )


def allowed(request, rule):
    """Whether the user may do our own ``rule``, such as ``"node:delete"``.

    Each rule is enforced once a request: navigation asks the same one for every panel.
    """
    answers = request.__dict__.setdefault("_helion_policy", {})
    system_roles = scopes.system_roles(request)
    key = (rule, system_roles)
    if key not in answers:
        answers[key] = _enforce(request.user, rule, system_roles)
    return answers[key]


_wrapped = functools.cache(import_string)


def _enforce(user, rule, system_roles):
    # Without our rules nothing may be inferred: Horizon then allows whatever it is asked.
    enforcer = auth_policy._get_enforcer().get(NAMESPACE)
    if enforcer is None:
        return False
    who = {"user_id": user.id}
    project = {
        **who,
        "project_id": user.project_id,
        "roles": [role["name"] for role in user.roles or ()],
    }
    system = {**who, "system_scope": "all", "roles": list(system_roles)}
    return any(_holds(enforcer, rule, one) for one in (project, system) if one["roles"])


def _holds(enforcer, rule, credentials):
    try:
        return bool(enforcer.enforce(rule, {}, dict(credentials), do_raise=True))
    except (oslo.PolicyNotAuthorized, oslo.InvalidScope):
        return False
