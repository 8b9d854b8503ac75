"""Changes to a stack. Each looks first, so that it may be called again after it was killed."""

import contextlib

from keystoneauth1 import exceptions as keystoneauth

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
    found = get(heat, rolemap.stack, outputs=False)
    if found is None:
        template = rolemap.template()
        body = {
            "stack_name": rolemap.stack,
            "template": template.text,
            "files": template.files,
            "parameters": parameters,
            "timeout_mins": TIMEOUT,
            "disable_rollback": True,
        }
        # In conflict, it was made since we looked: by an earlier self, or by somebody else.
        with contextlib.suppress(keystoneauth.Conflict):
            heat.post("/stacks", json=body)
        found = get(heat, rolemap.stack, outputs=False)
    if found is None or found.action == "DELETE":
        raise StackBusy(f"The stack “{rolemap.stack}” is being deleted.")
    if not _has(found, parameters):
        raise StackExists(f"There is a stack “{rolemap.stack}” already, with other parameters.")
    return _patch(heat, found, parameters) if found.failed else found


def update(heat, stack, changes):
    """Change some parameters, keeping all else; returns the :class:`Stack`.

    Does nothing if Heat is at, or has done, just that. Raises :class:`StackBusy` while Heat is at
    something else.
    """
    found = get(heat, stack.name, outputs=False)
    if found is None or found.id != stack.id:
        raise StackBusy(f"The stack “{stack.name}” is not there any more.")
    same = _has(found, changes)
    if found.in_progress and not (same and found.action in ("CREATE", "UPDATE")):
        raise StackBusy(f"The stack “{stack.name}” is busy: {found.status}.")
    if same and (found.in_progress or found.status in READY):
        return found
    return _patch(heat, found, changes)


def delete(heat, stack):
    """Begin to delete the stack, whatever it is at."""
    found = get(heat, stack.id, outputs=False)
    if found is None or found.status == "DELETE_IN_PROGRESS":
        return
    with contextlib.suppress(keystoneauth.NotFound):
        heat.delete(stack.path)


def cancel_update(heat, stack, rollback=False):
    """Stop an update; does nothing if there is none.

    Heat keeps the new parameters, marks the stack as failed and lets go of what it was at: a
    server that is being deployed gets there. With ``rollback`` it goes back to the parameters from
    before instead, which takes as long as an update, reuses indices, and fails halfway if a server
    was being removed.
    """
    found = get(heat, stack.id, outputs=False)
    if found is None or found.status != "UPDATE_IN_PROGRESS":
        return
    action = "cancel_update" if rollback else "cancel_without_rollback"
    heat.post(f"{stack.path}/actions", json={action: None})


def _patch(heat, stack, parameters):
    body = {"parameters": parameters, "existing": True, "timeout_mins": TIMEOUT}
    heat.patch(stack.path, json=body)
    return get(heat, stack.name, outputs=False)


def _has(stack, parameters):
    """Whether the stack has these parameters, as far as they can be read."""
    return all(
        name in stack.parameters and _same(stack.parameters[name], value)
        for name, value in parameters.items()
    )


def _same(there, wanted):
    if there == _HIDDEN:
        return True
    wanted = decode(wanted)
    if isinstance(wanted, bool):
        return str(there).lower() == str(wanted).lower()
    if isinstance(wanted, (list, tuple)) and isinstance(there, str):
        return there == ",".join(str(item) for item in wanted)
    return there == wanted or str(there) == str(wanted)
