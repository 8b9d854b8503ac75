"""A real Glance alone, without Keystone: ``python -m`` this module with a folder and a port."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

from helion_embedded.distributions import data_file
from helion_embedded.openstack.tools import run_command
from helion_embedded.ports import HOST

_PATIENCE = 180  # seconds
_CONFIGURATION = """[DEFAULT]
enabled_backends = fs:file
use_keystone_limits = False
[database]
connection = sqlite:///{folder}/glance.db
[glance_store]
default_backend = fs
[fs]
filesystem_store_datadir = {folder}/images
[os_glance_staging_store]
filesystem_store_datadir = {folder}/staging
[os_glance_tasks_store]
filesystem_store_datadir = {folder}/tasks
[paste_deploy]
config_file = {paste}
"""


@contextlib.contextmanager
def started(folder):
    """The URL of one that keeps all in ``folder``, until the end of the block."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    url = f"http://{HOST}:{port}"
    with (folder / "glance.log").open("wb") as log:
        command = [sys.executable, "-W", "ignore", "-m", __name__, str(folder), str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(f"{url}/healthcheck", folder / "glance.log")
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url, log):
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            if time.monotonic() > end:
                raise RuntimeError(log.read_text()[-3000:]) from None
            time.sleep(0.2)


def main(folder, port):
    """Serve until this process is ended."""
    from glance.cmd import manage

    folder = pathlib.Path(folder)
    paste = folder / "paste.ini"
    # All requests are an administrator's.
    text = data_file("glance", "etc/glance/glance-api-paste.ini").read_text()
    paste.write_text(text.replace(" unauthenticated-context ", " context "))
    file = folder / "glance-api.conf"
    file.write_text(_CONFIGURATION.format(folder=folder, paste=paste))
    os.environ["OS_GLANCE_CONFIG_DIR"] = str(folder)
    run_command(manage.main, ["glance", "--config-file", str(file), "db_sync"])
    os.execv(  # noqa: S606 - it parses its options itself
        sys.executable,
        [sys.executable, "-W", "ignore", "-c", _SERVE.format(host=HOST, port=port)],
    )


_SERVE = """
import waitress
from glance.wsgi import api

ADMIN = {{"HTTP_X_IDENTITY_STATUS": "Confirmed", "HTTP_X_USER_ID": "u", "HTTP_X_PROJECT_ID": "p",
         "HTTP_X_ROLES": "admin,member,reader"}}

def application(environ, start_response):
    return api.application(environ | ADMIN, start_response)

waitress.serve(application, host="{host}", port={port}, threads=4,
               max_request_body_size=1 << 40)
"""


if __name__ == "__main__":
    main(*sys.argv[1:])
