"""What the monitoring service adds to Icinga's own time.

Plain calls of its API do the same with as many connections; both start from an Icinga without
hosts.
"""

import contextlib
import pathlib
import tempfile
import time

from helion_embedded import icinga2
from helion_services.base import config
from helion_services.monitoring import objects, reconcile, targets
from helion_services.monitoring.icinga import Icinga
from helion_services.monitoring.inventory import Inventory
from helion_services.monitoring.targets import Finding, Target
from tests import icinga
from tests.bench import logs
from tests.bench.result import Result
from tests.service.service_env import write_configuration

FROM_NOTHING = 1.2  # times the plain calls
NO_CHANGE = 2.0  # seconds
PROBLEMS = 300  # ms over the raw call
_HOSTS, _SERVICES = 1000, 10
_NAMESPACE = "helion"
_ROUNDS = 3
#: What a list of services shows, but for the output.
_ATTRS = (
    *("display_name", "state", "last_check", "last_state_change", "acknowledgement"),
    *("downtime_depth", "last_reachable", "vars"),
)
_JOINS = ("host.display_name", "host.vars")
_OPTIONS = """[monitoring]
icinga_url = {url}
icinga_password = {password}
icinga_ca = {ca}
timeout = 120
"""


def run():
    """Yields queries of logs; reconciling from nothing and without changes; 10,000 problems."""
    yield from logs.run()
    if icinga2.missing():
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = pathlib.Path(folder)
        with _client(folder / "plain") as client:
            plain = _seconds(lambda: _plain(client))
        with _client(folder / "ours") as client:
            ours = _seconds(lambda: reconcile.reconcile(client, _inventory(), _NAMESPACE))
            details = {"ours in s": round(ours, 2), "plain in s": round(plain, 2)}
            yield Result("watch.from_nothing", ours / plain, FROM_NOTHING, details=details)
            unchanged = min(
                _seconds(lambda: reconcile.reconcile(client, _inventory(), _NAMESPACE))
                for _ in range(_ROUNDS)
            )
            yield Result("watch.no_change", unchanged, NO_CHANGE, "s")
            yield _problems(client)


def _problems(client):
    """The first page of 10,000 problems, against the call that brings them."""
    client.each(lambda name: _fail(client, name), _names())
    condition = "service.state != 0 && service.last_check > 0"
    raw, ours = [], []
    for _ in range(_ROUNDS):
        raw.append(
            _seconds(lambda: client.select("services", _ATTRS, condition=condition, joins=_JOINS))
        )
        ours.append(_seconds(lambda: _page(client)))
    details = {"ours in s": round(min(ours), 2), "raw in s": round(min(raw), 2)}
    over = 1000 * max(0, min(ours) - min(raw))
    return Result("watch.problems", over, PROBLEMS, "ms", details=details)


def _page(client):
    content = objects.Objects(client, 0)
    rows = content.matching(objects.SERVICE, {"problem": True})
    assert len(rows) == _HOSTS * _SERVICES
    page, _marker = objects.page(rows, {"limit": 50})
    assert len(content.shown([row.name for row in page])) == 50


def _fail(client, name):
    values = {"exit_status": 2, "plugin_output": "Disk is full."}
    client.act("process-check-result", "service", name, **values)


def _plain(client):
    """The same objects, one call each."""
    listed = _inventory().targets
    client.create("hostgroups", "helion-role-compute", {"display_name": "compute"})
    hosts = {target.name(_NAMESPACE): target.attributes(_NAMESPACE) for target in listed}
    client.each(lambda name: client.create("hosts", name, hosts[name]), hosts)
    attrs = targets.service_attributes(_NAMESPACE, "checked")
    client.each(lambda name: client.create("services", name, attrs), _names())


def _names():
    return [
        f"{target.name(_NAMESPACE)}!{check}"
        for target in _inventory().targets
        for check in target.checks
    ]


def _inventory():
    checks = {f"check-{number}": Finding(0, "Fine.") for number in range(_SERVICES)}
    return Inventory(
        [
            Target(targets.BMC, str(number), f"node-{number}", role="compute", checks=checks)
            for number in range(_HOSTS)
        ]
    )


@contextlib.contextmanager
def _client(folder):
    folder.mkdir()
    daemon = icinga.Daemon(folder / "icinga")
    try:
        daemon.start()
        options = _OPTIONS.format(url=daemon.url, password=icinga.PASSWORD, ca=daemon.ca)
        url = f"sqlite:///{folder}/services.db"
        file = write_configuration(folder, url, "monitoring", options)
        yield Icinga(config.load(files=[file]).monitoring)
    finally:
        daemon.end()


def _seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
