"""What is there, as far as it outlives an operation: to be compared before and after."""

import time

from pyVmomi import vim, vmodl

from helion_services.eon.proxy import cloud_init
from helion_services.nodes.stack.read import decode

_RESTING = ("available", "manageable", "enroll", "active", "clean failed")


def of_undercloud(undercloud):
    """Nodes with their states, servers, ports, allocations, the stack, and of the overcloud the
    compute services and the resource providers."""
    system, project = undercloud.connect("system"), undercloud.connect("admin")
    overcloud = undercloud.connect("overcloud")
    return {
        "nodes": {
            node.name: (
                node.provision_state,
                node.is_maintenance,
                node.is_retired,
                bool(node.instance_id),
            )
            for node in system.baremetal.nodes(details=True)
        },
        "servers": sorted(server.name for server in project.compute.servers()),
        "ports": sum(1 for _ in project.network.ports()),
        "allocations": sum(1 for _ in system.baremetal.allocations()),
        "stack": _stack(project),
        "computes": sorted(
            (service.host, service.status)
            for service in overcloud.compute.services(binary="nova-compute")
        ),
        "providers": sorted(
            provider["name"]
            for provider in overcloud.session.get(
                "/resource_providers",
                endpoint_filter={"service_type": "placement", "region_name": "overcloud"},
            ).json()["resource_providers"]
        ),
    }


def settled(undercloud, patience=120):
    """:func:`of_undercloud`, once no node is on its way."""
    end = time.monotonic() + patience
    while True:
        status = of_undercloud(undercloud)
        moving = [name for name, (state, *_) in status["nodes"].items() if state not in _RESTING]
        if not moving:
            return status
        assert time.monotonic() < end, f"still moving: {moving}"
        time.sleep(1)


def differences(before, after):
    """``(text, what)`` of what is not the same in two worlds."""
    for what in sorted(before.keys() | after.keys()):
        if before.get(what) != after.get(what):
            yield f"{what}: {before.get(what)} became {after.get(what)}", what


def _stack(project):
    """How many servers the stack has of each role and where; which indices have left may differ."""
    stack = project.orchestration.find_stack("overcloud")
    if stack is None:
        return None
    parameters = project.orchestration.get_stack(stack.id).parameters
    return {
        name: decode(value)
        for name, value in parameters.items()
        if name.endswith(("Count", "Placement"))
    }


def of_vcenter(vcenter):
    """What is in a vCenter: switches with their hosts, port groups, machines, maintenance.

    ``told`` are the machines whose guestinfo has more to read than nothing.
    """
    with vcenter.session() as view:
        hosts = _table(view, vim.HostSystem, "name", "runtime.inMaintenanceMode")
        switches = _table(view, vim.DistributedVirtualSwitch, "name", "summary.hostMember")
        groups = _table(view, vim.dvs.DistributedVirtualPortgroup, "name")
        machines = _table(
            view, vim.VirtualMachine, "name", "runtime.powerState", "config.extraConfig"
        )
    names = {host: values["name"] for host, values in hosts.items()}
    return {
        "switches": {
            values["name"]: sorted(names[host] for host in values.get("summary.hostMember", ()))
            for values in switches.values()
        },
        "port groups": sorted(values["name"] for values in groups.values()),
        "machines": sorted(
            (values["name"], values["runtime.powerState"]) for values in machines.values()
        ),
        "told": sorted(values["name"] for values in machines.values() if _is_told(values)),
        "maintenance": sorted(
            values["name"] for values in hosts.values() if values["runtime.inMaintenanceMode"]
        ),
    }


def _is_told(values):
    options = {option.key: option.value for option in values.get("config.extraConfig", ())}
    nothing = cloud_init.nothing()[cloud_init.USERDATA]
    return options.get(cloud_init.USERDATA, nothing) != nothing


def _table(view, kind, *paths):
    """Properties by object, one call for all objects of a type."""
    content, collector = view.content, vmodl.query.PropertyCollector
    container = content.viewManager.CreateContainerView(content.rootFolder, [kind], True)
    walk = collector.TraversalSpec(name="all", type=type(container), path="view", skip=False)
    spec = collector.FilterSpec(
        objectSet=[collector.ObjectSpec(obj=container, skip=True, selectSet=[walk])],
        propSet=[collector.PropertySpec(type=kind, pathSet=list(paths))],
    )
    try:
        rows = content.propertyCollector.RetrieveContents([spec])
    finally:
        container.Destroy()
    values_of = {row.obj: {prop.name: prop.val for prop in row.propSet} for row in rows}
    return {
        managed: {path: values[path] for path in paths if path in values}
        for managed, values in values_of.items()
    }
