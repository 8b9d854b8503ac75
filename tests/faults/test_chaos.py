"""One ``helion-api`` and one conductor of two are killed again and again, under load.

Nothing is lost, nothing is done twice, and every operation ends.
"""

import collections
import concurrent.futures
import dataclasses
import json
import threading
import time
import uuid

import pytest
import requests
import sqlalchemy as sa

from helion_services.base import database
from helion_services.base.operations import states
from helion_services.base.operations.models import Operation, OperationResource
from tests.faults.chaos import keystone, service, site
from tests.service.services import runtimes
from tests.service.services.conftest import eventually, redis_url  # noqa: F401

pytestmark = pytest.mark.faults

_SECONDS = 60
_BETWEEN = 4.0  # seconds between two kills
_KILLS = 8
_CLIENTS = 4
_PAUSE = 1.0  # seconds of a client between two orders
_PATIENCE = 120


@dataclasses.dataclass(frozen=True)
class Order:
    """What a client ordered, and the id of the operation that it was told."""

    name: str
    fails: bool
    operation: str


class Client:
    """Orders until it is stopped; each order is repeated with its key until it is taken."""

    def __init__(self, url, number, stop):
        self._url, self._number, self._stop = url, number, stop
        self.orders, self.answers = [], collections.Counter()

    def run(self):
        """Returns its orders."""
        while not self._stop.wait(_PAUSE):
            name = f"c{self._number}-{len(self.orders)}"
            fails = len(self.orders) % 5 == 4
            self.orders.append(Order(name, fails, self._order(name, fails)))
        return self.orders

    def _order(self, name, fails):
        headers = {"X-Auth-Token": keystone.TOKEN, "Idempotency-Key": str(uuid.uuid4())}
        until = time.monotonic() + _PATIENCE
        while True:
            operation = self._send({"name": name, "fails": fails}, headers)
            if operation:
                return operation
            assert time.monotonic() < until, (name, self.answers)
            time.sleep(0.2)

    def _send(self, body, headers):
        """The id of the operation, None if the order was perhaps not taken."""
        try:
            answer = requests.post(f"{self._url}/orders", json=body, headers=headers, timeout=10)
        except requests.RequestException as exc:
            self.answers[type(exc).__name__] += 1
            return None
        code = json.loads(answer.text).get("code") if answer.status_code == 409 else ""
        self.answers[answer.status_code, code] += 1
        assert answer.status_code in (202, 409, 502, 503, 504), answer.text
        return answer.json().get("operation") if answer.status_code in (202, 409) else None


@pytest.fixture
def scene(tmp_path, redis_url):  # noqa: F811
    with site.running(tmp_path, redis_url) as scene:
        yield scene


def _kill(scene):
    """Kill one of each in turn, for a minute and some times at least; returns how often."""
    until, count = time.monotonic() + _SECONDS, 0
    while time.monotonic() < until or count < _KILLS:
        number = count % 2
        for kind in ("helion-api", "helion-conductor"):
            scene.kill(kind, number)
            scene.start(kind, number)
        scene.wait(number)
        time.sleep(_BETWEEN)
        count += 1
    return count


def _ordered(scene):
    """The orders that clients placed while processes were killed."""
    stop = threading.Event()
    clients = [Client(scene.url, number, stop) for number in range(_CLIENTS)]
    with concurrent.futures.ThreadPoolExecutor(_CLIENTS) as pool:
        calls = [pool.submit(client.run) for client in clients]
        try:
            kills = _kill(scene)
        finally:
            stop.set()
        orders = [order for call in calls for order in call.result()]
    return orders, kills, sum((client.answers for client in clients), collections.Counter())


def _active(db):
    """How many operations have not ended."""
    with db.reader() as session:
        count = sa.select(sa.func.count()).where(Operation.state.in_(states.ACTIVE))
        return session.scalar(count)


def _journal(scene):
    return collections.Counter((scene.work / "journal").read_text().splitlines())


def test_one_of_each_is_killed_every_few_seconds(scene, redis_url):  # noqa: F811
    orders, kills, answers = _ordered(scene)
    db = database.Database(scene.database)
    board = runtimes.make(scene.database, redis_url, "helion").operations.board

    active = _active(db)
    while active:  # as long as some end, a machine may take its time
        before = active
        eventually(
            lambda before=before: _active(db) < before,
            f"one of {active} operations to end",
            lambda: scene.log("helion-conductor", 0) + scene.log("helion-conductor", 1),
        )
        active = _active(db)
    with db.reader() as session:
        rows = {row.id: row for row in session.scalars(sa.select(Operation))}
        held = session.scalars(sa.select(OperationResource.held)).all()
    print(f"{kills} kills of each, {len(orders)} orders, {dict(answers)}")  # noqa: T201
    assert any(answers[name] for name in answers if name != (202, "")), "no client noticed"

    assert {order.operation for order in orders} == set(rows), "lost, or begun twice"
    assert len(rows) == len(orders)
    for order in orders:
        assert rows[order.operation].request["name"] == order.name
        state = "reverted" if order.fails else "succeeded"
        assert rows[order.operation].state == state, rows[order.operation].error
    expected = {
        f"{order.name}.{number}"
        for order in orders
        if not order.fails
        for number in range(service.STEPS)
    }
    assert {path.name for path in scene.work.iterdir()} - {"journal"} == expected
    assert set(_journal(scene).values()) == {1}, "done twice"
    assert not any(held)
    eventually(lambda: not board.job_count, "the jobs to leave the board")
    db.close()
