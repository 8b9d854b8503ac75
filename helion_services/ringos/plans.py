"""What a drain or new devices would do, and whether that can be done."""

import hashlib
import json
import math

from helion_services.base import messages
from helion_services.base.messages import Message
from helion_services.ringos import builders, editing, problems, pushing, recon
from helion_services.ringos.changes import Change

ACTIONS = DRAIN, ADD = ("drain", "add")
LEVELS = OK, WARNING, ERROR = ("ok", "warning", "error")
_FULL = 85  # percent of a disk


def make(conf, action, body):
    """The plan as a dict: devices, parts that move, checks, ``digest``, and its ``request``.

    :param body: ``server``, and ``devices`` (all of the server's, without) for a drain; for new
        devices also ``region``, ``zone`` and ``weight``
    """
    rings = builders.load(conf.ringos.rings_dir)
    servers = recon.servers(conf.ringos, rings)
    devices, rows = _drain(rings, body) if action == DRAIN else _add(rings, body)
    names = sorted({device["ring"] for device in devices})
    digests = {name: editing.digest(conf.ringos.rings_dir, name) for name in names}
    silent = {row["id"] for row in servers if row["state"] == recon.SILENT}
    lost = sorted(silent & {body["server"]}) if action == DRAIN else []
    request = Change(devices, digests, lost, rows)
    moved = _moved(rings, devices)
    checks = _checks(conf, rings, servers, request, silent)
    return {
        "action": action,
        "server": body["server"],
        "devices": [
            {key: device[key] for key in ("ring", "id", "device", "weight", "parts")}
            for device in devices
        ],
        "parts": moved,
        "share": _share(rings, names, moved),
        "checks": checks,
        "possible": all(check["level"] != ERROR for check in checks),
        "digest": _digest(request),
        "request": request,
    }


def _drain(rings, body):
    names = body.get("devices")
    devices = [
        _device(name, row, row["weight"])
        for name, builder in rings.items()
        for row in filter(None, builder.devs)
        if row["ip"] == body["server"] and (not names or row["device"] in names)
    ]
    if not devices or set(names or ()) - {device["device"] for device in devices}:
        raise problems.no_device(body["server"])
    return devices, {}


def _add(rings, body):
    """New devices in all rings; ports are those of the server, or of others in the ring."""
    devices, rows = [], {}
    for name, builder in rings.items():
        present = [row for row in builder.devs if row]
        for row in present:
            if row["ip"] == body["server"] and row["device"] in body["devices"]:
                raise problems.device_exists(body["server"], row["device"])
        model = next(
            (row for row in present if row["ip"] == body["server"]), present and present[0]
        )
        if not model:
            raise problems.ring_empty(name)
        first = len(builder.devs)
        rows[name] = [
            {
                "id": first + number,
                "region": body["region"],
                "zone": body["zone"],
                "ip": body["server"],
                "port": model["port"],
                "replication_ip": body["server"],
                "replication_port": model.get("replication_port") or model["port"],
                "device": device,
                "meta": "",
            }
            for number, device in enumerate(body["devices"])
        ]
        devices += [_device(name, row, body["weight"]) for row in rows[name]]
    return devices, rows


def _device(name, row, weight):
    return {
        "ring": name,
        **{key: row[key] for key in ("id", "ip", "device")},
        "weight": float(weight),
        "parts": row.get("parts", 0),
    }


def _moved(rings, devices):
    """Replicas of parts that move: those that a drain takes away, or a new weight asks for."""
    if any(device["parts"] for device in devices):
        return sum(device["parts"] for device in devices)
    count = 0
    for name, builder in rings.items():
        new = sum(device["weight"] for device in devices if device["ring"] == name)
        total = sum(row["weight"] for row in filter(None, builder.devs)) + new
        count += round(builder.parts * builder.replicas * new / total) if total else 0
    return count


def _share(rings, names, moved):
    """Percent of all replicas of parts."""
    total = sum(rings[name].parts * rings[name].replicas for name in names)
    return round(100 * moved / total, 1) if total else 0.0


def _checks(conf, rings, servers, request, silent):
    checks = [_pushed(conf), _answering(request, silent)]
    if not request.rows:
        checks += [_replicas(rings, request), _room(servers, request)]
    return [_check(level, message) for level, message in filter(None, checks)]


def _pushed(conf):
    if pushing.is_configured(conf):
        return OK, Message("ring-push-configured", "Rings can be copied to the servers.")
    return ERROR, Message(
        "ring-push-missing",
        "Rings cannot be copied to the servers: neither [ringos] copies nor push_command is set.",
    )


def _answering(request, silent):
    staying = sorted(silent - set(request.lost) - _new(request))
    if staying:
        return ERROR, Message(
            "servers-silent",
            "{servers} do not answer. New rings must reach all servers.",
            servers=staying,
        )
    if request.lost:
        return WARNING, Message(
            "server-lost",
            "{servers} does not answer. Its parts are copied from the other replicas.",
            servers=request.lost,
        )
    return OK, Message("servers-answer-all", "All storage servers answer.")


def _new(request):
    """Servers that only come."""
    return {device["ip"] for device in request.devices} if request.rows else set()


def _replicas(rings, request):
    """Enough devices remain, and enough servers for a replica on each."""
    shared = []
    for name in request.rings:
        builder = rings[name]
        gone = request.weights(name, 0)
        rest = [
            row for row in filter(None, builder.devs) if row["id"] not in gone and row["weight"]
        ]
        if len(rest) < builder.replicas:
            return ERROR, Message(
                "ring-too-small",
                "{devices} devices would remain in the ring {ring}, for {replicas} replicas.",
                ring=name,
                replicas=math.ceil(builder.replicas),
                devices=len(rest),
            )
        if len({row["ip"] for row in rest}) < builder.replicas:
            shared.append(name)
    if shared:
        return WARNING, Message(
            "ring-shares-servers",
            "Replicas of {rings} would share a server: if it fails, objects cannot be read.",
            rings=shared,
        )
    return OK, Message("ring-large-enough", "Enough devices remain for all replicas.")


def _room(servers, request):
    """The disks that remain have room for what is on those that leave."""
    leaving = {(device["ip"], device["device"]) for device in request.devices}
    disks = [(server["id"], disk) for server in servers for disk in server["disks"]]
    sized = [(key, disk) for key, disk in disks if disk["size"]]
    used = sum(disk["used"] for ip, disk in sized if (ip, disk["device"]) in leaving)
    rest = [disk for ip, disk in sized if (ip, disk["device"]) not in leaving]
    size, before = sum(disk["size"] for disk in rest), sum(disk["used"] for disk in rest)
    if not size or len(sized) < len(disks):
        return WARNING, Message("disk-room-unknown", "How full the disks are is not known.")
    percent = round(100 * (before + used) / size)
    level = ERROR if percent >= 100 else WARNING if percent > _FULL else OK
    return level, Message(
        "disk-room", "The disks that remain would be {percent} % full.", percent=percent
    )


def _check(level, message):
    fact = messages.fact(message)
    return {"level": level, "detail": messages.text(message), **fact}


def _digest(request):
    return hashlib.sha256(json.dumps(request.dump(), sort_keys=True).encode()).hexdigest()
