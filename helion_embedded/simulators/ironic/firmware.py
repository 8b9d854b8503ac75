"""BIOS settings and firmware of a simulated ProLiant server."""

from ironic import objects
from ironic.conf import CONF
from ironic.drivers import base
from ironic.drivers.modules import fake

from helion_embedded.simulators.ironic import faults

_ONOFF = ("Enabled", "Disabled")
SETTINGS = {
    "BootMode": ("Uefi", ("LegacyBios", "Uefi")),
    "ProcHyperthreading": ("Enabled", _ONOFF),
    "ProcVirtualization": ("Enabled", _ONOFF),
    "Sriov": ("Disabled", _ONOFF),
    "PowerProfile": ("MaxPerf", ("BalancedPowerPerf", "MinPower", "MaxPerf", "Custom")),
    "NetworkBootRetry": ("Enabled", _ONOFF),
    "SecureBootStatus": ("Disabled", _ONOFF),
}
"""BIOS settings: factory value and allowed values by name."""

COMPONENTS = {"bios": "P89 v2.92", "bmc": "iLO 4 v2.82", "nic:eth0": "7.18.82"}
"""Firmware versions by component."""

_ARGUMENTS = {"settings": {"description": "A list of what to change.", "required": True}}


class SimulatedBIOS(fake.FakeBIOS):
    """Settings that are kept in Ironic's database, where the API shows them."""

    def get_properties(self):
        return faults.PROPERTIES

    @base.clean_step(priority=0)
    def cache_bios_settings(self, task):
        if list(objects.BIOSSettingList.get_by_node_id(task.context, task.node.id)):
            return
        objects.BIOSSettingList.create(
            task.context,
            task.node.id,
            [
                {
                    "name": name,
                    "value": value,
                    "attribute_type": "Enumeration",
                    "allowable_values": list(allowed),
                    "read_only": False,
                    "reset_required": True,
                }
                for name, (value, allowed) in SETTINGS.items()
            ],
        )

    @base.clean_step(priority=0, abortable=False)
    def factory_reset(self, task):
        self.cache_bios_settings(task)
        objects.BIOSSettingList.save(
            task.context,
            task.node.id,
            [{"name": name, "value": value} for name, (value, _allowed) in SETTINGS.items()],
        )

    @base.clean_step(priority=0, argsinfo=_ARGUMENTS)
    @base.deploy_step(priority=0, argsinfo=_ARGUMENTS)
    def apply_configuration(self, task, settings):
        faults.check(task, faults.CLEAN)
        fake.sleep(CONF.fake.bios_delay)
        self.cache_bios_settings(task)
        objects.BIOSSettingList.save(task.context, task.node.id, settings)


class SimulatedFirmware(fake.FakeFirmware):
    """Components whose versions the API shows."""

    def cache_firmware_components(self, task):
        if list(objects.FirmwareComponentList.get_by_node_id(task.context, task.node.id)):
            return
        for component, version in COMPONENTS.items():
            objects.FirmwareComponent(
                task.context,
                node_id=task.node.id,
                component=component,
                current_version=version,
            ).create()

    @base.clean_step(priority=0, argsinfo=_ARGUMENTS)
    def update(self, task, settings):
        faults.check(task, faults.CLEAN)
        fake.sleep(CONF.fake.firmware_delay)
