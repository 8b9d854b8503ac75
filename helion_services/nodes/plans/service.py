"""Creating, showing and applying plans."""

import dataclasses
import datetime
import uuid

import sqlalchemy as sa

from helion_services.base import messages, problems
from helion_services.base.messages import Message, Stored
from helion_services.base.times import now
from helion_services.nodes import conflicts, imports
from helion_services.nodes import snapshot as snapshots
from helion_services.nodes.flows import kinds
from helion_services.nodes.models import Plan
from helion_services.nodes.plans import deployment, preconditions, rollouts, running, scaling

READY, BLOCKED, APPLIED, OUTDATED = "ready", "blocked", "applied", "outdated"

_DRAFTS = {
    "deploy": deployment.deploy,
    "undeploy": lambda runtime, snapshot, request, new: deployment.undeploy(
        runtime, snapshot, request
    ),
    "scale_out": lambda runtime, snapshot, request, new: scaling.scale_out(
        runtime, snapshot, request, new
    ),
    "scale_in": lambda runtime, snapshot, request, new: scaling.scale_in(
        runtime, snapshot, request
    ),
    "replace": scaling.replace,
    "rollout": lambda runtime, snapshot, request, new: rollouts.rollout(runtime, snapshot, request),
}
ACTIONS = tuple(_DRAFTS)

_OUTDATED = Message(
    "plan-outdated",
    "Something has changed since this plan was made. Look at the changes and plan again.",
)


def create(runtime, request, new, who):
    """Make the plan for a request and store it; returns it as a dict for the API.

    :param request: ``{"action", ...}``; a token under ``import`` stands for the new nodes
    :param new: :class:`~helion_services.nodes.new_node.NewNode` that the plan brings in
    """
    snapshot, draft = _draft(runtime, request, new)
    # Not a precondition: when the plan is applied, its operation is refused if there is another.
    checks = (running.check(runtime, snapshot, draft.resources), *draft.checks)
    moment = now()
    plan = Plan(
        id=str(uuid.uuid4()),
        action=request["action"],
        title=draft.title.detail,
        request=_without_secrets(request, draft.secrets),
        content={
            "title_fact": draft.title.fact(),
            "steps": [_step(step) for step in _kind(runtime, draft.kind).steps(draft.request)],
            "checks": [check.as_json() for check in checks],
            "changes": [change.as_json() for change in draft.changes],
            "servers": [dataclasses.asdict(server) for server in draft.servers],
            "images": list(draft.images),
            "parameters": list(draft.parameters),
        },
        preconditions=preconditions.of(draft),
        operation={
            "kind": draft.kind,
            "request": draft.request.dump(),
            "resources": list(draft.resources),
        },
        created_by=who.user_name,
        created_at=moment,
        expires_at=moment + datetime.timedelta(seconds=runtime.conf.nodes.plan_lifetime),
    )
    delete_expired(runtime)
    with runtime.db.session() as session:
        if draft.secrets:
            plan.secret_id = runtime.secrets.put(draft.secrets, session)
        session.add(plan)
    return show(runtime, plan)


def get(runtime, plan_id):
    """A plan as a dict for the API; raises :class:`problems.NotFound`."""
    return show(runtime, _load(runtime, plan_id))


def apply(runtime, plan_id, who):
    """Begin the operation of a plan, if its preconditions still hold; returns the operation's id.

    Applied a second time it returns the same operation. Raises :class:`problems.Conflict` with the
    changes, or because a check blocks it or it has expired.
    """
    plan = _load(runtime, plan_id)
    if plan.operation_id:
        return plan.operation_id
    if _is_blocked(plan):
        raise problems.Conflict(
            Message("plan-blocked", "A check blocks this plan. Look at its checks.")
        )
    if plan.expires_at < now():
        raise problems.Conflict(Message("plan-expired", "This plan has expired. Plan again."))
    snapshot = _refuse_outdated(runtime, plan)
    try:
        return _begin(runtime, plan, who)
    except problems.Conflict as exc:
        raise running.named(exc, snapshot) from exc


def _begin(runtime, plan, who):
    """Begin the operation of a plan, or find the one that another request began; returns its id."""
    with runtime.db.session() as session:
        # The second of two requests waits here for the first, and then finds its operation.
        claim = session.execute(
            sa.update(Plan)
            .where(Plan.id == plan.id, Plan.operation_id.is_(None))
            .values(operation_id="")
        )
        if claim.rowcount == 0:
            return session.scalar(sa.select(Plan.operation_id).where(Plan.id == plan.id))
        operation_id = runtime.operations.begin(
            kinds.SERVICE,
            plan.operation["kind"],
            _title(plan),
            plan.operation["request"],
            plan.operation["resources"],
            who,
            session,
            secret_id=plan.secret_id,
        )
        session.execute(sa.update(Plan).where(Plan.id == plan.id).values(operation_id=operation_id))
    runtime.operations.announce(operation_id)
    return operation_id


