"""The kinds of operations of the nodes service: which steps, in which order."""

from helion_services.base.messages import Message
from helion_services.base.operations import Kind
from helion_services.nodes.flows import (
    batch,
    drain,
    enrolment,
    removal,
    requests,
    retries,
    rollout,
    stack,
)

SERVICE = "nodes"


def kinds():
    """All of them."""
    return tuple(
        Kind(SERVICE, name, steps, request, name_of=retries.name_of, **again)
        for name, steps, request, again in (
            ("enrol", _prepare, requests.Enrol, {"again": retries.enrol}),
            ("deploy", _deploy, requests.Deploy, {}),
            ("scale_out", _scale_out, requests.ScaleOut, {"again": retries.scale_out}),
            ("scale_in", _scale_in, requests.ScaleIn, {"again": retries.scale_in}),
            ("replace", _replace, requests.Replace, {"again": retries.replace}),
            (
                "rollout",
                rollout.steps,
                requests.Rollout,
                {"again": retries.rollout, "pausable": True},
            ),
            ("undeploy", _undeploy, requests.Undeploy, {}),
        )
    )


def _deploy(request):
    return (
        *_prepare(request),
        *_wait_schedulable(request),
        *_record_computes(request.computes),
        stack.Create(request.stack, request.parameters),
        *_wait_for_computes(request.computes),
    )


def _scale_out(request):
    computes = request.servers if request.kind == "compute" else ()
    return (
        *_prepare(request),
        *_wait_schedulable(request),
        *_record_computes(computes),
        stack.Grow(request.stack, request.role, request.indices, request.changes, request.servers),
        *_wait_for_computes(computes),
    )


def _scale_in(request):
    return (
        *_drain(request),
        *_mark_retired(request),
        _shrink(request, Message("remove-servers", "Remove the servers from the stack")),
        *_release(request),
    )


def _replace(request):
    computes = request.new_servers if request.kind == "compute" else ()
    title = Message(
        "replace-server", "Deploy {servers}, remove the old server", servers=request.new_servers
    )
    return (
        *_prepare(request),
        *_wait_schedulable(request),
        *_record_computes(computes),
        *_drain(request),
        *_mark_retired(request),
        _shrink(request, title),
        *_wait_for_computes(computes),
        *_release(request),
    )


def _undeploy(request):
    return (
        stack.Delete(request.stack),
        *_delete_services(request.hosts),
        *([removal.WaitCleaned(request.nodes)] if request.nodes else ()),
    )


def _delete_services(hosts):
    """Of hosts that are gone with all that was on them."""
    return (drain.DeleteComputeServices(hosts, lost=hosts, whole=True),) if hosts else ()


def _prepare(request):
    """Steps that make nodes available."""
    uuids = [*(node["uuid"] for node in request.enrol), *request.prepare]
    if not uuids:
        return ()
    profiles, separate = request.profiles, request.separate
    return (
        *([enrolment.Enrol(request.enrol, separate)] if request.enrol else ()),
        enrolment.Manage(uuids, separate),
        enrolment.Inspect(uuids, request.prepare, separate),
        *([enrolment.CheckHardware(profiles, request.enrol, separate)] if profiles else ()),
        enrolment.Provide(uuids, request.prepare, separate),
        *([batch.Conclude(uuids)] if separate else ()),
    )


def _wait_schedulable(request):
    return (stack.WaitSchedulable(request.targets),) if request.targets else ()


def _record_computes(names):
    return (drain.RecordNewHosts(names),) if names else ()


def _wait_for_computes(names):
    return (drain.WaitForComputes(names),) if names else ()


def _drain(request):
    hosts = request.hosts
    if not hosts:
        return ()
    leaving = [host for host in hosts if host not in request.lost]
    migrated = [host for host in leaving if host not in request.evacuate]
    return (
        drain.DisableServices(hosts),
        *([drain.DrainHosts(migrated, request.migration)] if migrated else ()),
        *([drain.EvacuateHosts(request.evacuate)] if request.evacuate else ()),
        *([drain.VerifyEmpty(leaving)] if leaving else ()),
    )


def _mark_retired(request):
    if request.after == removal.KEEP or not request.nodes:
        return ()
    return (removal.MarkRetired(request.nodes),)


def _shrink(request, title):
    return stack.Shrink(request.stack, request.servers, request.before, request.changes, title)


def _release(request):
    """Steps for hosts and nodes that have left the stack."""
    return (
        *([drain.DeleteComputeServices(request.hosts, request.lost)] if request.hosts else ()),
        *(removal.steps(request.nodes, request.after) if request.nodes else ()),
    )
