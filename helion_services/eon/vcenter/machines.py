"""Virtual machines: cloned from a template, configured, started, removed."""

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.eon.names import escaped, plain
from helion_services.eon.vcenter import objects, switches, tasks

_TRIES = 3
_VM = vim.VirtualMachine
_ON = _VM.PowerState.poweredOn
_CHANGE = vim.vm.device.VirtualDeviceSpec
_CARD = vim.vm.device.VirtualEthernetCard
_PORT = _CARD.DistributedVirtualPortBackingInfo


class TemplateMissing(Exception):
    """There is nothing to make a virtual machine from."""


class CardsDiffer(Exception):
    """A virtual machine does not have the network cards that it was given."""


def find(vc, datacenter, name):
    """The virtual machine of that name in a datacenter, or None."""
    return objects.named(vc, datacenter, _VM, name)[0]


def template(vc, datacenter, name):
    """The template, or virtual machine, of that name. Raises :class:`TemplateMissing`."""
    vm = find(vc, datacenter, name)
    if vm is None:
        where = plain(objects.values(vc, datacenter, "name")["name"])
        raise TemplateMissing(
            Message(
                "template-missing",
                "The datacenter {datacenter} has no virtual machine or template named {template}.",
                datacenter=where,
                template=name,
            )
        )
    return vm


def clone(work, original, name, place, marks):
    """Clone a virtual machine; returns the clone.

    ``place`` are ``folder``, ``pool``, ``host`` and ``datastore``.

    ``marks`` are texts by key that the clone can be recognised by.
    """
    spec = vim.vm.CloneSpec(
        location=vim.vm.RelocateSpec(
            pool=place["pool"], host=place["host"], datastore=place["datastore"]
        ),
        config=vim.vm.ConfigSpec(extraConfig=_options(marks)),
        powerOn=False,
        template=False,
    )
    return tasks.run(
        work,
        lambda: original.CloneVM_Task(place["folder"], escaped(name), spec),
        Message("task-clone", "Clone {name}", name=name),
    )


def marks(vm):
    """What :func:`clone` and :func:`configure` wrote into a virtual machine, texts by key."""
    return {option.key: option.value for option in vm.config.extraConfig}


def build(work, vm, size, networks, marks, annotation):
    """Give a virtual machine that is off its size, network cards and marks.

    :param size: vCPUs and MiB of memory
    :param networks: networks or port groups, one for each card, in their order
    """
    backings = [_backing(network) for network in networks]
    identities = [_identity(backing) for backing in backings]
    for _ in range(_TRIES):
        cards = _cards(vm.config.hardware)
        spec = vim.vm.ConfigSpec(
            changeVersion=vm.config.changeVersion,
            numCPUs=size[0],
            memoryMB=size[1],
            annotation=annotation,
            extraConfig=_options(marks),
        )
        if [_identity(card.backing) for card in cards] != identities:
            spec.deviceChange = [_CHANGE(operation="remove", device=card) for card in cards]
            spec.deviceChange += [_added(*numbered) for numbered in enumerate(backings)]
        tasks.run(
            work,
            lambda spec=spec: vm.ReconfigVM_Task(spec),
            Message("task-configure", "Configure {vm}", vm=vm.name),
        )
        # The request of a worker that died may have come in between, with cards of its own.
        if [_identity(card.backing) for card in _cards(vm.config.hardware)] == identities:
            return
    raise CardsDiffer(
        Message(
            "cards-differ",
            "The network adapters of {vm} are also being changed by someone else.",
            vm=vm.name,
        )
    )


def macs(vm):
    """The MAC addresses of its network cards, in their order."""
    return [card.macAddress for card in _cards(vm.config.hardware)]


def tell(work, vm, guestinfo, what):
    """Write texts by key where the guest can read them; ``what`` that is, in words."""
    spec = vim.vm.ConfigSpec(extraConfig=_options(guestinfo))
    tasks.run(work, lambda: vm.ReconfigVM_Task(spec), what)


