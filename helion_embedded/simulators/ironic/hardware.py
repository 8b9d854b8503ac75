"""The hardware type ``simulated``: which interfaces go together."""

from ironic.drivers import generic
from ironic.drivers.modules import fake, noop

from helion_embedded.simulators.ironic.deploy import SimulatedDeploy
from helion_embedded.simulators.ironic.firmware import SimulatedBIOS, SimulatedFirmware
from helion_embedded.simulators.ironic.inspect import SimulatedInspect
from helion_embedded.simulators.ironic.power import SimulatedManagement, SimulatedPower


class SimulatedHardware(generic.GenericHardware):
    """A server that exists only in Ironic's database."""

    supported_power_interfaces = [SimulatedPower]
    supported_management_interfaces = [SimulatedManagement]
    supported_boot_interfaces = [fake.FakeBoot]
    supported_deploy_interfaces = [SimulatedDeploy]
    supported_inspect_interfaces = [SimulatedInspect, noop.NoInspect]
    supported_bios_interfaces = [SimulatedBIOS, noop.NoBIOS]
    supported_firmware_interfaces = [SimulatedFirmware, noop.NoFirmware]
    supported_console_interfaces = [fake.FakeConsole, noop.NoConsole]
    supported_raid_interfaces = [fake.FakeRAID, noop.NoRAID]
    supported_rescue_interfaces = [fake.FakeRescue, noop.NoRescue]
    supported_vendor_interfaces = [noop.NoVendor]
