"""Results that servers report, and the tokens they need for it."""

from flask import request

from helion_services.base import audit, policy, request_body
from helion_services.base.problems import Problem, of_status
from helion_services.monitoring import clock, local_checks, problems, spool, targets, tokens
from helion_services.monitoring import objects as model
from helion_services.monitoring.api import schemas

HEADER = "X-Monitoring-Token"
_LARGEST = 256 * 1024  # bytes


def add(views, runtime, _icinga, content):
    """Add the views, over ``runtime``."""

    def server(host_id):
        """The name of a host that may report."""
        name = model.name_of(host_id)
        if "!" in name:
            raise problems.no_object(name)
        row, _attrs = content.detail(name)
        if row.kind != targets.SERVER:
            raise problems.not_a_server()
        return name

    @views.post("/hosts/<host_id>/token")
    @policy.require("monitoring:token")
    @views.output(schemas.HostToken, status_code=201)
    def issue_token(host_id):
        """Issue the token with which a server reports; the one before is void."""
        name = server(host_id)
        audit.note(host=name)
        return {"token": tokens.issue(runtime, name)}

    @views.delete("/hosts/<host_id>/token")
    @policy.require("monitoring:token")
    @views.output({}, status_code=204)
    def revoke_token(host_id):
        """Revoke the token of a server."""
        name = server(host_id)
        audit.note(host=name)
        tokens.revoke(runtime, [name])

    @views.post("/results")
    @policy.public  # the host's own token is checked instead
    @policy.unchanging  # the newest result counts, however often it comes
    @request_body.binary
    @views.output(schemas.Accepted, status_code=202)
    @views.doc(
        responses={401: "The token of the host is missing or not valid."},
        description="The body is text, sent as application/octet-stream: lines of check_mk's local"
        f" checks. The header {HEADER} has the token of the host. With the header Date, the time"
        " of the server, the service watches its clock, too.",
    )
    def report_results():
        """Report the results of a server's own checks."""
        host = tokens.host_of(runtime, request.headers.get(HEADER))
        results, errors = local_checks.parse(_text())
        clocks = filter(None, [clock.result(request.headers.get("Date"))])
        spool.put(runtime, host, [*results, *clocks])
        return {
            "accepted": len(results),
            "errors": [{"line": error.number, "reason": error.reason} for error in errors],
        }


def _text():
    data = request.get_data()
    if len(data) > _LARGEST:
        raise Problem(413, of_status(413).message)
    return data.decode("utf-8", "replace").replace("\0", "")
