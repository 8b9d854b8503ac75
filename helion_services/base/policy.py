"""Access control: oslo.policy rules, one for each action.

A view names its rule with :func:`require`, or is marked with :func:`public` to need no token.
The rule is enforced before the request is validated, and a view without a rule is never called.
"""

import re

from flask import current_app, g, request
from oslo_policy import policy

from helion_services.base import context, problems, service
from helion_services.base.config import ConfigError
from helion_services.base.messages import Message

_READER = "reader"
READER = f"rule:{_READER}"
ADMIN = "rule:admin"
METAL_READER = "rule:metal_reader"
"""To see bare metal, which belongs to the system, and what runs on it."""
METAL_ADMIN = "rule:metal_admin"
"""To change it."""
AUDITOR = "rule:auditor"
"""To see who changed what."""
_NO_METAL = "False:%(metal)s"
"""The operation is not on bare metal."""
_REFERENCE = re.compile(r"rule:([\w:.-]+)")
SCOPES = ["system", "project"]
_SYSTEM_ROLE = Message(
    "system-role-needed",
    "You have no role on the system, which bare metal belongs to. Ask for the role “reader” on the"
    " system to see this, or “admin” to manage it.",
)

_BASE = (
    policy.RuleDefault("default", "!", "Anything without a rule of its own is denied."),
    policy.RuleDefault(
        "system_admin", "role:admin and system_scope:all", "An administrator of the system."
    ),
    policy.RuleDefault(
        "admin",
        "rule:system_admin or (role:admin and is_admin_project:True)",
        "Access to ESX: an administrator of the system or of a project.",
    ),
    policy.RuleDefault(
        _READER,
        "rule:admin or (role:reader and system_scope:all)",
        "Read access to ESX: an administrator, or a reader of the system.",
    ),
    policy.RuleDefault(
        "metal_admin",
        "rule:system_admin",
        "Full access to bare metal, the overcloud and operations: an administrator of the system."
        " With rule:admin, administrators of projects have it, too.",
    ),
    policy.RuleDefault(
        "metal_reader",
        "rule:metal_admin or (role:reader and system_scope:all)",
        "Read access to bare metal, the overcloud and operations: a reader of the system.",
    ),
    policy.RuleDefault(
        "auditor",
        "rule:system_admin or (role:auditor and system_scope:all)",
        "Read access to the audit trail: an administrator or an auditor of the system.",
    ),
)


def rule(name, check, description, *operations):
    """A rule of a service.

    :param name: such as ``plan:create``
    :param check: :data:`READER`, :data:`ADMIN`, :data:`METAL_READER` or :data:`METAL_ADMIN`, or any
        other of oslo.policy's checks
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
    rule("operation:list", READER, "List those that one may see.", ("GET", "{root}/operations")),
    rule(
        "operation:get",
        f"{METAL_READER} or ({_NO_METAL} and {READER}) or user_id:%(user_id)s",
        "Show an operation: one on bare metal, any other, or one's own.",
        ("GET", "{root}/operations/{id}"),
    ),
    rule(
        "operation:cancel",
        f"{METAL_ADMIN} or ({_NO_METAL} and {ADMIN})",
        "Cancel an operation.",
        ("POST", "{root}/operations/{id}/cancel"),
    ),
    rule(
        "operation:pause",
        f"{METAL_ADMIN} or ({_NO_METAL} and {ADMIN})",
        "Pause an operation, and continue it.",
        ("POST", "{root}/operations/{id}/pause"),
        ("POST", "{root}/operations/{id}/continue"),
    ),
    rule(
        "operation:retry",
        f"{METAL_ADMIN} or ({_NO_METAL} and {ADMIN})",
        "Retry an operation.",
        ("POST", "{root}/operations/{id}/retry"),
    ),
)

AUDIT = (
    rule("audit:list", AUDITOR, "List the audit trail.", ("GET", "{root}/audit-events")),
    rule("audit:get", AUDITOR, "Show an event of it.", ("GET", "{root}/audit-events/{id}")),
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
    """Mark a view as needing no token of Keystone. It must change nothing, or check its own."""
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
    rule_enforcer.register_defaults([*_BASE, *OPERATIONS, *AUDIT, *rules])
    _check_file(conf, rule_enforcer)
    return rule_enforcer


def _check_file(conf, rule_enforcer):
    """Raise :class:`ConfigError` if the configured file is missing, or has names without effect.

    oslo.policy says nothing of either: the defaults would hold.
    """
    name = conf.oslo_policy.policy_file
    location = conf.get_location("policy_file", "oslo_policy")
    if location and location.location.is_user_controlled and not conf.find_file(name):
        raise ConfigError(f"[oslo_policy] policy_file: {name} does not exist.")
    rule_enforcer.load_rules()
    in_file = rule_enforcer.file_rules
    used = {used for each in in_file.values() for used in _REFERENCE.findall(str(each.check_str))}
    served = {rule.name for each in service.installed().values() for rule in each.policies()}
    unknown = sorted(set(in_file) - set(rule_enforcer.registered_rules) - served - used)
    if unknown:
        raise ConfigError(f"[oslo_policy] policy_file: there is no rule {', '.join(unknown)}.")


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
    g.helion_enforcer = enforcer
    # Views of operations look again, at the operation.
    allowed = _allows(enforcer, name, who, {"metal": False})
    g.helion_has_role = allowed or _allows(enforcer, _READER, who)
    if not allowed:
        check(name, {"metal": False, "user_id": who.user_id})


def allows(name, target):
    """Whether the user of the current request may do ``name`` to an operation.

    :param target: ``metal``, whether it is on bare metal, and ``user_id`` of who started it
    """
    return _allows(g.helion_enforcer, name, context.current(), target)


def check(name, target):
    """Raise :class:`problems.Forbidden` unless that is so."""
    if not allows(name, target):
        reason = _reason(g.helion_enforcer, name, context.current())
        raise problems.Forbidden(reason, policy=name)


def _reason(enforcer, name, who):
    """Administrators of a project hear which role they lack."""
    is_metal = enforcer.registered_rules[name].check_str.startswith((METAL_READER, METAL_ADMIN))
    if is_metal and not who.system_scope and "admin" in who.roles:
        return _SYSTEM_ROLE
    return problems.FORBIDDEN


def _allows(enforcer, name, who, target=None):
    credentials = {
        "user_id": who.user_id,
        "project_id": who.project_id,
        "domain_id": who.domain_id,
        "roles": list(who.roles),
        "system_scope": who.system_scope,
        "is_admin_project": who.is_admin_project,
    }
    try:
        return enforcer.authorize(name, target or {}, credentials)
    except policy.InvalidScope:
        return False
