"""A storage server of a real Swift is drained, and every object can be read at every moment."""

import os
import threading
import time

import pytest
from keystoneauth1.adapter import Adapter

from tests.service.ringos.conftest import until

pytestmark = pytest.mark.faults
CONTAINER, COUNT = "drained", 50
SERVER, DEVICE = "127.0.0.22", "d2"
_LONG = 1200  # seconds for a drain on a busy machine


@pytest.fixture(scope="module")
def ringos(undercloud):
    """The service, as the administrator of the system."""
    session = undercloud.connect("system").session
    return Adapter(session, service_type="ring-management", raise_exc=False)


@pytest.fixture(scope="module")
def store(undercloud):
    return undercloud.connect("admin").object_store


@pytest.fixture(scope="module")
def objects(store):
    """``{name: content}`` of the objects that are there."""
    store.create_container(CONTAINER)
    contents = {f"o{number}": os.urandom(2000 + number) for number in range(COUNT)}
    for name, content in contents.items():
        store.upload_object(CONTAINER, name, data=content)
    return contents


class Reader(threading.Thread):
    """Reads all objects again and again until it is stopped."""

    def __init__(self, store, objects):
        super().__init__(daemon=True)
        self.store, self.objects = store, objects
        self.failures, self.reads, self.over = [], 0, threading.Event()

    def run(self):
        while not self.over.is_set():
            for name, content in self.objects.items():
                answer = self.store.get(f"/{CONTAINER}/{name}", raise_exc=False)
                self.reads += 1
                if answer.status_code != 200 or answer.content != content:
                    self.failures.append((name, answer.status_code, time.time()))

    def stop(self):
        """``(reads, those that failed)``."""
        self.over.set()
        self.join(120)
        return self.reads, self.failures


@pytest.fixture
def reader(store, objects):
    reader = Reader(store, objects)
    reader.start()
    yield reader
    reader.stop()


def begin(ringos, action="drain", **body):
    body = {"action": action, "server": SERVER, **body}
    answer = ringos.post("/changes/plan", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["possible"], answer.text
    answer = ringos.post("/changes", json={**body, "digest": answer.json()["digest"]})
    assert answer.status_code == 202, answer.text
    return answer.json()["operation_id"]


def operation(ringos, ident):
    return ringos.get(f"/operations/{ident}").json()


def ended(ringos, ident):
    active = ("queued", "running", "reverting")
    until(lambda: operation(ringos, ident)["state"] not in active, _LONG)
    return operation(ringos, ident)


def weights(ringos):
    rows = ringos.get("/devices", params={"ring": "object"}).json()["devices"]
    return {(row["server"], row["device"]): row["weight"] for row in rows}


def parts_on_disk(undercloud, device):
    """The parts of all kinds that a device of the server holds."""
    root = undercloud.state / "var" / "swift" / SERVER / device
    return [
        part
        for kind in ("accounts", "containers", "objects")
        for part in (root / kind).glob("*")
        if part.name.isdigit() and any(file.is_file() for file in part.rglob("*"))
    ]


def test_a_drain_that_is_cancelled_half_way_puts_the_weights_back(ringos, objects, reader):
    before = weights(ringos)
    ident = begin(ringos, devices=[DEVICE])
    until(lambda: weights(ringos)[SERVER, DEVICE] < before[SERVER, DEVICE], _LONG)
    assert ringos.post(f"/operations/{ident}/cancel").status_code in (200, 202, 204)
    assert ended(ringos, ident)["state"] == "cancelled"
    assert weights(ringos) == before
    reads, failures = reader.stop()
    assert (reads > 0, failures) == (True, [])


def test_a_server_leaves_and_comes_back_while_all_is_read(undercloud, ringos, objects, reader):
    assert parts_on_disk(undercloud, "d1") + parts_on_disk(undercloud, DEVICE)
    ident = begin(ringos)
    result = ended(ringos, ident)
    assert result["state"] == "succeeded", result["error"]
    assert {server for server, _device in weights(ringos)} == {"127.0.0.21"}
    for device in ("d1", DEVICE):
        assert parts_on_disk(undercloud, device) == []
    result = ended(ringos, begin(ringos, "add", devices=["d1", DEVICE], zone=2))
    assert result["state"] == "succeeded", result["error"]
    assert weights(ringos)[SERVER, DEVICE] == 100
    reads, failures = reader.stop()
    assert (reads > COUNT, failures) == (True, [])
