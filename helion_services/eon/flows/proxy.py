"""Steps about the compute proxy: made, configured, started, sealed."""

import pathlib

from helion_services.base.messages import Message, of
from helion_services.eon import names
from helion_services.eon.flows import check, proxy_vm, record
from helion_services.eon.flows.nova_compute import wait_until_down
from helion_services.eon.flows.placement import place
from helion_services.eon.flows.step import ClusterStep
from helion_services.eon.flows.vcenter_call import visit
from helion_services.eon.models import Manager
from helion_services.eon.network import plan
from helion_services.eon.proxy import cloud_init, nova_conf
from helion_services.eon.vcenter import machines, objects, switches, tasks

_CLONED, _STARTED, _TOLD = "cloned", "started", "password given"
_TOLD_AGAIN = "password given again"


class ProxyOff(Exception):
    """The proxy was powered off."""


class ProxyStep(ClusterStep):
    """A step about the proxy of a cluster."""

    def __init__(self, target, name, title):
        super().__init__(target, name, title)
        self.proxy = proxy_vm.name(target)

    def remove(self, work, vc):
        """Remove it, and what earlier operations left of it."""
        proxies = proxy_vm.of(work, vc, self.target)
        for vm in proxies:
            machines.remove(work, vc, vm, vm.name)
        datacenter = self.target.datacenter_of(vc)
        if not proxies and machines.find(vc, datacenter, self.proxy) is not None:
            work.say(
                Message(
                    "proxy-vm-not-ours",
                    "The virtual machine {vm} stays: it was not created by this service.",
                    vm=self.proxy,
                )
            )

    def settle(self, work, vc, vm):
        """Wait for a task that is in progress on the proxy or its template."""
        vm_name = names.plain(vm.name)
        what = Message("task-in-progress", "the task in progress on {vm}", vm=vm_name)
        tasks.settle(work, vc, vm, what)


class CloneProxy(ProxyStep):
    """Makes the proxy from its template; undoing removes it if it was not there before."""

    weight = 10

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
        self.settle(work, vc, template)
        proxies = proxy_vm.of(work, vc, self.target)
        for vm in proxies[1:]:
            machines.remove(work, vc, vm, vm.name)
        if not proxies:
            proxy_vm.refuse_foreign(vc, self.target)
        record.reserve(work, self.target, self._network)
        vm = proxies[0] if proxies else self._make(work, vc, template)
        record.know_moid(work, self.target, vm._moId)

    def _make(self, work, vc, template):
        work.note(_CLONED, True)
        marks = proxy_vm.marks(work, self.target)
        return machines.clone(work, template, self.proxy, place(work, vc, self.target), marks)

    def _unclone(self, work, vc):
        template = machines.find(
            vc, self.target.datacenter_of(vc), check.template_name(work, self._network)
        )
        if template is not None:
            self.settle(work, vc, template)
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

    def undo(self, work):
        if work.recall(_TOLD):
            visit(work, self.target, lambda vc: _seal_all(work, vc, self.target))

    def _configure(self, work, vc):
        vm = proxy_vm.existing(work, vc, self.target)
        self.settle(work, vc, vm)
        if machines.is_on(vm) and machines.marks(vm).get(proxy_vm.OPERATION) != work.id:
            machines.stop(work, vm)
            # What Nova hears of it next must be what it says with its new configuration.
            wait_until_down(work, self.target)
        settings = record.reserve(work, self.target, self._network)
        planned = self._planned(vc)
        references = [
            (nic.port_group, nic.moid or planned.get(nic.port_group)) for nic in settings.nics
        ]
        machines.build(
            work,
            vm,
            (settings.cpus, settings.memory),
            machines.networks(vc, self.target.cluster_of(vc), references),
            proxy_vm.marks(work, self.target, vm),
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
        what = Message("task-write-configuration", "Write the configuration of {vm}", vm=vm.name)
        if work.recall(_TOLD):
            work.note(_TOLD_AGAIN, True)
        work.note(_TOLD, True)
        machines.tell(work, vm, metadata | self._userdata(work, self._cluster_name(vc)), what)

    def _planned(self, vc):
        """The moids of the cluster's own port groups by name: of those on its own switches."""
        datacenter = self.target.datacenter_of(vc)
        moids = {}
        for switch in plan(self._network, self.target.name):
            dvs = switches.find(vc, datacenter, switch.name)
            groups = switches.groups(vc, dvs) if dvs is not None else {}
            moids |= {name: group._moId for name, (group, _) in groups.items()}
        return moids

    def _cluster_name(self, vc):
        """What the cluster is called now: by that the proxy looks for it."""
        return objects.values(vc, self.target.cluster_of(vc), "name")["name"]

    def _userdata(self, work, cluster_name):
        options = work.runtime.conf.eon
        with work.runtime.db.reader() as session:
            manager = session.get(Manager, self.target.manager)
        password = work.runtime.secrets.get(manager.secret_id)["password"]
        vcenter = nova_conf.VCenter(
            manager.ip_address, manager.port, manager.username, password, manager.ca_pem
        )
        text = nova_conf.render(
            self.target.host, cluster_name, vcenter, options.proxy_vmware_options
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
        vm = proxy_vm.existing(work, vc, self.target)
        self.settle(work, vc, vm)
        if not machines.is_on(vm):
            work.note(_STARTED, True)
            machines.start(work, vm)

    def _stop(self, work, vc):
        vm = proxy_vm.find(work, vc, self.target)
        if vm is not None:
            self.settle(work, vc, vm)
            machines.stop(work, vm)


class SealProxy(ProxyStep):
    """Takes the vCenter's password out of what can be read of the virtual machine.

    A request that vCenter did not answer in time may still be carried out, and write the password
    once more: it is taken out again after as long.
    """

    def __init__(self, target):
        super().__init__(
            target,
            "seal",
            Message("step-seal-proxy", "Remove the password from the proxy's guestinfo"),
        )

    def run(self, work):
        visit(work, self.target, lambda vc: self._seal(work, vc))
        if work.recall(_TOLD_AGAIN):
            work.sleep(work.runtime.conf.eon.timeout)
            visit(work, self.target, lambda vc: self._seal(work, vc))

    def _seal(self, work, vc):
        _seal(work, proxy_vm.existing(work, vc, self.target))


def expect_running(work, target):
    """Raises ``ProxyGone`` or :class:`ProxyOff` if the proxy of a cluster does not run."""

    def look(vc):
        vm = proxy_vm.existing(work, vc, target)
        if not machines.is_on(vm):
            raise ProxyOff(
                Message("proxy-off", "The compute proxy {vm} was powered off.", vm=vm.name)
            )

    visit(work, target, look)


def seal_at_failure(work, target):
    """Remove the password from the proxy if an operation fails that is not rolled back."""
    if not (work.no_return and work.recall(_TOLD)):
        return
    try:
        visit(work, target, lambda vc: _seal_all(work, vc, target))
    except Exception as exc:
        work.say(
            Message(
                "password-left",
                "The password may still be in the guestinfo of {vm}: {reason} Restore the proxy"
                " to remove it.",
                vm=proxy_vm.name(target),
                reason=of(exc),
            )
        )


def _seal_all(work, vc, target):
    for vm in proxy_vm.of(work, vc, target):
        _seal(work, vm)


def _seal(work, vm):
    what = Message("task-seal", "Remove the password from {vm}", vm=vm.name)
    machines.tell(work, vm, cloud_init.nothing(), what)
