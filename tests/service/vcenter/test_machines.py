"""Virtual machines in the simulator: a compute proxy from its template to its end."""

import base64

import pytest
from pyVmomi import vim, vmodl

from helion_embedded.simulators.vcenter.site import TEMPLATE
from tests import vcenter
from tests.service.vcenter.test_network import (
    adapter,
    make_port_group,
    make_switch,
    port_settings,
    vlan_id,
)

NAME = "novaproxy_Houston_Compute-A"


def template(view, datacenter="Houston"):
    folder = view.find(vim.Datacenter, datacenter).vmFolder
    return next(each for each in folder.childEntity if each.name == TEMPLATE)


def clone(view, cluster="Compute-A", name=NAME, host=None, **more):
    """A task."""
    place = view.cluster(cluster)
    where = vim.vm.RelocateSpec(
        pool=place.resourcePool, datastore=place.datastore[0], host=host, diskMoveType=None
    )
    source = template(view)
    return source.CloneVM_Task(
        folder=source.parent, name=name, spec=vim.vm.CloneSpec(location=where, **more)
    )


def reconfigure(view, machine, **values):
    view.wait(machine.ReconfigVM_Task(vim.vm.ConfigSpec(**values)))


def options(machine):
    return {option.key: option.value for option in machine.config.extraConfig}


def cards(machine):
    kind = vim.vm.device.VirtualEthernetCard
    return [each for each in machine.config.hardware.device if isinstance(each, kind)]


def option(key, value):
    return vim.option.OptionValue(key=key, value=value)


class TestClones:
    def test_it_lies_where_it_was_asked_for(self, view):
        host = view.cluster("Compute-A").host[2]
        machine = view.wait(clone(view, host=host))
        assert machine.runtime.host == host
        assert machine in host.vm
        assert machine.resourcePool == view.cluster("Compute-A").resourcePool
        assert [store.name for store in machine.datastore] == ["houston-a-vmfs01"]
        assert machine.runtime.powerState == "poweredOff"
        assert not machine.config.template

    def test_without_a_host_it_gets_one_that_works(self, view):
        hosts = view.cluster("Compute-B").host
        view.wait(hosts[0].Disconnect())
        machine = view.wait(clone(view, "Compute-B"))
        assert machine.runtime.host == hosts[1]

    @pytest.mark.parametrize(
        ("number", "fault"), [(0, vmodl.fault.HostNotConnected), (2, vim.fault.InvalidState)]
    )
    def test_not_on_a_host_that_is_away_or_in_maintenance(self, view, number, fault):
        hosts = view.cluster("Compute-B").host
        view.wait(hosts[0].Disconnect())
        with pytest.raises(fault):
            view.wait(clone(view, "Compute-B", host=hosts[number]))

    def test_a_name_is_taken(self, view):
        view.wait(clone(view))
        with pytest.raises(vim.fault.DuplicateName):
            view.wait(clone(view))

    def test_its_size_and_power_are_those_of_the_spec(self, view):
        config = vim.vm.ConfigSpec(numCPUs=6, memoryMB=8192, extraConfig=[option("a.b", "c")])
        machine = view.wait(clone(view, config=config, powerOn=True))
        hardware = machine.config.hardware
        assert (hardware.numCPU, hardware.memoryMB) == (6, 8192)
        assert options(machine)["a.b"] == "c"
        assert machine.runtime.powerState == "poweredOn"

    def test_clones_share_nothing_with_the_template(self, view):
        before = [card.macAddress for card in cards(template(view))]
        machines = [view.wait(clone(view, name=f"proxy-{number}")) for number in range(2)]
        addresses = [card.macAddress for machine in machines for card in cards(machine)]
        assert len({*addresses, *before}) == 3
        view.wait(machines[0].Destroy_Task())
        third = view.wait(clone(view, name="proxy-3"))
        assert cards(third)
        assert [card.macAddress for card in cards(template(view))] == before
        assert template(view).config.template

    def test_also_into_another_cluster_with_a_card_on_its_switch(self, view):
        host = view.cluster("Compute-A").host[0]
        switch = make_switch(view, hosts=[host])
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        config = vim.vm.ConfigSpec(deviceChange=[adapter(group)])
        machine = view.wait(clone(view, host=host, config=config))
        assert group in machine.network


