"""Steps about the compute proxy: made, configured, started, sealed, stopped, removed."""

import pathlib

from helion_services.base.messages import Message
from helion_services.eon.flows import check, record
from helion_services.eon.flows.nova_compute import wait_until_down
from helion_services.eon.flows.placement import place
from helion_services.eon.flows.step import ClusterStep
from helion_services.eon.flows.vcenter_call import visit
from helion_services.eon.models import Manager
from helion_services.eon.proxy import cloud_init, nova_conf, spec
from helion_services.eon.vcenter import machines, tasks

_CLUSTER, _OPERATION = "helion.eon.cluster", "helion.eon.operation"
_CLONED, _STARTED, _STOPPED = "cloned", "started", "stopped"


class NameTaken(Exception):
    """A virtual machine has the proxy's name and is none of ours."""


class ProxyGone(Exception):
    """The proxy no longer exists."""


class ProxyOff(Exception):
    """The proxy was powered off."""


class ProxyStep(ClusterStep):
    """A step about the proxy of a cluster."""

    def __init__(self, target, name, title):
        super().__init__(target, name, title)
        self.proxy = _name(target)

    def find(self, vc):
        """The proxy, or None."""
        return _find(vc, self.target)

    def existing(self, vc):
        """The proxy. Raises :class:`ProxyGone`."""
        return _existing(vc, self.target)

    def remove(self, work, vc):
        """Remove it if the service created it."""
        vm = self.find(vc)
        if vm is None:
            return
        if not self.is_ours(work, vm):
            work.say(
                Message(
                    "proxy-vm-not-ours",
                    "The virtual machine {vm} stays: it was not created by this service.",
                    vm=self.proxy,
                )
            )
            return
        machines.remove(work, vc, self.target.datacenter_of(vc), self.proxy)

    def settle(self, work, vc, vm):
        """Wait for a task that is in progress on the proxy."""
        what = Message("task-in-progress", "the task in progress on {vm}", vm=self.proxy)
        tasks.settle(work, vc, vm, what)

    def is_ours(self, work, vm):
        """Whether the service made a virtual machine, or was about to."""
        return (
            machines.marks(vm).get(_CLUSTER) == self.target.id
            or record.proxy_name(work, self.target) == self.proxy
        )

    def marks(self, work):
        """What the proxy is recognised by."""
        return {_CLUSTER: self.target.id, _OPERATION: work.id}


class CloneProxy(ProxyStep):
    """Makes the proxy from its template; undoing removes it if it was not there before."""

    def __init__(self, target, network):
        super().__init__(target, "proxy", Message("step-clone-proxy", "Clone the compute proxy"))
        self._network = network

    def run(self, work):
        visit(work, self.target, lambda vc: self._clone(work, vc))

    def undo(self, work):
        if work.recall(_CLONED):
            visit(work, self.target, lambda vc: self._unclone(work, vc))
            record.forget_proxy(work, self.target)

    def _clone(self, work, vc):
        datacenter = self.target.datacenter_of(vc)
        template = machines.template(vc, datacenter, check.template_name(work, self._network))
        tasks.settle(
            work,
            vc,
            template,
            Message("task-in-progress", "the task in progress on {vm}", vm=template.name),
        )
        vm = self.find(vc)
        if vm is not None:
            if not self.is_ours(work, vm):
                raise NameTaken(
                    Message("name-taken", "A virtual machine named {vm} exists.", vm=self.proxy)
                )
            return
        record.reserve(work, self.target, self._network)
        work.note(_CLONED, True)
        machines.clone(work, template, self.proxy, place(work, vc, self.target), self.marks(work))

    def _unclone(self, work, vc):
        template = machines.find(
            vc, self.target.datacenter_of(vc), check.template_name(work, self._network)
        )
        if template is not None:
            tasks.settle(
                work,
                vc,
                template,
                Message("task-in-progress", "the task in progress on {vm}", vm=template.name),
            )
        self.remove(work, vc)


