"""Devices that leave the rings, or come into them: a plan first, then the operation."""

from helion_services.base import context, policy
from helion_services.base.problems import field
from helion_services.ringos import plans
from helion_services.ringos.api import schemas
from helion_services.ringos.flows import kinds


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.post("/changes/plan")
    @policy.require("ring:change")
    @views.input(schemas.RingChange, arg_name="body")
    @views.output(schemas.RingPlan)
    def plan_change(body):
        """What a drain or new devices would do, and whether that can be done."""
        return plans.make(runtime.conf, body["action"], _checked(body))

    @views.post("/changes")
    @policy.require("ring:change")
    @views.input(schemas.RingChangeBegin, arg_name="body")
    @views.output(schemas.RingChangeBegun, status_code=202)
    def begin_change(body):
        """Begin what was planned."""
        ident = kinds.begin(runtime, context.current(), body["action"], _checked(body))
        return {"operation_id": ident}


def _checked(body):
    if body["action"] == plans.ADD and not body.get("devices"):
        raise field("devices", "devices-missing", "Name the new devices.")
    return {**body, "server": str(body["server"])}
