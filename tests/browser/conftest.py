"""Operations that run, and one that failed, for all pages that show some."""

import contextlib
import time
import uuid

import pytest
from keystoneauth1.adapter import Adapter


class Enrolments:
    """Short operations: nodes that the nodes service enrols, removed afterwards."""

    def __init__(self, undercloud):
        session = undercloud.connect("system").session
        self._service = Adapter(session, service_type="node-lifecycle")
        self._ironic = undercloud.connect("system").baremetal
        self._names = []

    def begin(self, **driver_info):
        """Begin to enrol a node; ``(operation's id, node's name)``."""
        token = uuid.uuid4().hex
        name = f"operations-{token[:8]}"
        node = {
            "name": name,
            "role": "compute",
            "driver": "simulated",
            "driver_info": {
                "bmc_address": f"10.9.{int(token[:2], 16)}.{int(token[2:4], 16)}",
                "bmc_username": "u",
                **driver_info,
            },
            "ports": [{"address": f"94:18:82:0d:{token[:2]}:{token[2:4]}"}],
        }
        self._names.append(name)
        answer = self._service.post("/enrolments", json={"nodes": [node]})
        return answer.json()["id"], name

    def get(self, operation):
        return self._service.get(f"/operations/{operation}").json()

    def retry(self, operation):
        """Begin it again; the new operation's id."""
        return self._service.post(f"/operations/{operation}/retry").json()["id"]

    def wait(self, operation, state):
        """Wait until the operation has ended, which must be in ``state``."""
        end = time.monotonic() + 120
        while (row := self.get(operation))["state"] in ("queued", "running", "reverting"):
            assert time.monotonic() < end, row
            time.sleep(0.5)
        assert row["state"] == state, row
        return row

    def close(self):
        for name in self._names:
            if node := self._ironic.find_node(name):
                self._ironic.set_node_maintenance(node, "end of test")
                self._ironic.wait_for_node_reservation(node)
                self._ironic.delete_node(node)


@pytest.fixture(scope="module")
def enrolments(undercloud):
    """Enrolments of a module's own: no later one is to find their nodes."""
    with contextlib.closing(Enrolments(undercloud)) as begun:
        yield begun


@pytest.fixture(scope="package")
def failed(undercloud):
    """The id of an operation that failed, and the name of its node."""
    with contextlib.closing(Enrolments(undercloud)) as enrolments:
        operation, name = enrolments.begin(fail_on="inspect")
        enrolments.wait(operation, "reverted")
        yield operation, name