def is_on(vm):
    """Whether a virtual machine is powered on."""
    return vm.runtime.powerState == _ON


def start(work, vm):
    """Power it on, if it is not."""
    if not is_on(vm):
        tasks.run(work, vm.PowerOnVM_Task, Message("task-power-on", "Power on {vm}", vm=vm.name))


def stop(work, vm):
    """Power it off, if it is on."""
    if is_on(vm):
        tasks.run(work, vm.PowerOffVM_Task, Message("task-power-off", "Power off {vm}", vm=vm.name))


def remove(work, vc, vm, name):
    """Power off and destroy a virtual machine that is called ``name``."""
    tasks.settle(work, vc, vm, Message("task-in-progress", "the task in progress on {vm}", vm=name))
    try:
        stop(work, vm)
        tasks.run(work, vm.Destroy_Task, Message("task-remove", "Remove {name}", name=name))
    except tasks.TaskFailed as exc:
        if not isinstance(exc.fault, vmodl.fault.ManagedObjectNotFound):
            raise


def networks(vc, cluster, references):
    """The networks or port groups that hosts of a managed cluster have.

    ``references`` are names, each with the moid of the right network, or None if any of that name
    will do. Raises :class:`switches.NetworkConflict` for what none of the hosts have, for a name
    that several networks have, and for a network that is managed elsewhere.
    """
    reachable = objects.values(vc, cluster, "network").get("network", ())
    # A network may be listed once for each host.
    distinct = {network._moId: network for network in reachable}.values()
    rows = objects.values_of(vc, vim.Network, distinct, "name")
    candidates = [
        (plain(name), [network for network, values in rows if _is(network, values, name, moid)])
        for name, moid in references
    ]
    missing = [name for name, matches in candidates if not matches]
    if missing:
        raise switches.NetworkConflict(
            Message(
                "networks-missing",
                "No host of the cluster has a network or port group {networks}.",
                networks=missing,
            )
        )
    return [_only(vc, name, matches) for name, matches in candidates]


def _is(network, values, name, moid):
    return network._moId == moid if moid else plain(values.get("name", "")) == plain(name)


def _only(vc, name, candidates):
    if len(candidates) > 1:
        raise switches.NetworkConflict(
            Message(
                "network-ambiguous",
                "The cluster has several networks named {network}: {places}. Rename all but the"
                " right one in vCenter.",
                network=name,
                places=[switches.place(vc, network) for network in candidates],
            )
        )
    (network,) = candidates
    if isinstance(network, vim.OpaqueNetwork):
        raise switches.NetworkConflict(
            Message(
                "network-opaque",
                "{network} is managed outside vCenter, as by NSX: a compute proxy cannot use it."
                " Choose another port group.",
                network=name,
            )
        )
    return network


def _cards(hardware):
    cards = [device for device in hardware.device if isinstance(device, _CARD)]
    return sorted(cards, key=lambda card: (card.unitNumber or 0, card.key))


def _backing(network):
    if not isinstance(network, vim.dvs.DistributedVirtualPortgroup):
        return _CARD.NetworkBackingInfo(deviceName=network.name, network=network)
    config = network.config
    return _PORT(
        port=vim.dvs.PortConnection(
            portgroupKey=config.key, switchUuid=config.distributedVirtualSwitch.uuid
        )
    )


def _identity(backing):
    if isinstance(backing, _PORT):
        return backing.port.portgroupKey
    return getattr(backing, "deviceName", None)


def _added(number, backing):
    card = vim.vm.device.VirtualVmxnet3(
        key=-1 - number,
        backing=backing,
        addressType="assigned",
        wakeOnLanEnabled=True,
        connectable=vim.vm.device.VirtualDevice.ConnectInfo(
            startConnected=True, allowGuestControl=True, connected=True
        ),
    )
    return _CHANGE(operation="add", device=card)


def _options(texts):
    return [vim.option.OptionValue(key=key, value=text) for key, text in texts.items()]
