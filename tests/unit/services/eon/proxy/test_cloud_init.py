"""What a compute proxy finds in its guestinfo."""

import base64
import json

import yaml

from helion_services.eon.proxy import cloud_init
from helion_services.eon.proxy.cloud_init import Address, Card


def decoded(info, key):
    assert set(info) == {key, f"{key}.encoding"}
    assert info[f"{key}.encoding"] == "base64"
    return base64.b64decode(info[key]).decode()


def test_metadata():
    cards = [
        Card("eth0", "00:50:56:00:00:01", Address("10.0.0.5", 24, "10.0.0.1")),
        Card("eth1", "00:50:56:00:00:02", Address("10.1.0.5", 16, None)),
        Card("eth2", "00:50:56:00:00:03", None),
    ]
    content = json.loads(
        decoded(cloud_init.metadata("i-1", "esx-proxy", "c.u", cards), "guestinfo.metadata")
    )
    assert (content["instance-id"], content["local-hostname"]) == ("i-1", "esx-proxy")
    assert content["compute-host"] == "c.u"
    assert content["network"] == {
        "version": 2,
        "ethernets": {
            "eth0": {
                "match": {"macaddress": "00:50:56:00:00:01"},
                "set-name": "eth0",
                "addresses": ["10.0.0.5/24"],
                "routes": [{"to": "default", "via": "10.0.0.1"}],
            },
            "eth1": {
                "match": {"macaddress": "00:50:56:00:00:02"},
                "set-name": "eth1",
                "addresses": ["10.1.0.5/16"],
            },
            "eth2": {
                "match": {"macaddress": "00:50:56:00:00:03"},
                "set-name": "eth2",
                "dhcp4": True,
            },
        },
    }


def test_userdata_has_the_files_for_nobody_but_nova():
    files = cloud_init.files("[vmware]\nhost_password = x\n", "PEM\n", "[DEFAULT]\n")
    text = decoded(cloud_init.userdata(files, "ssh-ed25519 AAAA"), "guestinfo.userdata")
    assert text.startswith("#cloud-config\n")
    content = yaml.safe_load(text)
    assert {item["path"]: item["content"] for item in content["write_files"]} == {
        "/etc/nova/nova-compute.conf": "[vmware]\nhost_password = x\n",
        "/etc/nova/vcenter-ca.pem": "PEM\n",
        "/etc/nova/nova.conf": "[DEFAULT]\n",
    }
    assert {(item["owner"], item["permissions"]) for item in content["write_files"]} == {
        ("root:nova", "0640")
    }
    assert content["ssh_authorized_keys"] == ["ssh-ed25519 AAAA"]
    assert any("nova-compute.service" in item for item in content["runcmd"])


def test_without_a_key_and_certificates_there_are_none():
    text = decoded(cloud_init.userdata(cloud_init.files("x", None)), "guestinfo.userdata")
    content = yaml.safe_load(text)
    assert [file["path"] for file in content["write_files"]] == ["/etc/nova/nova-compute.conf"]
    assert "ssh_authorized_keys" not in content


def test_nothing_takes_its_place():
    assert decoded(cloud_init.nothing(), "guestinfo.userdata") == "#cloud-config\n"
    assert set(cloud_init.nothing()) == set(cloud_init.userdata({}))
