"""Plans that deploy and undeploy the overcloud."""

import re

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid
from helion_services.nodes import compute_hosts, stack, undercloud
from helion_services.nodes.flows import requests
from helion_services.nodes.plans import (
    new_servers,
    preconditions,
    removed_servers,
    template_references,
)
from helion_services.nodes.plans.draft import Draft
from helion_services.nodes.rules import limits, warned
from helion_services.nodes.rules import role as role_rules
from helion_services.nodes.rules import stack as stack_rules

_PARAMETER = re.compile(r"[Pp]arameter:? '?(\w+)'?|The Parameter \(?(\w+)\)?")
_INTERNAL = ("removal", "placement")


def deploy(runtime, snapshot, request, new):
    """A :class:`Draft` for ``{"parameters"}`` and the ``new`` nodes."""
    rolemap = snapshot.rolemap
    if snapshot.stack is not None:
        deployed = Message(
            "deployed", "There is an overcloud already: “{stack}”.", stack=rolemap.stack
        )
        raise Conflict(deployed)
    heat = undercloud.heat(runtime.clouds)
    with undercloud.answering("orchestration"):
        template = {parameter.name: parameter for parameter in stack.parameters(heat, rolemap)}
    values = _values(template, request.get("parameters") or {})
    _let_heat_validate(heat, rolemap, values)
    idle = [role for role in rolemap.roles if not _count(role, template, values)]
    unused = template_references.unused(rolemap, idle)
    faults = template_references.faults(runtime.clouds, template, values, unused)
    if faults:
        raise Invalid({f"parameters.{name}": messages for name, messages in faults.items()})
    selections, checks, changes, placements, servers = [], [], [], {}, []
    for role in rolemap.roles:
        count = _count(role, template, values)
        own = [node for node in new if node.role == role.name][:count]
        selection = new_servers.select(snapshot, role, count, (), own)
        indices = stack.next_indices(0, [], count)
        names = [role.server_name(rolemap.stack, index) for index in indices]
        placements[role.placement] = dict(zip(indices, selection.uuids, strict=False))
        if count:
            checks += new_servers.checks(selection)
        if count or role.kind == "controller":
            checks += role_rules.deploying(role, count)
        changes += new_servers.changes(selection)
        changes += new_servers.deployed(names, selection)
        servers += new_servers.servers(names, selection)
        selections.append(selection)
    uuids = [uuid for selection in selections for uuid in selection.uuids]
    hidden = {name: value for name, value in values.items() if template[name].hidden}
    public = {name: value for name, value in values.items() if name not in hidden}
    return Draft(
        title=Message(
            "plan-deploy",
            "Deploy {stack} with {count} servers",
            stack=rolemap.stack,
            count=len(uuids),
        ),
        kind="deploy",
        request=requests.Deploy(
            stack=rolemap.stack,
            computes=_computes(rolemap, template, values),
            parameters=public | placements,
            **new_servers.request_part(*selections),
        ),
        resources=(f"stack:{rolemap.stack}", *(f"node:{uuid}" for uuid in uuids)),
        checks=(limits.servers(len(uuids)), *checks),
        changes=tuple(changes),
        facts=(
            preconditions.stack(rolemap, None),
            *(fact for selection in selections for fact in new_servers.facts(selection)),
        ),
        secrets=new_servers.secrets(*selections) | ({"parameters": hidden} if hidden else {}),
        servers=tuple(servers),
    )


