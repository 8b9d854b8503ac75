"""Plans that deploy and undeploy the overcloud."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid
from helion_services.nodes import compute_hosts, roles, stack
from helion_services.nodes.flows import requests
from helion_services.nodes.plans import (
    new_servers,
    preconditions,
    removed_servers,
    template_values,
)
from helion_services.nodes.plans.draft import Draft
from helion_services.nodes.rules import limits, warned
from helion_services.nodes.rules import role as role_rules
from helion_services.nodes.rules import stack as stack_rules


@dataclasses.dataclass(frozen=True)
class _Part:
    """What a role gets: ``names`` of its servers, on the nodes of ``selection``."""

    role: roles.Role
    count: int
    names: list
    placement: dict
    selection: new_servers.Selection

    def checks(self):
        rows = new_servers.checks(self.selection) if self.count else []
        if self.count or self.role.kind == "controller":
            rows += role_rules.deploying(self.role, self.count)
        return rows

    def changes(self):
        return [
            *new_servers.changes(self.selection),
            *new_servers.deployed(self.names, self.selection),
        ]


def deploy(runtime, snapshot, request, new):
    """A :class:`Draft` for ``{"parameters"}`` and the ``new`` nodes."""
    rolemap = snapshot.rolemap
    if snapshot.stack is not None:
        deployed = Message(
            "deployed", "There is an overcloud already: “{stack}”.", stack=rolemap.stack
        )
        raise Conflict(deployed)
    values = template_values.read(runtime.clouds, rolemap, request.get("parameters") or {})
    parts = [_part(snapshot, role, values.counts[role.name], new) for role in rolemap.roles]
    selections = [part.selection for part in parts]
    uuids = [uuid for selection in selections for uuid in selection.uuids]
    placements = {part.role.placement: part.placement for part in parts}
    secrets = {"parameters": values.hidden} if values.hidden else {}
    count = sum(part.count for part in parts)
    return Draft(
        title=_title(rolemap.stack, count, len(uuids)),
        kind="deploy",
        request=requests.Deploy(
            stack=rolemap.stack,
            computes=[name for part in parts if part.role.kind == "compute" for name in part.names],
            parameters=values.public | placements,
            **new_servers.request_part(*selections),
        ),
        resources=(f"stack:{rolemap.stack}", *(f"node:{uuid}" for uuid in uuids)),
        checks=(limits.servers(count), *(check for part in parts for check in part.checks())),
        changes=tuple(change for part in parts for change in part.changes()),
        facts=(
            preconditions.stack(rolemap, None),
            *(fact for selection in selections for fact in new_servers.facts(selection)),
        ),
        secrets=new_servers.secrets(*selections) | secrets,
        servers=tuple(
            server for part in parts for server in new_servers.servers(part.names, part.selection)
        ),
        parameters=values.shown,
    )


def _part(snapshot, role, count, new):
    own = [node for node in new if node.role == role.name][:count]
    selection = new_servers.select(snapshot, role, count, (), own)
    indices = stack.next_indices(0, [], count)
    names = [role.server_name(snapshot.rolemap.stack, index) for index in indices]
    placement = dict(zip(indices, selection.uuids, strict=False))
    return _Part(role, count, names, placement, selection)


def _title(name, count, nodes):
    """Counts the servers that are requested, and the nodes for them if these are fewer."""
    if nodes == count:
        return Message(
            "plan-deploy", "Deploy {stack} with {count} servers", stack=name, count=count
        )
    return Message(
        "plan-deploy-short",
        "Deploy {stack} with {count} servers; nodes for {nodes}",
        stack=name,
        count=count,
        nodes=nodes,
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
