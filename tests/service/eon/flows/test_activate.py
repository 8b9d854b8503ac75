"""Clusters are activated and deactivated: what is made, what is seen, what is left."""

import base64
import json

import pytest
from pyVmomi import vim

from helion_services.eon import network
from tests import databases
from tests.service.eon.flows.cluster_env import ERROR, disconnected, lines
from tests.world import of_vcenter

A, B = "Compute-A", "Compute-B"
PROXY = "novaproxy_Houston_Compute-A"
UUID = "8b1c8a0a-7c1f-4c37-a5fb-3a5f4a3d0001"


def guestinfo(vcenter, name=PROXY):
    """The options of a virtual machine, by key."""
    with vcenter.session() as view:
        return {option.key: option.value for option in view.machine(name).config.extraConfig}


def two_switches():
    """Network properties with everything in them that a distributed switch can have."""
    document = network.sample()
    document["switches"].append(
        {"type": "dvSwitch", "name": "DATA-DVS", "physical_nics": "vmnic2,vmnic3", "mtu": "9000"}
    )
    document["portGroups"] += [
        {
            "name": UUID,
            "vlan": "120",
            "vlan_type": "vlan",
            "switchName": "DATA-DVS",
            "cloud_network_type": "vlan",
            "nic_teaming": {
                "network_failover_detection": "2",
                "notify_switches": "no",
                "load_balancing": "4",
                "active_nics": "vmnic3",
            },
        },
        {
            "name": "TRUNKED",
            "vlan": "7,100-199",
            "vlan_type": "trunk",
            "switchName": "DATA-DVS",
        },
    ]
    return document