class ConfigureProxy(ProxyStep):
    """Gives the proxy its size, its network cards, and the configuration of its nova-compute.

    The vCenter's password is read here, written into the virtual machine, and kept nowhere.
    """

    def __init__(self, target, network):
        super().__init__(
            target, "configure", Message("step-configure-proxy", "Configure the compute proxy")
        )
        self._network = network

    def run(self, work):
        visit(work, self.target, lambda vc: self._configure(work, vc))

    def _configure(self, work, vc):
        vm = self.existing(vc)
        self.settle(work, vc, vm)
        if machines.is_on(vm) and machines.marks(vm).get(_OPERATION) != work.id:
            machines.stop(work, vm)
            # What Nova hears of it next must be what it says with its new configuration.
            wait_until_down(work, self.target)
        settings = record.reserve(work, self.target, self._network)
        names = [nic.port_group for nic in settings.nics]
        machines.build(
            work,
            vm,
            (settings.cpus, settings.memory),
            machines.networks(vc, self.target.datacenter_of(vc), names),
            self.marks(work),
            f"The compute proxy of the cluster {self.target.name}, made by the eon service.",
        )
        cards = [
            cloud_init.Card(nic.device, mac, nic.address)
            for nic, mac in zip(settings.nics, machines.macs(vm), strict=True)
        ]
        record.know_mac(work, self.target, cards[0].mac)
        instance = f"{self.target.id}-{work.id}"
        host = self.target.host
        metadata = cloud_init.metadata(instance, settings.hostname, host, cards)
        what = Message("task-write-configuration", "Write the configuration of {vm}", vm=self.proxy)
        machines.tell(work, vm, metadata | self._userdata(work), what)

    def _userdata(self, work):
        options = work.runtime.conf.eon
        with work.runtime.db.reader() as session:
            manager = session.get(Manager, self.target.manager)
        password = work.runtime.secrets.get(manager.secret_id)["password"]
        vcenter = nova_conf.VCenter(
            manager.ip_address, manager.port, manager.username, password, manager.ca_pem
        )
        text = nova_conf.render(
            self.target.host, self.target.name, vcenter, options.proxy_vmware_options
        )
        base = options.proxy_nova_conf
        files = cloud_init.files(
            text, manager.ca_pem, pathlib.Path(base).read_text() if base else None
        )
        return cloud_init.userdata(files, options.proxy_ssh_key)


class StartProxy(ProxyStep):
    """Powers the proxy on; undoing powers it off again."""

    def __init__(self, target):
        super().__init__(target, "start", Message("step-start-proxy", "Start the compute proxy"))

    def run(self, work):
        visit(work, self.target, lambda vc: self._start(work, vc))

    def undo(self, work):
        if work.recall(_STARTED):
            visit(work, self.target, lambda vc: self._stop(work, vc))

    def _start(self, work, vc):
        vm = self.existing(vc)
        self.settle(work, vc, vm)
        if not machines.is_on(vm):
            work.note(_STARTED, True)
            machines.start(work, vm)

    def _stop(self, work, vc):
        vm = self.find(vc)
        if vm is not None:
            self.settle(work, vc, vm)
            machines.stop(work, vm)


class SealProxy(ProxyStep):
    """Takes the vCenter's password out of what can be read of the virtual machine."""

    def __init__(self, target):
        super().__init__(
            target,
            "seal",
            Message("step-seal-proxy", "Remove the password from the proxy's guestinfo"),
        )

    def run(self, work):
        visit(work, self.target, lambda vc: self._seal(work, vc))

    def _seal(self, work, vc):
        what = Message("task-seal", "Remove the password from {vm}", vm=self.proxy)
        machines.tell(work, self.existing(vc), cloud_init.nothing(), what)


class StopProxy(ProxyStep):
    """Powers the proxy off; undoing powers it on again."""

    def __init__(self, target):
        super().__init__(target, "stop", Message("step-stop-proxy", "Stop the compute proxy"))

    def run(self, work):
        visit(work, self.target, lambda vc: self._stop(work, vc))

    def undo(self, work):
        if work.recall(_STOPPED):
            visit(work, self.target, lambda vc: machines.start(work, self.existing(vc)))

    def _stop(self, work, vc):
        vm = self.find(vc)
        if vm is None or not self.is_ours(work, vm):
            work.say(Message("proxy-missing", "There is no compute proxy {vm}.", vm=self.proxy))
            return
        self.settle(work, vc, vm)
        if machines.is_on(vm):
            work.note(_STOPPED, True)
            machines.stop(work, vm)


class RemoveProxy(ProxyStep):
    """Removes the proxy, which cannot be taken back."""

    def __init__(self, target):
        super().__init__(target, "remove", Message("step-remove-proxy", "Remove the compute proxy"))

    def run(self, work):
        visit(work, self.target, lambda vc: self.remove(work, vc))
        if record.proxy_name(work, self.target):
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
        if self.find(vc) is not None:
            work.disallow_cancel()
            self.remove(work, vc)


def expect_running(work, target):
    """Raises :class:`ProxyGone` or :class:`ProxyOff` if the proxy of a cluster does not run."""

    def look(vc):
        if not machines.is_on(_existing(vc, target)):
            raise ProxyOff(
                Message("proxy-off", "The compute proxy {vm} was powered off.", vm=_name(target))
            )

    visit(work, target, look)


def _existing(vc, target):
    vm = _find(vc, target)
    if vm is None:
        raise ProxyGone(
            Message("proxy-gone", "The compute proxy {vm} no longer exists.", vm=_name(target))
        )
    return vm


def _find(vc, target):
    return machines.find(vc, target.datacenter_of(vc), _name(target))


def _name(target):
    return spec.name(target.datacenter, target.name)
