"""Fills a running demo with what the screenshots of the documentation show.

``python tools/fill_demo.py`` deploys an overcloud, adds and removes a server, activates an ESX
cluster, maps two arrays to volume types, publishes an update, takes a backup and adds receivers of
messages, all through the services' own interfaces. The demo is a fresh one, found by
``.undercloud/endpoints.json``. Names of parts may be given, to fill only those.
"""

import argparse
import json
import os
import pathlib
import sys
import time

import openstack
import yaml
from cinderclient import client as cinder_client

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIMEOUT = 900  # seconds that one operation may take


class Demo:
    """A running demo: its files, and its services as administrator of the project and system."""

    def __init__(self, state):
        self.state = state
        os.environ["OS_CLIENT_CONFIG_FILE"] = str(state / "clouds.yaml")
        services = json.loads((state / "endpoints.json").read_text())["services"]
        self._root = services["helion"]["url"].partition("/nodes/v1")[0]
        self.project = openstack.connect(cloud="admin").session
        self._system = openstack.connect(cloud="system").session

    def file(self, name):
        return yaml.safe_load((self.state / name).read_text())

    def call(self, method, path, body=None):
        system = path.startswith(("/nodes/", "/backup/"))
        session = self._system if system else self.project
        answer = session.request(self._root + path, method, json=body, raise_exc=False)
        if answer.status_code >= 400:
            sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def until(self, path, ended):
        for _ in range(TIMEOUT):
            answer = self.call("GET", path)
            if ended(answer):
                return answer
            time.sleep(1)
        sys.exit(f"{path} did not end within {TIMEOUT} s")

    def operation(self, ident):
        ended = self.until(f"/nodes/v1/operations/{ident}", lambda answer: answer["finished_at"])
        print(f"{ended['title']}: {ended['state']}", flush=True)
        if ended["state"] != "succeeded":
            sys.exit(ended["error"])

    def apply(self, action, **request):
        plan = self.call("POST", "/nodes/v1/plans", {"action": action, **request})
        self.operation(self.call("POST", f"/nodes/v1/plans/{plan['id']}/apply")["id"])


def overcloud(demo):
    """Three controllers and three compute servers, of which one was added and one removed."""
    counts = {"ControlCount": 3, "ComputeCount": 2}
    demo.apply("deploy", parameters={"AdminPassword": "embedded-1", **counts})
    demo.apply("scale_out", role="compute", count=3)
    roles = {role["name"]: role for role in demo.call("GET", "/nodes/v1/roles")["roles"]}
    leaving = roles["compute"]["members"][-1]["node"]
    demo.apply("scale_in", nodes=[leaving], after="keep", migration="live")


def esx(demo):
    """A vCenter with one activated and one imported cluster."""
    peer = demo.file("vcenter.yaml")
    authority = pathlib.Path(peer["ca_file"]).read_text()
    vcenter = demo.call(
        "POST",
        "/v2/resource_mgrs",
        {
            "type": "vcenter",
            "name": "vcenter-01",
            "ip_address": peer["address"],
            "port": peer["port"],
            "username": peer["username"],
            "password": peer["password"],
            "ca_pem": authority,
            "auto_import": False,
        },
    )
    root = f"/v2/resource_mgrs/{vcenter['id']}"
    clusters = demo.until(f"{root}/clusters", lambda answer: answer["clusters"])["clusters"]
    moids = [row["moid"] for row in clusters if row["name"] in ("Compute-A", "Compute-B")]
    demo.call("POST", f"{root}/import", {"clusters": moids})
    proxy = {"datacenter": "Houston", "port_group": "VM Network", "hostname": "esx-proxy"}
    demo.call("PUT", f"{root}/proxy", {**proxy, "dhcp": True})
    cluster = next(row for row in demo.call("GET", "/v2/resources") if row["name"] == "Compute-A")
    template = demo.call("POST", "/v2/resources/esxcluster/get_template", {"profile": "dvs"})
    demo.call("POST", f"/v2/resources/{cluster['id']}/activate", template)
    ended = demo.until(
        f"/v2/resources/{cluster['id']}", lambda row: row["state"] in ("activated", "imported")
    )
    print(f"Compute-A: {ended['state']}", flush=True)


def storage(demo):
    """Two arrays, a StoreVirtual cluster, back ends that Cinder uses, and volume types."""
    pools = {}
    for index, peer in enumerate(demo.file("storeserv.yaml"), 1):
        array = _array(demo, f"s40{index}", peer)
        path = f"/sirius/v1/storeservs/{array['id']}/cpgs"
        rows = demo.call("GET", path)["cpgs"]
        demo.call("POST", path, {"ids": [row["id"] for row in rows]})
        pools |= {(index, row["name"]): row["id"] for row in rows}
    _cluster(demo)
    backends = {"gold": [(1, "SSD_r5")], "silver": [(1, "FC_r5"), (2, "FC_r5")]}
    for name, members in backends.items():
        _back_end(demo, name, [pools[member] for member in members])
    applied = demo.call("POST", "/sirius/v1/configuration/apply")
    demo.operation(applied["id"])
    _back_end(demo, "bronze", [pools[2, "NL_r6"]])
    _volume_types(demo)


