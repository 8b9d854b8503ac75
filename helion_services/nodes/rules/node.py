"""A bare-metal node that leaves, or takes a role.

``node`` is a :class:`~helion_services.nodes.ironic.Node`.
"""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import BLOCK, PASS, WARN, Check


def free_to_leave(node):
    """Whether a node is locked, protected, in maintenance or retired."""
    name = node.label
    findings = []
    if node.reservation:
        locked = Message(
            "node-locked",
            "{node} is locked by Ironic, which is working on it. Try again later.",
            node=name,
        )
        findings.append((BLOCK, locked))
    if node.protected:
        findings.append((BLOCK, _protected(name, _plain(node.protected_reason))))
    if node.maintenance:
        findings.append((WARN, _in_maintenance(name, _plain(node.maintenance_reason))))
    if node.retired:
        findings.append((PASS, _retired(name, _plain(node.retired_reason))))
    title = Message("check-node-may-leave", "{node} may leave", node=name)
    fine = Message("node-may-leave", "{node} is neither locked nor protected.", node=name)
    return worst("node.free_to_leave", title, findings, fine)


def fits_role(node, role, resource_class, hardware=()):
    """Whether a node can become a server of ``role`` now.

    :param hardware: findings of :func:`helion_services.nodes.hardware.check`
    """
    name = node.label
    findings = []
    if node.resource_class != resource_class:
        findings.append((BLOCK, _other_class(name, node.resource_class, role, resource_class)))
    if node.provision_state != "available":
        state = Message(
            "node-not-available",
            "{node} is {state}, not available.",
            node=name,
            state=node.provision_state,
        )
        findings.append((BLOCK, state))
    if node.instance_uuid:
        used = Message("node-in-use", "{node} has a server on it already.", node=name)
        findings.append((BLOCK, used))
    if node.maintenance:
        findings.append((BLOCK, _in_maintenance(name, _plain(node.maintenance_reason))))
    if node.retired:
        findings.append((BLOCK, _retired(name, _plain(node.retired_reason))))
    if node.reservation:
        locked = Message("node-locked-now", "{node} is locked by Ironic at the moment.", node=name)
        findings.append((WARN, locked))
    findings += failing(hardware)
    title = Message("check-node-fits-role", "{node} fits the role", node=name)
    fine = Message("node-fits-role", "{node} is available and fits {role}.", node=name, role=role)
    return worst("node.fits_role", title, findings, fine)


def last_error(node):
    """A warning with the last error that Ironic had with a node, or None."""
    error = _plain(node.last_error)
    if not error:
        return None
    title = Message("check-node-last-error", "Last error of {node}", node=node.label)
    return Check(
        "node.last_error",
        title,
        WARN,
        Message(
            "node-last-error",
            "{node} failed before: {error}. Make sure that it is repaired, or use another node.",
            node=node.label,
            error=error,
        ),
    )


def unusable(node):
    """Why a node that has no server cannot get one, as a :class:`Message`, or None."""
    if node.maintenance:
        return _in_maintenance(node.label, _plain(node.maintenance_reason))
    if node.retired:
        return _retired(node.label, _plain(node.retired_reason))
    return None


def worst(name, title, findings, fine=None):
    """One check of several ``(result, Message)``: its result is the worst.

    ``fine`` is the message if there are none.
    """
    results = [result for result, _message in findings]
    result = next((result for result in (BLOCK, WARN) if result in results), PASS)
    messages = [message for _result, message in findings] or [fine]
    if len(messages) == 1:
        return Check(name, title, result, messages[0])
    return Check(name, title, result, Message("node-findings", "{findings}", findings=messages))


def failing(findings):
    """``(result, Message)`` of those hardware findings that do not pass."""
    return [(finding.result, finding.message) for finding in findings if finding.result != PASS]


def _protected(name, reason):
    if not reason:
        return Message(
            "node-protected", "{node} is protected. Remove the protection first.", node=name
        )
    return Message(
        "node-protected-because",
        "{node} is protected ({reason}). Remove the protection first.",
        node=name,
        reason=reason,
    )


def _in_maintenance(name, reason):
    if not reason:
        return Message("node-in-maintenance", "{node} is in maintenance.", node=name)
    return Message(
        "node-in-maintenance-because",
        "{node} is in maintenance ({reason}).",
        node=name,
        reason=reason,
    )


def _retired(name, reason):
    if not reason:
        return Message("node-retired", "{node} is retired.", node=name)
    return Message(
        "node-retired-because", "{node} is retired ({reason}).", node=name, reason=reason
    )


def _other_class(name, resource_class, role, role_class):
    if not resource_class:
        return Message(
            "node-without-class",
            "{node} has no resource class; {role} needs {role_class}.",
            node=name,
            role=role,
            role_class=role_class,
        )
    return Message(
        "node-of-other-class",
        "{node} has the resource class {resource_class}; {role} needs {role_class}.",
        node=name,
        resource_class=resource_class,
        role=role,
        role_class=role_class,
    )


def _plain(reason):
    return reason.strip().rstrip(".") if reason else ""
