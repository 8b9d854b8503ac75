"""Making the switches of a cluster, and removing what was made of them.

What the service makes carries a mark, its description, with the operation's id.
"""

from helion_services.base.messages import Message
from helion_services.eon.flows import check, hlm, sharing
from helion_services.eon.vcenter import members, objects, switches, tasks

_MARK = "helion-eon operation="
_MADE = "made switches"
_BUSY = Message("network-task-in-progress", "the task in progress on the network")


def ensure(work, vc, target, switch):
    """The managed switch for a planned one, made with its port groups if they are missing."""
    datacenter = target.datacenter_of(vc)
    tasks.settle(work, vc, datacenter.networkFolder, _BUSY)
    dvs = switches.find(vc, datacenter, switch.name)
    if dvs is None:
        _note_made(work, switch)
        switches.make(work, datacenter, switch, _mark(work))
        dvs = switches.find(vc, datacenter, switch.name)
    tasks.settle(work, vc, dvs, _BUSY)
    missing = switches.missing_groups(vc, datacenter, dvs, switch)
    if missing:
        _note_made(work, switch)
        switches.make_groups(work, dvs, switch, missing, _mark(work))
    return dvs


def clear(work, vc, target, switch, own=False):
    """Remove a switch and its port groups as far as the service made them and nobody uses them.

    ``own``: only what this operation made.
    """
    datacenter = target.datacenter_of(vc)
    tasks.settle(work, vc, datacenter.networkFolder, _BUSY)
    dvs = switches.find(vc, datacenter, switch.name)
    if dvs is None:
        return
    tasks.settle(work, vc, dvs, _BUSY)
    wanted = {one.name for one in switch.port_groups} - sharing.port_groups(work, target)
    for name, (group, values) in switches.groups(vc, dvs).items():
        ours = name in wanted and _is_made(work, values, own)
        if ours and not switches.remove(work, group, name):
            work.say(
                Message(
                    "port-group-stays",
                    "The port group {group} stays: virtual machines use it.",
                    group=name,
                )
            )
    if _is_made(work, objects.one(vc, dvs, "config.description"), own):
        _clear_switch(work, vc, target, switch, dvs)


def detach(work, vc, target, name, hosts):
    """Take hosts that the service attached off a switch, but for those that use it."""
    dvs = switches.find(vc, target.datacenter_of(vc), name)
    for moid in sorted(hosts):
        if dvs is not None and not members.remove(work, vc, dvs, name, [moid]):
            work.say(
                Message(
                    "host-stays-on-switch",
                    "{hosts} stays on {switch}: virtual machines use it.",
                    hosts=check.names_of(vc, [moid]),
                    switch=name,
                )
            )
        else:
            hlm.detach(work, target, name, [moid])


def _clear_switch(work, vc, target, switch, dvs):
    used = (
        switch.name in sharing.switches(work, target)
        or switches.groups(vc, dvs)
        or members.members(vc, dvs)
    )
    if used or not switches.remove(work, dvs, switch.name):
        work.say(
            Message("switch-stays", "The switch {switch} stays: others use it.", switch=switch.name)
        )


def _is_made(work, values, own):
    description = values.get("config.description") or ""
    return description == _mark(work) if own else description.startswith(_MARK)


def _mark(work):
    return f"{_MARK}{work.id}"


def made(work):
    """Names of the switches that the operation made, or made port groups on."""
    return work.recall(_MADE, [])


def _note_made(work, switch):
    known = made(work)
    if switch.name not in known:
        work.note(_MADE, [*known, switch.name])
