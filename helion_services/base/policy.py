"""Access control: oslo.policy rules, one for each action.

A view names its rule with :func:`require`, or is marked with :func:`public` to need no token.
The rule is enforced before the request is validated, and a view without a rule is never called.
"""

from flask import current_app, g, request
from oslo_policy import policy

from helion_services.base import context, problems

_READER = "reader"
READER = f"rule:{_READER}"
ADMIN = "rule:admin"
SCOPES = ["system", "project"]

_BASE = (
    policy.RuleDefault("default", "!", "Anything without a rule of its own is denied."),
    policy.RuleDefault(
        "admin",
        "(role:admin and system_scope:all) or (role:admin and is_admin_project:True)",
        "Full access: an administrator of the system or of a project.",
    ),
    policy.RuleDefault(
        _READER,
        "rule:admin or (role:reader and system_scope:all)",
        "Read access: an administrator, or a reader of the system.",
    ),
)


def rule(name, check, description, *operations):
    """A rule of a service.

    :param name: such as ``plan:create``
    :param check: :data:`READER` or :data:`ADMIN`, or any other of oslo.policy's checks
    :param operations: pairs of method and path that it applies to
    """
    return policy.DocumentedRuleDefault(
        name,
        check,
        description,
        [{"method": method, "path": path} for method, path in operations],
        scope_types=SCOPES,
    )


OPERATIONS = (
    rule("operation:list", READER, "List operations.", ("GET", "{root}/operations")),
    rule("operation:get", READER, "Show an operation.", ("GET", "{root}/operations/{id}")),
    rule(
        "operation:cancel", ADMIN, "Cancel an operation.", ("POST", "{root}/operations/{id}/cancel")
    ),
    rule("operation:retry", ADMIN, "Retry an operation.", ("POST", "{root}/operations/{id}/retry")),
)


def require(name):
    """Put a view under the rule ``name``."""

    def mark(view):
        view.helion_policy = name
        return view

    return mark


def unchanging(view):
    """Mark a view as changing nothing although its method could: it may be repeated."""
    view.helion_unchanging = True
    return view


def is_unchanging(view):
    """Whether a view changes nothing although its method could."""
    return getattr(view, "helion_unchanging", False)


def has_role():
    """Whether the user of the current request may do anything here: this, or read."""
    return g.get("helion_has_role", False)


def public(view):
    """Mark a view as needing no token. It must change nothing."""
    view.helion_public = True
    return view


def is_public(view):
    """Whether a view needs no token."""
    return getattr(view, "helion_public", False)


def rule_of(view):
    """The name of the rule that a view is under, None for none."""
    return getattr(view, "helion_policy", None)


def enforcer(conf, rules):
    """An oslo.policy Enforcer with the common rules and ``rules``."""
    rule_enforcer = policy.Enforcer(conf)
    rule_enforcer.register_defaults([*_BASE, *OPERATIONS, *rules])
    return rule_enforcer


def check_views(app, enforcer):
    """Raise RuntimeError if a view of ``app`` is neither public nor under a rule that exists."""
    for endpoint, view in app.view_functions.items():
        if not is_public(view) and rule_of(view) not in enforcer.registered_rules:
            raise RuntimeError(f"{endpoint} has no policy rule: {rule_of(view)}")


def enforce(enforcer):
    """Raise :class:`problems.Forbidden` unless the user may call the requested view."""
    if request.url_rule is None:  # no such view: 404 or 405
        return
    view = current_app.view_functions[request.endpoint]
    if is_public(view):
        return
    name = rule_of(view)
    who = context.current()
    if name is None or who.user_id is None:
        raise problems.Forbidden(policy=name)
    allowed = _allows(enforcer, name, who)
    g.helion_has_role = allowed or _allows(enforcer, _READER, who)
    if not allowed:
        raise problems.Forbidden(policy=name)


def _allows(enforcer, name, who):
    credentials = {
        "user_id": who.user_id,
        "project_id": who.project_id,
        "domain_id": who.domain_id,
        "roles": list(who.roles),
        "system_scope": who.system_scope,
        "is_admin_project": who.is_admin_project,
    }
    try:
        return enforcer.authorize(name, {}, credentials)
    except policy.InvalidScope:
        return False
