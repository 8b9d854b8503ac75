"""The kinds of operations of the eon service: which steps, in which order."""

from helion_services.base.messages import Message
from helion_services.base.operations import Kind
from helion_services.eon import states
from helion_services.eon.flows import check, cluster_state, hosts, nova_compute, port_groups, proxy
from helion_services.eon.flows.step import Recorded
from helion_services.eon.operations import SERVICE, dropped
from helion_services.eon.target import Target

_ACTIVATED_AGAIN = {
    "entering": states.ACTIVATING,
    "leaving": states.ACTIVATED,
    "unless": {states.ACTIVATED},
}


def kinds():
    """All of them."""
    steps = {
        "activate": _activate,
        "deactivate": _deactivate,
        "add_host": _add_host,
        "remove_host": _remove_host,
        "restore_proxy": _restore_proxy,
    }
    return tuple(
        Kind(SERVICE, name, made, again=_again, dropped=dropped) for name, made in steps.items()
    )


def _again(request):
    """Where the cluster is by then is not known yet."""
    return request | {"from": None}


def _activate(request):
    target, wanted = Target.of(request), request["network"]
    # One that was provisioned before is so all the time.
    again = {states.ACTIVATION_INITIATED}
    return _recorded(
        target,
        (check.CheckActivation(target, wanted, request["profile"]), {}),
        (
            port_groups.MakeNetwork(target, wanted),
            {"entering": states.PROVISIONING, "unless": again},
        ),
        (hosts.AttachHosts(target, wanted), {}),
        (nova_compute.ExpectHost(target), {}),
        (proxy.CloneProxy(target, wanted), {}),
        (proxy.ConfigureProxy(target, wanted), {}),
        (proxy.StartProxy(target), {"leaving": states.PROVISIONED, "unless": again}),
        (
            nova_compute.WaitForHost(target, proxy.expect_running),
            {"entering": states.ACTIVATING, "back": states.PROVISIONED},
        ),
        (proxy.SealProxy(target), {}),
        (
            cluster_state.Finish(
                target,
                Message("step-activated", "Mark {cluster} as activated", cluster=target.name),
            ),
            {"leaving": states.ACTIVATED},
        ),
    )


def _deactivate(request):
    target, forced = Target.of(request), request["forced"]
    return _recorded(
        target,
        (cluster_state.BeginDeactivation(target, request.get("from"), forced), {}),
        (nova_compute.Disable(target, forced), {}),
        (nova_compute.VerifyEmpty(target, forced), {}),
        (proxy.StopProxy(target), {}),
        (nova_compute.ForgetHost(target, forced), {}),
        (proxy.RemoveProxy(target), {}),
        (port_groups.RemoveNetwork(target, request["network"]), {}),
        (cluster_state.FinishDeactivation(target), {"leaving": states.IMPORTED}),
    )


def _add_host(request):
    target, wanted = Target.of(request), request["network"]
    return _recorded(
        target,
        (
            hosts.CheckHosts(target, wanted, request["hosts"], removing=False),
            {"entering": states.HOST_COMMISSION_INITIATED, "back": states.ACTIVATED},
        ),
        (
            hosts.AttachHosts(target, wanted, chosen=True),
            {"entering": states.HOST_COMMISSIONING},
        ),
        (hosts.LeaveMaintenance(target), {}),
        (
            cluster_state.Finish(target, Message("step-hosts-added", "Mark the hosts as added")),
            _ACTIVATED_AGAIN,
        ),
    )


def _remove_host(request):
    target, wanted = Target.of(request), request["network"]
    return _recorded(
        target,
        (
            hosts.CheckHosts(target, wanted, request["hosts"], removing=True),
            {"entering": states.HOST_COMMISSION_INITIATED, "back": states.ACTIVATED},
        ),
        (hosts.DetachHosts(target, wanted), {"entering": states.HOST_COMMISSIONING}),
        (
            cluster_state.Finish(
                target, Message("step-hosts-removed", "Mark the hosts as removed")
            ),
            _ACTIVATED_AGAIN,
        ),
    )


def _restore_proxy(request):
    target, wanted = Target.of(request), request["network"]
    return _recorded(
        target,
        (cluster_state.CheckActivated(target), {}),
        (proxy.DiscardProxy(target), {}),
        (nova_compute.WaitUntilDown(target), {}),
        (proxy.CloneProxy(target, wanted), {}),
        (proxy.ConfigureProxy(target, wanted), {}),
        (proxy.StartProxy(target), {}),
        (nova_compute.WaitForHost(target, proxy.expect_running), {}),
        (proxy.SealProxy(target), {}),
    )


def _recorded(target, *steps):
    return tuple(Recorded(target, step, **states_) for step, states_ in steps)
