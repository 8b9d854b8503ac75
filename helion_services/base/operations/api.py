"""The REST resource ``/operations``, common to all services."""

from apiflask import APIBlueprint

from helion_services.base import context, paging, policy, problems
from helion_services.base.fields import Filter
from helion_services.base.messages import Message
from helion_services.base.operations import access, rendering, schemas, states, store
from helion_services.base.operations.models import Operation

_SORT_KEYS = ("created_at", "updated_at", "state", "kind", "service", "title")


class Query(paging.PageQuery):
    state = Filter(metadata={"description": "states to show, separated by commas"})
    service = Filter()
    resource = Filter(
        metadata={"description": "only operations on this resource, such as node:<uuid>"}
    )


def blueprint(runtime, service, root):
    """The views below the ``root`` of a ``service``, over the operations of ``runtime``."""
    views = APIBlueprint(f"{service}_operations", __name__, url_prefix=root, tag="operations")

    def shown(operation_id):
        with runtime.db.reader() as session:
            return rendering.detail(access.get(session, operation_id, "operation:get"))

    def check(operation_id, rule):
        with runtime.db.reader() as session:
            access.get(session, operation_id, rule)

    @views.get("/operations")
    @policy.require("operation:list")
    @views.input(Query, location="query", arg_name="query")
    @views.output(schemas.Operations)
    def list_operations(query):
        """List operations, the newest first by default."""
        state_names = [name for name in (query.get("state") or "").split(",") if name]
        unknown = sorted(set(state_names) - set(states.ALL))
        if unknown:
            raise problems.Invalid(
                {
                    "state": [
                        Message(
                            "value-not-offered",
                            "Must be one of: {values}.",
                            values=list(states.ALL),
                        )
                    ]
                }
            )
        visible = access.visible()
        selection = store.selection(
            query.get("service"), state_names, query.get("resource"), visible
        )
        with runtime.db.reader() as session:
            rows, following = paging.page(session, selection, Operation, query, _SORT_KEYS)
            return {
                "operations": [rendering.summary(row) for row in rows],
                "next": following,
                "active": store.active(session, visible),
            }

    @views.get("/operations/<operation_id>")
    @policy.require("operation:get")
    @views.output(schemas.OperationDetail)
    def show_operation(operation_id):
        """Show an operation with its steps and log."""
        return shown(operation_id)

    @views.post("/operations/<operation_id>/cancel")
    @policy.require("operation:cancel")
    @views.output(schemas.OperationDetail, status_code=202)
    def cancel_operation(operation_id):
        """Cancel an operation and roll it back, before its point of no return."""
        check(operation_id, "operation:cancel")
        runtime.operations.cancel(operation_id)
        return shown(operation_id)

    @views.post("/operations/<operation_id>/pause")
    @policy.require("operation:pause")
    @views.output(schemas.OperationDetail, status_code=202)
    def pause_operation(operation_id):
        """Let an operation wait, after what it does now, until it is continued."""
        check(operation_id, "operation:pause")
        runtime.operations.pause(operation_id)
        return shown(operation_id)

    @views.post("/operations/<operation_id>/continue")
    @policy.require("operation:pause")
    @views.output(schemas.OperationDetail, status_code=202)
    def continue_operation(operation_id):
        """Continue an operation that was paused, or waits for a confirmation."""
        check(operation_id, "operation:pause")
        runtime.operations.go_on(operation_id)
        return shown(operation_id)

    @views.post("/operations/<operation_id>/retry")
    @policy.require("operation:retry")
    @views.output(schemas.OperationDetail, status_code=202)
    def retry_operation(operation_id):
        """Retry an operation that did not succeed, as a new one."""
        check(operation_id, "operation:retry")
        return shown(runtime.operations.retry(operation_id, context.current()))

    return views
