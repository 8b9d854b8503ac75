"""Log stores for the tests: systemd's journal and an OpenSearch, both with lines of ours."""

import contextlib
import json
import subprocess
import time
from importlib import resources

import requests

from helion_embedded import journal
from helion_embedded.ports import HOST, is_free

_PATIENCE = 20


@contextlib.contextmanager
def running_journal(folder, port, entries):
    """The URL of a gateway to a journal with :class:`~.journal.Entry` each."""
    writer = journal.Writer(folder)
    writer.write(entries)
    writer.close()
    gateway = journal.serve(folder, HOST, port)
    try:
        until(lambda: not is_free(port))
        yield f"http://{HOST}:{port}"
    finally:
        gateway.kill()
        gateway.wait()


@contextlib.contextmanager
def running_opensearch(documents, index="flog-2026.01.01"):
    """The URL of a store with ``documents``."""
    program = resources.files("osmem_server") / "bin" / "osmem-server"
    command = [str(program), "-addr", f"{HOST}:0", "-no-stdin-watch"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        url = json.loads(process.stdout.readline())["url"]
        lines = [line for body in documents for line in ({"index": {"_index": index}}, body)]
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        answer = session().post(
            f"{url}/_bulk?refresh=true",
            data=text.encode(),
            headers={"Content-Type": "application/x-ndjson"},
            timeout=_PATIENCE,
        )
        assert not answer.json()["errors"]
        yield url
    finally:
        process.kill()
        process.wait()


def session():
    """A session that takes nothing from the environment."""
    direct = requests.Session()
    direct.trust_env = False
    return direct


def until(condition):
    """Wait until ``condition()`` holds."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
