"""Problems, hosts and services."""

import dataclasses

from helion_services.base import policy
from helion_services.base.times import now
from helion_services.monitoring import history, performance, problems, tokens
from helion_services.monitoring import objects as model
from helion_services.monitoring.api import schemas

_CHANGES = 50


def add(views, runtime, _icinga, content):
    """Add the views, over ``runtime``."""

    def listing(kinds, query, **more):
        rows = [row for kind in kinds for row in content.matching(kind, {**query, **more})]
        page, marker = model.page(rows, query)
        shown_rows = content.shown([row.name for row in page])
        issued = tokens.issued(runtime, [row.name for row in page if row.type == model.HOST])
        return {
            "objects": [_row(row, output, issued) for row, output in shown_rows],
            "next_marker": marker,
            "total": len(rows),
        }

    def shown(ident, kind):
        name = model.name_of(ident)
        if ("!" in name) != (kind == model.SERVICE):
            raise problems.no_object(name)
        row, attrs = content.detail(name)
        comments, downtimes = content.notes(name)
        return (
            _row(row, "", tokens.issued(runtime, [name]))
            | _result(attrs)
            | {
                "comments": [_note(each, "text", "expire_time") for each in comments],
                "downtimes": [_note(each, "comment", "end_time") for each in downtimes],
                "history": history.of(runtime, name, _CHANGES),
            }
        )

    @views.get("/problems")
    @policy.require("monitoring:see")
    @views.input(schemas.ProblemQuery, location="query", arg_name="query")
    @views.output(schemas.Objects)
    def list_problems(query):
        """List what is wrong, the most urgent first; ``since`` sorts by age."""
        kinds = (query["type"],) if query.get("type") else model.TYPES
        return listing(kinds, query, problem=True)

    @views.get("/problems/counts")
    @policy.require("monitoring:see")
    @views.input(schemas.UnhandledQuery, location="query", arg_name="query")
    @views.output(schemas.UnhandledCounts)
    def count_problems(query):
        """Count what nobody takes care of, by role or node and state; who has none is left out."""
        numbers = content.unhandled(query["by"])
        return {
            "counts": [
                {"value": value, "states": dict(states)}
                for value, states in sorted(numbers.items())
            ]
        }

    @views.get("/hosts")
    @policy.require("monitoring:see")
    @views.input(schemas.ObjectQuery, location="query", arg_name="query")
    @views.output(schemas.Objects)
    def list_hosts(query):
        """List hosts."""
        return listing((model.HOST,), query)

    @views.get("/hosts/<host_id>")
    @policy.require("monitoring:see")
    @views.output(schemas.MonitoredDetail)
    def show_host(host_id):
        """Show a host with its result, notes and history."""
        return shown(host_id, model.HOST)

    @views.get("/services")
    @policy.require("monitoring:see")
    @views.input(schemas.ObjectQuery, location="query", arg_name="query")
    @views.output(schemas.Objects)
    def list_services(query):
        """List services."""
        return listing((model.SERVICE,), query)

    @views.get("/services/<service_id>")
    @policy.require("monitoring:see")
    @views.output(schemas.MonitoredDetail)
    def show_service(service_id):
        """Show a service with its result, performance data, notes and history."""
        return shown(service_id, model.SERVICE)


def _row(row, output, issued):
    derived = {name: getattr(row, name) for name in ("id", "host_id", "is_problem", "handled")}
    since = model.moment(row.since)
    more = {"since": since, "output": output, "token_at": issued.get(row.name)}
    return dataclasses.asdict(row) | derived | more


def _result(attrs):
    result = attrs["last_check_result"] or {}
    return {
        "output": model.first_line(attrs),
        "text": str(result.get("output") or ""),
        "checked_at": model.moment(attrs["last_check"]),
        "performance": performance.parse(result.get("performance_data") or []),
    }


def _note(attrs, text, until):
    end = model.moment(attrs[until])
    return {
        "author": attrs["author"],
        "text": attrs[text],
        "at": model.moment(attrs["entry_time"]),
        "until": end if end and end > now() else None,
    }
