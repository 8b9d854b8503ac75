"""Steps that stop and remove the compute proxy."""

from pyVmomi import vim

from helion_services.base.messages import Message
from helion_services.base.operations.work import TimedOut
from helion_services.eon.flows import nova_compute, proxy_vm, record
from helion_services.eon.flows.proxy import ProxyStep
from helion_services.eon.flows.vcenter_call import visit
from helion_services.eon.vcenter import machines, objects

_STOPPED = "stopped"
_HIDDEN = 180.0
"""Seconds until Nova must report the service of a proxy as down that vCenter does not have."""


class ProxyHidden(Exception):
    """No proxy is in vCenter, and its compute service reports to Nova."""


class StopProxy(ProxyStep):
    """Powers the proxy off; undoing powers it on again.

    Fails if vCenter has no proxy and Nova goes on hearing of it, unless no overcloud is asked.
    """

    def __init__(self, target, forced=False):
        super().__init__(target, "stop", Message("step-stop-proxy", "Stop the compute proxy"))
        self._forced = forced

    def run(self, work):
        if not visit(work, self.target, lambda vc: self._stop(work, vc)):
            work.say(Message("proxy-missing", "There is no compute proxy {vm}.", vm=self.proxy))
            nova_compute.tolerant(work, self._forced, lambda: self._refuse_hidden(work))

    def undo(self, work):
        for moid in work.recall(_STOPPED, ()):
            visit(work, self.target, lambda vc, moid=moid: self._start(work, vc, moid))

    def _stop(self, work, vc):
        """Stop all that are there; returns how many they are."""
        proxies = proxy_vm.of(work, vc, self.target)
        for vm in proxies:
            self.settle(work, vc, vm)
            if machines.is_on(vm):
                work.note(_STOPPED, [*work.recall(_STOPPED, ()), vm._moId])
                machines.stop(work, vm)
        return len(proxies)

    def _start(self, work, vc, moid):
        machines.start(work, objects.of(vc, vim.VirtualMachine, moid))

    def _refuse_hidden(self, work):
        try:
            nova_compute.wait_until_down(work, self.target, _HIDDEN)
        except TimedOut:
            raise ProxyHidden(
                Message(
                    "proxy-hidden",
                    "vCenter has no compute proxy of {cluster}, but its compute service {host}"
                    " reports to Nova. Find out which virtual machine runs it, and power it off.",
                    cluster=self.target.name,
                    host=self.target.host,
                )
            ) from None


class RemoveProxy(ProxyStep):
    """Removes the proxy, which cannot be taken back."""

    def __init__(self, target):
        super().__init__(target, "remove", Message("step-remove-proxy", "Remove the compute proxy"))

    def run(self, work):
        visit(work, self.target, lambda vc: self.remove(work, vc))
        if record.proxy(work, self.target):
            record.forget_proxy(work, self.target)


class DiscardProxy(ProxyStep):
    """Removes the remains of the proxy before it is redeployed; cannot be undone."""

    def __init__(self, target):
        super().__init__(
            target,
            "discard",
            Message("step-discard-proxy", "Remove the remains of the compute proxy"),
        )

    def run(self, work):
        visit(work, self.target, lambda vc: self._discard(work, vc))

    def _discard(self, work, vc):
        if proxy_vm.of(work, vc, self.target):
            work.disallow_cancel()
            self.remove(work, vc)
