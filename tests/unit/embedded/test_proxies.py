"""Virtual machines of a vCenter that boot as compute hosts of the overcloud."""

import base64
import gzip
import json

import pytest
import yaml

from tests.unit.embedded import nova_apart  # noqa: F401

# isort: split
from helion_embedded.simulators.overcloud import cloudinit, esx, proxies
from helion_embedded.simulators.overcloud.cloudinit import BootError
from helion_embedded.simulators.overcloud.hosts import Hosts

NAME = "domain-c21.BC9DED4E-1639-481D-B190-2B54A2BF5674"
CA = "/etc/nova/vcenter-ca.pem"
VMWARE = {
    "host_ip": "192.0.2.7",
    "host_port": "8443",
    "host_username": "administrator@vsphere.local",
    "host_password": '"$$ecret "',
    "cluster_name": "Compute-A",
    "ca_file": CA,
}
SIZE = {"nodes": [NAME], "vcpus": 96, "memory_mb": 524288, "local_gb": 8192}


def ini(default=None, **vmware):
    default = {"compute_driver": "vmwareapi.VMwareVCDriver", "host": NAME} | (default or {})
    sections = {"DEFAULT": default, "vmware": VMWARE | vmware}
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {text}\n" for key, text in values.items() if text)
        for name, values in sections.items()
    )


def files(text=None, **more):
    return {esx.CONFIGURATION[-1]: text or ini(), CA: "PEM"} | more


def userdata(paths, encoding="base64"):
    entries = [{"path": path, "content": text} for path, text in paths.items()]
    text = "#cloud-config\n" + yaml.safe_dump({"write_files": entries})
    content = gzip.compress(text.encode()) if "gzip" in encoding else text.encode()
    return {
        "guestinfo.userdata": base64.b64encode(content).decode(),
        "guestinfo.userdata.encoding": encoding,
    }


def metadata(instance):
    return {"guestinfo.metadata": json.dumps({"instance-id": instance})}


def machine(booted="08:00", paths=None, instance="i-1", moid="vm-70"):
    options = userdata(files() if paths is None else paths) | metadata(instance)
    return proxies.Machine(moid, "proxy", booted, options)


class TestUserData:
    @pytest.mark.parametrize("encoding", ["base64", "gzip+base64"])
    def test_files_are_found(self, encoding):
        assert cloudinit.files(userdata(files(), encoding)) == files()

    def test_plain_text_and_encoded_files(self):
        content = base64.b64encode(gzip.compress(b"text")).decode()
        entry = {"path": "/a", "content": content, "encoding": "gz+b64"}
        text = "#cloud-config\n" + yaml.safe_dump({"write_files": [entry]})
        assert cloudinit.files({"guestinfo.userdata": text}) == {"/a": "text"}

    def test_nothing_to_write(self):
        assert cloudinit.files({"guestinfo.userdata": "#cloud-config\n"}) == {}

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"guestinfo.userdata": "#!/bin/sh"}, "does not begin"),
            ({"guestinfo.userdata": "#cloud-config\n{"}, "cannot be read"),
            ({"guestinfo.userdata": "#cloud-config\n- 1"}, "cannot be read"),
            ({"guestinfo.userdata": "#cloud-config\nwrite_files: [{}]"}, "cannot be read"),
            (
                {"guestinfo.userdata": "%%%", "guestinfo.userdata.encoding": "base64"},
                "what its encoding says",
            ),
            (
                {"guestinfo.userdata": "YQ==", "guestinfo.userdata.encoding": "gzip+base64"},
                "what its encoding says",
            ),
            ({"guestinfo.userdata": "x", "guestinfo.userdata.encoding": "rot13"}, "rot13"),
        ],
    )
    def test_what_cloud_init_would_not_understand(self, options, words):
        with pytest.raises(BootError, match=words):
            cloudinit.files(options)

    def test_the_instance(self):
        assert cloudinit.instance(metadata("i-9")) == "i-9"
        assert cloudinit.instance({}) is None
        with pytest.raises(BootError, match="metadata"):
            cloudinit.instance({"guestinfo.metadata": "[1]"})


