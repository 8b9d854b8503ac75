"""The kinds of operations of the nodes service: which steps, in which order."""

from helion_services.base.operations import Kind
from helion_services.nodes.flows import drain, enrol, leave, stack

SERVICE = "nodes"


def kinds():
    """All of them."""
    return (
        Kind(SERVICE, "enrol", _enrol),
        Kind(SERVICE, "deploy", _deploy),
        Kind(SERVICE, "scale_out", _scale_out),
        Kind(SERVICE, "scale_in", _scale_in),
        Kind(SERVICE, "replace", _replace),
        Kind(SERVICE, "undeploy", _undeploy),
    )


def _enrol(request):
    return _prepared(request)


def _deploy(request):
    return (
        *_prepared(request),
        *_schedulable(request),
        *_new_computes(request["computes"]),
        stack.Create(request["stack"], request["parameters"]),
        *_computes(request["computes"]),
    )


def _scale_out(request):
    computes = request["servers"] if request["kind"] == "compute" else ()
    return (
        *_prepared(request),
        *_schedulable(request),
        *_new_computes(computes),
        stack.Grow(
            request["stack"],
            request["role"],
            request["indices"],
            request["changes"],
            _deploying(request["servers"]),
        ),
        *_computes(computes),
    )


def _scale_in(request):
    return (
        *_drained(request),
        *_retired(request),
        _shrunk(request, "Take the servers out of the stack"),
        *_left(request),
    )


def _replace(request):
    computes = request["new_servers"] if request["kind"] == "compute" else ()
    return (
        *_prepared(request),
        *_schedulable(request),
        *_new_computes(computes),
        *_drained(request),
        *_retired(request),
        _shrunk(request, f"{_deploying(request['new_servers'])}, take the old server out"),
        *_computes(computes),
        *_left(request),
    )


def _undeploy(request):
    hosts, nodes = request["hosts"], request["nodes"]
    return (
        stack.Delete(request["stack"]),
        *([drain.ForgetComputes(hosts, whole=True)] if hosts else ()),
        *([leave.WaitCleaned(nodes)] if nodes else ()),
    )


def _prepared(request):
    """Steps that make nodes available which are not yet."""
    new = [node["uuid"] for node in request["enrol"]]
    kept, profiles = request["prepare"], request["profiles"]
    if not new and not kept:
        return ()
    return (
        *([enrol.Enrol(request["enrol"])] if new else ()),
        enrol.Manage([*new, *kept]),
        enrol.Inspect([*new, *kept]),
        *([enrol.CheckHardware(profiles, request["enrol"])] if profiles else ()),
        enrol.Provide([*new, *kept], kept),
    )


def _schedulable(request):
    return (stack.WaitSchedulable(request["targets"]),) if request["targets"] else ()


def _new_computes(names):
    return (drain.ForgetNewcomers(names),) if names else ()


def _computes(names):
    return (drain.WaitForComputes(names),) if names else ()


def _drained(request):
    hosts = request["hosts"]
    if not hosts:
        return ()
    return (
        drain.DisableServices(hosts),
        drain.MoveAway(hosts, request["migration"]),
        drain.VerifyEmpty(hosts),
    )


def _retired(request):
    if request["after"] == leave.KEEP or not request["nodes"]:
        return ()
    return (leave.MarkRetired(request["nodes"]),)


def _shrunk(request, title):
    return stack.Shrink(
        request["stack"], request["servers"], request["before"], request["changes"], title
    )


def _left(request):
    hosts, nodes = request["hosts"], request["nodes"]
    return (
        *([drain.ForgetComputes(hosts)] if hosts else ()),
        *(leave.steps(nodes, request["after"]) if nodes else ()),
    )


def _deploying(servers):
    return f"Deploy {servers[0]}" if len(servers) == 1 else f"Deploy {len(servers)} servers"
