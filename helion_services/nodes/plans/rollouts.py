"""Plans that roll an image out to the servers of a role, or roll it back."""

import collections
import dataclasses

from helion_services.base.messages import Message
from helion_services.base.operations import store
from helion_services.base.problems import Invalid, NotFound
from helion_services.base.threads import Pool
from helion_services.nodes import clusters, images, stack, undercloud
from helion_services.nodes.flows import kinds, requests
from helion_services.nodes.plans import leaving_vms, preconditions, removed_servers
from helion_services.nodes.plans.draft import Draft
from helion_services.nodes.plans.scaling import deployed, fitting, refuse_unknown_indices, role_of
from helion_services.nodes.rules import BLOCK, WARN, blocked, compute_service, quorum, takedown
from helion_services.nodes.rules import image as image_rules
from helion_services.nodes.rules import stack as stack_rules
from helion_services.nodes.snapshot import DEPLOYED

_PARALLEL = 4  # batches whose virtual machines are looked at


@dataclasses.dataclass(frozen=True)
class _Selection:
    """Servers of a role, and the image that each gets.

    :ivar members: those that were selected, in the order of their indices
    :ivar targets: ``{index: (id of the image, what the stack names it by)}``
    :ivar image: the id of the image that all get; None if they get their former ones back
    """

    role: object
    members: tuple
    targets: dict
    image: str | None = None


def rollout(runtime, snapshot, request):
    """A :class:`Draft` for ``{"role", "image", "nodes"?}`` or ``{"rollout"}``, and
    ``{"servers_at_a_time"?, "maximum_failures"?, "pause"?, "confirm_first_batch"?, "migration"}``.

    ``rollout`` is the id of an operation: its servers get the images back that they had before.
    """
    current = deployed(snapshot)
    every = images.every(runtime.clouds)
    selection = _selection(runtime, snapshot, request, every)
    role, members = selection.role, snapshot.members_of(selection.role)
    if not stack.has_images(current, role):
        return _without_template(snapshot, selection, every)
    refuse_unknown_indices(snapshot, role, members)
    with fitting():
        values = stack.images_of(current.parameters, role)
    changing = [
        member
        for member in selection.members
        if _resolved(every, values[member.index]) != selection.targets[member.index][0]
        or member.image != selection.targets[member.index][0]
    ]
    batches = _batches(changing, request.get("servers_at_a_time") or 1)
    departures = _departures(runtime, role, batches, request["migration"])
    rows = [[_row(every, values, selection, member) for member in batch] for batch in batches]
    after = values | {row["index"]: row["value"] for batch in rows for row in batch}
    return Draft(
        title=_title(selection, every, len(changing)),
        kind="rollout",
        request=requests.Rollout(
            stack=current.name,
            role=role.name,
            kind=role.kind,
            batches=rows,
            maximum_failures=request.get("maximum_failures") or 0,
            pause=request.get("pause") or 0,
            confirm_first_batch=bool(request.get("confirm_first_batch")),
            migration=request["migration"],
        ),
        resources=_resources(current, changing),
        checks=(
            stack_rules.not_busy(current.status),
            image_rules.template(role.title, True),
            image_rules.servers(len(changing), len(selection.members), _broken(members)),
            *_image_checks(runtime, current, selection, every, changing),
            image_rules.names(_ambiguous(snapshot, every, after)),
            *(image_rules.rebuildable(member.node) for member in changing if member.node),
            *_quorum(runtime, role, members, batches),
            *_worst(check for departure in departures for check in departure.checks),
        ),
        changes=(
            *(change for departure in departures for change in departure.changes()),
            *(_change(every, selection, member) for member in changing),
        ),
        facts=(
            preconditions.stack(snapshot.rolemap, current),
            *preconditions.servers(changing),
            *(row for each in departures for row in preconditions.vms(each.vms)),
        ),
        images=tuple(_images(every, selection, batches, departures)),
    )


def _selection(runtime, snapshot, request, every):
    if request.get("rollout"):
        return _rollback(runtime, snapshot, request["rollout"])
    role = role_of(snapshot, request["role"])
    if request["image"] not in every:
        unknown = Message("image-not-found", "There is no image “{name}”.", name=request["image"])
        raise Invalid({"image": [unknown]})
    members = snapshot.members_of(role)
    if request.get("nodes"):
        members = removed_servers.members_of(snapshot, request["nodes"])
        others = [member.name for member in members if member.role.name != role.name]
        if others:
            message = Message(
                "servers-of-other-role",
                "{servers} are not servers of the role {role}.",
                servers=others,
                role=role.title,
            )
            raise Invalid({"nodes": [message]})
    image = request["image"]
    targets = {member.index: (image, image) for member in members}
    return _Selection(role, tuple(members), targets, image)


def _rollback(runtime, snapshot, operation_id):
    """The servers of a rollout that are still there, with their former images."""
    with runtime.db.reader() as session:
        try:
            operation = store.get(session, operation_id)
        except NotFound as exc:
            raise Invalid({"rollout": [exc.message]}) from exc
    if (operation.service, operation.kind) != (kinds.SERVICE, "rollout"):
        message = Message("not-a-rollout", "The operation is not a rollout of an image.")
        raise Invalid({"rollout": [message]})
    before = requests.Rollout.load(operation.request)
    role = role_of(snapshot, before.role)
    rows = {row["server"]: row for batch in before.batches for row in batch}
    members = tuple(member for member in snapshot.members_of(role) if member.server in rows)
    targets = {
        member.index: (rows[member.server]["former"], rows[member.server]["former_value"])
        for member in members
    }
    return _Selection(role, members, targets)


