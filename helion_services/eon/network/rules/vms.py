"""Rules of the virtual machines that are made: the compute proxy, and OVSvApps."""

from helion_services.eon.network.rule import DVS, OVSVAPP, Rule, repeated


def _no_proxy(network):
    if network.vms and network.proxy is None:
        yield "vm_config", {}


def _second_vm(network):
    for vm in network.vms[1:]:
        yield vm.path, {}


def _second_proxy(network):
    trunks = network.trunks
    for vm in [vm for vm in network.vms if trunks and not vm.is_on(trunks)][1:]:
        yield vm.path, {}


def _no_appliance(network):
    trunks = network.trunks
    if network.vms and trunks and not any(vm.is_on(trunks) for vm in network.vms):
        yield "vm_config", {"trunk": sorted(trunks)[0]}


def _second_appliance(network):
    trunks = network.trunks
    for vm in [vm for vm in network.vms if vm.is_on(trunks)][1:]:
        yield vm.path, {}


def _devices(network):
    for vm in network.vms:
        devices = [f"eth{number}" for number in range(len(vm.nics))]
        used, expected = {nic.device for nic in vm.nics}, set(devices)
        free = [device for device in devices if device not in used]
        wrong = [nic for nic in vm.nics if nic.device and nic.device not in expected]
        wrong += repeated(vm.nics, lambda nic: nic.device)
        for nic, device in zip(wrong, free, strict=False):
            yield f"{nic.path}.device", {"device": nic.device, "free": device}


def _unknown_group(network):
    names = {group.name for group in network.port_groups}
    for vm in network.vms:
        for nic in vm.nics:
            if nic.port_group and nic.port_group not in names:
                yield f"{nic.path}.portGroup", {"name": nic.port_group}


def _group_twice(network):
    for vm in network.vms:
        for nic in repeated(vm.nics, lambda nic: nic.port_group):
            yield f"{nic.path}.portGroup", {"name": nic.port_group}


def _no_key(network):
    if not network.ssh_key:
        yield "lifecycle_manager.ssh_key", {}


RULES = (
    Rule(
        "vm-proxy",
        ("vm_config",),
        "A virtual machine outside the trunk is required: the compute proxy.",
        _no_proxy,
        (OVSVAPP,),
    ),
    Rule(
        "vm-one",
        ("vm_config.*",),
        "Only one virtual machine is supported: the compute proxy.",
        _second_vm,
        (DVS,),
    ),
    Rule(
        "vm-one-proxy",
        ("vm_config.*",),
        "Only one virtual machine can be the compute proxy, the one outside the trunk.",
        _second_proxy,
        (OVSVAPP,),
    ),
    Rule(
        "vm-appliance",
        ("vm_config",),
        "A virtual machine with a NIC on the trunk “{trunk}” is required: the OVSvApp.",
        _no_appliance,
        (OVSVAPP,),
    ),
    Rule(
        "vm-one-appliance",
        ("vm_config.*",),
        "Only one virtual machine can be the OVSvApp, the one on the trunk.",
        _second_appliance,
        (OVSVAPP,),
    ),
    Rule(
        "nic-device",
        ("vm_config.*.nics.*.device",),
        "NICs are numbered eth0, eth1 and so on without a gap: “{device}” should be {free}.",
        _devices,
    ),
    Rule(
        "nic-port-group",
        ("vm_config.*.nics.*.portGroup",),
        "There is no port group named “{name}”.",
        _unknown_group,
    ),
    Rule(
        "nic-port-group-once",
        ("vm_config.*.nics.*.portGroup",),
        "The virtual machine already has a NIC on “{name}”.",
        _group_twice,
    ),
    Rule(
        "ssh-key",
        ("lifecycle_manager.ssh_key",),
        "The SSH key of the lifecycle manager is required to configure the virtual machines.",
        _no_key,
        (OVSVAPP,),
    ),
)
