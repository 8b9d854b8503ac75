"""Who opens connections and sends nothing keeps nobody else from an answer."""

import resource
import subprocess
import sys
import types
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from helion_services.cmd import connections
from tests import crowd
from tests.unit.services.base.test_commands import listening


def channel(last_activity, requests=()):
    return types.SimpleNamespace(last_activity=last_activity, requests=requests, will_close=False)


@pytest.mark.parametrize(("count", "closed"), [(1500, 0), (1501, 1), (2000, 500)])
def test_the_longest_idle_make_room(count, closed):
    channels = [channel(-number) for number in range(count)]
    busy = channels[-1] = channel(-5000, ["a request"])
    calls = []
    server = types.SimpleNamespace(
        maintenance=calls.append,
        active_channels=dict(enumerate(channels)),
        adj=types.SimpleNamespace(connection_limit=2000),
    )
    connections.keep_room(server)
    server.maintenance(7)
    assert calls == [7]
    assert sum(each.will_close for each in channels) == closed
    assert not busy.will_close
    longest = sorted((each for each in channels if each is not busy), key=by_activity)[:closed]
    assert all(each.will_close for each in longest)


def by_activity(each):
    return each.last_activity


@pytest.mark.parametrize(
    ("soft", "hard", "raised", "most"),
    [
        (1024, 524288, (2500, 524288), 2000),
        (1024, resource.RLIM_INFINITY, None, 2000),
        (4096, 4096, None, 2000),
        (1024, 1024, None, 524),
        (1024, 2000, (2000, 2000), 1500),
    ],
)
def test_descriptors_suffice_for_all(monkeypatch, soft, hard, raised, most):
    calls = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: calls.append(limits))
    assert connections.limit() == most
    if raised:
        assert calls == [raised]


@pytest.mark.faults
@pytest.mark.parametrize("count", [2000, 3000])
def test_a_crowd_that_sends_nothing(file, text, db, tmp_path, count):
    """The real command, begun with the usual limit of descriptors."""
    file.write_text(text.replace("services =\n", "services =\nport = 0\n"))
    log = tmp_path / "api.log"
    command = [sys.executable, "-W", "ignore", "-m", "helion_services.cmd.api"]
    process = subprocess.Popen(
        ["sh", "-c", 'ulimit -Sn 1024; exec "$@"', "-", *command, f"--config-file={file}"],
        stderr=log.open("wb"),
        cwd=tmp_path,
    )
    try:
        address = listening(process, log)
        with crowd.of(count, urlsplit(address).port):
            for _time in range(20):
                with urllib.request.urlopen(f"{address}/healthcheck", timeout=10) as answer:
                    assert answer.read() == b'{"status":"ok"}\n'
                with pytest.raises(urllib.error.HTTPError) as raised:
                    urllib.request.urlopen(f"{address}/operations", timeout=10)
                assert raised.value.code == 401
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in log.read_text()
