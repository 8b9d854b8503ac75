"""Network properties computed from a few answers and what is known of the cloud's networks.

The answers are HP's: ``{"mgmt_trunk": {"name", "nics", "mtu"}, "cloud_trunks": [{"name", "nics",
"mtu", "network_name"}]}``.
"""

import dataclasses

from helion_services.base.messages import Message
from helion_services.eon.network import limits, samples
from helion_services.eon.network.reader import Reader
from helion_services.eon.network.rule import DVS, OVSVAPP, Fault

_TRUNK_SWITCH, _TRUNK_GROUP, _ALL = "TRUNK-DVS", "trunk-pg", "1-4094"


@dataclasses.dataclass(frozen=True)
class Tenant:
    """A network of the cloud that tenants use.

    :ivar id: its UUID in Neutron
    :ivar type: ``vlan`` or ``vxlan``
    :ivar vlan: the VLAN that carries it, or an empty text
    """

    id: str
    type: str
    vlan: str = ""


@dataclasses.dataclass(frozen=True)
class InputModel:
    """What is known of the cloud.

    :ivar conf_vlan: VLAN of the network that virtual machines are configured over, or empty
    :ivar mgmt_vlans: VLANs of the cloud's management networks
    :ivar tenants: :class:`Tenant` by name
    :ivar lifecycle: ``{"ip_address", "ssh_key", "user"}`` of the lifecycle manager
    """

    conf_vlan: str = ""
    conf_cidr: str = ""
    conf_gateway: str = ""
    mgmt_vlans: tuple[str, ...] = ()
    tenants: dict[str, Tenant] = dataclasses.field(default_factory=dict)
    lifecycle: dict[str, str] = dataclasses.field(default_factory=dict)
    template: str = ""


class NotComputable(Exception):
    """The answers are wrong. ``faults`` are :class:`Fault`."""

    def __init__(self, faults):
        super().__init__(" ".join(f"{fault.path}: {fault.text}" for fault in faults))
        self.faults = faults


@dataclasses.dataclass(frozen=True)
class _Trunk:
    name: str
    nics: str
    mtu: str
    network: str
    path: str


def compute(answers, model, profile=DVS):
    """A document of network properties. Raises :class:`NotComputable` with all that is wrong."""
    mgmt, clouds, faults = _read(answers)
    faults += [fault for trunk in clouds for fault in _unfit(trunk, model, profile)]
    if faults:
        raise NotComputable(faults)
    return _COMPUTE[profile](mgmt, clouds, model) | {"template_info": samples.template_info()}


def _read(answers):
    reader = Reader()
    whole = reader.whole(answers)
    mgmt = _trunk(reader, reader.part(whole, "mgmt_trunk", ""), "mgmt_trunk")
    rows = []
    if whole.get("cloud_trunks"):
        rows = reader.rows(whole, "cloud_trunks", "", limits.SWITCHES)
    return mgmt, [_trunk(reader, *row, cloud=True) for row in rows], reader.faults


def _trunk(reader, row, path, cloud=False):
    return _Trunk(
        reader.text(row, "name", path, required=True),
        ",".join(reader.words(row, "nics", path)),
        reader.text(row, "mtu", path) or "1500",
        reader.text(row, "network_name", path, required=True) if cloud else "",
        path,
    )


def _unfit(trunk, model, profile):
    """Yield what is wrong with the tenant network of a switch."""
    path, tenant = f"{trunk.path}.network_name", model.tenants.get(trunk.network)
    if trunk.network and tenant is None:
        message = Message(
            "network-tenant-unknown",
            "There is no tenant network “{network}”. Tenant networks: {networks}.",
            network=trunk.network,
            networks=sorted(model.tenants) or ["-"],
        )
        yield Fault(path, message)
    elif tenant and profile == DVS and tenant.type != "vlan":
        message = Message(
            "network-tenant-not-vlan",
            "“{network}” is a {type} network, but a distributed switch carries VLANs only.",
            network=trunk.network,
            type=tenant.type,
        )
        yield Fault(path, message)


def _dvs(mgmt, clouds, model):
    switches, groups, on = _management(mgmt, model)
    for trunk in clouds:
        tenant = model.tenants[trunk.network]
        switch = _switch(switches, trunk)
        groups.append(
            samples.port_group(tenant.id, switch, *_tagged(tenant.vlan), cloud_network_type="vlan")
        )
    proxy = samples.vm(samples.COMPUTE_ROLE, on, template_name=model.template)
    return {
        "profile": DVS,
        "switches": switches,
        "portGroups": groups,
        "vm_config": [proxy],
        "esx_conf_net": samples.conf_net(on[0], model.conf_cidr, model.conf_gateway),
    }


def _ovsvapp(mgmt, clouds, model):
    switches, groups, on = _management(mgmt, model)
    carrying = []
    for trunk in clouds:
        tenant = model.tenants[trunk.network]
        vlan = (_ALL, "trunk") if tenant.type == "vlan" else _tagged(tenant.vlan)
        name = f"{trunk.name}-pg"
        group = samples.port_group(
            name, _switch(switches, trunk), *vlan, cloud_network_type=tenant.type
        )
        groups.append(group)
        carrying.append(name)
    inner = samples.switch(_TRUNK_SWITCH, "")
    switches.append(inner)
    groups.append(samples.port_group(_TRUNK_GROUP, inner, _ALL, "trunk"))
    template = {"template_name": model.template}
    return {
        "switches": switches,
        "portGroups": groups,
        "vm_config": [
            samples.vm(samples.COMPUTE_ROLE, on, **template),
            samples.vm(samples.OVSVAPP_ROLE, [*on, _TRUNK_GROUP, *carrying], **template),
        ],
        "esx_conf_net": samples.conf_net(on[0], model.conf_cidr, model.conf_gateway),
        "hlm_version": "4.0",
        "lifecycle_manager": dict(model.lifecycle),
    }


def _management(mgmt, model):
    """The management switch and its two port groups: JSON of both, names of the latter."""
    switch = samples.switch(mgmt.name, mgmt.nics, mgmt.mtu)
    on = [f"conf-{mgmt.name}-pg", f"{mgmt.name}-pg"]
    vlans = tuple(dict.fromkeys(model.mgmt_vlans))
    groups = [
        samples.port_group(on[0], switch, *_tagged(model.conf_vlan)),
        samples.port_group(on[1], switch, *_tagged(*vlans)),
    ]
    return [switch], groups, on


def _switch(switches, trunk):
    """The JSON of the switch of a trunk: several networks may share it."""
    for switch in switches:
        if switch["name"] == trunk.name:
            return switch
    row = samples.switch(trunk.name, trunk.nics, trunk.mtu)
    switches.append(row)
    return row


def _tagged(*vlans):
    """``vlan`` and ``vlan_type`` of a port group with these VLANs."""
    tags = [vlan for vlan in vlans if vlan]
    if len(tags) > 1:
        return ",".join(tags), "trunk"
    return ("".join(tags), "vlan") if tags else ("", "none")


_COMPUTE = {DVS: _dvs, OVSVAPP: _ovsvapp}
