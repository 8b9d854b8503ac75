"""What is not fit for an activation is refused before anything is made."""

import contextlib
import sys

from pyVmomi import vim

from helion_services.base.tls import certificate
from helion_services.base.tls.peers import Peers
from helion_services.eon import network
from helion_services.eon.models import Manager
from helion_services.eon.vcenter import nics, session
from tests.service.eon.flows.cluster_env import disconnected, failed, lines, maintenance

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"


def test_a_pinned_certificate_that_the_proxy_may_refuse_is_said(env, vcenter):
    """The simulator's is signed by an authority, and its proxies run with this Python."""
    leaf = certificate.fetch(vcenter.host, vcenter.port, 5.0, Peers(("127.0.0.0/8",)))["pem"]
    with env.db.session() as db:
        db.get(Manager, vcenter.uuid).ca_pem = leaf
    ended = env.do("activate", A)
    assert any("Python before 3.13" in line for line in lines(ended))
    assert ended.state == ("reverted" if sys.version_info < (3, 13) else "succeeded")


class TestUnfit:
    def test_drs_is_off(self, env):
        ended = env.do("activate", "Edge")
        assert (ended.state, ended.error["step"]) == ("reverted", "check")
        assert "DRS not enabled for cluster Edge." in ended.error["message"]

    def test_all_hosts_are_in_maintenance(self, env, vcenter):
        with vcenter.session() as view:
            names = [host.name for host in view.cluster(A).host]
        with maintenance(vcenter, *names):
            text = failed(env, "cluster-unfit", "check")
        assert "No host of the cluster Compute-A is connected" in text

    def test_no_host_is_connected(self, env, vcenter):
        with vcenter.session() as view:
            names = [host.name for host in view.cluster(A).host]
        with contextlib.ExitStack() as stack:
            for name in names:
                stack.enter_context(disconnected(vcenter, name))
            text = failed(env, "cluster-unfit", "check")
        assert "No host of the cluster Compute-A is connected" in text

    def test_the_network_breaks_rules(self, env):
        document = network.sample()
        document["switches"][0]["mtu"] = "9"
        document["portGroups"][0]["vlan"] = "x"
        text = failed(env, "cluster-unfit", "check", document)
        assert "switches.0.mtu: " in text
        assert "portGroups.0.vlan: “x” is neither a VLAN" in text

    def test_a_nic_that_no_host_has_and_one_that_is_used(self, env):
        document = network.sample()
        document["switches"][0]["physical_nics"] = "vmnic0,vmnic9"
        for group in document["portGroups"]:
            group["nic_teaming"]["active_nics"] = "vmnic9"
        text = failed(env, "cluster-unfit", "check", document)
        assert "has no vmnic9." in text
        assert "vmnic0 of the host" in text
        assert "is used by vSwitch0." in text

    def test_a_nic_that_another_distributed_switch_has(self, env, vcenter):
        with vcenter.session() as view:
            folder = view.cluster(A).parent.parent.networkFolder
            member = vim.dvs.HostMember
            spec = vim.dvs.VmwareDistributedVirtualSwitch.ConfigSpec(
                name="OTHER-DVS",
                host=[
                    member.ConfigSpec(
                        operation="add",
                        host=view.cluster(A).host[0],
                        backing=member.PnicBacking(pnicSpec=[member.PnicSpec(pnicDevice="vmnic1")]),
                    )
                ],
            )
            switch = view.wait(
                folder.CreateDVS_Task(vim.DistributedVirtualSwitch.CreateSpec(configSpec=spec))
            )
            try:
                text = failed(env, "cluster-unfit", "check")
            finally:
                view.wait(switch.Destroy_Task())
        assert text == "vmnic1 of the host 10.1.20.31 is used by OTHER-DVS."
        env.done("activate", A)
        with session.open(env.runtime, vcenter.uuid) as vc, vcenter.session() as view:
            hosts = nics.read(vc, [host._moId for host in view.cluster(A).host])
        for host in hosts:
            assert {nic.device: nic.switch for nic in host.nics}["vmnic1"] == "MGMT-DVS"

    def test_there_is_no_template(self, env):
        document = network.sample()
        document["vm_config"][0]["template_name"] = "hlm-shell-vm"
        text = failed(env, "template-missing", "check", document)
        assert text == (
            "The datacenter Houston has no virtual machine or template named hlm-shell-vm."
        )

    def test_no_datastore_has_room(self, env):
        env.runtime.conf.set_override("proxy_free_gib", 10**6, "eon")
        assert "more than 1000000 GiB free" in failed(env, "no-datastore-for-proxy", "check")

    def test_a_port_group_is_there_with_another_vlan(self, env):
        env.done("activate", "Compute-B")
        document = network.sample()
        document["portGroups"][0]["vlan"] = "34"
        before = env.footprint
        ended = env.do("activate", A, document)
        assert (ended.state, ended.error["code"]) == ("reverted", "port-group-vlan-differs")
        assert ended.error["message"] == "The port group ESX-CONF exists with VLAN 33, not 34."
        assert env.footprint == before

    def test_a_port_group_is_on_another_switch(self, env):
        env.done("activate", "Compute-B")
        document = network.sample()
        document["switches"][0] |= {"name": "OTHER", "physical_nics": "vmnic2"}
        for group in document["portGroups"]:
            group |= {"switchName": "OTHER", "nic_teaming": {"active_nics": "vmnic2"}}
        before = env.footprint
        ended = env.do("activate", A, document)
        assert (ended.state, ended.error["code"]) == ("reverted", "network-name-taken")
        assert env.footprint == before

    def test_somebody_elses_machine_has_the_proxys_name(self, env, vcenter):
        with vcenter.session() as view:
            template = view.find(vim.VirtualMachine, "build-agent-07")
            old = template.name
            view.wait(template.Rename_Task(PROXY))
        try:
            text = failed(env, "name-taken", "proxy")
        finally:
            with vcenter.session() as view:
                view.wait(view.machine(PROXY).Rename_Task(old))
        assert text == "A virtual machine named novaproxy_Houston_Compute-A exists."

    def test_no_address_is_left(self, env):
        document = network.sample()
        document["esx_conf_net"] |= {"cidr": "10.20.18.0/30", "gateway": "10.20.18.1"}
        document["esx_conf_net"] |= {"start_ip": "10.20.18.2", "end_ip": "10.20.18.2"}
        env.done("activate", "Compute-B", document)
        before = env.footprint
        ended = env.do("activate", A, document)
        assert (ended.state, ended.error["code"]) == ("reverted", "no-address")
        assert env.footprint == before

    def test_options_that_nova_does_not_have(self, env):
        env.runtime.conf.set_override("proxy_vmware_options", {"insecure": "true"}, "eon")
        text = failed(env, "cluster-unfit", "check")
        assert text == "The option insecure cannot be set."
