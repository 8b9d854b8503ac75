"""Who may do what: oslo.policy rules, one for each action.

A view names its rule with :func:`require`, or says with :func:`public` that it needs no token.
The rule is enforced before anything else of the request is looked at, and a view that names none is
never called.
"""

from flask import current_app, request
from oslo_policy import policy

from helion_services.base import context, problems

READER = "rule:reader"
ADMIN = "rule:admin"
SCOPES = ["system", "project"]

_BASE = (
    policy.RuleDefault("default", "!", "What no rule is made for is refused."),
    policy.RuleDefault(
        "admin",
        "(role:admin and system_scope:all) or (role:admin and is_admin_project:True)",
        "May change things: an administrator of the system or of a project.",
    ),
    policy.RuleDefault(
        "reader",
        "rule:admin or (role:reader and system_scope:all)",
        "May look at everything: an administrator, or a reader of the system.",
    ),
)


def rule(name, check, description, *operations):
    """A rule of a service.

    :param name: such as ``plan:create``
    :param check: :data:`READER` or :data:`ADMIN`, or any other of oslo.policy's checks
    :param operations: pairs of method and path that it is for
    """
    return policy.DocumentedRuleDefault(
        name,
        check,
        description,
        [{"method": method, "path": path} for method, path in operations],
        scope_types=SCOPES,
    )


OPERATIONS = (
    rule("operation:list", READER, "See the operations.", ("GET", "{root}/operations")),
    rule("operation:get", READER, "See an operation.", ("GET", "{root}/operations/{id}")),
    rule("operation:cancel", ADMIN, "Cancel one.", ("POST", "{root}/operations/{id}/cancel")),
    rule("operation:retry", ADMIN, "Try one again.", ("POST", "{root}/operations/{id}/retry")),
)


def require(name):
    """Mark a view as being under the rule ``name``."""

    def mark(view):
        view.helion_policy = name
        return view

    return mark


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
    """An oslo.policy Enforcer with the rules of the house and ``rules``."""
    made = policy.Enforcer(conf)
    made.register_defaults([*_BASE, *OPERATIONS, *rules])
    return made


def check_views(app, made):
    """Raise RuntimeError if a view of ``app`` is neither public nor under a rule that exists."""
    for endpoint, view in app.view_functions.items():
        if not is_public(view) and rule_of(view) not in made.registered_rules:
            raise RuntimeError(f"{endpoint} is under no rule: {rule_of(view)}")


def enforce(made):
    """Raise :class:`problems.Forbidden` unless the user may call the view that is asked for."""
    if request.url_rule is None:  # there is none: 404 or 405
        return
    view = current_app.view_functions[request.endpoint]
    if is_public(view):
        return
    name = rule_of(view)
    who = context.current()
    if name is None or who.user_id is None or not _allows(made, name, who):
        raise problems.Forbidden(policy=name)


def _allows(made, name, who):
    credentials = {
        "user_id": who.user_id,
        "project_id": who.project_id,
        "domain_id": who.domain_id,
        "roles": list(who.roles),
        "system_scope": who.system_scope,
        "is_admin_project": who.is_admin_project,
    }
    try:
        return made.authorize(name, {}, credentials)
    except policy.InvalidScope:
        return False