def undeploy(runtime, snapshot, request):
    """A :class:`Draft` for ``{"name"}``, which must be the stack's."""
    if snapshot.stack is None:
        raise Conflict(Message("nothing-to-undeploy", "There is no overcloud."))
    name = snapshot.stack.name
    if request["name"] != name:
        raise Invalid(
            {
                "name": [
                    Message(
                        "name-not-typed",
                        "Type “{name}”, the name of the overcloud to delete.",
                        name=name,
                    )
                ]
            }
        )
    hosts = [member.name for member in snapshot.members if member.role.kind == "compute"]
    nodes = [member.node for member in snapshot.members if member.node]
    return Draft(
        title=Message(
            "plan-undeploy",
            "Delete {stack} and its {count} servers",
            stack=name,
            count=len(snapshot.members),
        ),
        kind="undeploy",
        request=requests.Undeploy(stack=name, hosts=hosts, nodes=[node.uuid for node in nodes]),
        resources=(f"stack:{name}", *(f"node:{node.uuid}" for node in nodes)),
        checks=(stack_rules.deletable(snapshot.stack.status), *_losses(runtime, hosts)),
        changes=(
            Message(
                "overcloud-deleted",
                "{stack} is deleted, with all data on its servers.",
                stack=name,
            ),
            Message(
                "nodes-released",
                "{count} nodes are cleaned and available again.",
                count=len(nodes),
            ),
        ),
        facts=(
            preconditions.stack(snapshot.rolemap, snapshot.stack),
            *removed_servers.facts(snapshot.members),
        ),
        servers=tuple(removed_servers.servers(snapshot.members)),
    )


def _losses(runtime, hosts):
    """A warning for the virtual machines that will be lost."""
    if not hosts or not runtime.clouds.has("overcloud"):
        return
    title = Message("check-vms", "Virtual machines")
    count = compute_hosts.count_vms(runtime.clouds, hosts)
    if count is None:
        yield warned(
            "vms.lost",
            title,
            Message(
                "vms-lost-unknown",
                "The overcloud's Nova does not answer: its virtual machines are unknown.",
            ),
        )
    elif count:
        yield warned(
            "vms.lost",
            title,
            Message(
                "vms-lost",
                "The virtual machines of the overcloud will be lost: {count}.",
                count=count,
            ),
        )


def _values(template, parameters):
    """The values that are not empty; raises :class:`Invalid` for wrong and missing ones."""
    faults, values = {}, {}
    for name, value in parameters.items():
        parameter = template.get(name)
        if parameter is None or parameter.purpose in _INTERNAL:
            faults[f"parameters.{name}"] = [
                Message("template-parameter-unknown", "The template has no such parameter.")
            ]
        elif value not in ("", None):
            values[name] = value
    for name, parameter in template.items():
        if parameter.default is None and name not in values:
            faults[f"parameters.{name}"] = [
                Message("template-parameter-required", "This parameter is required.")
            ]
        if parameter.purpose == "count" and name in values:
            faults |= _count_faults(name, values[name])
    if faults:
        raise Invalid(faults)
    return values


def _count_faults(name, value):
    try:
        count = int(value)
    except (TypeError, ValueError):
        return {f"parameters.{name}": [Message("not-a-number", "Enter a number.")]}
    if count < 0:
        return {f"parameters.{name}": [Message("number-negative", "Enter 0 or a larger number.")]}
    return {}


def _let_heat_validate(heat, rolemap, values):
    """Let Heat check the values against the template's constraints."""
    template = rolemap.template()
    body = {"template": template.text, "files": template.files, "parameters": values}
    try:
        heat.post("/validate", json=body)
    except keystoneauth.BadRequest as exc:
        text = exc.message.removeprefix("ERROR: ").strip()
        match = _PARAMETER.search(text)
        name = next(filter(None, match.groups()), None) if match else None
        field = f"parameters.{name}" if name else "parameters"
        raise Invalid({field: [Message("heat-refuses", "{reason}", reason=text)]}) from exc


def _count(role, template, values):
    return int(values.get(role.count, template[role.count].default))


def _computes(rolemap, template, values):
    """Names of the servers that will be compute hosts."""
    return [
        role.server_name(rolemap.stack, str(index))
        for role in rolemap.roles
        if role.kind == "compute"
        for index in range(_count(role, template, values))
    ]
