"""Whether replication has moved the parts, as recon reports of each server's last pass.

A replicator deletes a part that does not belong to its device once all who should have it do. So
all have arrived after a pass that began with the new rings, failed nowhere, and found nothing more
to delete; on a server without any part, one that found nothing at all.
"""

from helion_services.base.messages import Message
from helion_services.ringos import builders, recon


def await_parts(work, key, lost):
    """Wait until all parts are where the rings want them; ``key`` is that of the change.

    Raises :class:`~helion_services.base.operations.work.TimedOut`.
    """
    conf = work.runtime.conf.ringos
    rings = builders.load(conf.rings_dir)
    since = _since(work, key, rings, lost)

    def are_there():
        reports = recon.replication(conf, rings)
        late = [
            f"{ip} ({kind})"
            for ip, begin in sorted(since.items())
            for kind in _kinds(rings, ip)
            if not is_done(reports.get(ip), kind, begin, lost, is_empty(rings, ip, kind))
        ]
        if late:
            total = sum(len(_kinds(rings, ip)) for ip in since)
            message = Message("parts-moving", "Parts move; not yet done: {servers}", servers=late)
            work.progress(100 * (total - len(late)) // total, message)
        return not late

    what = Message("parts-moved", "replication to move the parts")
    work.until(are_there, what, conf.replication_hours * 3600, work.poll)


def is_done(report, kind, begin, lost=(), empty=False):
    """Whether the last pass of a replicator shows that all parts are where they belong.

    :param report: of the server, by kind; None if it does not answer
    :param begin: seconds, on the server's clock, from which it certainly had the new rings
    :param lost: servers that are not reached, which does not count
    :param empty: whether the server should have no part at all
    """
    row = (report or {}).get(kind)
    if row is None or row["began"] < begin:
        return False
    if row["removed"] or _failures(row, lost):
        return False
    return not (empty and row["attempted"])


def is_empty(rings, ip, kind):
    """Whether no ring of a kind gives a server any part."""
    return not any(
        device.get("parts", 0)
        for name, builder in rings.items()
        if builders.kind_of(name) == kind
        for device in filter(None, builder.devs)
        if device["ip"] == ip
    )


def _failures(row, lost):
    nodes = row["failure_nodes"]
    if not nodes:
        return row["failures"]
    return sum(sum(devices.values()) for ip, devices in nodes.items() if ip not in lost)


def _kinds(rings, ip):
    """The kinds of rings that a server is in."""
    return sorted(
        {
            builders.kind_of(name)
            for name, builder in rings.items()
            if any(device["ip"] == ip for device in filter(None, builder.devs))
        }
    )


def _since(work, key, rings, lost):
    """``{ip: seconds}`` on each server's clock, from which its replicators have the rings."""
    note = work.recall("since")
    if note is None or note["key"] != key:
        conf = work.runtime.conf.ringos

        def clocks():
            times = recon.clocks(conf, rings)
            return times if all(times[ip] is not None for ip in times if ip not in lost) else None

        what = Message("servers-answer", "all storage servers to answer")
        times = work.until(clocks, what, conf.push_timeout, work.poll)
        since = {
            ip: seconds + conf.reload_seconds for ip, seconds in times.items() if ip not in lost
        }
        note = {"key": key, "times": since}
        work.note("since", note)
    return note["times"]
