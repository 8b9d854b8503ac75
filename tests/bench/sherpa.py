"""What the Sherpa service takes to fetch and publish large files, and to search its catalogue."""

import contextlib
import functools
import hashlib
import http.server
import pathlib
import resource
import statistics
import subprocess
import tempfile
import threading
import time

from helion_services.base import config, database
from helion_services.base.runtime import Runtime
from helion_services.base.times import now
from helion_services.base.tls.peers import Peers
from helion_services.sherpa import catalogue, rendering
from helion_services.sherpa.models import Entry, Source
from helion_services.sherpa.repository import description
from helion_services.sherpa.repository.wire import Reach, Wire
from helion_services.sherpa.transfer import Transfer
from tests.bench import sherpa_publish
from tests.bench.result import Result
from tests.service.service_env import write_configuration

DOWNLOAD = 0.9  # of the speed of curl and sha512sum
MEMORY = 64  # MiB more than before
SEARCH = 50  # ms
_MIB = 1 << 20
_SIZE = 1024  # MiB
_ENTRIES = 10_000
_ROUNDS = 15


def run():
    """Yields the download against curl, its memory, the search, and publishing."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = pathlib.Path(folder)
        yield from _download(folder)
        yield _search(folder)
        yield from sherpa_publish.run(folder / "publish")


def _download(folder):
    digest = hashlib.sha512()
    with (folder / "large").open("wb") as file:
        for number in range(_SIZE):
            piece = hashlib.shake_256(str(number).encode()).digest(4096) * (_MIB // 4096)
            file.write(piece)
            digest.update(piece)
    with _served(folder) as url:
        plain, ours = [], []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _round in range(3):
            ours.append(_fetch(url, folder / "ours", digest.hexdigest()))
            plain.append(_curl(url, folder / "plain"))
        growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    details = {"ours in s": ours, "curl and sha512sum in s": plain}
    yield Result("sherpa.download", min(plain) / min(ours), DOWNLOAD, "x", True, details)
    yield Result("sherpa.download.memory", growth, MEMORY, "MiB")


def _fetch(url, part, digest):
    part.unlink(missing_ok=True)
    began = time.monotonic()
    with Wire(Reach(url, peers=Peers(("127.0.0.0/8",)))) as wire:
        Transfer(part, _SIZE * _MIB, "sha512", digest).fetch(wire, "large")
    return time.monotonic() - began


def _curl(url, path):
    began = time.monotonic()
    subprocess.run(["curl", "-s", "-o", str(path), f"{url}large"], check=True)
    subprocess.run(["sha512sum", str(path)], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


@contextlib.contextmanager
def _served(folder):
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Nothing: it would be among the results."""


def _search(folder):
    """A page of the entries that match two words, of 10,000."""
    with _runtime(folder) as runtime:
        with runtime.db.session() as session:
            _fill(session)
        seconds = []
        for number in range(_ROUNDS):
            query = {"q": f"image {number}7", "kind": "image"}
            began = time.monotonic()
            with runtime.db.reader() as session:
                select = catalogue.matching(catalogue.sa.select(Entry), query)
                rows = session.scalars(select.order_by(Entry.created_at).limit(50)).all()
                rendering.entries(session, rows)
            seconds.append(time.monotonic() - began)
            assert rows
    return Result("sherpa.search", statistics.median(seconds) * 1000, SEARCH, "ms")


def _fill(session):
    moment = now()
    times = {"created_at": moment, "updated_at": moment}
    columns = {"name": "s", "url": "https://s/", "root": "{}", "fingerprint": "", "versions": {}}
    session.add(Source(id="s", enabled=True, revision=1, state="ready", **columns, **times))
    session.flush()
    session.execute(
        catalogue.sa.insert(Entry),
        [description.entry("s", f"images/{n}", _Target(n)) | times for n in range(_ENTRIES)],
    )


class _Target:
    """As much of python-tuf's TargetFile as is read."""

    def __init__(self, number):
        self.length, self.hashes = number, {"sha512": f"{number:0128x}"}
        self.custom = {
            "name": f"image {number}",
            "version": "1",
            "kind": "image",
            "notes": f"What is new in {number}. " * 20,
        }


@contextlib.contextmanager
def _runtime(folder):
    url = f"sqlite:///{folder}/services.db"
    file = write_configuration(folder, url, "sherpa")
    database.upgrade(url)
    runtime = Runtime(config.load(files=[file]))
    try:
        yield runtime
    finally:
        runtime.close()
