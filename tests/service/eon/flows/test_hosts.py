"""Hosts that join an activated cluster and leave it, and proxies that are made anew."""

import contextlib

import pytest
from pyVmomi import vim

from tests.service.eon.flows.cluster_env import WHO, disconnected, lines, maintenance
from tests.world import of_vcenter

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"


def hosts(vcenter, name=A):
    """Names of the hosts of a cluster, and of those that the proxy is not on."""
    with vcenter.session() as view:
        proxy = view.machine(PROXY)
        used = proxy.runtime.host.name if proxy else None
        names = [host.name for host in view.cluster(name).host]
    return [name for name in names if name != used]


def moid(vcenter, name):
    with vcenter.session() as view:
        return view.find(vim.HostSystem, name)._GetMoId()


def attached(vcenter):
    return of_vcenter(vcenter)["switches"]["MGMT-DVS"]


class TestAdd:
    def test_one_that_was_not_connected_before(self, env, vcenter):
        name = hosts(vcenter)[2]
        with disconnected(vcenter, name) as reconnect:
            env.done("activate", A)
            reconnect()
            with maintenance(vcenter, name):
                env.done("add_host", A)
                assert name not in of_vcenter(vcenter)["maintenance"]
        assert name in attached(vcenter)
        assert env.cluster(A).state == "activated"
        assert (
            moid(vcenter, name)
            in env.prop(A, "hlm_properties")["network_driver"]["attached"]["MGMT-DVS"]
        )

    def test_none(self, env):
        env.done("activate", A)
        ended = env.do("add_host", A)
        assert (ended.state, ended.error["code"]) == ("reverted", "cluster-unfit")
        assert ended.error["message"] == "All hosts of Compute-A are attached."
        assert env.cluster(A).state == "activated"

    @pytest.mark.parametrize(
        ("method", "step"),
        [("ReconfigureDvs_Task", "attach"), ("ExitMaintenanceMode_Task", "maintenance")],
    )
    def test_a_failure_leaves_the_host_as_it_was(self, env, vcenter, method, step):
        name = hosts(vcenter)[2]
        with disconnected(vcenter, name) as reconnect:
            env.done("activate", A)
            reconnect()
            with maintenance(vcenter, name):
                before = env.footprint
                vcenter.faults.fail(method)
                ended = env.do("add_host", A)
                assert (ended.state, ended.error["step"]) == ("reverted", step)
                assert env.footprint == before
                vcenter.faults.clear()


class TestRemove:
    def test_one_in_maintenance(self, env, vcenter):
        env.done("activate", A)
        name = hosts(vcenter)[0]
        with maintenance(vcenter, name):
            env.done("remove_host", A)
            assert name not in attached(vcenter)
            assert env.cluster(A).state == "activated"
            attached_moids = env.prop(A, "hlm_properties")["network_driver"]["attached"]
            assert moid(vcenter, name) not in attached_moids["MGMT-DVS"]

    def test_named(self, env, vcenter):
        env.done("activate", A)
        first, second, *_ = hosts(vcenter)
        with maintenance(vcenter, first, second):
            env.done("remove_host", A, hosts=[moid(vcenter, second)])
            assert first in attached(vcenter)
            assert second not in attached(vcenter)

    def test_not_one_that_works(self, env, vcenter):
        env.done("activate", A)
        name = hosts(vcenter)[0]
        ended = env.do("remove_host", A, hosts=[moid(vcenter, name), "host-none"])
        assert ended.state == "reverted"
        assert ended.error["message"] == (
            "The cluster Compute-A has no host host-none."
            f" Put the host {name} into maintenance first."
        )

    def test_not_one_whose_machines_use_the_switch(self, env, vcenter):
        env.done("activate", A)
        with vcenter.session() as view:
            name = view.machine(PROXY).runtime.host.name
        before = env.footprint
        with maintenance(vcenter, name):
            ended = env.do("remove_host", A)
            assert (ended.state, ended.error["code"]) == ("reverted", "hosts-in-use")
            assert ended.error["message"] == (
                f"Virtual machines on {name} use MGMT-DVS. Move them to other hosts first."
            )
        assert env.footprint == before


