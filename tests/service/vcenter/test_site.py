"""What stands in the simulator, and what may be changed about hosts and clusters."""

import pytest
from pyVmomi import vim, vmodl

from helion_embedded.simulators.vcenter import site
from tests import vcenter

GIB = 1024**3


def test_the_site_is_as_described(shared):
    with shared.session() as view:
        tree = {
            datacenter.name: [cluster.name for cluster in datacenter.hostFolder.childEntity]
            for datacenter in view.all(vim.Datacenter)
        }
        assert tree == {
            datacenter.name: [cluster.name for cluster in datacenter.clusters]
            for datacenter in site.DEFAULT.datacenters
        }
        for datacenter in site.DEFAULT.datacenters:
            for model in datacenter.clusters:
                check_cluster(view.cluster(model.name), model)


def check_cluster(cluster, expected):
    settings = cluster.configurationEx
    assert (settings.drsConfig.enabled, settings.dasConfig.enabled) == (expected.drs, expected.ha)
    assert [host.name for host in cluster.host] == [host.name for host in expected.hosts]
    summary = cluster.summary
    assert summary.totalMemory == sum(host.model.memory for host in expected.hosts) * 1024**2
    assert summary.totalCpu == sum(host.model.mhz * host.model.cores for host in expected.hosts)
    assert summary.numEffectiveHosts == sum(not host.maintenance for host in expected.hosts)
    for host, model in zip(cluster.host, expected.hosts, strict=True):
        assert host.runtime.inMaintenanceMode == model.maintenance
        assert host.runtime.connectionState == "connected"
        assert host.summary.hardware.numCpuThreads == model.model.threads
        assert host.summary.quickStats.overallCpuUsage == model.model.used_mhz
        assert [nic.device for nic in host.config.network.pnic] == [
            f"vmnic{number}" for number in range(model.model.adapters)
        ]
        assert list(host.datastore) == list(cluster.datastore)
    for store, size in zip(cluster.datastore, expected.datastores, strict=True):
        assert store.name == size.name
        assert store.summary.capacity == size.capacity * GIB
        assert len(store.host) == len(cluster.host)


def test_each_datacenter_has_the_template(shared):
    with shared.session() as view:
        for datacenter in view.all(vim.Datacenter):
            names = {vm.name: vm for vm in datacenter.vmFolder.childEntity}
            assert names[site.TEMPLATE].config.template
            assert names[site.TEMPLATE].runtime.powerState == "poweredOff"


def test_another_site_of_any_size(tmp_path):
    described = site.uniform(datacenters=2, clusters=3, hosts=4)
    with vcenter.started(tmp_path, site=described) as simulator, simulator.session() as view:
        assert len(view.all(vim.Datacenter)) == 2
        assert len(view.all(vim.ClusterComputeResource)) == 6
        assert len(view.all(vim.HostSystem)) == 24


def test_references_are_the_same_after_a_restart(simulator):
    def references():
        with simulator.session() as view:
            return {str(each): each.name for each in view.all(vim.ManagedEntity)}

    before = references()
    simulator.stop()
    simulator.start()
    assert references() == before


def test_a_host_is_disconnected_and_comes_back(view):
    cluster = view.cluster("Compute-A")
    host = cluster.host[1]
    view.wait(host.Disconnect())
    assert host.runtime.connectionState == host.summary.runtime.connectionState == "disconnected"
    assert cluster.summary.numEffectiveHosts == len(cluster.host) - 1
    view.wait(host.Reconnect())
    assert host.runtime.connectionState == "connected"


def test_drs_and_ha_are_switched(view):
    cluster = view.cluster("Edge")
    spec = vim.cluster.ConfigSpecEx(
        drsConfig=vim.cluster.DrsConfigInfo(enabled=True),
        dasConfig=vim.cluster.DasConfigInfo(enabled=True),
    )
    view.wait(cluster.ReconfigureEx(spec, modify=True))
    settings = cluster.configurationEx
    assert (settings.drsConfig.enabled, settings.dasConfig.enabled) == (True, True)


def test_a_new_host_is_one_like_the_others(view):
    cluster = view.cluster("Compute-A")
    spec = vim.host.ConnectSpec(hostName="10.1.20.99")
    host = view.wait(cluster.AddHost(spec, asConnected=True))
    assert host in cluster.host
    assert len(host.config.network.pnic) == site.DEFAULT.host.adapters
    assert list(host.datastore) == list(cluster.datastore)
    assert cluster.summary.numHosts == len(cluster.host) == 5


def test_a_cluster_goes_with_all_that_is_in_it(view):
    cluster = view.cluster("Compute-B")
    hosts = {host.name for host in cluster.host}
    view.wait(cluster.Destroy())
    assert view.cluster("Compute-B") is None
    assert not hosts & {host.name for host in view.all(vim.HostSystem)}
    assert view.machine("build-agent-07") is None
    with pytest.raises(vmodl.fault.ManagedObjectNotFound):
        _ = cluster.name


def test_who_waits_for_updates_learns_of_all_this(view):
    cluster = view.cluster("Compute-A")
    host = cluster.host[0]
    collector = view.content.propertyCollector
    query = vmodl.query.PropertyCollector
    collector.CreateFilter(
        query.FilterSpec(
            objectSet=[query.ObjectSpec(obj=host), query.ObjectSpec(obj=cluster)],
            propSet=[
                query.PropertySpec(
                    type=vim.HostSystem,
                    pathSet=["runtime.inMaintenanceMode", "runtime.connectionState"],
                ),
                query.PropertySpec(type=vim.ClusterComputeResource, pathSet=["configurationEx"]),
            ],
        ),
        partialUpdates=False,
    )
    version = collector.WaitForUpdatesEx("").version
    for change in (
        lambda: host.EnterMaintenanceMode(timeout=0),
        host.Disconnect,
        lambda: cluster.ReconfigureEx(
            vim.cluster.ConfigSpecEx(drsConfig=vim.cluster.DrsConfigInfo(enabled=False)), True
        ),
    ):
        view.wait(change())
        update = collector.WaitForUpdatesEx(version, query.WaitOptions(maxWaitSeconds=5))
        assert update is not None
        assert update.filterSet[0].objectSet
        version = update.version