class TestConfiguration:
    def test_cards_on_port_groups(self, view):
        hosts = view.cluster("Compute-A").host
        machine = view.wait(clone(view, host=hosts[0]))
        # One of the cluster's hosts is enough: where the machine is.
        switch = make_switch(view, hosts=hosts[:1])
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        old = vim.vm.device.VirtualDeviceSpec(operation="remove", device=cards(machine)[0])
        reconfigure(view, machine, deviceChange=[old, adapter(group)])
        (card,) = cards(machine)
        assert card.backing.port.portgroupKey == group.key
        assert card.macAddress
        assert list(machine.network) == [group]
        assert view.names()[0] == {"MGMT-DVS"}

    def test_not_on_a_switch_that_the_host_does_not_have(self, view):
        machine = view.wait(clone(view))
        switch = make_switch(view, hosts=view.cluster("Compute-B").host)
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        with pytest.raises(Exception, match="switchUuid"):
            reconfigure(view, machine, deviceChange=[adapter(group)])

    def test_guestinfo_is_read_back_replaced_and_removed(self, view):
        machine = view.wait(clone(view))
        text = base64.b64encode(b"#cloud-config\n" * 2000).decode()
        key = "guestinfo.userdata"
        reconfigure(view, machine, extraConfig=[option(key, text), option("other", "1")])
        assert options(machine)[key] == text
        reconfigure(view, machine, extraConfig=[option(key, "short")])
        assert [o.value for o in machine.config.extraConfig if o.key == key] == ["short"]
        reconfigure(view, machine, extraConfig=[option(key, "")])
        assert key not in options(machine)
        assert options(machine)["other"] == "1"

    def test_size(self, view):
        machine = view.wait(clone(view))
        reconfigure(view, machine, numCPUs=3, memoryMB=5120)
        hardware = machine.config.hardware
        assert (hardware.numCPU, hardware.memoryMB) == (3, 5120)


class TestLife:
    def test_on_and_off(self, view):
        machine = view.wait(clone(view))
        view.wait(machine.PowerOn())
        assert machine.runtime.powerState == "poweredOn"
        assert machine.summary.runtime.bootTime
        assert machine.guest.toolsRunningStatus == "guestToolsRunning"
        with pytest.raises(vim.fault.InvalidPowerState):
            view.wait(machine.PowerOn())
        with pytest.raises(vim.fault.InvalidPowerState):
            view.wait(machine.Destroy_Task())
        view.wait(machine.PowerOff())
        view.wait(machine.Destroy_Task())
        assert view.machine(NAME) is None

    def test_not_on_a_host_that_is_away(self, view):
        host = view.cluster("Compute-A").host[0]
        machine = view.wait(clone(view, host=host))
        view.wait(host.Disconnect())
        with pytest.raises(vmodl.fault.HostNotConnected):
            view.wait(machine.PowerOn())

    def test_nothing_is_left_of_a_destroyed_machine(self, view):
        host = view.cluster("Compute-A").host[0]
        store = view.cluster("Compute-A").datastore[0]
        free, before = store.summary.freeSpace, view.names()
        machine = view.wait(clone(view, host=host))
        assert store.summary.freeSpace < free
        view.wait(machine.Destroy_Task())
        assert (store.summary.freeSpace, view.names()) == (free, before)
        assert not host.vm
        view.wait(clone(view, host=host))

    def test_a_template_cannot_be_switched_on(self, view):
        with pytest.raises(vim.fault.InvalidState):
            view.wait(template(view).PowerOn())


def test_what_clients_made_is_there_after_a_restart(tmp_path):
    with vcenter.started(tmp_path, keeps=True) as simulator:
        with simulator.session() as view:
            hosts = view.cluster("Compute-A").host
            switch = make_switch(view, hosts=hosts)
            group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
            machine = view.wait(clone(view, host=hosts[1]))
            reconfigure(
                view, machine, deviceChange=[adapter(group)], extraConfig=[option("a", "b")]
            )
            view.wait(machine.PowerOn())
            gone = view.wait(clone(view, name="gone"))
            view.wait(gone.Destroy_Task())
            names, before = [str(each) for each in (switch, group, machine)], view.names()
        simulator.stop()
        simulator.start()
        with simulator.session() as view:
            assert view.names() == before
            machine = view.machine(NAME)
            group = view.find(vim.dvs.DistributedVirtualPortgroup, "MGMT")
            switch = view.find(vim.DistributedVirtualSwitch, "MGMT-DVS")
            assert [str(each) for each in (switch, group, machine)] == names
            assert machine.runtime.powerState == "poweredOn"
            assert machine.runtime.host.name == "10.1.20.32"
            assert group in machine.network
            assert options(machine)["a"] == "b"
