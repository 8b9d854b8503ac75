"""Doing something to nodes: one answer for each of them."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.admin.nodes import actions, listing
from helion_dashboard.api import baremetal, errors, scopes
from helion_dashboard.kit import actions as kit_actions


@sensitive_post_parameters()
@require_POST
def act(request):
    """``{"action", "nodes": [uuid], "inputs": {}}`` -> ``{"results": [{node, ok, reason}]}``.

    400 for what makes no sense, 403 without the policy's leave, 422 with ``errors`` by field.
    """
    try:
        action, nodes, values = kit_actions.read(request, actions.BY_NAME)
        if not all(baremetal.is_uuid(uuid) for uuid in nodes):
            raise ValueError(_("A node is named by its UUID."))
    except ValueError as exc:
        return JsonResponse({"error": str(exc)}, status=400)
    if not policy.allowed(request, action.policy_rule):
        reason = _("Your roles do not allow this (rule %s).") % f"helion:{action.policy_rule}"
        return JsonResponse({"error": reason}, status=403)
    try:
        inputs = {field.name: field.read(values) for field in action.inputs}
    except actions.BadInput as exc:
        return JsonResponse({"errors": {exc.field: [exc.reason]}}, status=422)
    try:
        # Got here once, so that the threads do not each ask for it.
        scopes.system_session(request)
    except errors.ServiceError as exc:
        return JsonResponse({"error": exc.reason}, status=502)

    given = {name: value for name, value in inputs.items() if value is not None}
    results = kit_actions.each(nodes, lambda uuid: action.run(request, uuid, **given))
    listing.forget_sweeps(request)
    return JsonResponse({"results": results})
