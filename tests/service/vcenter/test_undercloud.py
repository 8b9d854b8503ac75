"""A compute proxy in the embedded undercloud becomes a compute host of the overcloud's Nova."""

import time

import pytest
import yaml
from pyVmomi import vim

from tests import vcenter
from tests.service.vcenter.test_machines import clone, reconfigure
from tests.service.vcenter.test_proxy import proxy_files, userdata

_PATIENCE = 60

pytestmark = pytest.mark.usefixtures("overcloud_alone")


@pytest.fixture
def embedded(undercloud):
    """The undercloud's vCenter, as the tests see their own."""
    return vcenter.Running(yaml.safe_load((undercloud.state / "vcenter.yaml").read_text()))


@pytest.fixture
def compute(undercloud):
    return undercloud.connect("overcloud").compute


def state(compute, host):
    """What Nova says of the compute service of a host: ``up``, ``down`` or None."""
    return next((each.state for each in compute.services(host=host)), None)


def hypervisor(compute, name):
    return next((h for h in compute.hypervisors(details=True) if h.name == name), None)


def eventually(condition, what):
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.3)


def test_a_proxy_boots_stops_and_goes(embedded, compute):
    with embedded.session() as view:
        host = f"{view.cluster('Compute-B')._moId}.{view.content.about.instanceUuid}"
        vm = view.wait(clone(view, "Compute-B", name="novaproxy_of_a_test"))
        try:
            files = proxy_files(embedded, host)
            reconfigure(view, vm, extraConfig=userdata(files))
            view.wait(vm.PowerOn())
            eventually(lambda: state(compute, host) == "up", "the host is up")
            eventually(lambda: hypervisor(compute, host), "the hypervisor is there")
            assert hypervisor(compute, host).hypervisor_type == "VMware vCenter Server"
            view.wait(vm.PowerOff())
            eventually(lambda: state(compute, host) == "down", "the host is down")
        finally:
            if vm.runtime.powerState == vim.VirtualMachinePowerState.poweredOn:
                view.wait(vm.PowerOff())
            view.wait(vm.Destroy_Task())
            eventually(lambda: state(compute, host) in ("down", None), "the host is gone")
            for service in compute.services(host=host):
                compute.delete_service(service)