class TestConfiguration:
    def test_it_is_read_as_nova_reads_it(self):
        conf = esx.settings(files())
        assert (conf.host, conf.address, conf.port) == (NAME, "192.0.2.7", 8443)
        assert (conf.cluster, conf.authority) == ("Compute-A", "PEM")
        assert conf.password == "$ecret "
        assert "$ecret" not in repr(conf)

    def test_the_machines_own_file_comes_last(self):
        general = {esx.CONFIGURATION[0]: ini(default={"host": "another"})}
        assert esx.settings(files() | general).host == NAME

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (ini(default={"compute_driver": "libvirt.LibvirtDriver"}), "libvirt"),
            (ini(cluster_name=None), "cluster_name"),
            (ini(host_password=None), "host_password"),
            (ini(ca_file="/etc/elsewhere.pem"), "elsewhere"),
            (ini(ca_file=None, insecure="true"), "insecure"),
            (ini(host_port="https"), "cannot be read"),
            ("host = x", "cannot be read"),
        ],
    )
    def test_what_nova_would_not_start_with(self, text, words):
        with pytest.raises(BootError, match=words):
            esx.settings(files(text))

    def test_without_the_file(self):
        with pytest.raises(BootError, match="nova-compute.conf"):
            esx.settings({})


class TestLoop:
    @pytest.fixture
    def hosts(self, state):
        return Hosts(state)

    @pytest.fixture
    def attempts(self, monkeypatch):
        """The settings that a vCenter was asked with."""
        attempts = []

        def compute_host(settings):
            attempts.append(settings)
            return SIZE

        monkeypatch.setattr(esx, "compute_host", compute_host)
        return attempts

    @pytest.fixture
    def look(self, hosts, attempts):
        """``look(machine, ...)``: one round over these."""
        present = []
        loop = proxies.Proxies(hosts, lambda: present)

        def step(*machines):
            present[:] = machines
            loop.step()

        return step

    def test_a_machine_that_is_on_is_a_host(self, hosts, look, attempts):
        look(machine())
        host = hosts.read(NAME)
        assert (host.nodes, host.vcpus, host.memory_mb) == ((NAME,), 96, 524288)
        assert (host.machine, host.stopped) == ("vm-70", False)
        assert attempts[0].cluster == "Compute-A"

    def test_a_machine_that_is_off_is_none(self, hosts, look):
        look(machine(booted=None))
        assert hosts.names() == []

    def test_off_is_down_and_destroyed_is_gone(self, hosts, look):
        look(machine())
        look(machine(booted=None))
        assert hosts.read(NAME).stopped
        look()
        assert hosts.names() == []

    def test_files_of_others_stay(self, hosts, look):
        hosts.write("mine", vcpus=1)
        hosts.write("theirs", server="s0")
        look(machine())
        look()
        assert hosts.names() == ["mine", "theirs"]

    def test_a_second_boot_needs_no_user_data(self, hosts, look, attempts):
        look(machine())
        look(machine(booted=None, paths={}))
        look(machine(booted="09:00", paths={}))
        assert not hosts.read(NAME).stopped
        assert len(attempts) == 1

    def test_another_instance_reads_its_user_data_again(self, hosts, look, attempts):
        look(machine())
        moved = files(ini(cluster_name="Compute-B", default={"host": "domain-c9.X"}))
        look(machine(booted="09:00", paths=moved, instance="i-2"))
        assert hosts.names() == ["domain-c9.X"]
        assert [settings.cluster for settings in attempts] == ["Compute-A", "Compute-B"]

    def test_while_it_runs_nothing_is_read(self, look, attempts):
        look(machine())
        look(machine(paths={}, instance="i-2"))
        assert len(attempts) == 1

    def test_what_does_not_boot_is_logged_and_tried_again_later(
        self, hosts, look, monkeypatch, caplog
    ):
        now = [100.0]
        monkeypatch.setattr(proxies.time, "monotonic", lambda: now[0])
        look(machine(paths={}))
        assert hosts.names() == []
        assert "vm-70" in caplog.text
        assert "nova-compute.conf" in caplog.text
        look(machine())
        assert hosts.names() == []
        now[0] += 6
        look(machine())
        assert hosts.names() == [NAME]

    def test_while_the_vcenter_is_away_all_stays(self, hosts, attempts):
        def away():
            raise ConnectionRefusedError

        hosts.write(NAME, proxy="vm-70")
        with pytest.raises(ConnectionRefusedError):
            proxies.Proxies(hosts, away).step()
        assert hosts.names() == [NAME]
