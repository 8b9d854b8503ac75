"""What the sensors of a simulated server read: in Redfish's form, and the power meter in IPMI's."""

import hashlib
import math
import time

from helion_embedded.simulators.ironic import inventory

EVENT = "hardware.simulated.metrics"
"""The type of Ironic's notifications with these readings."""

FAN, HEAT = "fan", "heat"
"""Faults that the readings show."""

_METER = "Current"
_FAN_METRICS = {"Percent": "baremetal_fan_percent", "RPM": "baremetal_fan_rpm"}
_FANS, _SUPPLIES, _PROCESSORS = 4, 2, 2
_INLET, _HOT_INLET = 21, 44  # degrees Celsius
_PERIOD = 40 * 60  # seconds of one swing of the load


def readings(node, broken=(), moment=None):
    """All sensors of a node by kind, as ``get_sensors_data`` of Ironic's interfaces returns them.

    :param broken: faults of it
    :param moment: seconds since the epoch; now by default
    """
    seed = int(hashlib.sha256(node.uuid.encode()).hexdigest()[:8], 16)
    angle = 2 * math.pi * ((time.time() if moment is None else moment) / _PERIOD + seed % 97 / 97)
    load = 0.5 + 0.4 * math.sin(angle) + 0.1 * math.sin(7 * angle)  # between 0 and 1
    running = node.power_state == "power on"
    inlet = (_HOT_INLET if HEAT in broken else _INLET) + seed % 5 + round(2 * load)
    return {
        "Temperature": dict(_temperatures(inlet, load, running)),
        "Fan": dict(_fans(load, running, broken)),
        "Power": dict(_supplies(_watts(load, running, seed))),
        "Drive": {
            f"{disk['name']}:Storage@1": _ok(name=disk["name"]) for disk in _disks(node, seed)
        },
        _METER: _meter(load, running, seed),
    }


def exported():
    """Let Ironic's exporter parse these readings: it has no parser for ``simulated`` hardware."""
    from ironic_prometheus_exporter.messaging import PrometheusFileDriver
    from ironic_prometheus_exporter.parsers import ipmi, redfish

    def parse(message, registry):
        redfish.category_registry(message, registry)
        _amounts(message, registry)
        meter = {_METER: message["payload"].get(_METER, {})}
        ipmi.category_registry({**message, "payload": meter}, registry)

    def parse_redfish(message, registry):
        redfish.category_registry(message, registry)
        _amounts(message, registry)

    PrometheusFileDriver.NODE_PARSERS[EVENT] = parse
    PrometheusFileDriver.NODE_PARSERS["hardware.redfish.metrics"] = parse_redfish


def _amounts(message, registry):
    """What Redfish's fans and power supplies read: the exporter has their health alone."""
    from prometheus_client import Gauge

    node = {name: message.get(name) or "" for name in ("node_name", "node_uuid")}
    gauges = {}
    for name, sensor, value in _read(message["payload"]):
        if name not in gauges:
            labels = [*node, "sensor_id"]
            gauges[name] = Gauge(name, "As Redfish reads it", labels, registry=registry)
        gauges[name].labels(**node, sensor_id=sensor).set(value)


def _read(payload):
    """``(metric, sensor, value)`` of what is enabled and reads something."""
    sources = [
        (_FAN_METRICS.get(fan.get("reading_units")), sensor, fan, "reading")
        for sensor, fan in payload.get("Fan", {}).items()
    ]
    sources += [
        ("baremetal_power_output_watts", sensor, supply, "last_power_output_watts")
        for sensor, supply in payload.get("Power", {}).items()
    ]
    for metric, sensor, values, name in sources:
        if metric and values.get(name) is not None and values.get("state") == "Enabled":
            yield metric, sensor, float(values[name])


def _temperatures(inlet, load, running):
    places = [("01-Inlet Ambient", "Intake", inlet)]
    if running:
        for number in range(_PROCESSORS):
            places.append((f"{number + 2:02d}-CPU {number + 1}", "CPU", inlet + 18 + 25 * load))
        places.append(("20-Exhaust", "Exhaust", inlet + 6 + 8 * load))
    for name, context, value in places:
        health = "Critical" if context == "Intake" and value >= _HOT_INLET else "OK"
        yield (
            f"{name}@1",
            _sensor(health, physical_context=context, reading_celsius=round(value, 1)),
        )


def _fans(load, running, broken):
    if not running:
        return
    for number in range(1, _FANS + 1):
        failed = FAN in broken and number == 2
        speed = 0 if failed else round(20 + 50 * load)
        health = "Critical" if failed else "OK"
        yield f"Fan {number}@1", _sensor(health, reading=speed, reading_units="Percent")


def _supplies(watts):
    for number in range(_SUPPLIES):
        shared = watts / _SUPPLIES
        yield (
            f"{number}:Power@1",
            _ok(power_capacity_watts=800, last_power_output_watts=shared),
        )


def _watts(load, running, seed):
    return round(140 + seed % 40 + 180 * load) if running else 12


def _meter(load, running, seed):
    watts = _watts(load, running, seed)
    name = "Pwr Consumption (0x77)"
    return {
        name: {
            "Sensor ID": name,
            "Entity ID": "7.1 (System Board)",
            "Sensor Reading": f"{watts} Watts",
            "Status": "ok",
        }
    }


def _disks(node, seed):
    return inventory.disks(inventory.model(node), f"{seed:032x}")


def _ok(**values):
    return _sensor("OK", **values)


def _sensor(health, **values):
    return {**values, "state": "Enabled", "health": health}
