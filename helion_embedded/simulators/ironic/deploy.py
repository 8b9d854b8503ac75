"""Deployment and cleaning of a simulated server: they take time, and power follows."""

from ironic.common import states
from ironic.conductor import utils
from ironic.conf import CONF
from ironic.drivers import base
from ironic.drivers.modules import fake

from helion_embedded.simulators.ironic import faults


class SimulatedDeploy(fake.FakeDeploy):
    """Writes no image; the server is on afterwards, and off after it was torn down or cleaned."""

    @base.deploy_step(priority=100)
    def deploy(self, task):
        faults.check(task, faults.DEPLOY)
        fake.sleep(CONF.fake.deploy_delay)
        utils.node_power_action(task, states.REBOOT)

    def prepare(self, task):
        """Nothing to prepare; the fake would wait here as well."""

    def clean_up(self, task):
        """Nothing to clean up."""

    def take_over(self, task):
        """Nothing to take over: a restart of Ironic must not wait for each node."""

    def tear_down(self, task):
        fake.sleep(CONF.fake.deploy_delay)
        utils.node_power_action(task, states.POWER_OFF)
        return states.DELETED

    def prepare_cleaning(self, task):
        """Cleaning starts immediately."""

    def tear_down_cleaning(self, task):
        utils.node_power_action(task, states.POWER_OFF)

    @base.clean_step(priority=10, abortable=True)
    def erase_devices_metadata(self, task):
        """Part of every automated cleaning."""
        self._erase(task)

    @base.clean_step(priority=0, abortable=True)
    def erase_devices(self, task):
        """Only in a manual cleaning."""
        self._erase(task)

    def _erase(self, task):
        faults.check(task, faults.CLEAN)
        fake.sleep(CONF.fake.deploy_delay)
