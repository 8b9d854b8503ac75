"""Distributed switches and port groups in the simulator, as onboarding makes and removes them."""

import pytest
from pyVmomi import vim, vmodl

DVS = vim.dvs.VmwareDistributedVirtualSwitch


def network(view, datacenter="Houston"):
    return view.find(vim.Datacenter, datacenter).networkFolder


def members(hosts, operation="add", nics=("vmnic1",)):
    return [
        vim.dvs.HostMember.ConfigSpec(
            operation=operation,
            host=host,
            backing=vim.dvs.HostMember.PnicBacking(
                pnicSpec=[vim.dvs.HostMember.PnicSpec(pnicDevice=nic) for nic in nics]
            ),
        )
        for host in hosts
    ]


def make_switch(view, name="MGMT-DVS", hosts=(), nics=("vmnic1",), **more):
    spec = vim.DistributedVirtualSwitch.CreateSpec(
        configSpec=DVS.ConfigSpec(
            name=name,
            maxMtu=9000,
            description="ours",
            maxPorts=30000,
            uplinkPortPolicy=vim.DistributedVirtualSwitch.NameArrayUplinkPortPolicy(
                uplinkPortName=["dvUplink0"]
            ),
            host=members(hosts, nics=nics),
            **more,
        )
    )
    return view.wait(network(view).CreateDVS_Task(spec))


def join(view, switch, hosts, nics=("vmnic1",), operation="add"):
    spec = DVS.ConfigSpec(
        configVersion=switch.config.configVersion, host=members(hosts, operation, nics)
    )
    view.wait(switch.ReconfigureDvs_Task(spec))


def port_settings(vlan, promiscuous=False, policy="loadbalance_srcid", active=("dvUplink0",)):
    decided = vim.BoolPolicy(value=promiscuous)
    return DVS.VmwarePortConfigPolicy(
        vlan=vlan,
        securityPolicy=DVS.SecurityPolicy(
            allowPromiscuous=decided, forgedTransmits=decided, macChanges=decided
        ),
        uplinkTeamingPolicy=DVS.UplinkPortTeamingPolicy(
            policy=vim.StringPolicy(value=policy),
            notifySwitches=vim.BoolPolicy(value=True),
            failureCriteria=DVS.FailureCriteria(checkBeacon=vim.BoolPolicy(value=False)),
            uplinkPortOrder=DVS.UplinkPortOrderPolicy(activeUplinkPort=list(active)),
        ),
    )


def vlan_id(number):
    return DVS.VlanIdSpec(vlanId=number)


def trunk(*ranges):
    return DVS.TrunkVlanSpec(
        vlanId=[vim.NumericRange(start=first, end=last) for first, last in ranges]
    )


def make_port_group(view, switch, name, settings):
    spec = vim.dvs.DistributedVirtualPortgroup.ConfigSpec(
        name=name, type="earlyBinding", autoExpand=True, numPorts=8, defaultPortConfig=settings
    )
    view.wait(switch.AddDVPortgroup_Task([spec]))
    return view.find(vim.dvs.DistributedVirtualPortgroup, name)


def adapter(group):
    """How a virtual machine gets a network card on a port group."""
    switch = group.config.distributedVirtualSwitch
    connection = vim.dvs.PortConnection(switchUuid=switch.uuid, portgroupKey=group.key)
    card = vim.vm.device.VirtualVmxnet3(
        backing=vim.vm.device.VirtualEthernetCard.DistributedVirtualPortBackingInfo(port=connection)
    )
    return vim.vm.device.VirtualDeviceSpec(operation="add", device=card)


