"""A bare-metal node that is to leave, or to take a role.

``node`` is a :class:`~helion_services.nodes.ironic.Node`.
"""

from helion_services.nodes.rules.check import BLOCK, PASS, WARN, Check

_LEAVE = ("node.free_to_leave", "The server may leave")
_FITS = ("node.fits_role", "The server fits the role")


def free_to_leave(node):
    """Whether Ironic lets go of a node, and whether somebody marked it."""
    said = []
    if node.reservation:
        said.append((BLOCK, "is locked by Ironic, which is working on it; try again later"))
    if node.protected:
        said.append((BLOCK, f"is protected{_because(node.protected_reason)}; lift that first"))
    if node.maintenance:
        said.append((WARN, f"is in maintenance{_because(node.maintenance_reason)}"))
    if node.retired:
        said.append((PASS, f"is retired{_because(node.retired_reason)}"))
    return _worst(_LEAVE, node, said, "is neither locked nor protected")


def fits_role(node, role, resource_class, findings=()):
    """Whether a node can become a server of ``role`` now.

    :param findings: of :func:`helion_services.nodes.hardware.check`
    """
    said = []
    if node.resource_class != resource_class:
        said.append(
            (
                BLOCK,
                f"has the resource class {node.resource_class or 'none'}, where {role} needs"
                f" {resource_class}",
            )
        )
    if node.provision_state != "available":
        said.append((BLOCK, f"is {node.provision_state}, not available"))
    if node.instance_uuid:
        said.append((BLOCK, "has a server on it already"))
    if node.maintenance:
        said.append((BLOCK, f"is in maintenance{_because(node.maintenance_reason)}"))
    if node.retired:
        said.append((BLOCK, f"is retired{_because(node.retired_reason)}"))
    if node.reservation:
        said.append((WARN, "is locked by Ironic at the moment"))
    hardware = [(found.result, found.text) for found in findings if found.result != PASS]
    return _worst(_FITS, node, said, f"is available and fit for {role}", hardware)


def _worst(what, node, said, fine, sentences=()):
    """One check of several ``(result, rest of the sentence)`` and whole sentences."""
    results = [result for result, _text in (*said, *sentences)]
    result = next((one for one in (BLOCK, WARN) if one in results), PASS)
    if result == PASS and not said:
        said = [(PASS, fine)]
    own = [f"{node.label} {'; it '.join(text for _result, text in said)}."] if said else []
    return Check(*what, result, " ".join([*own, *(text for _result, text in sentences)]))


def _because(reason):
    return f" ({reason.strip().rstrip('.')})" if reason and reason.strip() else ""
