"""Making, keeping and applying plans."""

import collections
import dataclasses
import datetime
import uuid

import sqlalchemy as sa

from helion_services.base import errors
from helion_services.base.times import now
from helion_services.nodes import conflicts, imports, snapshot
from helion_services.nodes.flows import kinds
from helion_services.nodes.models import Plan
from helion_services.nodes.plans import deployment, replace, scale_in, scaling

READY, BLOCKED, APPLIED, OUTDATED = "ready", "blocked", "applied", "outdated"

_DRAFTS = {
    "deploy": deployment.deploy,
    "undeploy": lambda runtime, seen, asked, new: deployment.undeploy(runtime, seen, asked),
    "scale_out": lambda runtime, seen, asked, new: scaling.draft(seen, asked, new),
    "scale_in": lambda runtime, seen, asked, new: scale_in.draft(runtime, seen, asked),
    "replace": replace.draft,
}
ACTIONS = tuple(_DRAFTS)


def create(runtime, asked, new, who):
    """Make the plan for a request and keep it; returns it as a dict for the API.

    :param asked: ``{"action", ...}`` without new nodes
    :param new: :class:`~helion_services.nodes.new_node.NewNode` that the plan shall bring in
    """
    draft = _draft(runtime, asked, new)
    moment = now()
    plan = Plan(
        id=str(uuid.uuid4()),
        action=asked["action"],
        title=draft.title,
        request=_without_secrets(asked, draft.sealed),
        content={
            "steps": [
                {"name": step.name, "title": step.title}
                for step in _kind(runtime, draft.kind).steps(draft.work)
            ],
            "checks": [dataclasses.asdict(check) for check in draft.checks],
            "changes": list(draft.changes),
            "servers": [dataclasses.asdict(server) for server in draft.servers],
        },
        watched=_watched(draft),
        work={"kind": draft.kind, "request": draft.work, "resources": list(draft.resources)},
        created_by=who.user_name,
        created_at=moment,
        expires_at=moment + datetime.timedelta(seconds=runtime.conf.nodes.plan_lifetime),
    )
    _forget_old(runtime, moment)
    with runtime.db.session() as session:
        if draft.sealed:
            plan.secret_id = runtime.secrets.put(draft.sealed, session)
        session.add(plan)
    return show(plan)


def get(runtime, plan_id):
    """A plan as a dict for the API; raises :class:`errors.NotFound`."""
    return show(_load(runtime, plan_id))


def apply(runtime, plan_id, who):
    """Begin what a plan says, if nothing it was made from has changed; returns the operation's id.

    Applied a second time it returns the same operation. Raises :class:`errors.Conflict` with the
    changes, or because a check blocks it.
    """
    plan = _load(runtime, plan_id)
    if plan.operation_id:
        return plan.operation_id
    if _is_blocked(plan):
        raise errors.Conflict("plan-blocked", "A check blocks this plan: see its checks.")
    _refuse_changes(runtime, plan)
    work = plan.work
    with runtime.db.session() as session:
        # Whoever comes second waits here for the first, and then finds his operation.
        taken = session.execute(
            sa.update(Plan)
            .where(Plan.id == plan.id, Plan.operation_id.is_(None))
            .values(operation_id="")
        )
        if taken.rowcount == 0:
            return session.scalar(sa.select(Plan.operation_id).where(Plan.id == plan.id))
        operation_id = runtime.operations.begin(
            kinds.SERVICE,
            work["kind"],
            plan.title,
            work["request"],
            work["resources"],
            who,
            session,
            secret_id=plan.secret_id,
        )
        session.execute(sa.update(Plan).where(Plan.id == plan.id).values(operation_id=operation_id))
    runtime.operations.announce(operation_id)
    return operation_id


def _refuse_changes(runtime, plan):
    """Raise :class:`errors.Conflict` if the same plan would not be made now."""
    try:
        changes = _changes(plan.watched, _watched(_again(runtime, plan)))
    except (errors.Conflict, errors.Invalid) as exc:
        changes = [{"what": plan.title, "before": "possible", "after": _reason(exc)}]
    if changes:
        raise errors.Conflict(
            "plan-outdated",
            "Something has changed since this plan was made. Look at what is different and plan"
            " again.",
            changes=changes,
        )


def _reason(problem):
    fields = problem.extra.get("errors", {})
    return " ".join(text for texts in fields.values() for text in texts) or problem.detail


def show(plan):
    """A plan as a dict for the API."""
    return {
        "id": plan.id,
        "action": plan.action,
        "title": plan.title,
        "state": _state(plan),
        "created_at": plan.created_at,
        "expires_at": plan.expires_at,
        "steps": plan.content["steps"],
        "checks": plan.content["checks"],
        "changes": [{"text": text} for text in plan.content["changes"]],
        # Plans that were made before there were any have none.
        "servers": plan.content.get("servers", []),
        "operation": plan.operation_id,
    }


def _draft(runtime, asked, new):
    seen = snapshot.gather(runtime)
    conflicts.refuse(runtime, seen.nodes, new)
    return _DRAFTS[asked["action"]](runtime, seen, asked, new)


def _again(runtime, plan):
    """The draft that the plan's request gives now, with the same new nodes."""
    sealed = runtime.secrets.get(plan.secret_id) if plan.secret_id else {}
    secrets = sealed.get("driver_info", {})
    new = [
        imports.node(one, secrets.get(one["uuid"], {}))
        for one in plan.work["request"].get("enrol", ())
    ]
    asked = plan.request
    if sealed.get("parameters"):
        asked = asked | {"parameters": asked["parameters"] | sealed["parameters"]}
    return _draft(runtime, asked, new)


def _watched(draft):
    """What a plan depends on: facts, checks, and the nodes and servers that were chosen."""
    seen = dict(draft.watched)
    titles = collections.Counter()
    for check in draft.checks:
        titles[check.title] += 1
        number = titles[check.title]
        seen[f"check {check.title}" + (f" ({number})" if number > 1 else "")] = check.result
    for number, text in enumerate(draft.changes):
        seen[f"change {number + 1}"] = text
    return seen


def _changes(before, after):
    return [
        {"what": what, "before": before.get(what), "after": after.get(what)}
        for what in {**before, **after}
        if before.get(what) != after.get(what)
    ]


def _state(plan):
    if plan.operation_id:
        return APPLIED
    if plan.expires_at < now():
        return OUTDATED
    return BLOCKED if _is_blocked(plan) else READY


def _is_blocked(plan):
    return any(check["result"] == "block" for check in plan.content["checks"])


def _load(runtime, plan_id):
    with runtime.db.reader() as session:
        plan = session.get(Plan, plan_id)
    if plan is None:
        raise errors.NotFound(f"There is no plan {plan_id} (any more).")
    return plan


def _without_secrets(asked, sealed):
    hidden = sealed.get("parameters", {})
    if not hidden:
        return asked
    shown = {name: value for name, value in asked["parameters"].items() if name not in hidden}
    return asked | {"parameters": shown}


def _kind(runtime, name):
    return runtime.operations.kind(kinds.SERVICE, name)


def _forget_old(runtime, moment):
    """Drop plans that were never applied and have expired, with their secrets."""
    with runtime.db.session() as session:
        old = sa.select(Plan).where(Plan.expires_at < moment, Plan.operation_id.is_(None))
        for plan in session.scalars(old):
            if plan.secret_id:
                runtime.secrets.delete(plan.secret_id, session)
            session.delete(plan)
