"""One process for a storage server: account, container, object, their replicators, and rsync.

Swift is at home in eventlet, so nothing else runs in such a process.
"""

import contextlib
import functools
import logging
import os
import pathlib
import subprocess
import sys
import tempfile

from helion_embedded import parent
from helion_embedded.swift.settings import KINDS

_DISK_SIZE = 1024**3


def check_attributes(folder):
    """Raise OSError if files in ``folder`` cannot have the attributes in which Swift keeps data."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        os.setxattr(file.name, "user.swift", b"x")


def log_to_output(_conf, _name, _console, _route, fmt, logger, _adapted):
    """Swift calls this for each of its loggers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(fmt))
    logger.addHandler(handler)


def take_folders_for_disks():
    """Let recon report each device as a small disk: here they are folders, not mount points."""
    from swift.common.middleware import recon

    recon.ReconMiddleware.get_diskusage = _disk_usage


def _disk_usage(middleware):
    """As recon has it, of folders: what is in them is used."""
    folders = [path for path in pathlib.Path(middleware.devices).iterdir() if path.is_dir()]
    rows = []
    for folder in folders:
        used = 0
        for path in folder.rglob("*"):
            with contextlib.suppress(OSError):  # it may go at any moment
                used += path.stat().st_blocks * 512
        rows.append(
            {
                "device": folder.name,
                "mounted": True,
                "size": _DISK_SIZE,
                "used": used,
                "avail": max(0, _DISK_SIZE - used),
            }
        )
    return rows


def serve(folder):
    """Serve what the configuration in ``folder`` says, until the process is told to end."""
    import eventlet
    from swift.common import utils, wsgi

    utils.monkey_patch()
    utils.set_swift_dir(str(folder))
    take_folders_for_disks()
    command = ["rsync", "--daemon", "--no-detach", f"--config={folder / 'rsyncd.conf'}"]
    end = functools.partial(parent.die_with_parent, os.getpid())
    rsync = subprocess.Popen(command, preexec_fn=end)  # noqa: PLW1509
    servers = []
    for kind in KINDS:
        path = str(folder / f"{kind}-server.conf")
        socket = wsgi.get_socket(wsgi.load_app_config(path))
        application = wsgi.loadapp(path, global_conf={"log_name": f"{kind}-server"})
        # Swift's own loop would begin with another hub, and the others would never wake up.
        servers.append(eventlet.spawn(_answer, socket, application))
        servers.append(eventlet.spawn(_replicate, kind, path))
    try:
        for server in servers:
            server.wait()
    finally:
        rsync.terminate()


def serve_proxy(folder):
    """Serve the proxy until the process is told to end."""
    from swift.common import wsgi

    wsgi.run_wsgi(str(pathlib.Path(folder) / "proxy-server.conf"), "proxy-server")


def _answer(socket, application):
    from eventlet import wsgi
    from swift.common.utils import NullLogger
    from swift.common.wsgi import SwiftHttpProtocol

    wsgi.server(
        socket,
        application,
        NullLogger(),
        protocol=SwiftHttpProtocol,
        socket_timeout=60,
        capitalize_response_headers=False,
    )


def _replicate(kind, path):
    from swift.account.replicator import AccountReplicator
    from swift.common import utils
    from swift.container.replicator import ContainerReplicator
    from swift.obj.replicator import ObjectReplicator

    classes = {
        "account": AccountReplicator,
        "container": ContainerReplicator,
        "object": ObjectReplicator,
    }
    conf = utils.readconf(path, f"{kind}-replicator")
    classes[kind](conf).run_forever()
