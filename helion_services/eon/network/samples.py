"""The sample of network properties, one for each profile."""

from helion_services.eon.network.rule import DVS, OVSVAPP

COMPUTE_ROLE, OVSVAPP_ROLE = "ESX-COMPUTE-ROLE", "OVSVAPP-ROLE"
CPU, MEMORY = "4", "4096"


def sample(profile=DVS):
    """A new document that people may start from; it breaks no rule but that of the SSH key."""
    return _BY_PROFILE[profile]()


def switch(name, nics, mtu="1500"):
    """The JSON of a switch; ``nics`` is a text such as ``vmnic1,vmnic2``."""
    return {"type": "dvSwitch", "name": name, "physical_nics": nics, "mtu": mtu}


def teaming(nics):
    """The JSON of what a port group does with the NICs of its switch, the first one active."""
    return {
        "network_failover_detection": "1",
        "notify_switches": "yes",
        "load_balancing": "1",
        "active_nics": nics.split(",")[0].strip(),
    }


def port_group(name, on, vlan="", vlan_type="none", **more):
    """The JSON of a port group on the switch with the JSON ``on``."""
    group = {"name": name, "vlan": vlan, "vlan_type": vlan_type, "switchName": on["name"]}
    if on["physical_nics"]:
        group["nic_teaming"] = teaming(on["physical_nics"])
    return group | more


def vm(role, groups, **more):
    """The JSON of a virtual machine with a NIC on each of the port groups, by name."""
    nics = [
        {"device": f"eth{number}", "portGroup": name, "type": "vmxnet3", "pci_id": ""}
        for number, name in enumerate(groups)
    ]
    return {"server_role": role, "cpu": CPU, "memory_in_mb": MEMORY, "nics": nics, **more}


def conf_net(group, cidr, gateway):
    """The JSON of the network that virtual machines are configured over."""
    return {"portGroup": group, "cidr": cidr, "start_ip": "", "end_ip": "", "gateway": gateway}


def template_info():
    """The JSON of where the template of the virtual machines comes from."""
    return {"upload_to_cluster": False, "template_location": "optional"}


def _dvs():
    mgmt = switch("MGMT-DVS", "vmnic1")
    return {
        "profile": DVS,
        "switches": [mgmt],
        "portGroups": [
            port_group("ESX-CONF", mgmt, "33", "vlan"),
            port_group("MGMT", mgmt),
        ],
        "vm_config": [vm(COMPUTE_ROLE, ["ESX-CONF", "MGMT"])],
        "esx_conf_net": conf_net("ESX-CONF", "10.20.18.0/23", "10.20.18.1"),
        "template_info": template_info(),
    }


def _ovsvapp():
    mgmt, trunk = switch("MGMT-DVS", "vmnic1"), switch("TRUNK-DVS", "")
    return {
        "switches": [mgmt, trunk],
        "portGroups": [
            port_group("ESX-CONF", mgmt, "33", "trunk"),
            port_group("MGMT", mgmt),
            port_group("GUEST", mgmt, cloud_network_type="vxlan"),
            port_group("TRUNK", trunk, "1-4094", "trunk"),
        ],
        "vm_config": [
            vm(COMPUTE_ROLE, ["ESX-CONF", "MGMT"]),
            vm(OVSVAPP_ROLE, ["ESX-CONF", "MGMT", "GUEST", "TRUNK"]),
        ],
        "esx_conf_net": conf_net("ESX-CONF", "10.20.18.0/23", "10.20.18.1"),
        "template_info": template_info(),
    }


_BY_PROFILE = {DVS: _dvs, OVSVAPP: _ovsvapp}
