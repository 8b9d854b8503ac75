"""Networks of one name, of which the proxy needs the right one."""

import contextlib

import pytest
from pyVmomi import vim

from helion_services.base.times import now
from helion_services.eon.models import CLUSTER, Proxy
from tests.service.eon.flows.cluster_env import failed
from tests.service.vcenter.test_network import DVS, members

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"


@pytest.fixture
def on_vm_network(env):
    """The proxy of Compute-A is to be on "VM Network"."""
    with env.db.session() as db:
        choice = {"datacenter": "Houston", "port_group": "VM Network", "hostname": "proxy"}
        db.add(Proxy(parent_kind=CLUSTER, parent_id=A, dhcp=True, updated_at=now(), **choice))


@contextlib.contextmanager
def namesake(vcenter, cluster=None):
    """A port group that is called like the hosts' own network, perhaps on the cluster's hosts."""
    with vcenter.session() as view:
        # Names are unique in a folder only.
        folder = view.find(vim.Datacenter, "Houston").networkFolder.CreateFolder("Others")
        hosts = view.cluster(cluster).host if cluster else ()
        config = DVS.ConfigSpec(name="Other-DVS", host=members(hosts, nics=("vmnic3",)))
        spec = vim.DistributedVirtualSwitch.CreateSpec(configSpec=config)
        switch = view.wait(folder.CreateDVS_Task(spec))
        group = vim.dvs.DistributedVirtualPortgroup.ConfigSpec(
            name="VM Network", type="earlyBinding", numPorts=8
        )
        view.wait(switch.AddDVPortgroup_Task([group]))
        try:
            yield
        finally:
            view.wait(switch.Destroy_Task())
            view.wait(folder.Destroy_Task())


def test_the_one_that_the_hosts_have_is_taken(env, vcenter, on_vm_network):
    with namesake(vcenter):
        env.done("activate", A)
        with vcenter.session() as view:
            networks = {network.name: network for network in view.machine(PROXY).network}
            assert type(networks["VM Network"]) is vim.Network
        env.done("deactivate", A)


def test_two_that_the_hosts_have_are_refused(env, vcenter, on_vm_network):
    with namesake(vcenter, A):
        message = failed(env, "network-ambiguous", "check")
    assert "Other-DVS" in message


def moid(view, networks, kind):
    """The moid of the network of that type which is called "VM Network"."""
    (network_moid,) = {
        each._moId for each in networks if each.name == "VM Network" and type(each) is kind
    }
    return network_moid


def choose(env, choice):
    with env.db.session() as db:
        db.get(Proxy, (CLUSTER, A)).port_group_moid = choice


@pytest.mark.parametrize("kind", [vim.Network, vim.dvs.DistributedVirtualPortgroup])
def test_of_two_that_the_hosts_have_the_chosen_is_taken(env, vcenter, on_vm_network, kind):
    with namesake(vcenter, A):
        with vcenter.session() as view:
            choice = moid(view, view.cluster(A).network, kind)
        choose(env, choice)
        env.done("activate", A)
        with vcenter.session() as view:
            assert choice in {network._moId for network in view.machine(PROXY).network}
        env.done("deactivate", A)


def test_a_chosen_port_group_that_the_hosts_do_not_have_is_refused(env, vcenter, on_vm_network):
    with namesake(vcenter):
        with vcenter.session() as view:
            choose(env, moid(view, view.all(vim.Network), vim.dvs.DistributedVirtualPortgroup))
        assert "No host of the cluster has" in failed(env, "networks-missing", "check")


def test_one_that_no_host_has_is_refused(env, vcenter, on_vm_network):
    with env.db.session() as db:
        db.get(Proxy, (CLUSTER, A)).port_group = "Nowhere"
    assert "No host of the cluster has" in failed(env, "networks-missing", "check")
