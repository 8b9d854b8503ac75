"""Operations whose process dies are continued by the next one."""

import hashlib
import pathlib
import signal
import subprocess
import sys
import time

import pytest

from tests.service.sherpa.conftest import ROOT, Steps
from tests.service.sherpa.glance import Glance

DATA = hashlib.shake_256(b"big").digest(4_000_000)
TREE = pathlib.Path(__file__).parents[3]


@pytest.fixture
def steps(env, source, network):
    """The service without a process that runs operations, and an image of some size."""
    network.publisher.add("images/big.raw", DATA, name="big", version="1", kind="image")
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    return Steps(env)


@pytest.fixture
def killed(folder):
    """Runs operations in a process of its own, and kills that as soon as ``ready()``."""

    def killed(ready):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.service.sherpa.worker", str(folder)], cwd=TREE
        )
        try:
            end = time.monotonic() + 60
            while not ready():
                assert time.monotonic() < end
                assert worker.poll() is None
                time.sleep(0.02)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()

    return killed


def test_a_download_is_continued_after_kill(steps, env, network, killed):
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    network.faults["slow"] = 2_000_000
    entry = steps.entry("big", "1")
    answer = env.admin.post(f"{ROOT}/entries/{entry['id']}/download")
    parts = root / "parts"

    def size():
        return sum(path.stat().st_size for path in parts.glob("*"))

    killed(lambda: size() > 500_000)
    before = size()
    assert list((root / "content").glob("*")) == []
    network.faults.clear()
    network.faults["cut"] = len(DATA) - before  # no byte more than what is missing
    env.runtime.operations.start()
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    assert not [line for line in operation["log"] if line["text_fact"]["code"] == "download-waits"]
    ident = steps.entry("big", "1")["content_id"]
    assert (root / "content" / ident).read_bytes() == DATA
    assert list(parts.glob("*")) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_publishing_is_continued_by_the_next_conductor(steps, env, method, monkeypatch):
    """The first one is stopped while Glance answers; it does not get the answer."""
    glance = env.runtime.clouds = Glance()
    env.runtime.operations.start()
    content_id = steps.download("big", "1")
    real = getattr(Glance, method.lower())
    stops = []

    def act(self, *args, **options):
        answer = real(self, *args, **options)
        if not stops:
            stops.append(method)
            conductor = env.runtime.operations.conductor
            conductor.stopping.set()
            for event in conductor._running.values():
                event.set()
            raise SystemExit  # as if the process ended here
        return answer

    monkeypatch.setattr(Glance, method.lower(), act)
    answer = env.admin.post(f"{ROOT}/content/{content_id}/publish", json={})
    end = time.monotonic() + 30
    while not stops and time.monotonic() < end:
        time.sleep(0.02)
    env.runtime.operations.stop()
    env.runtime.operations.start()
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    assert len(glance.images) == 1
    assert glance.visible() == {"big": "1"}
