"""Swift's rings, as Swift's own builder writes them."""

import gzip
import json
import struct

import pytest
from swift.common.ring.builder import RingBuilder

from helion_services.nodes import ring

FIRST, SECOND, THIRD = "10.0.0.5", "10.0.0.6", "fd00::7"


def builder(weights=(100, 100, 100), replicas=3, **other):
    rings = RingBuilder(6, replicas, 1)
    for zone, (ip, weight) in enumerate(zip((FIRST, SECOND, THIRD), weights, strict=True)):
        for disk in ("sdb1", "sdc1"):
            rings.add_dev(
                {
                    "region": 1,
                    "zone": zone,
                    "ip": ip,
                    "port": 6200,
                    "device": disk,
                    "weight": weight,
                }
                | other
            )
    rings.rebalance(seed=1)
    return rings


def save(rings, path, version=1):
    rings.get_ring().save(str(path), format_version=version)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("replicas", [3, 2.5, 1])
def test_devices_and_what_they_hold(tmp_path, version, replicas):
    rings = builder((100, 100, 50), replicas)
    save(rings, tmp_path / "object-1.ring.gz", version)
    expected = {
        (dev["device"], dev["ip"], dev["weight"], dev["parts"])
        for dev in rings.devs
        if dev["ip"] in (FIRST, THIRD)
    }
    devices = ring.devices_of(tmp_path, {FIRST, "FD00:0::7"})
    assert {(dev.device, dev.ip, dev.weight, dev.partitions) for dev in devices} == expected
    assert {(dev.ring, dev.port) for dev in devices} == {("object-1", 6200)}


def test_all_rings_of_the_directory(tmp_path):
    for name in ("account", "container", "object"):
        save(builder(), tmp_path / f"{name}.ring.gz")
    (tmp_path / "object.builder").write_text("no ring")
    devices = ring.devices_of(tmp_path, [SECOND])
    assert [dev.ring for dev in devices] == [
        *["account"] * 2,
        *["container"] * 2,
        *["object"] * 2,
    ]
    assert ring.devices_of(tmp_path, ["10.0.0.99"]) == []
    assert ring.devices_of(tmp_path, []) == []


def test_the_way_out_of_a_ring(tmp_path):
    path = tmp_path / "object.ring.gz"
    rings = builder()
    mine = [dev["id"] for dev in rings.devs if dev["ip"] == FIRST]

    def states():
        save(rings, path)
        return [(dev.weight > 0, dev.partitions > 0) for dev in ring.devices_of(tmp_path, [FIRST])]

    assert states() == [(True, True)] * 2
    for number in mine:
        rings.set_dev_weight(number, 0)
    rings.rebalance(seed=1)
    # Swift moves no partition twice within min_part_hours.
    assert states() == [(False, True)] * 2
    for _ in range(3):
        rings.pretend_min_part_hours_passed()
        rings.rebalance(seed=1)
    assert states() == [(False, False)] * 2
    for number in mine:
        rings.remove_dev(number)
    rings.rebalance(seed=1)
    assert states() == []


def test_replication_address_counts(tmp_path):
    save(builder(replication_ip="192.168.9.9", replication_port=6200), tmp_path / "object.ring.gz")
    assert len(ring.devices_of(tmp_path, ["192.168.9.9"])) == 6


def test_other_byte_order(tmp_path):
    rings = builder().get_ring()
    head = {
        "devs": rings.devs,
        "part_shift": 26,
        "replica_count": 3,
        "byteorder": "big",
    }
    text = json.dumps(head).encode()
    body = struct.pack("!4sHI", b"R1NG", 1, len(text)) + text
    body += b"".join(
        struct.pack(f"!{len(row)}H", *row) for row in rings.to_dict()["replica2part2dev_id"]
    )
    with gzip.open(tmp_path / "object.ring.gz", "wb") as file:
        file.write(body)
    ours = ring.devices_of(tmp_path, [FIRST])
    save(builder(), tmp_path / "object.ring.gz")
    assert ours == ring.devices_of(tmp_path, [FIRST])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no gzip",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"R1NG", mtime=0),
        gzip.compress(b"R1NG\0\3rest", mtime=0),
        gzip.compress(b"GNIR\0\1rest", mtime=0),
        gzip.compress(b"R1NG\0\1\xff\xff\xff\xff{}", mtime=0),
        gzip.compress(b"R1NG\0\1\0\0\0\2{}", mtime=0),
        gzip.compress(b"R1NG\0\1\0\0\0\2[]", mtime=0),
        gzip.compress(b"R1NG\0\1\0\0\0\x0d" + b'{"devs": [1]}', mtime=0),
        gzip.compress(b"R1NG\0\1\0\0\0\2{}", mtime=0)[:-9],
    ],
)
def test_files_that_are_no_ring(tmp_path, content):
    (tmp_path / "object.ring.gz").write_bytes(content)
    with pytest.raises(ring.RingError, match="object.ring.gz cannot be read"):
        ring.devices_of(tmp_path, [FIRST])


def test_no_ring_in_the_directory(tmp_path):
    for directory in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ring.RingError, match="There is no Swift ring"):
            ring.devices_of(directory, [FIRST])
