"""What storage servers report of themselves: Swift's recon, which needs no login.

All servers are asked at the same time, and have until one moment to answer: a server that hangs
does not hold up the others.
"""

import concurrent.futures
import json
import pathlib
import time

import requests

from helion_services.base.threads import Pool
from helion_services.base.tls.https import KnownAdapter
from helion_services.base.tls.peers import Deadline
from helion_services.ringos import builders

UP, SILENT = STATES = ("up", "silent")
CURRENT, OLD, UNKNOWN = RING_STATES = ("current", "old", "unknown")
THREADS = "recon"
"""How the names of its threads begin."""

_MOST = 1024**2  # bytes of an answer
_CHUNK = 65536


def servers(conf, rings):
    """The state of each server that has devices in the rings, in the order of the addresses.

    :param conf: the service's group
    :param rings: ``{name: RingBuilder}``
    """
    ports = _ports(rings)
    md5s = {name: builders.ring_md5(conf.rings_dir, name) for name in rings}
    reports = _ask(conf, ports, _report)
    return [_server(ip, ports[ip], reports[ip], md5s) for ip in sorted(ports)]


def clocks(conf, rings):
    """``{ip: seconds since the epoch}`` by the servers' own clocks; None of a silent server."""
    return _ask(conf, _ports(rings), lambda get, _kinds: float(get("time")))


def replication(conf, rings):
    """``{ip: {kind: its last pass}}``; None of a silent server, and of a kind without a pass.

    A pass has ``began`` (seconds on the server's clock), the numbers ``attempted``, ``removed`` and
    ``failures``, and ``failure_nodes``: ``{ip: {device: number}}``.
    """
    return _ask(conf, _ports(rings), _passes)


def _ask(conf, ports, report):
    """``{ip: report(get, names of its rings)}``, where ``get(path)`` is JSON of recon's."""
    deadline = time.monotonic() + conf.recon_timeout
    pool = Pool(conf.recon_connections, thread_name_prefix=THREADS)
    try:
        futures = {
            ip: pool.submit(_answer, report, ip, kinds, deadline) for ip, kinds in ports.items()
        }
        concurrent.futures.wait(futures.values(), max(0, deadline - time.monotonic()))
        return {ip: _result(future) for ip, future in futures.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ports(rings):
    """``{ip: {ring: port}}``."""
    ports = {}
    for name, builder in rings.items():
        for device in filter(None, builder.devs):
            ports.setdefault(device["ip"], {}).setdefault(name, device["port"])
    return ports


def _result(future):
    """The report, or None of a server that is silent or answers nonsense."""
    if not future.done():
        return None
    try:
        return future.result()
    except (requests.RequestException, ValueError, TypeError, AttributeError, LookupError):
        return None


def _answer(report, ip, ports, deadline):
    port = sorted(ports.values())[0]
    host = f"[{ip}]" if ":" in ip else ip
    root = f"http://{host}:{port}/recon"
    opened = []
    rest = max(0.05, deadline - time.monotonic())
    with requests.Session() as session, Deadline(rest, opened):
        session.trust_env = False  # a storage network has no proxy
        session.mount("http://", KnownAdapter(opened))
        return report(lambda path: _get(session, f"{root}/{path}", deadline), ports)


def _report(get, _rings):
    md5s, disks = get("ringmd5"), get("diskusage")
    if not isinstance(md5s, dict) or not isinstance(disks, list):
        raise ValueError("this is not Swift")
    return {
        "md5s": {pathlib.PurePath(path).name: md5 for path, md5 in md5s.items()},
        "disks": [_disk(row) for row in disks],
    }


def _passes(get, rings):
    kinds = sorted({builders.kind_of(name) for name in rings})
    return {kind: _pass(get(f"replication/{kind}")) for kind in kinds}


def _pass(body):
    """A replicator's last pass; None before the first."""
    stats, last = body.get("replication_stats"), body.get("replication_last")
    if not stats or not last:
        return None
    # Of objects, the time is in minutes, and there is no beginning.
    began = stats.get("start") or last - 60 * body["replication_time"]
    return {
        "began": float(began),
        "attempted": int(stats["attempted"]),
        "removed": int(stats["remove"]),
        "failures": int(stats["failure"]),
        "failure_nodes": dict(stats.get("failure_nodes") or {}),
    }


def _get(session, url, deadline):
    """The JSON at ``url``."""
    rest = max(0.05, deadline - time.monotonic())
    body = b""
    with session.get(url, timeout=rest, stream=True, allow_redirects=False) as response:
        response.raise_for_status()
        for chunk in response.iter_content(_CHUNK):
            body += chunk
            if len(body) > _MOST:
                raise ValueError("too long")
    return json.loads(body)


def _disk(row):
    """A device's disk; sizes are bytes, None where it is not mounted."""
    mounted = row["mounted"] is True
    return {
        "device": str(row["device"]),
        "mounted": mounted,
        "size": int(row["size"]) if mounted else None,
        "used": int(row["used"]) if mounted else None,
    }


def _server(ip, ports, report, md5s):
    rings = [
        {"name": name, "port": port, "state": _ring_state(name, report, md5s)}
        for name, port in sorted(ports.items())
    ]
    disks = report["disks"] if report else []
    state = UP if report else SILENT
    return {"id": ip, "address": ip, "state": state, "rings": rings, "disks": disks}


def _ring_state(name, report, md5s):
    reported = report and report["md5s"].get(f"{name}.ring.gz")
    if not reported or not md5s[name]:
        return UNKNOWN
    return CURRENT if reported == md5s[name] else OLD
