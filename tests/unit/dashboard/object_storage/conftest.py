"""The Ringos service's answers for the tests of the panel: JSON, held to its OpenAPI document."""

import pytest

from helion_dashboard.api.rings import client, records
from tests.contract import answers
from tests.unit.dashboard.panel_pages import act, doubles, everything_allowed, post  # noqa: F401

OLD, SILENT = "10.0.0.1", "10.0.0.2"


def ring(name="object", **values):
    return {
        "name": name,
        "kind": "object",
        "parts": 256,
        "replicas": 2.0,
        "regions": 1,
        "zones": 2,
        "servers": 2,
        "devices": 3,
        "balance": 1.25,
        "dispersion": 0.5,
        "changed": False,
        "min_part_hours": 1,
        "min_part_seconds_left": 2580,
        "version": 7,
        "md5": "a" * 32,
        **values,
    }


def device(server, name, ident, **values):
    return {
        "ring": "object",
        "id": ident,
        "region": 1,
        "zone": 1 if server == OLD else 2,
        "ip": server,
        "port": 6200,
        "server": server,
        "device": name,
        "weight": 100.0,
        "parts": 128,
        "parts_wanted": 128,
        **values,
    }


DEVICES = [
    device(OLD, "d1", 0),
    device(OLD, "<b>d2", 1, weight=0.0, parts=12, parts_wanted=0),
    device(SILENT, "d1", 2, parts=256, parts_wanted=256),
    device(OLD, "d1", 0, ring="account"),
]
SERVERS = [
    {
        "id": OLD,
        "address": OLD,
        "state": "up",
        "rings": [
            {"name": "object", "port": 6200, "state": "old"},
            {"name": "account", "port": 6202, "state": "current"},
        ],
        "disks": [
            {"device": "d1", "mounted": True, "size": 10**12, "used": 4 * 10**11},
            {"device": "<b>d2", "mounted": False, "size": None, "used": None},
        ],
    },
    {
        "id": SILENT,
        "address": SILENT,
        "state": "silent",
        "rings": [{"name": "object", "port": 6200, "state": "unknown"}],
        "disks": [],
    },
]
RINGS = [ring("account", changed=True, balance=None), ring()]


PLAN = {
    "action": "drain",
    "server": OLD,
    "devices": [{"ring": "object", "id": 0, "device": "d1", "weight": 100.0, "parts": 128}],
    "parts": 128,
    "share": 25.0,
    "checks": [
        {"level": "ok", "code": "servers-answer-all", "params": {}, "detail": "All answer."},
        {
            "level": "warning",
            "code": "disk-room",
            "params": {"percent": 91},
            "detail": "91 % full.",
        },
    ],
    "possible": True,
    "digest": "d" * 64,
}


def cluster(rings=RINGS, devices=DEVICES, servers=SERVERS):
    answers.assert_schema("Rings", {"rings": rings})
    rows = {"devices": devices, "next_marker": None, "total": len(devices)}
    answers.assert_schema("Devices", rows)
    answers.assert_schema("StorageServers", {"servers": servers})
    return records.cluster(rings, devices, servers)


@pytest.fixture
def store(monkeypatch, everything_allowed):  # noqa: F811
    """The Ringos service; its calls are recorded."""
    answers.assert_schema("RingPlan", PLAN)
    answer = {"cluster": cluster(), "plan": records.plan(PLAN), "begin": "o1"}
    return doubles(monkeypatch, client, answer)
