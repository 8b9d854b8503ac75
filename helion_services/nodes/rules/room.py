"""Room for virtual machines that must leave their host."""

from helion_services.nodes.rules.check import blocked, passed

_UNITS = {"vcpus": "{} vCPUs", "memory_mb": "{} MB of memory", "disk_gb": "{} GB of disk"}
_SHOWN = 5
_TITLE = ("room.fits", "Room for the virtual machines")


def fits(vms, hosts):
    """Whether every virtual machine finds room on the hosts that stay.

    Both are lists of ``{"name", "vcpus", "memory_mb", "disk_gb"}``: what a machine needs, and what
    a host has free. They are packed largest first, each onto the first host that has room; where
    that fails by a little, another order may still succeed, so the scheduler has the last word.
    """
    if not vms:
        return passed(*_TITLE, "No virtual machine has to move.")
    if not hosts:
        return blocked(*_TITLE, f"No other host is there for {_names(vms)}.")
    places, left = place(vms, hosts)
    if not left:
        count = len(set(places.values()))
        return passed(
            *_TITLE,
            f"There is room for {_count(len(vms), 'virtual machine')} on {_count(count, 'host')}.",
        )
    needs = {key: sum(vm[key] for vm in left) for key in _UNITS}
    return blocked(
        *_TITLE,
        f"There is no room for {_names(left)}. Together they need {_amounts(needs)}, on hosts with"
        f" enough of all of it. {_closest(left[0], hosts)}",
    )


def place(vms, hosts):
    """``({name of a machine: name of its host}, [machines without room])``."""
    # An overcommitted host has less than nothing free; who needs nothing does not mind.
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
        chosen = next(
            (
                at
                for at in range(begin.get(same, 0), len(free))
                if free[at][1] >= memory and free[at][0] >= vcpus and free[at][2] >= disk
            ),
            len(free),
        )
        begin[same] = chosen
        if chosen == len(free):
            left.append(vms[number])
            continue
        free[chosen] = [have - need for have, need in zip(free[chosen], same, strict=True)]
        places[vms[number]["name"]] = hosts[chosen]["name"]
    return places, left


def _closest(vm, hosts):
    """What an empty-handed machine misses on the host that comes nearest."""

    def short(host):
        return {key: missing for key in _UNITS if (missing := vm[key] - max(0, host[key])) > 0}

    def distance(host):
        return sum(missing / vm[key] for key, missing in short(host).items())

    host = min(hosts, key=distance)
    missing = short(host)
    if not missing:
        return f"{vm['name']} alone would fit on {host['name']}, but others need that room, too."
    return f"{vm['name']} misses at least {_amounts(missing)}, on {host['name']}."


def _amounts(needs):
    *most, last = [_UNITS[key].format(amount) for key, amount in needs.items() if amount] or ["0"]
    return f"{', '.join(most)} and {last}" if most else last


def _names(vms):
    names = ", ".join(vm["name"] for vm in vms[:_SHOWN])
    return names if len(vms) <= _SHOWN else f"{names} and {len(vms) - _SHOWN} more"


def _count(number, noun):
    return f"one {noun}" if number == 1 else f"{number} {noun}s"