def _without_template(snapshot, selection, every):
    """A plan that is blocked: the stack has one image for all servers of the role."""
    return Draft(
        title=_title(selection, every, len(selection.members)),
        kind="rollout",
        request=requests.Rollout(
            stack=snapshot.stack.name,
            role=selection.role.name,
            kind=selection.role.kind,
            batches=[],
        ),
        resources=(f"stack:{snapshot.stack.name}",),
        checks=(image_rules.template(selection.role.title, False),),
        changes=(),
        facts=(preconditions.stack(snapshot.rolemap, snapshot.stack),),
    )


def _resolved(every, value):
    """The id of the image that a stack names by ``value``, None if Heat cannot tell."""
    ids = images.named(every, value)
    return ids[0] if len(ids) == 1 else None


def _batches(members, size):
    return [members[start : start + size] for start in range(0, len(members), size)]


def _row(every, values, selection, member):
    """A server of :attr:`~..flows.requests.Rollout.batches`."""
    image, value = selection.targets[member.index]
    name = values[member.index]
    return {
        "index": member.index,
        "name": member.name,
        "server": member.server,
        "image": image,
        "value": value,
        "former": member.image,
        "former_value": name if _resolved(every, name) == member.image else member.image,
    }


def _resources(current, members):
    nodes = [f"node:{member.node.uuid}" for member in members if member.node]
    return (f"stack:{current.name}", *nodes)


def _departures(runtime, role, batches, migration):
    """The :class:`~.leaving_vms.Departure` of each batch: the others may take in its machines."""
    if role.kind != "compute":
        return []
    with Pool(_PARALLEL) as pool:
        return list(
            pool.map(
                lambda batch: leaving_vms.look(runtime, batch, migration, compute_service.BLOCK),
                batches,
            )
        )


def _broken(members):
    return [
        member.name
        for member in members
        if member.state != DEPLOYED or not member.server or not member.image
    ]


def _image_checks(runtime, current, selection, every, changing):
    """Whether each image that servers get is there and fits."""
    fits = flavor(runtime, current.parameters.get(selection.role.flavor))
    checks = []
    for identity in dict.fromkeys(selection.targets[member.index][0] for member in changing):
        if identity in every:
            checks.append(image_rules.usable(every[identity], fits))
        else:
            title = Message("check-image", "Image {image}", image=identity)
            missing = Message("image-not-found", "There is no image “{name}”.", name=identity)
            checks.append(blocked("image.usable", title, missing))
    return checks


def flavor(runtime, name):
    """Nova's flavor with a name or id, None if there is none."""
    with undercloud.answering("compute"):
        nova = undercloud.compute(runtime.clouds)
        rows = nova.get("/flavors/detail?is_public=None&limit=1000").json()["flavors"]
    return next((row for row in rows if name in (row["name"], row["id"])), None)


def _ambiguous(snapshot, every, after):
    """Names by which the stack will name an image, and Glance has none or several of."""
    names = set(after.values())
    for role in snapshot.rolemap.roles:
        if stack.has_images(snapshot.stack, role) and snapshot.members_of(role):
            names |= set(stack.images_of(snapshot.stack.parameters, role).values())
    counts = {name: len(images.named(every, name)) for name in names if name}
    return {name: count for name, count in counts.items() if count > 1}


def _quorum(runtime, role, members, batches):
    if role.kind != "controller" or not batches:
        return []
    checks, survey = [], clusters.take(runtime.conf.nodes)
    for batch in batches:
        names = [member.name for member in batch]
        alive = sum(member.alive for member in members if member.name not in names)
        checks.append(quorum.controllers(alive, len(members), names, True))
        checks.append(takedown.check(names, survey))
    return _worst(checks)


def _worst(checks):
    """One check of each name and title: of several the first of the worst."""
    by_title = collections.defaultdict(list)
    for check in checks:
        by_title[check.name, check.title].append(check)
    ranks = {BLOCK: 2, WARN: 1}
    return [max(group, key=lambda check: ranks.get(check.result, 0)) for group in by_title.values()]


def _label(every, identity):
    return every[identity].label if identity in every else identity or "-"


def _title(selection, every, count):
    if selection.image is None:
        return Message(
            "plan-rollout-back",
            "Roll back the images of {count} servers ({role})",
            count=count,
            role=selection.role.title,
        )
    return Message(
        "plan-rollout",
        "Roll out {image} to {count} servers ({role})",
        image=_label(every, selection.image),
        count=count,
        role=selection.role.title,
    )


def _change(every, selection, member):
    return Message(
        "server-image-replaced",
        "{server}: {after} replaces {before}. What is not on its ephemeral partition is lost.",
        server=member.name,
        before=_label(every, member.image),
        after=_label(every, selection.targets[member.index][0]),
    )


def _images(every, selection, batches, departures):
    """The rows of :attr:`~.draft.Draft.images`."""
    vms = {host: machines for departure in departures for host, machines in departure.vms.items()}
    for number, batch in enumerate(batches, start=1):
        for member in batch:
            yield {
                "server": member.name,
                "node_name": member.node.label if member.node else None,
                "batch": number,
                "before": _public(every, member.image),
                "after": _public(every, selection.targets[member.index][0]),
                "vms": [vm.name for vm in vms.get(member.name, ())],
            }


def _public(every, identity):
    """An image as the API shows it, None if it is gone."""
    return images.public(every[identity]) if identity in every else None