class TestSwitches:
    def test_what_was_asked_for_is_there(self, view):
        switch = make_switch(view)
        config = switch.config
        assert (config.name, config.maxMtu, config.description) == ("MGMT-DVS", 9000, "ours")
        assert config.uplinkPortPolicy.uplinkPortName == ["dvUplink0"]
        assert [group.name for group in config.uplinkPortgroup] == [
            group.name for group in switch.portgroup
        ]

    def test_hosts_join_at_once_and_later(self, view):
        cluster = view.cluster("Compute-A")
        switch = make_switch(view, hosts=cluster.host[:1])
        join(view, switch, cluster.host[1:])
        assert list(switch.summary.hostMember) == list(cluster.host)
        backings = {member.config.host: member.config.backing for member in switch.config.host}
        assert set(backings) == set(cluster.host)
        assert {spec.pnicDevice for spec in backings[cluster.host[2]].pnicSpec} == {"vmnic1"}

    def test_hosts_leave(self, view):
        cluster = view.cluster("Compute-A")
        switch = make_switch(view, hosts=cluster.host)
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        assert group in cluster.network
        join(view, switch, cluster.host[:3], operation="remove")
        assert [member.config.host for member in switch.config.host] == [cluster.host[3]]
        assert group not in cluster.host[0].network
        assert group in cluster.network
        join(view, switch, cluster.host[3:], operation="remove")
        assert group not in cluster.network

    def test_a_host_knows_its_switches_and_their_adapters(self, view):
        def adapters(host):
            return {
                proxy.dvsName: [key.rpartition("-")[2] for key in proxy.pnic]
                for proxy in host.config.network.proxySwitch
            }

        cluster = view.cluster("Compute-A")
        first, other = cluster.host[:2]
        switch = make_switch(view, hosts=[first], nics=("vmnic1", "vmnic2"))
        join(view, switch, [other])
        make_switch(view, "DATA-DVS", hosts=[other], nics=("vmnic3",))
        assert adapters(first) == {"MGMT-DVS": ["vmnic1", "vmnic2"]}
        assert adapters(other) == {"MGMT-DVS": ["vmnic1"], "DATA-DVS": ["vmnic3"]}
        join(view, switch, [first], operation="remove")
        assert adapters(first) == {}
        view.wait(switch.Destroy_Task())
        assert adapters(other) == {"DATA-DVS": ["vmnic3"]}

    def test_a_name_is_taken(self, view):
        make_switch(view)
        with pytest.raises(vim.fault.DuplicateName):
            make_switch(view)

    @pytest.mark.parametrize("nic", ["vmnic0", "vmnic9"])
    def test_an_adapter_that_is_used_or_not_there(self, view, nic):
        with pytest.raises((vim.fault.ResourceInUse, vim.fault.NotFound)):
            make_switch(view, hosts=view.cluster("Compute-A").host, nics=(nic,))
        assert view.find(vim.DistributedVirtualSwitch, "MGMT-DVS") is None

    def test_an_adapter_serves_one_switch(self, view):
        hosts = view.cluster("Compute-A").host
        make_switch(view, hosts=hosts)
        second = make_switch(view, "DATA-DVS")
        with pytest.raises(vim.fault.ResourceInUse):
            join(view, second, hosts)
        join(view, second, hosts, nics=("vmnic2", "vmnic3"))

    def test_a_host_joins_once(self, view):
        hosts = view.cluster("Compute-A").host
        switch = make_switch(view, hosts=hosts)
        with pytest.raises(vim.fault.AlreadyExists):
            join(view, switch, hosts, nics=())

    def test_a_host_that_is_away_cannot_join(self, view):
        host = view.cluster("Compute-A").host[0]
        view.wait(host.Disconnect())
        with pytest.raises(vmodl.fault.HostNotConnected):
            make_switch(view, hosts=[host])

    def test_of_two_changes_at_once_the_second_is_refused(self, view):
        hosts = view.cluster("Compute-A").host
        switch = make_switch(view)
        stale = DVS.ConfigSpec(configVersion=switch.config.configVersion, host=members(hosts[1:]))
        join(view, switch, hosts[:1])
        with pytest.raises(vim.fault.ConcurrentAccess):
            view.wait(switch.ReconfigureDvs_Task(stale))


class TestPortGroups:
    def test_a_vlan(self, view):
        settings = port_settings(vlan_id(33), policy="failover_explicit")
        group = make_port_group(view, make_switch(view), "MGMT", settings)
        config = group.config.defaultPortConfig
        assert config.vlan.vlanId == 33
        assert config.securityPolicy.allowPromiscuous.value is False
        assert config.uplinkTeamingPolicy.policy.value == "failover_explicit"
        assert config.uplinkTeamingPolicy.uplinkPortOrder.activeUplinkPort == ["dvUplink0"]
        assert (group.config.type, group.config.autoExpand) == ("earlyBinding", True)

    def test_a_trunk(self, view):
        settings = port_settings(trunk((1, 9), (100, 4094)), promiscuous=True)
        group = make_port_group(view, make_switch(view), "TRUNK", settings)
        config = group.config.defaultPortConfig
        assert [(part.start, part.end) for part in config.vlan.vlanId] == [(1, 9), (100, 4094)]
        assert config.securityPolicy.forgedTransmits.value is True

    def test_a_name_is_taken(self, view):
        switch = make_switch(view)
        make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        with pytest.raises(vim.fault.DuplicateName):
            make_port_group(view, switch, "MGMT", port_settings(vlan_id(34)))

    def test_hosts_and_clusters_see_them(self, view):
        cluster = view.cluster("Compute-A")
        switch = make_switch(view, hosts=cluster.host)
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        assert group in cluster.network
        assert group in cluster.host[0].network
        assert list(group.host) == list(cluster.host)


class TestRemoval:
    def test_nothing_is_left(self, view):
        before = view.names()
        cluster = view.cluster("Compute-A")
        networks = list(cluster.network)
        switch = make_switch(view, hosts=cluster.host)
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        view.wait(group.Destroy_Task())
        assert group not in cluster.network
        make_port_group(view, switch, "OTHER", port_settings(vlan_id(34)))
        view.wait(switch.Destroy_Task())
        assert view.names() == before
        assert list(cluster.network) == networks
        make_switch(view, hosts=cluster.host)  # its adapters are free again

    def test_what_is_in_use_stays(self, view):
        machine = view.machine("build-agent-07")
        switch = make_switch(view, hosts=view.cluster("Compute-B").host)
        group = make_port_group(view, switch, "MGMT", port_settings(vlan_id(33)))
        view.wait(machine.ReconfigVM_Task(vim.vm.ConfigSpec(deviceChange=[adapter(group)])))
        for refused in (group.Destroy_Task, switch.Destroy_Task):
            with pytest.raises(vim.fault.ResourceInUse):
                view.wait(refused())
        with pytest.raises(vim.fault.ResourceInUse):
            join(view, switch, [machine.runtime.host], operation="remove")
