"""The kinds of the service's operations, and how they begin."""

from helion_services.base.messages import Message
from helion_services.base.operations import Kind
from helion_services.ringos import plans, problems
from helion_services.ringos.changes import STEPS, Change
from helion_services.ringos.flows import steps

SERVICE = "ringos"


def begin(runtime, who, action, body):
    """Begin what was planned; returns the operation's id.

    Raises :class:`~helion_services.base.problems.Conflict` if a check blocks it, or if the plan is
    not the one that was read.
    """
    plan = plans.make(runtime.conf, action, body)
    if plan["digest"] != body["digest"]:
        raise problems.plan_changed()
    errors = [check for check in plan["checks"] if check["level"] == plans.ERROR]
    if errors:
        raise problems.blocked(errors[0])
    request = plan["request"]
    names = sorted({f"{device['ip']}/{device['device']}" for device in request.devices})
    title = _TITLES[action](names)
    servers = sorted({device["ip"] for device in request.devices})
    held = [
        *(f"ring:{name}" for name in request.rings),
        *(f"storage-server:{server}" for server in servers),
    ]
    return runtime.operations.begin(SERVICE, action, title, request, held, who)


def _drain(request):
    return (
        steps.Begin(request),
        *(
            steps.Weigh(
                request,
                percent,
                Message("move-parts-away", "Lower the weight to {percent} %", percent=percent),
                leave=not percent,
            )
            for percent in STEPS
        ),
        steps.Remove(request),
    )


def _add(request):
    return (
        steps.Begin(request),
        steps.Add(request),
        *(
            steps.Weigh(
                request,
                percent,
                Message("move-parts-in", "Raise the weight to {percent} %", percent=percent),
            )
            for percent in (*reversed([each for each in STEPS if each]), 100)
        ),
    )


_TITLES = {
    plans.DRAIN: lambda names: Message("drain-devices", "Drain {devices}", devices=names),
    plans.ADD: lambda names: Message("bring-devices", "Add {devices} to the rings", devices=names),
}

KINDS = (
    Kind(SERVICE, plans.DRAIN, _drain, request=Change, repeatable=False),
    Kind(SERVICE, plans.ADD, _add, request=Change, repeatable=False),
)
