"""Plans that make, and that unmake, the overcloud."""

import re

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.errors import Conflict, Invalid
from helion_services.nodes import overcloud, stack, undercloud
from helion_services.nodes.plans import new_servers, removed_servers, rules, template_references
from helion_services.nodes.plans.draft import Draft, watch
from helion_services.nodes.rules import warned

_NAMED = re.compile(r"[Pp]arameter:? '?(\w+)'?|The Parameter \(?(\w+)\)?")
_OURS = ("removal", "placement")


def deploy(runtime, facts, asked, new):
    """A :class:`Draft` for ``{"parameters"}`` and the ``new`` nodes."""
    rolemap = facts.rolemap
    if facts.stack is not None:
        raise Conflict("deployed", f"There is an overcloud already: “{rolemap.stack}”.")
    heat = undercloud.heat(runtime.clouds)
    with undercloud.answering("orchestration"):
        known = {one.name: one for one in stack.parameters(heat, rolemap)}
    given = _given(known, asked.get("parameters") or {})
    _let_heat_judge(heat, rolemap, given)
    faults = template_references.missing(runtime.clouds, known, given)
    if faults:
        raise Invalid({f"parameters.{name}": texts for name, texts in faults.items()})
    works, checks, changes, placements, resources, servers = [], [], [], {}, [], []
    for role in rolemap.roles:
        count = int(given.get(role.count, known[role.count].default))
        found = new_servers.choose(
            facts, role, count, (), [one for one in new if one.role == role.name][:count]
        )
        indices = stack.next_indices(0, [], count)
        placements[role.placement] = dict(zip(indices, found.uuids, strict=False))
        if count:
            checks += new_servers.checks(role, found)
        if count or role.kind == "controller":
            checks += rules.deploying(role, count)
        works.append(new_servers.work(role, found))
        resources += found.uuids
        changes += new_servers.sentences(found)
        names = [role.server_name(rolemap.stack, index) for index in indices]
        changes += [
            f"{name}: deployed on {node}." for name, node in zip(names, found.names, strict=False)
        ]
        servers += new_servers.servers(role, names, found)
    hidden = {name: value for name, value in given.items() if known[name].hidden}
    nodes_work, sealed = new_servers.together(works)
    title = f"Deploy {rolemap.stack} with {len(resources)} servers"
    return Draft(
        title=title,
        kind="deploy",
        work={
            "title": title,
            "stack": rolemap.stack,
            "computes": _computes(rolemap, given, known),
            "parameters": {k: v for k, v in given.items() if k not in hidden} | placements,
            **nodes_work,
        },
        resources=(f"stack:{rolemap.stack}", *(f"node:{uuid}" for uuid in resources)),
        checks=(rules.total(len(resources)), *checks),
        changes=tuple(changes),
        watched=watch(facts, nodes=[facts.nodes[one] for one in resources if one in facts.nodes]),
        sealed=sealed | ({"parameters": hidden} if hidden else {}),
        servers=tuple(servers),
    )


def undeploy(runtime, facts, asked):
    """A :class:`Draft` for ``{"name"}``, which must be the stack's."""
    if facts.stack is None:
        raise Conflict("not-deployed", "There is no overcloud.")
    name = facts.stack.name
    if asked["name"] != name:
        raise Invalid({"name": [f"Type “{name}”, the name of what will be deleted."]})
    hosts = [member.name for member in facts.members if member.role.kind == "compute"]
    nodes = [member.node for member in facts.members if member.node]
    title = f"Delete {name} and its {len(facts.members)} servers"
    return Draft(
        title=title,
        kind="undeploy",
        work={
            "title": title,
            "stack": name,
            "hosts": hosts,
            "nodes": [node.uuid for node in nodes],
        },
        resources=(f"stack:{name}", *(f"node:{node.uuid}" for node in nodes)),
        checks=tuple(_losses(runtime, hosts)),
        changes=(
            f"All of {name} is deleted, with everything that is stored on its servers.",
            f"{len(nodes)} nodes are cleaned and available again.",
        ),
        watched=watch(facts, facts.members),
        servers=tuple(removed_servers.servers(facts.members)),
    )


def _losses(runtime, hosts):
    """A warning for the virtual machines that will be lost."""
    if not hosts or not runtime.clouds.has("overcloud"):
        return
    count = overcloud.count_vms(runtime.clouds, hosts)
    if count is None:
        reason = "The overcloud's Nova does not answer: nobody can tell what runs on it."
        yield warned("vms.lost", "Virtual machines", reason)
    elif count:
        reason = f"{count} virtual machines run on it. They will be lost."
        yield warned("vms.lost", "Virtual machines", reason)


def _given(known, values):
    """The values that were given; empty ones stand for the default."""
    faults = {}
    given = {}
    for name, value in values.items():
        parameter = known.get(name)
        if parameter is None or parameter.purpose in _OURS:
            faults[f"parameters.{name}"] = ["The template has no such parameter."]
        elif value not in ("", None):
            given[name] = value
    for name, parameter in known.items():
        if parameter.default is None and name not in given:
            faults[f"parameters.{name}"] = ["This must be given."]
        if parameter.purpose == "count" and name in given:
            faults |= _count_faults(name, given[name])
    if faults:
        raise Invalid(faults)
    return given


def _count_faults(name, value):
    try:
        count = int(value)
    except (TypeError, ValueError):
        return {f"parameters.{name}": ["Enter a number."]}
    if count < 0:
        return {f"parameters.{name}": ["Enter a number from 0 on."]}
    return {}


def _let_heat_judge(heat, rolemap, given):
    """Let Heat check the values against the template's constraints."""
    template = rolemap.template()
    body = {"template": template.text, "files": template.files, "parameters": given}
    try:
        heat.post("/validate", json=body)
    except keystoneauth.BadRequest as exc:
        text = exc.message.removeprefix("ERROR: ").strip()
        found = _NAMED.search(text)
        name = next(filter(None, found.groups()), None) if found else None
        field = f"parameters.{name}" if name else "parameters"
        raise Invalid({field: [text]}) from exc


def _computes(rolemap, given, known):
    """Names of the servers that will be compute hosts."""
    return [
        role.server_name(rolemap.stack, str(index))
        for role in rolemap.roles
        if role.kind == "compute"
        for index in range(int(given.get(role.count, known[role.count].default)))
    ]
