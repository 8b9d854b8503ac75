"""The virtual machines that are compute proxies, recognised by their marks and not by their name.

The name follows from that of the cluster and its datacenter, which somebody may change in vCenter
at any time. What a proxy is cloned with says whose it is: the id of the cluster's row, and the
cluster's compute host in Nova, which stays the same when a cluster is imported again.
"""

from pyVmomi import vim

from helion_services.base.messages import Message
from helion_services.eon.flows import record
from helion_services.eon.proxy import spec
from helion_services.eon.vcenter import machines, objects

CLUSTER, HOST = "helion.eon.cluster", "helion.eon.host"
OPERATION, VM = "helion.eon.operation", "helion.eon.vm"


class NameTaken(Exception):
    """A virtual machine has the proxy's name and is none of ours."""


class ProxyGone(Exception):
    """The proxy no longer exists."""


def name(target):
    """What a proxy that is made now is called."""
    return spec.name(target)


def marks(work, target, vm=None):
    """What a proxy is recognised by; its own id, once it has one, sets it apart from copies."""
    texts = {CLUSTER: target.id, HOST: target.host, OPERATION: work.id}
    return texts | {VM: vm._moId} if vm else texts


def of(work, vc, target):
    """All proxies of a cluster, that of this operation first: usually one or none.

    Others are left from an operation that could not find them, or remove them.
    """
    recorded = record.proxy(work, target)
    proxies = [
        (texts.get(OPERATION) != work.id, vm._moId, vm)
        for vm, vm_name, texts in _candidates(vc, target, recorded)
        if _is_of(vm, vm_name, texts, target, recorded)
    ]
    return [vm for _, _, vm in sorted(proxies, key=lambda entry: entry[:2])]


def find(work, vc, target):
    """The proxy of a cluster, or None."""
    return next(iter(of(work, vc, target)), None)


def existing(work, vc, target):
    """The proxy. Raises :class:`ProxyGone`."""
    vm = find(work, vc, target)
    if vm is None:
        raise ProxyGone(
            Message("proxy-gone", "The compute proxy {vm} no longer exists.", vm=name(target))
        )
    return vm


def refuse_foreign(vc, target):
    """Raise :class:`NameTaken` if somebody else's virtual machine has the proxy's name."""
    if machines.find(vc, target.datacenter_of(vc), name(target)) is not None:
        raise NameTaken(
            Message("name-taken", "A virtual machine named {vm} exists.", vm=name(target))
        )


def _candidates(vc, target, recorded):
    """Virtual machines that may be proxies, each with its name and its marks."""
    # The marks of all machines of a datacenter would be some megabytes.
    names = {
        vm: values["name"]
        for vm, values in objects.below(vc, target.datacenter_of(vc), vim.VirtualMachine, "name")
        if vm._moId == recorded.get("moid") or values.get("name", "").startswith(spec.PREFIX)
    }
    rows = objects.values_of(vc, vim.VirtualMachine, names, "config.extraConfig")
    for vm, values in rows:
        options = values.get("config.extraConfig", ())
        yield vm, names[vm], {option.key: option.value for option in options}


def _is_of(vm, vm_name, texts, target, recorded):
    named = vm_name == recorded.get("name")
    if CLUSTER not in texts:
        return named
    ours = texts[CLUSTER] == target.id or texts.get(HOST) == target.host
    return ours and (named or texts.get(VM, vm._moId) == vm._moId)