class TestRestore:
    def test_one_that_was_deleted(self, env, vcenter):
        env.done("activate", A)
        before = env.footprint
        with vcenter.session() as view:
            vm = view.machine(PROXY)
            view.wait(vm.PowerOffVM_Task())
            view.wait(vm.Destroy_Task())
        env.done("restore_proxy", A)
        assert env.footprint == before
        assert env.cluster(A).state == "activated"

    def test_one_that_runs_is_made_anew(self, env, vcenter):
        env.done("activate", A)
        before = env.footprint
        with vcenter.session() as view:
            old = view.machine(PROXY)._GetMoId()
        env.done("restore_proxy", A)
        assert env.footprint == before
        with vcenter.session() as view:
            assert view.machine(PROXY)._GetMoId() != old

    def test_a_failure_stays_visible_and_can_be_tried_again(self, env, vcenter):
        env.done("activate", A)
        before = env.footprint
        vcenter.faults.fail("PowerOnVM_Task")
        ended = env.do("restore_proxy", A)
        assert (ended.state, ended.error["step"]) == ("failed", "start")
        row = env.cluster(A)
        assert (row.state, row.error["step"]) == ("activated", "start")
        vcenter.faults.clear()
        again = env.runtime.operations.retry(ended.id, WHO)
        assert env.ended(again).state == "succeeded"
        assert env.footprint == before
        assert env.cluster(A).error is None


def test_a_failed_host_change_says_why_at_the_cluster(env, vcenter):
    env.done("activate", A)
    ended = env.do("add_host", A)
    assert env.cluster(A).error["message"] == ended.error["message"]
    assert lines(ended) == [ended.error["message"]]


@contextlib.contextmanager
def guest(vcenter, host, group):
    """A virtual machine on a host, by name, with a network adapter in a port group."""
    device = vim.vm.device
    with vcenter.session() as view:
        where, portgroup = (
            view.find(vim.HostSystem, host),
            view.find(vim.dvs.DistributedVirtualPortgroup, group),
        )
        port = vim.dvs.PortConnection(
            portgroupKey=portgroup.key, switchUuid=portgroup.config.distributedVirtualSwitch.uuid
        )
        backing = device.VirtualEthernetCard.DistributedVirtualPortBackingInfo(port=port)
        card = device.VirtualDeviceSpec(
            operation="add", device=device.VirtualVmxnet3(key=-1, backing=backing)
        )
        spec = vim.vm.ConfigSpec(
            name="guest",
            files=vim.vm.FileInfo(vmPathName=f"[{where.datastore[0].name}]"),
            deviceChange=[card],
        )
        folder = view.machine(PROXY).parent
        pool = where.parent.resourcePool
        machine = view.wait(folder.CreateVM_Task(config=spec, pool=pool, host=where))
        try:
            yield
        finally:
            view.wait(machine.Destroy_Task())


class TestStays:
    def test_one_that_is_used_is_taken_off_by_the_next_deactivation(self, env, vcenter):
        before = of_vcenter(vcenter)
        env.done("activate", A)
        name = hosts(vcenter)[0]
        with vcenter.session() as view:
            (switch,) = (
                each for each in view.all(vim.DistributedVirtualSwitch) if each.name == "MGMT-DVS"
            )
            uplinks = {each.key for each in switch.config.uplinkPortgroup}
            group = next(each.name for each in switch.portgroup if each.key not in uplinks)
        with guest(vcenter, name, group):
            ended = env.done("deactivate", A)
        assert any(f"{name} stays on MGMT-DVS" in line for line in lines(ended))
        assert attached(vcenter) == [name]
        left = env.prop(A, "hlm_properties")
        assert left == {
            "network_driver": left["network_driver"]
            | {"attached": {"MGMT-DVS": [moid(vcenter, name)]}}
        }
        env.done("activate", A)
        env.done("deactivate", A)
        assert of_vcenter(vcenter) == before
        assert env.prop(A, "hlm_properties") is None