def show(runtime, plan):
    """A plan as a dict for the API. What earlier releases did not store is None or empty."""
    content = plan.content
    return {
        "id": plan.id,
        "action": plan.action,
        "title": plan.title,
        "title_fact": content.get("title_fact"),
        "state": _state(plan),
        "created_by": plan.created_by,
        "created_at": plan.created_at,
        "expires_at": plan.expires_at,
        "request": _request(plan),
        "secret_parameters": _secret_parameters(runtime, plan),
        "new_nodes": [node["name"] for node in _new_nodes(plan)],
        "steps": [{"title_fact": None, **step} for step in content["steps"]],
        "checks": [_check(check) for check in content["checks"]],
        "changes": [_change(change) for change in content["changes"]],
        "servers": content.get("servers", []),
        "images": content.get("images", []),
        "parameters": content.get("parameters", []),
        "operation": plan.operation_id,
        "last_duration": runtime.operations.last_duration(kinds.SERVICE, plan.operation["kind"]),
    }


def _draft(runtime, request, new):
    snapshot = snapshots.take(runtime)
    conflicts.refuse(runtime, snapshot.nodes, new)
    return snapshot, _DRAFTS[request["action"]](runtime, snapshot, request, new)


def _refuse_outdated(runtime, plan):
    """The snapshot of now; raises :class:`problems.Conflict` if the same plan would not be made."""
    if not isinstance(plan.preconditions, list):
        # Stored by a release that compared English sentences: these are worded differently now.
        raise problems.Conflict(
            _OUTDATED,
            changes=[],
        )
    try:
        snapshot, draft = _draft_again(runtime, plan)
        changes = preconditions.differences(plan.preconditions, preconditions.of(draft))
        changes = preconditions.with_nodes(changes, snapshot.nodes.values())
    except (problems.Conflict, problems.Invalid) as exc:
        changes = [_impossible(plan, exc)]
    if changes:
        raise problems.Conflict(
            _OUTDATED,
            changes=changes,
        )
    return snapshot


def _impossible(plan, problem):
    """The change that the plan can no longer be made, and why."""
    reasons = [problem.message]
    if isinstance(problem, problems.Invalid):
        reasons = [message for field in problem.fields.values() for message in field]
    subject = {**plan.content["title_fact"], "detail": plan.title}
    return {
        "kind": "plan",
        "subject": subject,
        "before": None,
        "after": [message.as_json() for message in reasons],
    }


def _draft_again(runtime, plan):
    """The snapshot of now, and the draft that the plan's request gives with the same new nodes."""
    secrets = runtime.secrets.get(plan.secret_id) if plan.secret_id else {}
    by_node = secrets.get("driver_info", {})
    new = [imports.node(node, by_node.get(node["uuid"], {})) for node in _new_nodes(plan)]
    request = plan.request
    if secrets.get("parameters"):
        request = request | {"parameters": request["parameters"] | secrets["parameters"]}
    return _draft(runtime, request, new)


def _new_nodes(plan):
    """The new nodes of a plan, as stored: dicts without secrets."""
    return plan.operation["request"].get("enrol", ())


def _request(plan):
    """The request as it can be sent again: with secrets, which are left out, it is complete.

    New nodes are the token that they were given by, or dicts without the secret part of
    ``driver_info``.
    """
    nodes = _new_nodes(plan)
    if not nodes or "import" in plan.request:
        return plan.request
    return plan.request | {
        "new_nodes": [
            {name: value for name, value in node.items() if name != "uuid"} for node in nodes
        ]
    }


def _secret_parameters(runtime, plan):
    """The names of the secret parameters of the request, which must be entered again."""
    if not plan.secret_id:
        return []
    try:
        return sorted(runtime.secrets.get(plan.secret_id).get("parameters", ()))
    except problems.NotFound:  # its operation has ended
        return []


def _kind(runtime, name):
    return runtime.operations.kind(kinds.SERVICE, name)


def _step(step):
    return {
        "name": step.name,
        "title": messages.text(step.title),
        "title_fact": messages.fact(step.title),
    }


def _title(plan):
    """The title for the operation: with its fact, if the plan has one."""
    fact = plan.content.get("title_fact")
    return Stored(plan.title, fact["code"], fact["params"]) if fact else plan.title


def _check(check):
    """A stored check; those of earlier releases had no code."""
    detail = check.get("reason") or check.get("detail", "")
    return {"code": None, "params": {}, "detail": detail, "title_fact": None, **check}


def _change(change):
    """A stored change; those of earlier releases were sentences."""
    if isinstance(change, str):
        change = {"code": None, "params": {}, "detail": change}
    return {"text": change["detail"], **change}


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
        raise problems.NotFound(
            Message("plan-not-found", "There is no plan {plan}. It may have expired.", plan=plan_id)
        )
    return plan


def _without_secrets(request, secrets):
    hidden = secrets.get("parameters", {})
    if not hidden:
        return request
    public = {name: value for name, value in request["parameters"].items() if name not in hidden}
    return request | {"parameters": public}


def delete_expired(runtime):
    """Delete plans that were never applied and have expired, with their secrets."""
    with runtime.db.session() as session:
        expired = sa.select(Plan).where(Plan.expires_at < now(), Plan.operation_id.is_(None))
        for plan in session.scalars(expired):
            if plan.secret_id:
                runtime.secrets.delete(plan.secret_id, session)
            session.delete(plan)
