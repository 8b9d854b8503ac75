"""Rules about VLANs, MTU and who may use a network."""

import collections

from django.utils.translation import gettext as _

from helion_dashboard.kit.topology.planning.result import failed, passed, warned

_LEAST_MTU = 1500  # bytes, of Ethernet


def there(picture):
    """Every network of the layout is in Neutron, as the layout says."""
    planned = [one for one in picture.networks.values() if one.plan]
    found = [
        failed(f"{network.name}: {network.problem}")
        for network in planned
        if network.state in ("missing", "wrong")
    ]
    return found or [passed(", ".join(one.name for one in planned if one.here))]


def vlans(picture):
    """Each tagged network has a VLAN of its own on the server port that it shares with others."""
    by_vlan = collections.defaultdict(list)
    for network in picture.networks.values():
        if network.plan and network.here and network.here.vlan:
            by_vlan[(network.plan.port, network.here.vlan)].append(network.name)
    found = [
        failed(
            _("%(names)s have the VLAN %(vlan)d on the same port.")
            % {"names": ", ".join(names), "vlan": vlan}
        )
        for (_port, vlan), names in sorted(by_vlan.items(), key=str)
        if len(names) > 1
    ]
    said = ", ".join(f"{names[0]} {vlan}" for (_port, vlan), names in by_vlan.items())
    return found or [passed(said or _("No network is tagged."))]


def mtu(picture):
    """The networks of one server port have one MTU, and not less than that of Ethernet."""
    by_port = collections.defaultdict(lambda: collections.defaultdict(list))
    found = []
    for network in picture.networks.values():
        if not (network.plan and network.here and network.here.mtu) or network.plan.means != "nic":
            continue
        by_port[network.plan.port or ""][network.here.mtu].append(network.name)
        if network.here.mtu < _LEAST_MTU:
            found.append(
                failed(
                    _("The MTU of %(name)s is %(mtu)d.")
                    % {"name": network.name, "mtu": network.here.mtu}
                )
            )
    for port, sizes in by_port.items():
        if len(sizes) > 1:
            said = "; ".join(f"{size}: {', '.join(names)}" for size, names in sorted(sizes.items()))
            found.append(
                warned(_("On %(port)s: %(said)s") % {"port": port or _("all ports"), "said": said})
            )
    said = ", ".join(str(size) for sizes in by_port.values() for size in sizes)
    return found or [passed(_("MTU %s") % said if said else _("Neutron says no MTU."))]


def private(picture):
    """The service network is neither shared nor external: only trusted servers are on it."""
    found, seen = [], []
    for network in picture.networks.values():
        if not (network.plan and network.plan.private and network.here):
            continue
        seen.append(network.name)
        if network.here.shared:
            found.append(failed(_("%s is shared with all projects.") % network.name))
        if network.here.external:
            found.append(failed(_("%s is external in Neutron.") % network.name))
    return found or [passed(", ".join(seen) or _("There is no such network."))]
