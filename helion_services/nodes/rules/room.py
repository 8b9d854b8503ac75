"""Room for virtual machines that must leave their host."""

from helion_services.base.messages import Message
from helion_services.nodes.rules.check import blocked, passed

_UNITS = ("vcpus", "memory_mb", "disk_gb")
_ROOM = ("room.fits", Message("check-room", "Room for the virtual machines"))


def fits(vms, hosts, groups=()):
    """Whether every virtual machine finds room on the hosts that stay.

    Both are lists of ``{"name", "vcpus", "memory_mb", "disk_gb"}``: what a machine needs, and what
    a host has free. They are packed largest first, each onto the first host that has room; where
    that fails by a little, another order may still succeed, so the scheduler has the last word.

    :param groups: anti-affinity groups, ``{"name", "limit", "members", "staying"}`` each: of the
        ids in ``members`` at most ``limit`` may be on a host; ``staying`` are how many there are by
        ``service`` of the host
    """
    if not vms:
        return passed(*_ROOM, Message("no-vm-to-migrate", "No virtual machine has to migrate."))
    if not hosts:
        return blocked(
            *_ROOM,
            Message("no-other-host", "There is no other host for {vms}.", vms=_names(vms)),
        )
    places, left = place(vms, hosts, groups)
    if left and not place(vms, hosts)[1]:
        return blocked(*_ROOM, _apart(left, groups))
    if not left:
        return passed(
            *_ROOM,
            Message(
                "room-found",
                "There is room for all virtual machines ({vms} on {hosts} hosts).",
                vms=len(vms),
                hosts=len(set(places.values())),
            ),
        )
    return blocked(
        *_ROOM,
        Message(
            "no-room",
            "There is no room for {vms}. Together they need {vcpus} vCPUs, {memory_mb} MB of memory"
            " and {disk_gb} GB of disk, on hosts with enough of each. {nearest}",
            vms=_names(left),
            **{key: sum(vm[key] for vm in left) for key in _UNITS},
            nearest=_nearest(left[0], hosts),
        ),
    )


def place(vms, hosts, groups=()):
    """``({name of a machine: name of its host}, [machines without room])``."""
    parting = _Parting(vms, hosts, groups)
    # An overcommitted host has negative room, which is enough for a machine that needs none.
    free = [[max(0, host[key]) for key in _UNITS] for host in hosts]
    size = [max((host[key] for host in hosts), default=0) or 1 for key in _UNITS]
    needs = sorted(
        ((vm["vcpus"], vm["memory_mb"], vm["disk_gb"], number) for number, vm in enumerate(vms)),
        key=lambda need: -max(part / whole for part, whole in zip(need, size, strict=False)),
    )
    # Hosts only fill up: where a machine found none, the next one of its size need not look.
    begin = {}
    places, left = {}, []
    for vcpus, memory, disk, number in needs:
        same = (vcpus, memory, disk)
        index = next(
            (
                candidate
                for candidate in range(begin.get(same, 0), len(free))
                if free[candidate][1] >= memory
                and free[candidate][0] >= vcpus
                and free[candidate][2] >= disk
                and parting.allows(number, candidate)
            ),
            len(free),
        )
        if not parting.concerns(number):
            begin[same] = index
        if index == len(free):
            left.append(vms[number])
            continue
        free[index] = [have - need for have, need in zip(free[index], same, strict=True)]
        parting.note(number, index)
        places[vms[number]["name"]] = hosts[index]["name"]
    return places, left


class _Parting:
    """How many members of each anti-affinity group are on each host, while machines are placed."""

    def __init__(self, vms, hosts, groups):
        self._groups = [
            [group for group in range(len(groups)) if vm.get("id") in groups[group]["members"]]
            for vm in vms
        ]
        self._limits = [group["limit"] for group in groups]
        self._counts = [
            [group["staying"].get(host.get("service"), 0) for host in hosts] for group in groups
        ]

    def concerns(self, vm):
        return bool(self._groups[vm])

    def allows(self, vm, host):
        return all(self._counts[group][host] < self._limits[group] for group in self._groups[vm])

    def note(self, vm, host):
        for group in self._groups[vm]:
            self._counts[group][host] += 1


def _apart(vms, groups):
    """That anti-affinity leaves no host for machines that would have room."""
    names = [
        group["name"] for group in groups if any(vm.get("id") in group["members"] for vm in vms)
    ]
    return Message(
        "no-host-apart",
        "There is no other host for {vms}: members of their anti-affinity groups ({groups}) are on"
        " each host with room. Add a host, or delete a member or the group.",
        vms=_names(vms),
        groups=names,
    )


def _nearest(vm, hosts):
    """What a machine without room lacks on the host that comes nearest."""

    def lack(host):
        return {key: lack for key in _UNITS if (lack := vm[key] - max(0, host[key])) > 0}

    def distance(host):
        return sum(amount / vm[key] for key, amount in lack(host).items())

    host = min(hosts, key=distance)
    amounts = lack(host)
    if not amounts:
        return Message(
            "room-alone",
            "{vm} alone would fit on {host}, but others need that room as well.",
            vm=vm["name"],
            host=host["name"],
        )
    return Message(
        "room-lacking",
        "{host} comes nearest for {vm}. {lacks}",
        vm=vm["name"],
        host=host["name"],
        lacks=[_lack(key, amount) for key, amount in amounts.items()],
    )


def _lack(key, amount):
    if key == "vcpus":
        return Message("lacks-vcpus", "It lacks at least {amount} vCPUs.", amount=amount)
    if key == "memory_mb":
        return Message("lacks-memory", "It lacks at least {amount} MB of memory.", amount=amount)
    return Message("lacks-disk", "It lacks at least {amount} GB of disk.", amount=amount)


def _names(vms):
    return [vm["name"] for vm in vms]