class TestActivate:
    def test_the_cluster_joins_nova(self, env, vcenter):
        ended = env.done("activate", A)
        row = env.cluster(A)
        assert (row.state, row.error, row.operation_id) == ("activated", None, ended.id)
        assert row.hypervisor_id == f"hypervisor-{env.host(A)}"
        assert env.overcloud.services == {env.host(A): ("enabled", "up")}
        assert [step.state for step in ended.steps] == ["done"] * len(ended.steps)
        assert env.prop(A, "network_properties") == network.sample()
        assert env.kept("Houston") == network.sample()
        content = env.prop(A, "hlm_properties")
        mac = content["computeproxy"].pop("pxe-mac-addr")
        moid = content["computeproxy"].pop("moid")
        assert content["computeproxy"] == {
            "name": PROXY,
            "pxe-ip-addr": "10.20.18.2",
            "server_role": "ESX-COMPUTE-ROLE",
            "cluster_moid": row.moid,
        }
        with vcenter.session() as view:
            vm = view.machine(PROXY)
            assert vm._moId == moid
            cards = [d for d in vm.config.hardware.device if hasattr(d, "macAddress")]
            assert cards[0].macAddress == mac
            assert [type(card) for card in cards] == [vim.vm.device.VirtualVmxnet3] * 2
            hosts = view.cluster(A).host
            assert vm.runtime.host in hosts
            groups = [network.name for network in vm.network]
            assert sorted(groups) == ["ESX-CONF", "MGMT"]
            assert (vm.config.hardware.numCPU, vm.config.hardware.memoryMB) == (4, 4096)
        assert of_vcenter(vcenter)["switches"] == {"MGMT-DVS": sorted(host_names(vcenter, A))}

    def test_states_are_gone_through_one_after_the_other(self, env, monkeypatch):
        from helion_services.eon import states

        moves, move = [], states.move

        def spy(session, row, to, error=None):
            if row.state != to:
                moves.append(to)
            move(session, row, to, error)

        monkeypatch.setattr(states, "move", spy)
        env.done("activate", A)
        env.done("deactivate", A)
        assert moves == [
            "provision-initiated",
            "provisioning",
            "provisioned",
            "activating",
            "activated",
            "deactivating",
            "imported",
        ]

    def test_the_password_is_in_the_machine_only_until_it_has_read_it(self, env, vcenter):
        operation_id = env.begin("activate", A)
        env.at(operation_id, "start")
        handed = guestinfo(vcenter)
        text = base64.b64decode(handed["guestinfo.userdata"]).decode()
        assert vcenter.password in text
        assert "insecure" not in text
        assert "ca_file = /etc/nova/vcenter-ca.pem" in text
        env.ended(operation_id)
        after = guestinfo(vcenter)
        assert base64.b64decode(after["guestinfo.userdata"]) == b"#cloud-config\n"
        planted = vcenter.password.encode()
        assert not any(vcenter.password in value for value in after.values())
        guestinfo_values = [value for key, value in after.items() if key.startswith("guestinfo.")]
        assert len(guestinfo_values) >= 4
        assert not any(planted in base64.b64decode(value + "===") for value in guestinfo_values)
        metadata = json.loads(base64.b64decode(after["guestinfo.metadata"]))
        assert metadata["compute-host"] == env.host(A)

    @databases.only_sqlite
    def test_the_password_is_nowhere_else(self, env, vcenter):
        env.done("activate", A)
        env.done("deactivate", A)
        planted = vcenter.password.encode()
        files = [path for path in env.folder.rglob("*") if path.is_file()]
        assert len(files) > 3
        assert [path for path in files if planted in path.read_bytes()] == []

    def test_switches_and_port_groups_are_as_wanted(self, env, vcenter):
        env.done("activate", A, two_switches())
        dvs = vim.dvs.VmwareDistributedVirtualSwitch
        with vcenter.session() as view:
            data = view.find(vim.DistributedVirtualSwitch, "DATA-DVS")
            assert data.config.maxMtu == 9000
            assert data.config.uplinkPortPolicy.uplinkPortName == ["dvUplink0", "dvUplink1"]
            tenant = view.find(vim.dvs.DistributedVirtualPortgroup, UUID).config
            trunk = view.find(vim.dvs.DistributedVirtualPortgroup, "TRUNKED").config
            plain = view.find(vim.dvs.DistributedVirtualPortgroup, "MGMT").config
        assert tenant.defaultPortConfig.vlan.vlanId == 120
        teaming = tenant.defaultPortConfig.uplinkTeamingPolicy
        assert teaming.policy.value == "loadbalance_loadbased"
        assert teaming.notifySwitches.value is False
        assert teaming.failureCriteria.checkBeacon.value is True
        assert teaming.uplinkPortOrder.activeUplinkPort == ["dvUplink1"]
        assert teaming.uplinkPortOrder.standbyUplinkPort == ["dvUplink0"]
        security = tenant.defaultPortConfig.securityPolicy
        for policy in (security.allowPromiscuous, security.forgedTransmits, security.macChanges):
            assert policy.value is False
        assert (tenant.type, tenant.autoExpand) == ("earlyBinding", True)
        vlan = trunk.defaultPortConfig.vlan
        assert isinstance(vlan, dvs.TrunkVlanSpec)
        assert [(span.start, span.end) for span in vlan.vlanId] == [(7, 7), (100, 199)]
        assert plain.defaultPortConfig.vlan.vlanId == 0

    def test_ovsvapps_trunk_is_open_and_the_clusters_own(self, env, vcenter):
        document = network.sample(network.OVSVAPP)
        document["lifecycle_manager"] = {"ssh_key": "ssh-ed25519 AAAA"}
        env.done("activate", A, document)
        with vcenter.session() as view:
            trunk = view.find(vim.dvs.DistributedVirtualPortgroup, "TRUNK-Compute-A").config
            assert view.find(vim.DistributedVirtualSwitch, "TRUNK-DVS-Compute-A")
        security = trunk.defaultPortConfig.securityPolicy
        assert security.allowPromiscuous.value
        assert security.forgedTransmits.value

    def test_clusters_of_a_datacenter_share_switches(self, env, vcenter):
        both = [env.begin("activate", name) for name in (A, B)]
        for operation in both:
            ended = env.ended(operation)
            assert ended.state == "succeeded", ended.error
        hosts = sorted(host_names(vcenter, A) + host_names(vcenter, B))
        assert of_vcenter(vcenter)["switches"] == {"MGMT-DVS": hosts}
        addresses = {
            env.prop(name, "hlm_properties")["computeproxy"]["pxe-ip-addr"] for name in (A, B)
        }
        assert addresses == {"10.20.18.2", "10.20.18.3"}
        env.done("deactivate", A)
        assert of_vcenter(vcenter)["switches"] == {"MGMT-DVS": sorted(host_names(vcenter, B))}
        assert env.overcloud.services == {env.host(B): ("enabled", "up")}
        env.done("deactivate", B)
        assert of_vcenter(vcenter)["switches"] == {}

    def test_what_was_there_before_is_used_and_stays(self, env, vcenter):
        env.done("activate", B)
        with vcenter.session() as view:  # as if somebody else had made it
            group = view.find(vim.dvs.DistributedVirtualPortgroup, "MGMT")
            spec = vim.dvs.DistributedVirtualPortgroup.ConfigSpec(
                configVersion=group.config.configVersion, description="mine"
            )
            view.wait(group.ReconfigureDVPortgroup_Task(spec))
        env.done("activate", A)
        env.done("deactivate", A)
        env.done("deactivate", B)
        left = of_vcenter(vcenter)
        assert list(left["switches"]) == ["MGMT-DVS"]
        assert "MGMT" in left["port groups"]
        assert "ESX-CONF" not in left["port groups"]
        with vcenter.session() as view:
            view.wait(view.find(vim.dvs.DistributedVirtualPortgroup, "MGMT").Destroy_Task())
            view.wait(view.find(vim.DistributedVirtualSwitch, "MGMT-DVS").Destroy_Task())

    def test_a_host_that_is_not_connected_is_left_out(self, env, vcenter):
        name = host_names(vcenter, A)[1]
        with disconnected(vcenter, name):
            ended = env.done("activate", A)
            assert f"Skipped because they are disconnected: {name}." in lines(ended)
            assert name not in of_vcenter(vcenter)["switches"]["MGMT-DVS"]

    def test_provisioned_before_it_is_activated_only(self, env, vcenter):
        env.done("activate", A)
        with env.db.session() as db:
            db.get(type(env.cluster(A)), A).state = "provisioned"
        before = of_vcenter(vcenter)
        env.done("activate", A)
        assert env.cluster(A).state == "activated"
        assert of_vcenter(vcenter) == before