def _cluster(demo):
    (peer,) = demo.file("storevirtual.yaml")
    reach = {name: peer[name] for name in ("name", "port", "subnet", "username", "password")}
    trust = pathlib.Path(peer["ca_file"]).read_text()
    body = {**reach, "hostname": peer["address"], "ca_pem": trust, "managers": 3}
    demo.call("POST", "/sirius/v1/storevirtual-clusters", body)


def _array(demo, name, peer):
    return demo.call(
        "POST",
        "/sirius/v1/storeservs",
        {
            "name": name,
            "hostname": peer["address"],
            "port": peer["port"],
            "username": peer["username"],
            "password": peer["password"],
            "san_ip": peer["address"],
            "san_username": peer["username"],
            "san_password": peer["password"],
            "ca_pem": pathlib.Path(peer["ca_file"]).read_text(),
        },
    )


def _back_end(demo, name, members):
    demo.call("POST", "/sirius/v1/backends", {"name": name, "members": members})


def _volume_types(demo):
    cinder = cinder_client.Client("3.71", session=demo.project)

    def create(name, backend, public=True, **specs):
        volume_type = cinder.volume_types.create(name, "", public)
        volume_type.set_keys({"volume_backend_name": backend, **specs})
        return volume_type

    create("fast", "gold", **{"hpe3par:provisioning": "thin"})
    encrypted = create("fast-encrypted", "gold", public=False)
    standard = create("standard", "silver")
    create("archive", "tin")  # which no back end is called
    cinder.volume_encryption_types.create(
        encrypted,
        {
            "provider": "luks",
            "cipher": "aes-xts-plain64",
            "key_size": 256,
            "control_location": "front-end",
        },
    )
    specs = {"consumer": "back-end", "maxIOPS": "500", "priority": "low"}
    limited = cinder.qos_specs.create("limited-500", specs)
    cinder.qos_specs.associate(limited, standard.id)
    cinder.qos_specs.create("hypervisor-burst", {"consumer": "front-end", "total_iops_sec": "2000"})


def updates(demo):
    """An image that was downloaded and published, and the older version that it replaces."""
    entries = demo.until("/sherpa/v1/entries", lambda answer: answer["entries"])["entries"]
    images = sorted(
        (row for row in entries if row["kind"] == "image"),
        key=lambda row: (row["name"], row["version"]),
    )
    for entry in images[:2]:
        begun = demo.call("POST", f"/sherpa/v1/entries/{entry['id']}/download")
        demo.operation(begun["operation_id"])
    for row in reversed(demo.call("GET", "/sherpa/v1/content")["content"]):  # the oldest first
        begun = demo.call(
            "POST", f"/sherpa/v1/content/{row['id']}/publish", {"visibility": "public"}
        )
        demo.operation(begun["operation_id"])


def backup(demo):
    """A repository in a folder with one backup, which is verified."""
    place = demo.state / "backups"
    repository = demo.call(
        "POST",
        "/backup/v1/repositories",
        {
            "name": "undercloud",
            "location": str(place / "data"),
            "keys_location": str(place / "keys"),
            "password": "embedded-data",
            "keys_password": "embedded-keys",
            "schedule": {"at": "02:00", "window": 120, "verify": True},
        },
    )
    begun = demo.call("POST", "/backup/v1/backups", {"repository_id": repository["id"]})
    demo.operation(begun["operation_id"])
    taken = demo.call("GET", "/backup/v1/backups")["backups"][0]
    begun = demo.call("POST", f"/backup/v1/backups/{taken['id']}/verify")
    demo.operation(begun["operation_id"])


def messages(demo):
    """A mail server and a webhook that get messages; nobody listens at them."""
    mail = {
        "host": "127.0.0.1",
        "port": 2525,
        "security": "none",
        "sender": "undercloud@example.com",
        "recipients": ["operators@example.com", "on-call@example.com"],
    }
    demo.call("POST", "/monitoring/v1/receivers", {"name": "Operators", "kind": "mail", **mail})
    hook = {"url": "http://127.0.0.1:2526/hooks/undercloud", "events": ["alarm"]}
    demo.call("POST", "/monitoring/v1/receivers", {"name": "Chat", "kind": "webhook", **hook})


PARTS = {
    "overcloud": overcloud,
    "esx": esx,
    "storage": storage,
    "updates": updates,
    "backup": backup,
    "messages": messages,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--state", type=pathlib.Path, default=ROOT / ".undercloud", metavar="DIR")
    options = parser.parse_args()
    demo = Demo(options.state)
    for name in options.parts or PARTS:
        PARTS[name](demo)


if __name__ == "__main__":
    main()
