"""The kinds of operations of the eon service: which steps, in which order."""

from helion_services.base.messages import Message
from helion_services.base.operations import Kind
from helion_services.eon import requests, states
from helion_services.eon.flows import (
    check,
    cluster_state,
    hosts,
    nova_compute,
    port_groups,
    proxy,
    proxy_removal,
)
from helion_services.eon.flows.step import Recorded
from helion_services.eon.operations import SERVICE, dropped, name_of

_ACTIVATED_AGAIN = {
    "entering": states.ACTIVATING,
    "leaving": states.ACTIVATED,
    "unless": {states.ACTIVATED},
}


def kinds():
    """All of them."""
    return tuple(
        Kind(SERVICE, name, steps, request, again=_again, dropped=dropped, name_of=name_of)
        for name, steps, request in (
            ("activate", _activate, requests.Activate),
            ("deactivate", _deactivate, requests.Deactivate),
            ("add_host", _add_host, requests.AddHosts),
            ("remove_host", _remove_host, requests.RemoveHosts),
            ("restore_proxy", _restore_proxy, requests.RestoreProxy),
        )
    )


def _again(_runtime, request):
    """The request of a retry."""
    return request.again()


def _activate(request):
    target, network = request.target, request.network
    # One that was provisioned before is so all the time.
    again = {states.ACTIVATION_INITIATED}
    return _recorded(
        target,
        (check.CheckActivation(request), {}),
        (
            port_groups.MakeNetwork(target, network),
            {"entering": states.PROVISIONING, "unless": again},
        ),
        (hosts.AttachHosts(target, network), {}),
        (nova_compute.ExpectHost(target), {}),
        (proxy.CloneProxy(target, network), {}),
        (proxy.ConfigureProxy(target, network), {}),
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
    target, forced = request.target, request.forced
    return _recorded(
        target,
        (cluster_state.BeginDeactivation(target, request.state, forced), {}),
        (nova_compute.Disable(target, forced), {}),
        (nova_compute.VerifyEmpty(target, forced), {}),
        (proxy_removal.StopProxy(target, forced), {}),
        (nova_compute.ForgetHost(target, forced), {}),
        (proxy_removal.RemoveProxy(target), {}),
        (port_groups.RemoveNetwork(target, request.network), {}),
        (cluster_state.FinishDeactivation(target), {"leaving": states.IMPORTED}),
    )


def _add_host(request):
    target, network = request.target, request.network
    return _recorded(
        target,
        (
            hosts.CheckHosts(target, network, request.hosts, removing=False),
            {"entering": states.HOST_COMMISSION_INITIATED, "back": states.ACTIVATED},
        ),
        (
            hosts.AttachHosts(target, network, checked=True),
            {"entering": states.HOST_COMMISSIONING},
        ),
        (hosts.LeaveMaintenance(target), {}),
        (
            cluster_state.Finish(target, Message("step-hosts-added", "Mark the hosts as added")),
            _ACTIVATED_AGAIN,
        ),
    )


def _remove_host(request):
    target, network = request.target, request.network
    return _recorded(
        target,
        (
            hosts.CheckHosts(target, network, request.hosts, removing=True),
            {"entering": states.HOST_COMMISSION_INITIATED, "back": states.ACTIVATED},
        ),
        (hosts.DetachHosts(target, network), {"entering": states.HOST_COMMISSIONING}),
        (
            cluster_state.Finish(
                target, Message("step-hosts-removed", "Mark the hosts as removed")
            ),
            _ACTIVATED_AGAIN,
        ),
    )


def _restore_proxy(request):
    target, network = request.target, request.network
    return _recorded(
        target,
        (cluster_state.CheckActivated(target), {}),
        (proxy_removal.DiscardProxy(target), {}),
        (nova_compute.WaitUntilDown(target), {}),
        (proxy.CloneProxy(target, network), {}),
        (proxy.ConfigureProxy(target, network), {}),
        (proxy.StartProxy(target), {}),
        (nova_compute.WaitForHost(target, proxy.expect_running), {}),
        (proxy.SealProxy(target), {}),
    )


def _recorded(target, *steps):
    return tuple(
        Recorded(target, step, failing=proxy.seal_at_failure, **states_) for step, states_ in steps
    )
