"""A real Icinga that is lost, away or slow, and reconcilers that are killed."""

import multiprocessing
import os
import shutil
import signal
import socket
import time
from email.utils import formatdate

import pytest

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.monitoring import inventory, reconcile, spool
from helion_services.monitoring.messages import problems_now
from helion_services.monitoring.rounds import Rounds
from tests import databases, icinga
from tests.service.monitoring import conftest
from tests.service.monitoring.conftest import NAMESPACE, ROOT, bmc, cloud, server
from tests.service.service_env import write_configuration

pytestmark = pytest.mark.faults

_NODES = 40


def content():
    """What there is to be watched: 80 hosts and a region with a failed service."""
    return conftest.inventory(
        *(bmc(number, status=number == 1) for number in range(_NODES)),
        *(server(number) for number in range(_NODES)),
        cloud(status=2),
    )


@pytest.fixture
def watching(monkeypatch):
    monkeypatch.setattr(inventory, "read", lambda _runtime: content())


def hosts(api):
    return {row["name"] for row in api.select("hosts", ("name",))}


def objects(env):
    """What nobody takes care of, as people read it."""
    answer = env.reader.get(f"{ROOT}/problems").json
    return {row["label"]: row["state"] for row in answer.get("objects", ())}


def _reconcile(file):
    """A process that makes rounds until it is killed."""
    inventory.read = lambda _runtime: content()
    runtime = Runtime(config.load(files=[file]))
    while True:
        Rounds(runtime).round()


@pytest.fixture
def reconcilers(env, tmp_path):
    """``reconcilers(number)``: processes that make rounds; killed at the end, if not before."""
    processes = []

    def start(number):
        context = multiprocessing.get_context("spawn")
        for _ in range(number):
            process = context.Process(target=_reconcile, args=(str(tmp_path / "services.conf"),))
            process.start()
            processes.append(process)
        return processes

    yield start
    for process in processes:
        process.kill()
        process.join(30)


@pytest.mark.parametrize("count", [0, 1, 30, 79])
def test_a_reconciler_killed_at_any_moment_is_made_up_for(env, api, reconcilers, watching, count):
    (process,) = reconcilers(1)
    conftest.until(lambda: len(hosts(api)) >= count, seconds=120)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    Rounds(env.runtime).round()
    assert len(hosts(api)) == 2 * _NODES + 1
    assert reconcile.reconcile(api, content(), NAMESPACE).numbers == {}
    assert objects(env) == {"node-1": "down", "compute": "critical"}


def test_two_reconcilers_agree_and_hosts_that_somebody_deletes_come_back(env, api, reconcilers):
    reconcilers(2)
    conftest.until(lambda: len(hosts(api)) == 2 * _NODES + 1, seconds=120)
    conftest.until(lambda: objects(env) == {"node-1": "down", "compute": "critical"})
    conftest.empty_hosts(api)
    conftest.until(lambda: len(hosts(api)) == 2 * _NODES + 1, seconds=120)
    conftest.until(lambda: objects(env) == {"node-1": "down", "compute": "critical"})


def test_an_icinga_that_forgot_all_gets_it_again(env, api, daemon, watching):
    rounds = Rounds(env.runtime)
    rounds.round()
    daemon.end()
    for name in ("lib/api", "lib/icinga2.state"):
        place = daemon.setup.folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    daemon.start()
    assert hosts(api) == set()
    rounds.round()
    assert len(hosts(api)) == 2 * _NODES + 1
    assert objects(env) == {"node-1": "down", "compute": "critical"}


def test_what_hangs_first_and_works_later_is_watched_then(tmp_path, watching):
    """The rounds go on; reports and messages of others wait for nobody."""
    with icinga.running(tmp_path / "icinga") as daemon:
        daemon.end()
        options = conftest.options(daemon).replace("timeout = 10", "timeout = 1")
        write_configuration(tmp_path, databases.filled(tmp_path), "monitoring", options)
        env = conftest.ServiceEnv(tmp_path)
        try:
            with socket.create_server(("127.0.0.1", daemon.setup.port)):
                env.start_watching()
                conftest.until(lambda: _state(env) == "timed-out")
            conftest.until(lambda: _state(env) == "unreachable")
            daemon.start()
            conftest.until(lambda: objects(env).get("node-1") == "down", seconds=60)
        finally:
            env.close()


def _state(env):
    return env.reader.get(f"{ROOT}/status").json["state"]


def test_a_clock_that_is_an_hour_off_moves_no_result(env, api, watching):
    reconcile.reconcile(api, content(), NAMESPACE)
    name = "helion-server-server-2"
    row = next(
        row
        for row in env.reader.get(f"{ROOT}/hosts", query_string={"q": "server-2"}).json["objects"]
        if row["name"] == name
    )
    token = env.admin.post(f"{ROOT}/hosts/{row['id']}/token").json["token"]
    headers = {
        "X-Monitoring-Token": token,
        "Content-Type": "application/octet-stream",
        "Date": formatdate(time.time() + 3600.5),
    }
    lines = '0 "disk /srv" used=41;80;90 41 % used\n'
    answer = env.app.test_client().post(f"{ROOT}/results", data=lines, headers=headers)
    assert answer.json == {"accepted": 1, "errors": []}
    assert spool.feed(env.runtime, api, NAMESPACE, 900) == 2
    services = env.reader.get(f"{ROOT}/services", query_string={"host_id": row["id"]}).json
    by_label = {each["label"]: each for each in services["objects"]}
    clock = by_label["clock of reports"]
    assert (clock["state"], clock["output"][:25]) == ("critical", "The clock is 1 h ahead. R")
    detail = env.reader.get(f"{ROOT}/services/{by_label['disk /srv']['id']}").json
    (attrs,) = api.select("services", ("last_check",), names=[f"{name}!disk /srv"])
    assert abs(attrs["attrs"]["last_check"] - time.time()) < 600  # an hour would be 3,600
    assert detail["state"] == "ok"


def test_a_host_that_is_down_is_told_until_somebody_takes_care_of_it(env, api, watching):
    Rounds(env.runtime).round()
    look = problems_now._alarms(api)
    titles = {problem.title: problem.quiet for problem in look.problems.values()}
    assert titles == {"node-1 is down": False, "compute on RegionOne is critical": False}
    (host,) = (key for key in look.problems if key.endswith("bmc-1"))
    assert look.problems[host].text == "No answer."
    ident = next(
        row["id"]
        for row in env.reader.get(f"{ROOT}/problems").json["objects"]
        if row["label"] == "node-1"
    )
    env.admin.post(
        f"{ROOT}/actions", json={"action": "acknowledge", "ids": [ident], "comment": "on it"}
    )
    assert problems_now._alarms(api).problems[host].quiet