class TestDeactivate:
    def test_nothing_is_left(self, env):
        before = env.footprint
        env.done("activate", A)
        env.done("deactivate", A)
        assert env.footprint == before
        assert env.cluster(A).hypervisor_id is None

    def test_refused_while_virtual_machines_run(self, env, vcenter):
        env.done("activate", A)
        before = env.footprint
        env.overcloud.boots(env.host(A), "vm-1")
        ended = env.do("deactivate", A)
        assert (ended.state, ended.error["code"]) == ("reverted", "cluster-has-vms")
        assert ended.error["message"] == "Nova has 1 virtual machines on Compute-A: vm-1."
        assert env.footprint == before
        assert env.cluster(A).error == {key: ended.error[key] for key in ERROR}
        env.overcloud.boots(env.host(A))

    def test_forced_it_leaves_them_to_nova(self, env, vcenter):
        before = of_vcenter(vcenter)
        env.done("activate", A)
        env.overcloud.boots(env.host(A), "vm-1")
        ended = env.done("deactivate", A, forced=True)
        assert any("The compute service stays, disabled" in line for line in lines(ended))
        assert env.overcloud.services == {env.host(A): ("disabled", "down")}
        assert env.cluster(A).state == "imported"
        assert of_vcenter(vcenter) == before
        env.done("activate", A)
        assert env.overcloud.services == {env.host(A): ("enabled", "up")}
        env.overcloud.boots(env.host(A))
        env.done("deactivate", A)
        assert env.overcloud.services == {}

    def test_forced_while_nova_is_away(self, env, vcenter, monkeypatch):
        monkeypatch.setattr("helion_services.base.operations.patience.PATIENCE", 0.5)
        before = of_vcenter(vcenter)
        env.done("activate", A)
        env.overcloud.is_away()
        env.done("deactivate", A, forced=True)
        env.overcloud.is_away(False)
        assert of_vcenter(vcenter) == before
        assert env.cluster(A).state == "imported"
        env.overcloud.forgets(env.host(A))

    def test_of_a_cluster_that_is_gone(self, env, vcenter):
        """Whatever is left of it is removed: its proxy lives on another cluster's host."""
        env.done("activate", A)
        with env.db.session() as db:
            db.get(type(env.cluster(A)), A).moid = "domain-gone"
        ended = env.do("deactivate", A, forced=True)
        assert ended.state == "succeeded", ended.error
        assert of_vcenter(vcenter)["machines"] == [
            machine for machine in of_vcenter(vcenter)["machines"] if machine[0] != PROXY
        ]


def host_names(vcenter, cluster):
    with vcenter.session() as view:
        return [host.name for host in view.cluster(cluster).host]


@pytest.mark.parametrize("name", [A])
def test_an_operation_holds_the_cluster(env, name):
    from helion_services.base import problems

    begun = env.begin("activate", name)
    with pytest.raises(problems.Conflict):
        env.begin("deactivate", name, forced=True)
    assert env.ended(begun).state == "succeeded"
