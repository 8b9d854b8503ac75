"""The form that network properties are filled in with, as data for whoever draws it.

A section or a field is a dict:

``key``
    where its value goes in the document, relative to what it is in;
``type``
    ``text``, ``number``, ``words`` (texts with commas between them), ``choice``, ``bool``,
    ``group`` (an object) or ``list`` (objects); the last two have ``fields``;
``label``, ``help``
    for people;
``required``, ``default``, ``min``, ``max``, ``pattern``, ``choices``
    what may be in it: choices are ``{"value", "label"}``, a pattern is a regular expression;
``choices_from``
    a path in the same document, ``[]`` for each of a list, whose values are the choices;
``shown_if``
    ``{"key", "values"}`` of a field beside it: with another value there it means nothing.
"""

from helion_services.eon.network import samples, vlans
from helion_services.eon.network.rule import DVS, OVSVAPP, PROFILES
from helion_services.eon.network.rules.switches import MTU_LEAST, MTU_MOST

_PROFILES = {
    DVS: (
        "Distributed switches",
        "Nova attaches virtual machines to port groups that are called like the UUIDs of Neutron's"
        " networks.",
    ),
    OVSVAPP: (
        "OVSvApp (legacy)",
        "HP's OVSvApp appliances carry the traffic. Neutron has had no driver for them since 2019.",
    ),
}
_VLANS = r"\s*\d{1,4}(\s*-\s*\d{1,4})?(\s*,\s*\d{1,4}(\s*-\s*\d{1,4})?)*\s*"
_TAGGED = {"key": "vlan_type", "values": ["vlan", "trunk"]}


def form(profile=DVS):
    """The form of a profile: ``{"profile", "profiles", "sections", "start"}``.

    ``start`` is the document to fill it with at first.
    """
    return {
        "profile": profile,
        "profiles": [
            {"value": name, "label": _PROFILES[name][0], "help": _PROFILES[name][1]}
            for name in PROFILES
        ],
        "sections": [
            _switches(profile),
            _port_groups(profile),
            _vms(profile),
            _conf_net(profile),
            _template(),
        ],
        "start": samples.sample(profile),
    }


def _field(key, kind, label, text="", **more):
    return {"key": key, "type": kind, "label": label, "help": text, **more}


def _choices(**labels):
    return [{"value": value.lstrip("_"), "label": label} for value, label in labels.items()]


def _switches(profile):
    trunk = " One switch must have none: it is the trunk." if profile == OVSVAPP else ""
    return _field(
        "switches",
        "list",
        "Switches",
        "Distributed switches. What is missing in the datacenter is made.",
        min=2 if profile == OVSVAPP else 1,
        fields=[
            _field("name", "text", "Name", required=True),
            _field(
                "physical_nics",
                "words",
                "Physical NICs",
                f"Of every host, such as vmnic1,vmnic2.{trunk}",
                required=profile == DVS,
            ),
            _field("mtu", "number", "MTU", default="1500", min=MTU_LEAST, max=MTU_MOST),
        ],
    )


def _port_groups(profile):
    kinds = _choices(vlan="VLAN")
    text = "A port group that tenants use is called like the UUID of the Neutron network."
    if profile == OVSVAPP:
        kinds += _choices(vxlan="VXLAN")
        text = "At least one port group must carry tenant networks."
    return _field(
        "portGroups",
        "list",
        "Port groups",
        text,
        min=1,
        fields=[
            _field("name", "text", "Name", required=True),
            _field("switchName", "choice", "Switch", required=True, choices_from="switches[].name"),
            _field(
                "vlan_type",
                "choice",
                "VLAN type",
                default="none",
                choices=_choices(none="None", vlan="One VLAN", trunk="Trunk"),
            ),
            _field(
                "vlan",
                "text",
                "VLAN",
                f"{vlans.LEAST} to {vlans.MOST}; of a trunk also a list or a range, such as"
                " 100,200-299.",
                pattern=_VLANS,
                shown_if=_TAGGED,
            ),
            _field("cloud_network_type", "words", "Tenant networks", choices=kinds),
            _teaming(),
        ],
    )


def _teaming():
    return _field(
        "nic_teaming",
        "group",
        "Teaming",
        fields=[
            _field("active_nics", "words", "Active NICs", "The others stand by."),
            _field(
                "load_balancing",
                "choice",
                "Load balancing",
                default="1",
                choices=_choices(
                    _1="By source port",
                    _2="By IP hash",
                    _3="By source MAC",
                    _4="By load",
                    _5="Explicit failover",
                ),
            ),
            _field(
                "network_failover_detection",
                "choice",
                "Failure detection",
                default="1",
                choices=_choices(_1="Link status", _2="Beacon probing"),
            ),
            _field(
                "notify_switches",
                "choice",
                "Notify switches",
                default="yes",
                choices=_choices(yes="Yes", no="No"),
            ),
        ],
    )


def _vms(profile):
    roles = _choices(**{samples.COMPUTE_ROLE: "Compute proxy"})
    if profile == OVSVAPP:
        roles += _choices(**{samples.OVSVAPP_ROLE: "OVSvApp"})
    return _field(
        "vm_config",
        "list",
        "Virtual machines",
        "What is made from the template.",
        min=len(roles),
        fields=[
            _field("server_role", "choice", "Role", choices=roles, default=samples.COMPUTE_ROLE),
            _field("cpu", "number", "vCPUs", default=samples.CPU, min=1),
            _field("memory_in_mb", "number", "Memory (MiB)", default=samples.MEMORY, min=1),
            _field("template_name", "text", "Template", "Empty: the configured template."),
            _field(
                "nics",
                "list",
                "NICs",
                min=1,
                fields=[
                    _field("device", "text", "Device", required=True, pattern=r"eth\d+"),
                    _field(
                        "portGroup",
                        "choice",
                        "Port group",
                        required=True,
                        choices_from="portGroups[].name",
                    ),
                    _field(
                        "type",
                        "choice",
                        "Type",
                        default="vmxnet3",
                        choices=_choices(vmxnet3="VMXNET 3"),
                    ),
                ],
            ),
        ],
    )


def _conf_net(profile):
    return _field(
        "esx_conf_net",
        "group",
        "Configuration network",
        "The virtual machines get an address on it; without it, by DHCP.",
        required=profile == OVSVAPP,
        fields=[
            _field(
                "portGroup", "choice", "Port group", required=True, choices_from="portGroups[].name"
            ),
            _field("cidr", "text", "CIDR", "Such as 10.20.18.0/23.", required=True),
            _field("start_ip", "text", "First address", "Empty: the first of the network."),
            _field("end_ip", "text", "Last address"),
            _field("gateway", "text", "Gateway"),
        ],
    )


def _template():
    return _field(
        "template_info",
        "group",
        "Template",
        fields=[
            _field("upload_to_cluster", "bool", "One for each cluster", default=False),
            _field("template_location", "text", "Location", default="optional"),
        ],
    )
