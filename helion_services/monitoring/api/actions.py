"""What people do about problems."""

from helion_services.base import audit, context, policy
from helion_services.monitoring import actions, problems
from helion_services.monitoring import objects as model
from helion_services.monitoring.api import schemas

_DOWNTIME = 2 * 3600  # seconds


def add(views, runtime, icinga, content):
    """Add the views, over ``runtime``."""
    worker = actions.Worker(runtime, icinga, content)

    @views.post("/actions")
    @policy.require("monitoring:handle")
    @views.input(schemas.ActionRequest, arg_name="body")
    @views.output(schemas.ActionResults)
    def act(body):
        """Do something to hosts and services, named or all problems that match a filter.

        Each has its own result.
        """
        names = _names(body)
        audit.note(action=body["action"], count=len(names), comment=body["comment"])
        seconds = body["seconds"] or (_DOWNTIME if body["action"] == "downtime" else 0)
        who = context.current()
        author = who.user_name or who.user_id
        request = actions.Request(body["action"], author, body["comment"], seconds)
        results = worker.run(request, list(names))
        return {
            "results": [actions.rendered(names[name], name, problem) for name, problem in results]
        }

    def _names(body):
        """``{full name: id}`` of what is selected."""
        if ("ids" in body) == ("filter" in body):
            raise problems.nothing_selected()
        if "ids" in body:
            return {model.any_name_of(ident): ident for ident in body["ids"]}
        query = {**body["filter"], "problem": True}
        kinds = (query["type"],) if query.get("type") else model.TYPES
        rows = [row for kind in kinds for row in content.matching(kind, query)]
        if len(rows) > actions.MOST:
            raise problems.too_many(len(rows), actions.MOST)
        return {row.name: model.ident_of(row.name) for row in rows}
