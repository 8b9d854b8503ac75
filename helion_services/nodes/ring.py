"""Swift's rings: which devices of a server are in them.

The files are what ``swift-ring-builder`` writes: gzip over ``R1NG``, a version, the devices as
JSON and, for each replica, the device of every partition. Version 1 has device numbers of two bytes
in the byte order it names; version 2 has them of any size in network order, and a length before
every section.
"""

import array
import collections
import contextlib
import dataclasses
import gzip
import ipaddress
import json
import pathlib
import struct
import sys
import zlib

from helion_services.base.messages import Message

_MAGIC = b"R1NG"
_LONGEST = 64 * 1024**2  # bytes of JSON; a device takes some 250
_BROKEN = (
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_TYPES = {2: "H", 4: "I", 8: "Q"}


class RingError(Exception):
    """A ring cannot be read; carries a :class:`Message`."""


@dataclasses.dataclass(frozen=True)
class Device:
    """A device in a ring.

    :ivar ring: the ring's name, such as ``object-1``
    :ivar weight: its share; 0 when it is on its way out
    :ivar partitions: how many replicas of partitions it is to hold. A device of weight 0 holds
        some until the ring is rebalanced.
    """

    ring: str
    ip: str
    port: int
    device: str
    weight: float
    partitions: int


def devices_of(directory, addresses):
    """The devices that the rings in ``directory`` have for any of ``addresses``.

    :param addresses: of one server, IPv4 or IPv6; the replication address counts as well
    :raises RingError: when the directory has no ring, or one that cannot be read
    """
    paths = sorted(pathlib.Path(directory).glob("*.ring.gz"))
    if not paths:
        raise RingError(
            Message(
                "swift-rings-missing",
                "There is no Swift ring in {directory}.",
                directory=str(directory),
            )
        )
    own = {_plain(address) for address in addresses}
    return [device for path in paths for device in _read(path, own)]


def _read(path, own):
    try:
        with gzip.open(path) as ring:
            return _devices(ring, path.name.removesuffix(".ring.gz"), own)
    except _BROKEN as exc:
        message = Message(
            "swift-ring-unreadable",
            "The Swift ring {path} cannot be read: {reason}.",
            path=str(path),
            reason=str(exc),
        )
        raise RingError(message) from exc


def _devices(ring, name, own):
    magic, version = struct.unpack("!4sH", ring.read(6))
    if magic != _MAGIC or version not in (1, 2):
        raise ValueError("it is not a ring of format 1 or 2")
    head = _json(ring, "!I" if version == 1 else "!Q")
    devices = head["devs"] if version == 1 else _json(ring, "!Q")
    mine = [device for device in devices if device and own & _addresses(device)]
    if not mine:
        return []
    held = _partitions(ring, head, version)
    return [
        Device(
            name,
            device["ip"],
            device["port"],
            device["device"],
            float(device["weight"]),
            held[device["id"]],
        )
        for device in mine
    ]


def _json(ring, prefix):
    (length,) = struct.unpack(prefix, ring.read(struct.calcsize(prefix)))
    if length > _LONGEST:
        raise ValueError("its list of devices is too long")
    return json.loads(ring.read(length))


def _partitions(ring, head, version):
    """How often each device's id stands in the table of replicas."""
    size, order, left = 2, head.get("byteorder", sys.byteorder), None
    if version == 2:
        (left,) = struct.unpack("!Q", ring.read(8))
        size, order = head["dev_id_bytes"], "big"
    else:
        left = head["replica_count"] * size << (32 - head["part_shift"])
    held = collections.Counter()
    while left > 0:
        # The last replica may be a partial one.
        data = ring.read(min(left, size << (32 - head["part_shift"])))
        if not data:
            break
        left -= len(data)
        row = array.array(_TYPES[size], data)
        if order != sys.byteorder:
            row.byteswap()
        held.update(row)
    return held


def _addresses(device):
    addresses = (device.get("ip"), device.get("replication_ip"))
    return {_plain(address) for address in addresses if address}


def _plain(address):
    """An address in its normal form; a host name as it is."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(address))
    return str(address).lower()
