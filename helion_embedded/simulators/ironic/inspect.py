"""Inspection of a simulated server."""

from ironic import objects
from ironic.common import states
from ironic.conf import CONF
from ironic.drivers.modules import fake, inspect_utils

from helion_embedded.simulators.ironic import faults, inventory


class SimulatedInspect(fake.FakeInspect):
    """Finds the inventory that :mod:`inventory` makes up, and stores it as a real one is."""

    def get_properties(self):
        return faults.PROPERTIES

    def inspect_hardware(self, task):
        faults.check(task, faults.INSPECT)
        fake.sleep(CONF.fake.inspect_delay)
        node = task.node
        node.properties = inventory.properties(node)
        node.save()
        hardware = inventory.inventory(node, self._addresses(task))
        linked = {nic["name"]: nic for nic in hardware["interfaces"] if nic["has_carrier"]}
        inspect_utils.create_ports_if_not_exist(
            task, [nic["mac_address"] for nic in linked.values()]
        )
        inspect_utils.store_inspection_data(
            node,
            hardware,
            {"valid_interfaces": linked, "boot_interface": hardware["boot"]["pxe_interface"]},
            task.context,
        )
        task.driver.bios.cache_bios_settings(task)
        task.driver.firmware.cache_firmware_components(task)
        return states.MANAGEABLE

    @staticmethod
    def _addresses(task):
        ports = objects.Port.list_by_node_id(task.context, task.node.id)
        return [port.address for port in sorted(ports, key=lambda port: port.id)]
