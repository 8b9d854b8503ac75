"""Hosts as members of distributed switches, with their physical NICs."""

from pyVmomi import vim

from helion_services.base.messages import Message
from helion_services.eon.names import plain
from helion_services.eon.vcenter import nics, objects, tasks

_MEMBER = vim.dvs.HostMember


def members(vc, dvs):
    """The moids of the hosts that are members of a switch."""
    values = objects.values(vc, dvs, "summary.hostMember")
    return {host._moId for host in values.get("summary.hostMember", ())}


def unfit(vc, hosts, switches):
    """Messages about hosts, by moid, that lack a NIC of a switch or use it for something else.

    ``switches`` are :class:`~helion_services.eon.network.plan.Switch`.
    """
    return [
        text
        for host in nics.read(vc, hosts)
        for switch in switches
        for text in _unfit(host, switch)
    ]


def names(vc, moids):
    """The names of hosts by moid, sorted."""
    hosts = [objects.of(vc, vim.HostSystem, moid) for moid in moids]
    rows = objects.values_of(vc, vim.HostSystem, hosts, "name")
    return sorted(plain(values["name"]) for _, values in rows)


def add(work, vc, dvs, switch, hosts):
    """Make hosts, by moid, members of a switch, their NICs its uplinks."""
    uplinks = [_MEMBER.PnicSpec(pnicDevice=device) for device in switch.nics]
    backing = _MEMBER.PnicBacking(pnicSpec=uplinks)
    missing = set(hosts) - members(vc, dvs)
    specs = [_spec(vc, "add", moid, backing=backing) for moid in sorted(missing)]
    _change(
        work,
        dvs,
        specs,
        Message("task-attach-hosts", "Attach hosts to {switch}", switch=switch.name),
    )


def remove(work, vc, dvs, name, hosts):
    """Take hosts off a switch; returns whether that could be done: not while they use it."""

    attached = members(vc, dvs) & set(hosts)
    specs = [_spec(vc, "remove", moid) for moid in sorted(attached)]
    try:
        _change(
            work,
            dvs,
            specs,
            Message("task-detach-hosts", "Detach hosts from {switch}", switch=name),
        )
    except tasks.TaskFailed as exc:
        if not isinstance(exc.fault, vim.fault.ResourceInUse):
            raise
        return False
    return True


def _change(work, dvs, specs, what):
    if not specs:
        return
    # A switch that somebody else changes in between refuses it.
    config = vim.dvs.VmwareDistributedVirtualSwitch.ConfigSpec(
        configVersion=dvs.config.configVersion, host=specs
    )
    tasks.run(work, lambda: dvs.ReconfigureDvs_Task(config), what)


def _spec(vc, operation, moid, **more):
    return _MEMBER.ConfigSpec(
        operation=operation, host=objects.of(vc, vim.HostSystem, moid), **more
    )


def _unfit(host, switch):
    by_device = {nic.device: nic for nic in host.nics}
    for device in switch.nics:
        if device not in by_device:
            yield Message(
                "host-nic-missing", "The host {host} has no {nic}.", host=host.name, nic=device
            )
        elif by_device[device].switch not in (None, switch.name):
            yield Message(
                "host-nic-used",
                "{nic} of the host {host} is used by {switch}.",
                host=host.name,
                switch=by_device[device].switch,
                nic=device,
            )
