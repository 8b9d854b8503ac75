"""Doing something to nodes: one answer for each of them."""

import concurrent.futures
import json

from django.http import JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helion_dashboard import policy
from helion_dashboard.admin.nodes import actions, listing
from helion_dashboard.api import baremetal, errors, scopes

_AT_ONCE = 8
_MOST = 1000


@sensitive_post_parameters()
@require_POST
def act(request):
    """``{"action", "nodes": [uuid], "inputs": {}}`` -> ``{"results": [{node, ok, reason}]}``.

    400 for what makes no sense, 403 without the policy's leave, 422 with ``errors`` by field.
    """
    try:
        action, nodes, values = _read(request)
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
    language = translation.get_language()

    def one(uuid):
        with translation.override(language):  # a thread of its own begins with the default one
            try:
                action.run(request, uuid, **given)
            except errors.ServiceError as exc:
                return {"node": uuid, "ok": False, "reason": exc.reason}
            return {"node": uuid, "ok": True, "reason": ""}

    with concurrent.futures.ThreadPoolExecutor(_AT_ONCE) as pool:
        results = list(pool.map(one, nodes))
    listing.forget_sweeps(request)
    return JsonResponse({"results": results})


def _read(request):
    try:
        body = json.loads(request.body)
        name, nodes = body["action"], body["nodes"]
        values = body.get("inputs") or {}
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ValueError(_("This request makes no sense.")) from exc
    action = actions.BY_NAME.get(name) if isinstance(name, str) else None
    if action is None:
        raise ValueError(_("There is no such action."))
    if not isinstance(values, dict) or not isinstance(nodes, list):
        raise ValueError(_("This request makes no sense."))
    if not nodes:
        raise ValueError(_("No node is selected."))
    if len(nodes) > _MOST:
        raise ValueError(_("At most %d nodes at once.") % _MOST)
    if not all(isinstance(uuid, str) and baremetal.is_uuid(uuid) for uuid in nodes):
        raise ValueError(_("A node is named by its UUID."))
    return action, list(dict.fromkeys(nodes)), values
