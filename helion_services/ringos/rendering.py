"""Rings and their devices as JSON."""

from helion_services.ringos import builders

_DEVICE = ("id", "region", "zone", "ip", "port", "device", "weight")


def ring(folder, name, builder):
    """What is known of a ring as a whole.

    ``balance`` and ``dispersion`` are percent: by how much the worst device misses its share, and
    how many replicas are not as far apart as they could be.
    """
    rows = [device for device in builder.devs if device]
    return {
        "name": name,
        "kind": builders.kind_of(name),
        "parts": builder.parts,
        "replicas": float(builder.replicas),
        "regions": len({device["region"] for device in rows}),
        "zones": len({(device["region"], device["zone"]) for device in rows}),
        "servers": len({device["ip"] for device in rows}),
        "devices": len(rows),
        "balance": _balance(builder, rows),
        "dispersion": float(builder.dispersion),
        "changed": bool(builder.devs_changed),
        "min_part_hours": builder.min_part_hours,
        "min_part_seconds_left": builder.min_part_seconds_left,
        "version": builder.version,
        "md5": builders.ring_md5(folder, name),
    }


def devices(name, builder):
    """The devices of a ring, in the order of their numbers.

    ``parts`` are those that a device has in the ring, ``parts_wanted`` its share by weight. Of a
    device that was added, or whose weight was changed, they differ until the ring is rebalanced.
    """
    rows = [device for device in builder.devs if device]
    weight = sum(device["weight"] for device in rows)
    share = builder.parts * builder.replicas / weight if weight else 0
    return [_device(name, device, share) for device in rows]


def _device(name, device, share):
    # What the builder notes as wanted is of its last rebalance.
    return {key: device[key] for key in _DEVICE} | {
        "ring": name,
        "server": device["ip"],
        "parts": device.get("parts", 0),
        "parts_wanted": round(device["weight"] * share),
    }


def _balance(builder, rows):
    """None for a ring without weights: Swift does not know its balance."""
    return float(builder.get_balance()) if any(row["weight"] for row in rows) else None
