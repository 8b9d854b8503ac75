"""The rings of the object store: made once, kept at the ports of the instance."""

import shutil

from helion_embedded.swift import settings

_PART_POWER, _REPLICAS = 8, 2
_WEIGHT = 100


def builders(instance):
    """The folder with the builder files."""
    return instance.state.var("swift", "builders")


def make(instance):
    """Make the builders that are missing, correct ports, and hand the rings to all servers."""
    from swift.common.ring import RingBuilder

    for kind in settings.KINDS:
        path = builders(instance) / f"{kind}.builder"
        port = instance.ports[settings.port_name(kind)]
        if path.exists():
            builder = RingBuilder.load(str(path))
        else:
            # Whoever tries the demo does not wait an hour between two changes of a ring.
            builder = RingBuilder(_PART_POWER, _REPLICAS, min_part_hours=0)
            _add_devices(builder, port)
        devices = [device for device in builder.devs if device]
        if not path.exists() or any(device["port"] != port for device in devices):
            for device in devices:
                device["port"] = device["replication_port"] = port
            builder.save(str(path))
        ring = path.with_suffix(".ring.gz")
        builder.get_ring().save(str(ring))
        for folder in folders(instance):
            shutil.copy(ring, folder)


def folders(instance):
    """The folders from which the servers read their rings."""
    return [instance.state.configuration / name for name in ("swift", *settings.SERVERS)]


def _add_devices(builder, port):
    for zone, address in enumerate(settings.SERVERS.values(), start=1):
        for name in settings.DEVICES:
            builder.add_dev(
                {
                    "region": 1,
                    "zone": zone,
                    "ip": address,
                    "port": port,
                    "device": name,
                    "weight": _WEIGHT,
                    "replication_ip": address,
                    "replication_port": port,
                }
            )
    builder.rebalance(seed=1)
