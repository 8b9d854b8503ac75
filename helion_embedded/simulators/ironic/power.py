"""Power and management of a simulated server."""

from ironic.common import boot_devices, exception, states
from ironic.drivers.modules import fake

from helion_embedded.simulators.ironic import faults, sensors

_BOOT_DEVICE = "simulated_boot_device"


class SimulatedPower(fake.FakePower):
    """A power switch that remembers; a new server is off."""

    def get_properties(self):
        return faults.PROPERTIES

    def validate(self, task):
        faults.validate(task.node.driver_info)

    def get_power_state(self, task):
        faults.check(task, faults.POWER)
        # Ironic's fake says "unknown" for a new node, and Nova takes no node in that state.
        return super().get_power_state(task) or states.POWER_OFF

    def set_power_state(self, task, power_state, timeout=None):
        faults.check(task, faults.POWER)
        super().set_power_state(task, power_state, timeout=timeout)
        if power_state == states.SOFT_POWER_OFF:
            task.node.power_state = states.POWER_OFF
        elif power_state == states.SOFT_REBOOT:
            task.node.power_state = states.POWER_ON

    def reboot(self, task, timeout=None):
        faults.check(task, faults.POWER)
        super().reboot(task, timeout=timeout)
        task.node.power_state = states.POWER_ON


class SimulatedManagement(fake.FakeManagement):
    """Boot devices that are remembered with the node, and sensors."""

    def get_properties(self):
        return faults.PROPERTIES

    def get_supported_boot_devices(self, task):
        return [boot_devices.PXE, boot_devices.DISK, boot_devices.CDROM, boot_devices.BIOS]

    def set_boot_device(self, task, device, persistent=False):
        super().set_boot_device(task, device, persistent)
        task.node.set_driver_internal_info(
            _BOOT_DEVICE, {"boot_device": device, "persistent": persistent}
        )
        task.node.save()

    def get_boot_device(self, task):
        return task.node.driver_internal_info.get(_BOOT_DEVICE) or super().get_boot_device(task)

    def get_sensors_data(self, task):
        try:
            faults.check(task, faults.POWER)
        except faults.SimulatedFault as error:
            raise exception.FailedToGetSensorData(node=task.node.uuid, error=error) from error
        return sensors.readings(task.node, faults.faults_of(task.node.driver_info))
