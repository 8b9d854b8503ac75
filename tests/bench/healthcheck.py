"""How long ``/healthcheck`` takes while ten readers send the largest bodies that cost most.

The server is a process of its own, with the threads of ``helion-api``: ``python -m`` this
``FOLDER PORT`` runs it. In front of it nobody checks tokens, as that takes no time of its threads.
"""

import contextlib
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

import requests

from tests.bench import large_bodies
from tests.bench.result import Result

LIMIT = 1  # second
_READERS, _ROUNDS, _PAUSE = 10, 20, 0.2
_READER = {
    "X-Identity-Status": "Confirmed",
    "X-User-Name": "reader",
    "X-User-Id": "r1",
    "OpenStack-System-Scope": "all",
    "X-Roles": "reader",
    "Content-Type": "application/json",
}
_PATH = "/v2/networks/check"  # the slowest that readers may use, with the body "keys"


def run():
    """Yields the slowest of some answers."""
    body = dict(large_bodies.bodies())["keys"].encode()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _served(folder) as url:
        alone = _seconds(f"{url}/healthcheck")
        done, answers = threading.Event(), []
        readers = [
            threading.Thread(target=_read, args=(url + _PATH, body, done, answers))
            for _reader in range(_READERS)
        ]
        for reader in readers:
            reader.start()
        while not answers:
            time.sleep(_PAUSE)
        times = []
        for _round in range(_ROUNDS):
            times.append(_seconds(f"{url}/healthcheck"))
            time.sleep(_PAUSE)
        done.set()
        for reader in readers:
            reader.join()
    details = {"alone": alone, "times": times, "answers of readers": answers}
    yield Result("services.healthcheck_under_load", max(times), LIMIT, "s", details=details)


def _read(url, body, done, answers):
    with requests.Session() as session:
        while not done.is_set():
            answers.append(session.post(url, body, headers=_READER).status_code)


def _seconds(url):
    began = time.perf_counter()
    requests.get(url, timeout=60).raise_for_status()
    return time.perf_counter() - began


@contextlib.contextmanager
def _served(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", __spec__.name, folder, str(port)])
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait(url, process):
    while process.poll() is None:
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"{url}/healthcheck", timeout=60).raise_for_status()
            return
        time.sleep(_PAUSE)
    raise RuntimeError("the server ended")


def _serve(folder, port):
    from helion_services.cmd import api

    runtime, person, _paths = large_bodies.services(pathlib.Path(folder))
    runtime.conf.set_override("port", port, "api")
    api.make_server(person.application, runtime.conf.api).run()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
