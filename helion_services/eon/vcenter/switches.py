"""Distributed switches and their port groups: looked for, made, and removed."""

from pyVmomi import vim, vmodl

from helion_services.base.messages import Message
from helion_services.eon import names
from helion_services.eon.vcenter import objects, tasks

_DVS = vim.dvs.VmwareDistributedVirtualSwitch
_GROUP = vim.dvs.DistributedVirtualPortgroup
_PORTS = 8  # at first; they grow with their use


class NetworkConflict(Exception):
    """Something of that name is there already and is not what is wanted."""


def find(vc, datacenter, name):
    """The switch of that name in a datacenter, or None."""
    return objects.named(vc, datacenter, vim.DistributedVirtualSwitch, name)[0]


def place(vc, network):
    """Where a network is, in words of vCenter: its distributed switch, or none."""
    if not isinstance(network, _GROUP):
        return network._moId
    dvs = objects.values(vc, network, "config.distributedVirtualSwitch")
    return names.plain(objects.values(vc, dvs["config.distributedVirtualSwitch"], "name")["name"])


def make(work, datacenter, switch, mark):
    """Make a :class:`~helion_services.eon.network.plan.Switch`; ``mark`` is its description."""
    config = _DVS.ConfigSpec(
        name=names.escaped(switch.name),
        description=mark,
        uplinkPortPolicy=vim.DistributedVirtualSwitch.NameArrayUplinkPortPolicy(
            uplinkPortName=list(switch.uplinks)
        ),
    )
    if switch.mtu:
        config.maxMtu = switch.mtu
    spec = vim.DistributedVirtualSwitch.CreateSpec(configSpec=config)
    folder = datacenter.networkFolder
    tasks.run(
        work,
        lambda: folder.CreateDVS_Task(spec),
        Message("task-create-switch", "Create the switch {switch}", switch=switch.name),
    )


def groups(vc, dvs):
    """The port groups of a switch by name, each with its properties; without its uplinks."""
    rows = objects.values_of(
        vc, _GROUP, dvs.portgroup, "name", "key", "config.description", "config.defaultPortConfig"
    )
    uplinks = {group._moId for group in objects.values(vc, dvs, "config")["config"].uplinkPortgroup}
    return {
        names.plain(values["name"]): (group, values)
        for group, values in rows
        if group._moId not in uplinks
    }


def missing_groups(vc, datacenter, dvs, switch):
    """Those of a switch's port groups that are to be made.

    Raises :class:`NetworkConflict` if one is there and differs, or is on another switch.
    """
    on_switch, foreign = _known_and_foreign(vc, datacenter, dvs, switch)
    if foreign:
        # Others make and remove port groups between the two questions: it must be so twice.
        on_switch, again = _known_and_foreign(vc, datacenter, dvs, switch)
        foreign = [name for name in foreign if name in again]
    if foreign:
        raise NetworkConflict(
            Message(
                "network-name-taken",
                "A network named {network} exists and is not on the switch {switch}.",
                switch=switch.name,
                network=foreign[0],
            )
        )
    for group in switch.port_groups:
        if group.name in on_switch:
            _compare(group, on_switch[group.name][1].get("config.defaultPortConfig"))
    return [group for group in switch.port_groups if group.name not in on_switch]


def _known_and_foreign(vc, datacenter, dvs, switch):
    """The port groups that are on the switch, and names of wanted ones that others have."""
    networks = objects.below(vc, datacenter, vim.Network, "name")
    taken = {names.plain(values.get("name", "")) for _, values in networks}
    on_switch = groups(vc, dvs)
    planned = [group.name for group in switch.port_groups]
    return on_switch, [name for name in planned if name in taken and name not in on_switch]


def make_groups(work, dvs, switch, missing, mark):
    """Create port groups on a switch, all in the same task."""
    specs = [_spec(group, mark) for group in missing]
    what = Message(
        "task-create-port-groups",
        "Create port groups on {switch}: {groups}",
        switch=switch.name,
        groups=[group.name for group in missing],
    )
    tasks.run(work, lambda: dvs.AddDVPortgroup_Task(specs), what)


def remove(work, managed, name):
    """Destroy a switch or a port group; returns False if it is in use."""
    try:
        tasks.run(work, managed.Destroy_Task, Message("task-remove", "Remove {name}", name=name))
    except tasks.TaskFailed as exc:
        if isinstance(exc.fault, vim.fault.ResourceInUse):
            return False
        if not isinstance(exc.fault, vmodl.fault.ManagedObjectNotFound):
            raise
    return True


def _compare(group, setting):
    vlan = getattr(setting, "vlan", None)
    if isinstance(vlan, _DVS.TrunkVlanSpec):
        actual = (0, tuple((span.start, span.end) for span in vlan.vlanId))
    elif isinstance(vlan, _DVS.VlanIdSpec):
        actual = (vlan.vlanId, ())
    else:
        actual = (0, ())
    if actual != (group.vlan, group.trunk):
        raise NetworkConflict(
            Message(
                "port-group-vlan-differs",
                "The port group {group} exists with VLAN {actual}, not {vlan}.",
                group=group.name,
                vlan=_vlan(group.vlan, group.trunk),
                actual=_vlan(*actual),
            )
        )


def _vlan(number, trunk):
    if not trunk:
        return str(number) if number else "none"
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in trunk)


def _spec(group, mark):
    return vim.dvs.DistributedVirtualPortgroup.ConfigSpec(
        name=names.escaped(group.name),
        description=mark,
        type="earlyBinding",
        autoExpand=True,
        numPorts=_PORTS,
        defaultPortConfig=_setting(group),
    )


def _setting(group):
    open_to_all = _bool(not group.guarded)
    setting = _DVS.VmwarePortConfigPolicy(
        vlan=_vlan_spec(group),
        securityPolicy=_DVS.SecurityPolicy(
            inherited=False,
            allowPromiscuous=open_to_all,
            forgedTransmits=open_to_all,
            macChanges=open_to_all,
        ),
    )
    if group.uplinks:
        setting.uplinkTeamingPolicy = _teaming(group.uplinks)
    return setting


def _vlan_spec(group):
    if group.trunk:
        ranges = [vim.NumericRange(start=first, end=last) for first, last in group.trunk]
        return _DVS.TrunkVlanSpec(inherited=False, vlanId=ranges)
    return _DVS.VlanIdSpec(inherited=False, vlanId=group.vlan)


def _teaming(uplinks):
    return _DVS.UplinkPortTeamingPolicy(
        inherited=False,
        policy=vim.StringPolicy(inherited=False, value=uplinks.policy),
        notifySwitches=_bool(uplinks.notify),
        failureCriteria=_DVS.FailureCriteria(inherited=False, checkBeacon=_bool(uplinks.beacon)),
        uplinkPortOrder=_DVS.UplinkPortOrderPolicy(
            inherited=False,
            activeUplinkPort=list(uplinks.active),
            standbyUplinkPort=list(uplinks.standby),
        ),
    )


def _bool(value):
    return vim.BoolPolicy(inherited=False, value=value)
