"""Policy checks that know both scopes.

Horizon's stock check builds its credentials from the roles in the session's project, so a rule
that asks for the system's scope is never true there. This one asks the stock check first and, for
our own rules only, asks again with the roles the user has on the system. Other services get the
project's token, so a role on the system must not open their buttons.
"""

from django.utils.module_loading import import_string
from openstack_auth import policy as auth_policy
from oslo_policy import policy as oslo

from helion_dashboard import config
from helion_dashboard.api import scopes

NAMESPACE = "helion"


def check(actions, request, target=None):
    """Whether the user may do all of ``actions``, an iterable of ``(namespace, rule)``.

    This is Horizon's ``POLICY_CHECK_FUNCTION``. It makes no call to any service.
    """
    actions = tuple(actions)
    stock = import_string(config.get().wrapped_policy_check)
    if not any(namespace == NAMESPACE for namespace, _ in actions):
        return stock(actions, request, target)
    # Asked one by one, so that rules of two scopes may stand in one check.
    return all(_check_remembered(stock, action, request, target) for action in actions)


def allowed(request, rule):
    """Whether the user may do our own ``rule``, such as ``"node:delete"``."""
    return check(((NAMESPACE, rule),), request)


def _check_remembered(stock, action, request, target):
    """Each rule is asked once a request: navigation asks the same one for every panel."""
    if target or action[0] != NAMESPACE:
        return _check_one(stock, action, request, target)
    answers = request.__dict__.setdefault("_helion_policy", {})
    key = (action, scopes.system_roles(request))
    if key not in answers:
        answers[key] = _check_one(stock, action, request, target)
    return answers[key]


def _check_one(stock, action, request, target):
    if stock((action,), request, dict(target or {})):
        return True
    namespace, rule = action
    roles = scopes.system_roles(request) if namespace == NAMESPACE else ()
    # Without our rules loaded nothing may be inferred: Horizon then allows whatever it is asked.
    enforcer = auth_policy._get_enforcer().get(NAMESPACE)
    if not roles or enforcer is None:
        return False
    credentials = {"user_id": request.user.id, "system_scope": "all", "roles": list(roles)}
    try:
        return bool(enforcer.enforce(rule, dict(target or {}), credentials, do_raise=True))
    except (oslo.PolicyNotAuthorized, oslo.InvalidScope):
        return False
