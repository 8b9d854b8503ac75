"""A ring of 2^18 parts and 1,000 devices: read from its builder, and drawn as on the panel."""

import array
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import django

from tests.bench.result import Result

READ_AND_DRAWN = 1  # s
AGAINST_SWIFT = 1  # times as long as swift-ring-builder takes to print it
_POWER, _SERVERS, _DISKS, _ROUNDS = 18, 100, 10, 4


def run():
    """Yields the seconds, and their ratio to those of Swift's own command."""
    sys.path.insert(0, "tests/site")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openstack_dashboard.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        _make(folder / "object.builder")
        rounds = [(_ours(folder), _swifts(folder / "object.builder")) for _ in range(_ROUNDS)]
    # The first one imports Swift.
    ours, swifts = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    details = {"ours in s": ours, "swift-ring-builder in s": swifts}
    yield Result("keep.ring", ours, READ_AND_DRAWN, "s", details=details)
    yield Result("keep.ring.against_swift", ours / swifts, AGAINST_SWIFT, "x", details=details)


def _make(path):
    from swift.common.ring.builder import RingBuilder

    builder = RingBuilder(_POWER, 3, 1)
    for number in range(_SERVERS * _DISKS):
        server, disk = divmod(number, _DISKS)
        builder.add_dev(
            {
                "region": 1,
                "zone": server % 5,
                "ip": f"10.0.{server // 250}.{server % 250 + 1}",
                "port": 6200,
                "device": f"sd{disk}",
                "weight": 100.0,
            }
        )
    _assign(builder)
    builder.save(str(path))


def _assign(builder):
    """Give each part three devices of different zones, in turn: a rebalance takes minutes."""
    count = len(builder.devs)
    builder._replica2part2dev = [
        array.array("H", ((part + shift) % count for part in range(builder.parts)))
        for shift in (0, _DISKS, 2 * _DISKS)
    ]
    for row in builder._replica2part2dev:
        for ident in row:
            builder.devs[ident]["parts"] += 1


def _ours(folder):
    """Seconds from the file to the HTML, in one process; storage servers report immediately."""
    from django.template.loader import render_to_string

    from helion_dashboard.admin.object_storage import picture
    from helion_dashboard.api.rings import records
    from helion_services.ringos import builders, rendering

    builders._cached.cache_clear()
    began = time.monotonic()
    rings = builders.load(folder)
    wire = json.dumps(
        [
            [rendering.ring(folder, *item) for item in rings.items()],
            [row for item in rings.items() for row in rendering.devices(*item)],
            _reports(),
        ]
    )
    cluster = records.cluster(*json.loads(wire))
    zones = picture.zones(cluster)
    html = render_to_string("helion_dashboard/object_storage/_picture.html", {"zones": zones})
    assert html.count('class="helion-disk-name"') == _SERVERS * _DISKS
    return time.monotonic() - began


def _reports():
    disks = [
        {"device": f"sd{disk}", "mounted": True, "size": 10**13, "used": 10**12}
        for disk in range(_DISKS)
    ]
    rings = [{"name": "object", "port": 6200, "state": "current"}]
    return [
        {"id": f"10.0.0.{number + 1}", "state": "up", "rings": rings, "disks": disks}
        for number in range(_SERVERS)
    ]


def _swifts(path):
    """Seconds that ``swift-ring-builder`` takes to print the same."""
    program = pathlib.Path(sys.executable).parent / "swift-ring-builder"
    began = time.monotonic()
    subprocess.run([program, path], check=True, capture_output=True)
    return time.monotonic() - began
