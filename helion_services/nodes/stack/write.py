"""Changes to a stack. Each looks first, so that it can be repeated after an interruption."""

import contextlib

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.nodes.stack.models import READY, StackBusy, StackExists
from helion_services.nodes.stack.read import decode, get

TIMEOUT = 360
"""Minutes after which Heat gives up a change; what HP's installer allowed."""

_HIDDEN = "******"


def create(heat, rolemap, parameters):
    """Deploy the stack that ``rolemap`` describes; returns the :class:`Stack`.

    One of that name with the same parameters is taken over, and resumed if it failed. One with
    others raises :class:`StackExists`.
    """
    current = get(heat, rolemap.stack, outputs=False)
    if current is None:
        template = rolemap.template()
        body = {
            "stack_name": rolemap.stack,
            "template": template.text,
            "files": template.files,
            "parameters": parameters,
            "timeout_mins": TIMEOUT,
            "disable_rollback": True,
        }
        # In conflict, it was created since the look: by an earlier try, or by somebody else.
        with contextlib.suppress(keystoneauth.Conflict):
            heat.post("/stacks", json=body, log=False)  # it has passwords
        current = get(heat, rolemap.stack, outputs=False)
    if current is None or current.action == "DELETE":
        raise StackBusy(
            Message("stack-deleting", "The stack “{stack}” is being deleted.", stack=rolemap.stack)
        )
    if not has(current, parameters):
        raise StackExists(
            Message(
                "stack-exists",
                "There is a stack “{stack}” already, with other parameters.",
                stack=rolemap.stack,
            )
        )
    return _patch(heat, current, parameters) if current.failed else current


def update(heat, stack, changes):
    """Change some parameters, keeping all else; returns the :class:`Stack`.

    Does nothing if Heat is at, or has done, just that. Raises :class:`StackBusy` while Heat is at
    something else.
    """
    current = get(heat, stack.name, outputs=False)
    if current is None or current.id != stack.id:
        raise StackBusy(
            Message("stack-gone", "The stack “{stack}” no longer exists.", stack=stack.name)
        )
    same = has(current, changes)
    if current.in_progress and not (same and current.action in ("CREATE", "UPDATE")):
        raise StackBusy(
            Message(
                "stack-busy",
                "The stack “{stack}” is busy: {status}.",
                stack=stack.name,
                status=current.status,
            )
        )
    if same and (current.in_progress or current.status in READY):
        return current
    return _patch(heat, current, changes)


def delete(heat, stack, again=False):
    """Begin to delete the stack, whatever it is at; ``again``: even while it is being deleted.

    Heat begins anew with what is left then.
    """
    current = get(heat, stack.id, outputs=False)
    if current is None or (current.status == "DELETE_IN_PROGRESS" and not again):
        return
    with contextlib.suppress(keystoneauth.NotFound):
        heat.delete(stack.path)


def cancel_update(heat, stack, rollback=False):
    """Stop an update; does nothing if there is none.

    Heat keeps the new parameters, marks the stack as failed and abandons its tasks: a server
    that is being deployed is finished. With ``rollback`` it goes back to the parameters from
    before instead, which takes as long as an update, reuses indices, and fails halfway if a server
    was being removed.
    """
    current = get(heat, stack.id, outputs=False)
    if current is None or current.status != "UPDATE_IN_PROGRESS":
        return
    action = "cancel_update" if rollback else "cancel_without_rollback"
    try:
        heat.post(f"{stack.path}/actions", json={action: None})
    except (keystoneauth.BadRequest, keystoneauth.Conflict):
        current = get(heat, stack.id, outputs=False)
        if current is not None and current.status == "UPDATE_IN_PROGRESS":
            raise


def _patch(heat, stack, parameters):
    body = {"parameters": parameters, "existing": True, "timeout_mins": TIMEOUT}
    try:
        heat.patch(stack.path, json=body, log=False)  # it has passwords
    except keystoneauth.Conflict:
        # It took an earlier try whose answer was lost.
        current = get(heat, stack.name, outputs=False)
        if current is None or not (current.action == "UPDATE" and has(current, parameters)):
            raise
        return current
    return get(heat, stack.name, outputs=False)


def has(stack, parameters):
    """Whether the stack has these parameters, as far as they can be read."""
    return all(
        name in stack.parameters and _same(stack.parameters[name], value)
        for name, value in parameters.items()
    )


def _same(current, value):
    if current == _HIDDEN:
        return True
    value = decode(value)
    if isinstance(value, bool):
        return str(current).lower() == str(value).lower()
    if isinstance(value, (list, tuple)) and isinstance(current, str):
        return current == ",".join(str(item) for item in value)
    return current == value or str(current) == str(value)
