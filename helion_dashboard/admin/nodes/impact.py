"""What stops with a node: asked when a dialog opens, not for each row of the list."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from helion_dashboard.api import errors
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import controller_states
from helion_dashboard.kit import nodes
from helion_dashboard.kit.rules import ruled

_MOST = 1000


@require_GET
@ruled("node:list")
def impact(request):
    """``{"carried": {id: text}, "confirm": {id: name}, "warnings": [...]}`` for ``?id=...``.

    ``carried`` has the server and its role for each node that carries one, ``confirm`` the
    server's name. A service that does not answer is one of the warnings.
    """
    idents = set(request.GET.getlist("id")[:_MOST])
    try:
        roles = lifecycle.roles(request).roles
        powered = _powered(request)
    except errors.ServiceError as exc:
        sentence = _("Which servers run there is not known: %s") % exc.reason
        return JsonResponse({"carried": {}, "confirm": {}, "warnings": [sentence]})
    members = [(role, member) for role in roles for member in role.members]
    carried = {member.node: (role, member) for role, member in members if member.node in idents}
    return JsonResponse(
        {
            "carried": {
                node: f"{member.name} ({role.title})" for node, (role, member) in carried.items()
            },
            "confirm": {node: member.name for node, (_role, member) in carried.items()},
            "warnings": [
                *_quorum(roles, idents, powered),
                *_clusters(request, carried),
                *_virtual_machines(carried.values()),
            ],
        }
    )


def _powered(request):
    return {node.uuid for node in nodes.sweep(request) if node.power_state == ironic.POWER_ON}


def _quorum(roles, idents, powered):
    for role in roles:
        running = {member.node for member in role.members if member.node in powered}
        staying = running - idents
        needed = len(role.members) // 2 + 1
        if role.kind == "controller" and running & idents and len(staying) < needed:
            yield _(
                "Of %(total)d controllers, %(staying)d would keep running. The overcloud needs"
                " %(needed)d: it stops until they are back."
            ) % {"total": len(role.members), "staying": len(staying), "needed": needed}


def _clusters(request, carried):
    """Why controllers should not be taken down now, by the clusters on them."""
    if not any(role.kind == "controller" for role, _member in carried.values()):
        return
    try:
        controllers = lifecycle.controllers(request).controllers
    except errors.ServiceError as exc:
        yield _("Whether the clusters keep serving is not known: %s") % exc.reason
        return
    for controller in controllers:
        if controller.node in carried and controller.answer == controller_states.NO:
            yield f"{controller.name}: {' '.join(controller.reasons)}"


def _virtual_machines(carried):
    computes = [member for role, member in carried if role.kind == "compute"]
    if computes:
        yield ngettext(
            "Virtual machines on %d compute server stop with it.",
            "Virtual machines on %d compute servers stop with them.",
            len(computes),
        ) % len(computes)
