"""Rings on their way to the servers: into folders, and by the operator's own command."""

import pathlib
import shutil

from helion_services.base import commands
from helion_services.base.messages import Message
from helion_services.ringos import builders, recon

_SECONDS = 600  # for the command


class NotPushed(Exception):
    """The servers do not have the rings; the first argument is a message."""


def is_configured(conf):
    """Whether rings can reach the servers."""
    return bool(conf.ringos.copies or conf.ringos.push_command)


def push(conf):
    """Hand the rings over; it does no harm to do so twice."""
    options = conf.ringos
    for path in sorted(pathlib.Path(options.rings_dir).glob("*.ring.gz")):
        for folder in options.copies:
            new = pathlib.Path(folder, f".{path.name}.new")
            shutil.copyfile(path, new)
            new.replace(pathlib.Path(folder, path.name))
    if not options.push_command:
        return
    try:
        commands.run(options.push_command, _SECONDS)
    except commands.CommandFailed as exc:
        raise NotPushed(
            Message(
                "ring-push-failed",
                "The command that copies the rings to the servers failed: {reason}",
                reason=str(exc),
            )
        ) from exc


def await_servers(work, lost):
    """Wait until each server but the ``lost`` ones has the rings."""
    conf = work.runtime.conf.ringos

    def have_them():
        rings = builders.load(conf.rings_dir)
        late = [row["id"] for row in recon.servers(conf, rings) if _is_late(row, lost)]
        if late:
            message = Message("ring-push-wait", "Rings on their way to {servers}", servers=late)
            work.progress(0, message)
        return not late

    what = Message("rings-on-servers", "the servers to have the new rings")
    work.until(have_them, what, conf.push_timeout, work.poll)


def _is_late(row, lost):
    if row["id"] in lost:
        return False
    return row["state"] == recon.SILENT or any(ring["state"] == recon.OLD for ring in row["rings"])
