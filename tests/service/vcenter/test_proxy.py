"""What a compute proxy finds out at its boot, from a vCenter that it logs in to by itself."""

import base64
import json

import pytest
import yaml

from tests.unit.embedded import nova_apart  # noqa: F401

# isort: split
from helion_embedded.simulators.overcloud import cloudinit, esx
from helion_embedded.simulators.overcloud.cloudinit import BootError
from helion_embedded.simulators.overcloud.machines import Machines
from helion_embedded.simulators.vcenter import site
from tests.service.vcenter.test_machines import clone, option, reconfigure

CA = "/etc/nova/vcenter-ca.pem"


def proxy_files(simulator, host="domain-c1.X", **vmware):
    """The files of a proxy that is right in all but ``vmware``."""
    values = {
        "host_ip": simulator.host,
        "host_port": simulator.port,
        "host_username": simulator.username,
        "host_password": simulator.password,
        "cluster_name": "Compute-B",
        "ca_file": CA,
    } | vmware
    lines = ["[DEFAULT]", "compute_driver = vmwareapi.VMwareVCDriver", f"host = {host}", "[vmware]"]
    lines += [f"{key} = {value}" for key, value in values.items()]
    return {"/etc/nova/nova-compute.conf": "\n".join(lines), CA: simulator.ca_pem}


def boots(simulator, **vmware):
    return esx.compute_host(esx.settings(proxy_files(simulator, **vmware)))


def userdata(files):
    entries = [{"path": path, "content": text} for path, text in files.items()]
    text = "#cloud-config\n" + yaml.safe_dump({"write_files": entries})
    return [
        option("guestinfo.userdata", base64.b64encode(text.encode()).decode()),
        option("guestinfo.userdata.encoding", "base64"),
        option("guestinfo.metadata", json.dumps({"instance-id": "i-1"})),
    ]


def test_its_size_is_that_of_the_hosts_that_work(shared):
    (description,) = (
        cluster
        for datacenter in site.DEFAULT.datacenters
        for cluster in datacenter.clusters
        if cluster.name == "Compute-B"
    )
    working = [host.model for host in description.hosts if not host.maintenance]
    with shared.session() as view:
        moid = view.cluster("Compute-B")._moId
    assert boots(shared) == {
        "nodes": [f"{moid}.{shared.uuid}"],
        "hypervisor_type": "VMware vCenter Server",
        "vcpus": sum(model.threads for model in working),
        "memory_mb": sum(model.memory for model in working),
        "local_gb": sum(store.capacity for store in description.datastores),
    }


@pytest.mark.parametrize(
    ("vmware", "words"),
    [
        ({"host_password": "wrong"}, "no session"),
        ({"cluster_name": "Elsewhere"}, "no cluster Elsewhere"),
        ({"host_port": 1}, "no session"),
    ],
)
def test_what_keeps_it_away(shared, vmware, words):
    with pytest.raises(BootError, match=words):
        boots(shared, **vmware)


def test_a_stranger_keeps_it_away(shared, tmp_path):
    from helion_embedded.simulators.vcenter.authority import Authority

    other = Authority(tmp_path)
    other.ensure(("127.0.0.1",))
    files = proxy_files(shared) | {CA: other.root.read_text()}
    with pytest.raises(BootError, match="certificate"):
        esx.compute_host(esx.settings(files))


def test_machines_with_user_data_are_seen(simulator):
    machines = Machines(
        {
            "address": simulator.host,
            "port": simulator.port,
            "username": simulator.username,
            "password": simulator.password,
            "ca_file": str(simulator.ca),
        }
    )
    assert machines() == []
    with simulator.session() as view:
        vm = view.wait(clone(view))
        files = proxy_files(simulator)
        reconfigure(view, vm, extraConfig=userdata(files))
        (machine,) = machines()
        assert (machine.moid, machine.name, machine.booted) == (vm._moId, vm.name, None)
        assert cloudinit.files(machine.guestinfo) == files
        assert cloudinit.instance(machine.guestinfo) == "i-1"
        view.wait(vm.PowerOn())
        (first,) = machines()
        view.wait(vm.PowerOff())
        view.wait(vm.PowerOn())
        (second,) = machines()
        assert first.booted
        assert second.booted not in (None, first.booted)
        view.wait(vm.PowerOff())
        view.wait(vm.Destroy_Task())
    assert machines() == []
    simulator.stop()
    with pytest.raises(OSError, match=r"."):
        machines()
    simulator.start()
    assert machines() == []
