"""From an array to a volume: Sirius configures Cinder, Cinder's own driver makes the volume."""

import json
import pathlib
import time

import yaml

from helion_services.base import config
from helion_services.base.clouds import Clouds
from helion_services.nodes import storevirtual

_PATIENCE = 180  # seconds


def post(connection, url, path, **body):
    answer = connection.session.post(f"{url}/{path}", json=body)
    return answer.json() if answer.text else None


def applied(connection, url):
    """The operation that applies all back ends, when it has ended."""
    operation = post(connection, url, "configuration/apply")
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        state = connection.session.get(f"{url}/operations/{operation['id']}").json()
        if state["state"] not in ("queued", "running", "reverting"):
            return state
        time.sleep(1)
    raise TimeoutError(state)


def volumes_on(undercloud, array):
    file = undercloud.state / "var" / "storeserv" / array / "array.json"
    return list(json.loads(file.read_text())["volumes"].values())


def test_a_volume_on_an_array(undercloud):
    cinder = undercloud.connect("admin")
    # Operations are for readers of the system.
    connection = undercloud.connect("system")
    url = connection.session.get_endpoint(service_type="storage-configuration")
    login = yaml.safe_load((undercloud.state / "storeserv.yaml").read_text())[0]
    array = post(
        connection,
        url,
        "storeservs",
        name="s401",
        hostname=login["address"],
        port=login["port"],
        username=login["username"],
        password=login["password"],
        san_ip=login["address"],
        san_username=login["username"],
        san_password=login["password"],
        ca_pem=pathlib.Path(login["ca_file"]).read_text(),
    )
    path = f"storeservs/{array['id']}/cpgs"
    rows = connection.session.get(f"{url}/{path}").json()["cpgs"]
    cpg = next(row for row in rows if row["name"] == "SSD_r5")
    post(connection, url, path, ids=[cpg["id"]])
    backend = post(connection, url, "backends", name="ssd", members=[cpg["id"]])
    volume_type = cinder.block_storage.create_type(
        name="ssd", extra_specs={"volume_backend_name": "ssd"}
    )
    try:
        assert applied(connection, url)["state"] == "succeeded"
        volume = cinder.create_volume(2, name="real", volume_type="ssd", wait=True)
        (row,) = volumes_on(undercloud, "s401")
        assert (row["userCPG"], row["sizeMiB"]) == ("SSD_r5", 2048)
        assert volume.id in row["comment"]
        cinder.delete_volume(volume.id, wait=True)
        assert volumes_on(undercloud, "s401") == []
    finally:
        cinder.block_storage.delete_type(volume_type)
        connection.session.delete(f"{url}/backends/{backend['id']}")
        connection.session.delete(f"{url}/{path}/{cpg['id']}")
        connection.session.delete(f"{url}/storeservs/{array['id']}")
        assert applied(connection, url)["state"] == "succeeded"


def test_the_managers_of_storevirtual_servers(undercloud):
    connection = undercloud.connect("system")
    url = connection.session.get_endpoint(service_type="storage-configuration")
    (login,) = yaml.safe_load((undercloud.state / "storevirtual.yaml").read_text())
    body = {name: login[name] for name in ("name", "port", "subnet", "username", "password")}
    file = undercloud.state / "etc" / "helion" / "helion.conf"
    clouds = Clouds(config.load(files=[file]))
    assert storevirtual.cluster_on(clouds, 3).code == "vsa-no-cluster"
    cluster = post(
        connection,
        url,
        "storevirtual-clusters",
        hostname=login["address"],
        ca_pem=pathlib.Path(login["ca_file"]).read_text(),
        managers=3,
        **body,
    )
    try:
        assert storevirtual.cluster_on(clouds, 3) == storevirtual.Cluster(login["name"], 3, 3)
        assert storevirtual.cluster_on(clouds, 4).code == "vsa-no-cluster"
    finally:
        connection.session.delete(f"{url}/storevirtual-clusters/{cluster['id']}")
