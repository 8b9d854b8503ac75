"""The Ringos service over rings that Swift's own builder made, and a real storage server."""

import contextlib
import getpass
import os
import pathlib
import socket
import subprocess
import sys
import time

import pytest
import requests

from tests import databases
from tests.service.service_env import ServiceEnv, write_configuration

ROOT = "/ringos/v1"
KINDS = ("account", "container", "object")
_SERVER = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_udp_host =
log_address = {folder}/nolog
[pipeline:main]
pipeline = recon account-server
[app:account-server]
use = egg:swift#account
[filter:recon]
use = egg:swift#recon
recon_cache_path = {folder}/cache
"""


def make_ring(folder, name, ports, power=6):
    """Make a ring of two devices on 127.0.0.1 and two on 127.0.0.2, and its builder file."""
    # Imported here: Swift takes long to import.
    from swift.common.ring.builder import RingBuilder

    builder = RingBuilder(power, 2, 1)
    for number, port in enumerate(ports):
        for disk in range(2):
            builder.add_dev(
                {
                    "region": 1,
                    "zone": number + 1,
                    "ip": f"127.0.0.{number + 1}",
                    "port": port,
                    "device": f"d{disk}",
                    "weight": 100.0,
                }
            )
    builder.rebalance(seed="1")
    builder.save(str(folder / f"{name}.builder"))
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))
    return builder


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def rings(tmp_path, port):
    """The folder with the rings; the server of zone 2 is nowhere."""
    folder = tmp_path / "rings"
    folder.mkdir(mode=0o700)
    for kind in KINDS:
        make_ring(folder, kind, (port, port))
    return folder


@pytest.fixture
def storage_server(rings, port):
    """A real account server of Swift with a copy of the rings; its folder."""
    folder = rings.parent / "server"
    for device in ("d0", "d1"):
        (folder / "devices" / device).mkdir(parents=True)
    for path in rings.glob("*.ring.gz"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "swift.conf").write_text("[swift-hash]\nswift_hash_path_suffix = test\n")
    values = {"port": port, "user": getpass.getuser(), "folder": folder}
    (folder / "account.conf").write_text(_SERVER.format(**values))
    program = pathlib.Path(sys.executable).parent / "swift-account-server"
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [program, folder / "account.conf"], stdout=log, stderr=log, env=dict(os.environ)
        )
    try:
        until(lambda: _answers(port) or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text()
        yield folder
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def env(tmp_path, rings):
    options = f"[ringos]\nrings_dir = {rings}\nrecon_timeout = 20\n"
    write_configuration(tmp_path, databases.filled(tmp_path), "ringos", options)
    env = ServiceEnv(tmp_path)
    yield env
    env.close()


def until(condition, seconds=60):
    """Wait until ``condition()`` is true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def _answers(port):
    with contextlib.suppress(requests.ConnectionError), requests.Session() as session:
        session.trust_env = False
        return session.get(f"http://127.0.0.1:{port}/recon/version", timeout=20).ok
    return False
