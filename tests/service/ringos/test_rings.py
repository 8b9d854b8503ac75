"""Rings, devices and storage servers over REST, from Swift's own builders and a real server."""

import os
import sys
import threading

import pytest
from schemathesis import GenerationMode
from swift.common.ring.builder import RingBuilder

from helion_services.ringos import recon
from tests import odd_server
from tests.contract import made_up
from tests.contract.checks import endless
from tests.service.ringos.conftest import KINDS, ROOT, make_ring, until

NOWHERE = "127.0.0.2"


def get(env, path, status=200, **query):
    answer = env.reader.get(f"{ROOT}/{path}", query_string=query)
    assert answer.status_code == status, answer.json
    return answer.json


def servers(env):
    return {server["id"]: server for server in get(env, "servers")["servers"]}


def change(rings, name, act):
    path = str(rings / f"{name}.builder")
    builder = RingBuilder.load(path)
    act(builder)
    builder.save(path)


def test_rings_are_as_their_builders_say(env, rings):
    listed = get(env, "rings")["rings"]
    assert [ring["name"] for ring in listed] == list(KINDS)
    ring = get(env, "rings/object")
    assert ring == listed[2]
    shape = {"kind": "object", "parts": 64, "replicas": 2.0, "regions": 1, "zones": 2}
    assert ring.items() >= (shape | {"servers": 2, "devices": 4, "min_part_hours": 1}).items()
    assert (ring["balance"], ring["dispersion"], ring["changed"]) == (0.0, 0.0, False)
    assert 0 < ring["min_part_seconds_left"] <= 3600
    assert get(env, "rings/object-9", 404)["code"] == "ring-not-found"


def test_a_ring_of_a_policy_is_one_of_objects(env, rings, port):
    make_ring(rings, "object-1", (port, port))
    assert get(env, "rings/object-1")["kind"] == "object"


def test_devices_are_filtered_and_come_in_pages(env):
    assert get(env, "devices")["total"] == 12
    body = get(env, "devices", ring="object", zone=2)
    assert [(row["server"], row["device"]) for row in body["devices"]] == [
        (NOWHERE, "d0"),
        (NOWHERE, "d1"),
    ]
    assert get(env, "devices", server=NOWHERE)["total"] == 6
    assert get(env, "devices", region=7)["devices"] == []
    first = get(env, "devices", limit=7)
    second = get(env, "devices", limit=7, marker=first["next_marker"])
    assert second["next_marker"] is None
    rows = [(row["ring"], row["id"]) for row in first["devices"] + second["devices"]]
    assert rows == [(ring, number) for ring in KINDS for number in range(4)]
    assert get(env, "devices", 422, marker="object:99")


def test_a_device_wants_what_its_weight_says_before_a_rebalance(env, rings):
    """The builder notes what is wanted when it is rebalanced."""
    first = get(env, "devices", ring="object")["devices"][0]
    assert (first["parts"], first["parts_wanted"]) == (32, 32)
    change(rings, "object", lambda builder: builder.set_dev_weight(0, 0))
    rows = get(env, "devices", ring="object")["devices"]
    assert [row["parts_wanted"] for row in rows] == [0, 43, 43, 43]
    assert [row["parts"] for row in rows] == [32] * 4
    assert get(env, "rings/object")["changed"]


def test_a_ring_without_weight_has_no_balance(env, rings):
    change(
        rings,
        "object",
        lambda builder: [builder.set_dev_weight(number, 0) for number in range(4)],
    )
    assert get(env, "rings/object")["balance"] is None
    assert get(env, "devices", ring="object")["devices"][0]["parts_wanted"] == 0


def test_servers_have_the_current_rings_or_old_ones_or_are_silent(env, rings, storage_server, port):
    (storage_server / "container.ring.gz").unlink()
    change(rings, "object", lambda builder: builder.set_dev_weight(0, 50))
    RingBuilder.load(str(rings / "object.builder")).get_ring().save(str(rings / "object.ring.gz"))
    states = servers(env)
    server = states["127.0.0.1"]
    assert server["state"] == "up"
    assert server["rings"] == [
        {"name": "account", "port": port, "state": "current"},
        {"name": "container", "port": port, "state": "unknown"},
        {"name": "object", "port": port, "state": "old"},
    ]
    assert {disk["device"] for disk in server["disks"]} == {"d0", "d1"}
    assert states[NOWHERE]["state"] == "silent"
    assert {ring["state"] for ring in states[NOWHERE]["rings"]} == {"unknown"}


def test_without_a_ring_made_of_the_builder_nothing_is_old(env, rings, storage_server):
    (rings / "object.ring.gz").unlink()
    assert servers(env)["127.0.0.1"]["rings"][2]["state"] == "unknown"
    assert get(env, "rings/object")["md5"] is None


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        *(("hang", ""), ("drip", ""), ("header", ""), ("chunk", "")),
        *(("body", "[]"), ("body", "no JSON"), ("body", "{}"), ("status", "500")),
    ],
)
def test_a_server_that_hangs_or_answers_nonsense_is_silent(env, rings, mode, text):
    env.runtime.conf.set_override("recon_timeout", 0.3, group="ringos")
    with odd_server.running(mode, text) as odd:
        for kind in KINDS:
            make_ring(rings, kind, (odd.port, odd.port))
        assert {server["state"] for server in servers(env).values()} == {"silent"}
        # It does not keep a thread either.
        until(lambda: not _threads())


def _threads():
    return [thread for thread in threading.enumerate() if thread.name.startswith(recon.THREADS)]


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_builder_that_others_may_write_is_not_read(env, rings, mode):
    get(env, "rings")  # it is remembered
    (rings / "object.builder").chmod(mode)
    assert get(env, "rings", 503)["code"] == "rings-writable"


def test_a_builder_in_a_folder_that_others_may_write_is_not_read(env, rings):
    rings.chmod(0o770)
    assert get(env, "devices", 503)["code"] == "rings-writable"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_builder_of_somebody_else_is_not_read(env, rings):
    os.chown(rings / "object.builder", 65534, -1)
    assert get(env, "servers", 503)["code"] == "rings-writable"


def test_a_damaged_builder_is_named(env, rings):
    (rings / "object.builder").write_bytes(b"nonsense")
    body = get(env, "rings", 503)
    assert body["code"] == "rings-unreadable"
    assert str(rings / "object.builder") in body["detail"]


def test_a_folder_without_builders(env, rings):
    for path in rings.glob("*.builder"):
        path.unlink()
    assert get(env, "rings", 503)["code"] == "rings-missing"


def test_no_folder(env):
    env.runtime.conf.set_override("rings_dir", None, group="ringos")
    assert get(env, "rings", 503)["code"] == "rings-not-configured"


def test_without_swift(env, monkeypatch):
    monkeypatch.setitem(sys.modules, "swift.common.ring.builder", None)
    assert get(env, "rings", 503)["code"] == "rings-swift-missing"


def test_projects_see_nothing(env):
    for path in ("rings", "rings/object", "devices", "servers"):
        assert env.tenant.get(f"{ROOT}/{path}").status_code == 403


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(env, storage_server, mode):
    assert made_up.ask(env.app, mode, 4, ["object"]).keys() >= {"GET /ringos/v1/devices"}


def test_texts_in_addresses_have_a_length(env):
    document = env.app.test_client().get("/openapi.json").json
    assert [each for each in endless(document) if each[0].startswith("/ringos/")] == []
