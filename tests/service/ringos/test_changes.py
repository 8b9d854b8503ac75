"""Devices leave the rings and come into them: Swift's own builders, and servers that obey."""

import pathlib
import time
from unittest import mock

import pytest
from swift.common.ring.builder import RingBuilder

from helion_services.base.operations import states, store
from helion_services.ringos import builders, editing, pushing, recon, replication
from tests.service.ringos.conftest import KINDS, ROOT, until
from tests.service.ringos.test_rings import change

LEAVING, STAYING = "127.0.0.1", "127.0.0.2"
FULL = {"device": "d0", "mounted": True, "size": 100, "used": 95}


class Servers:
    """Storage servers that have each ring as soon as it was pushed, and move parts at once."""

    def __init__(self):
        self.silent, self.stuck, self.passes = set(), False, 0
        self.disks = [{**FULL, "used": 10}, {**FULL, "used": 10, "device": "d1"}]

    def servers(self, conf, rings):
        return [
            {
                "id": ip,
                "address": ip,
                "state": recon.SILENT if ip in self.silent else recon.UP,
                "rings": [],
                "disks": self.disks,
            }
            for ip in sorted({row["ip"] for ring in rings.values() for row in ring.devs if row})
        ]

    def clocks(self, conf, rings):
        return {row["id"]: time.time() for row in self.servers(conf, rings)}

    def replication(self, conf, rings):
        self.passes += 1
        row = {"began": time.time() + 1000, "attempted": 0, "removed": 0, "failure_nodes": {}}
        row["failures"] = int(self.stuck)
        return {ip: dict.fromkeys(KINDS, row) for ip in self.clocks(conf, rings)}


@pytest.fixture
def storage(env, rings, monkeypatch):
    """The :class:`Servers`; rings have no wait, and are copied into a folder."""
    for name in KINDS:
        change(rings, name, lambda builder: builder.change_min_part_hours(0))
    copies = rings.parent / "copies"
    copies.mkdir()
    conf = env.runtime.conf
    conf.set_override("copies", [str(copies)], group="ringos")
    conf.set_override("poll", 0.1, group="operations")
    servers = Servers()
    for name in ("servers", "clocks", "replication"):
        monkeypatch.setattr(recon, name, getattr(servers, name))
    return servers


def weights(rings, name="object"):
    builder = RingBuilder.load(str(rings / f"{name}.builder"))
    return [row and row["weight"] for row in builder.devs]


def plan(env, action="drain", status=200, **body):
    answer = env.system_admin.post(
        f"{ROOT}/changes/plan", json={"action": action, "server": LEAVING, **body}
    )
    assert answer.status_code == status, answer.json
    return answer.json


def begin(env, action="drain", status=202, **body):
    digest = plan(env, action, **body)["digest"]
    body = {"action": action, "server": LEAVING, "digest": digest, **body}
    answer = env.system_admin.post(f"{ROOT}/changes", json=body)
    assert answer.status_code == status, answer.json
    return answer.json.get("operation_id")


def ended(env, ident):
    """The operation when it has ended."""
    env.runtime.operations.start()

    def look():
        with env.runtime.db.reader() as session:
            return store.get(session, ident)

    until(lambda: look().state not in states.ACTIVE)
    return look()


def test_a_plan_says_what_moves(env, rings, storage):
    body = plan(env)
    assert (body["possible"], body["parts"], body["share"]) == (True, 3 * 64, 50.0)
    assert len(body["devices"]) == 6
    codes = {check["code"]: check["level"] for check in body["checks"]}
    assert codes["ring-shares-servers"] == "warning"
    assert plan(env, devices=["d1"])["parts"] == 3 * 32
    assert plan(env, devices=["d7"], status=404)["code"] == "ring-device-not-found"
    assert plan(env, "add", devices=["d1"], status=409)["code"] == "ring-device-exists"
    assert plan(env, "add", devices=["d2"])["parts"] == 3 * round(128 / 5)
    assert "devices" in plan(env, "add", status=422)["errors"]


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda env, storage: storage.silent.add(STAYING), "servers-silent"),
        (lambda env, storage: storage.disks.__setitem__(0, FULL), "disk-room"),
        (lambda env, storage: env.runtime.conf.clear_override("copies", "ringos"),
         "ring-push-missing"),
    ],
)  # fmt: skip
def test_what_blocks_a_drain(env, storage, prepare, code):
    prepare(env, storage)
    body = plan(env)
    assert [c["code"] for c in body["checks"] if c["level"] == "error"] == [code]
    assert not body["possible"]
    begin(env, status=409)


def test_replicas_need_devices(env, rings, storage):
    change(rings, "object", lambda builder: builder.set_dev_weight(3, 0))
    body = plan(env)
    assert "ring-too-small" in [c["code"] for c in body["checks"] if c["level"] == "error"]


def test_a_server_leaves_the_rings(env, rings, storage):
    operation = ended(env, begin(env))
    assert operation.state == "succeeded", operation.error
    assert [step.name for step in operation.steps] == [
        *("begin", "weight-75", "weight-50", "weight-25", "weight-0", "remove")
    ]
    for name in KINDS:
        builder = RingBuilder.load(str(rings / f"{name}.builder"))
        assert {row["ip"] for row in builder.devs if row} == {STAYING}
        copy = rings.parent / "copies" / f"{name}.ring.gz"
        assert copy.read_bytes() == (rings / f"{name}.ring.gz").read_bytes()
    assert list((rings / "backups").glob("*.object.builder"))
    # Replication was waited for between any two rebalances.
    assert storage.passes >= 4


def test_a_server_that_is_lost_leaves_all_the_same(env, rings, storage):
    storage.silent.add(LEAVING)
    assert "server-lost" in [check["code"] for check in plan(env)["checks"]]
    assert ended(env, begin(env)).state == "succeeded"


def test_devices_come(env, rings, storage):
    operation = ended(env, begin(env, "add", devices=["d2"], zone=1, weight=100))
    assert operation.state == "succeeded", operation.error
    builder = RingBuilder.load(str(rings / "object.builder"))
    assert (builder.devs[4]["device"], builder.devs[4]["weight"]) == ("d2", 100)
    assert builder.devs[4]["port"] == builder.devs[0]["port"]
    assert builder.devs[4]["parts"] > 0


def test_a_cancelled_drain_puts_the_weights_back(env, rings, storage):
    storage.stuck = True
    ident = begin(env)
    env.runtime.operations.start()
    until(lambda: weights(rings)[0] == 75)
    env.runtime.operations.cancel(ident)
    assert ended(env, ident).state == "cancelled"
    for name in KINDS:
        assert weights(rings, name) == [100] * 4
        copy = (rings.parent / "copies" / f"{name}.ring.gz").read_bytes()
        assert copy == (rings / f"{name}.ring.gz").read_bytes()


def test_cancelled_devices_leave_again(env, rings, storage):
    storage.stuck = True
    ident = begin(env, "add", devices=["d2"])
    env.runtime.operations.start()
    until(lambda: len(weights(rings)) == 5 and weights(rings)[4] == 25)
    env.runtime.operations.cancel(ident)
    storage.stuck = False
    assert ended(env, ident).state == "cancelled"
    assert [weight for weight in weights(rings) if weight is not None] == [100] * 4


def test_parts_that_never_arrive_end_in_a_timeout(env, rings, storage):
    storage.stuck = True
    env.runtime.conf.set_override("replication_hours", 0.001, group="ringos")
    operation = ended(env, begin(env))
    assert operation.state == "reverted"
    assert operation.error["code"] == "timed-out"
    assert operation.error["params"]["what"]["code"] == "parts-moved"
    assert weights(rings) == [100] * 4


def test_rings_edited_meanwhile_stay_as_they_are(env, rings, storage):
    storage.stuck = True
    ident = begin(env)
    env.runtime.operations.start()
    until(lambda: weights(rings)[0] == 75)
    change(rings, "object", lambda builder: builder.set_dev_weight(3, 7))
    storage.stuck = False
    operation = ended(env, ident)
    assert operation.error["code"] == "ring-edited"
    assert weights(rings)[3] == 7


def test_a_plan_that_is_no_longer_true_is_not_begun(env, rings, storage):
    digest = plan(env)["digest"]
    change(rings, "object", lambda builder: builder.set_dev_weight(3, 90))
    body = {"action": "drain", "server": LEAVING, "digest": digest}
    answer = env.system_admin.post(f"{ROOT}/changes", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "ring-plan-changed")


def test_readers_change_nothing(env, rings, storage):
    body = {"action": "drain", "server": LEAVING}
    assert env.reader.post(f"{ROOT}/changes/plan", json=body).status_code == 403


class Notes:
    """What an operation has noted, as a conductor that takes over finds it."""

    undoing = False

    def __init__(self, env, digests):
        self.runtime, self.notes = env.runtime, {}
        self.request = type("Request", (), {"digests": digests})

    def recall(self, key, default=None):
        return self.notes.get(key, default)

    def note(self, key, value):
        self.notes[key] = value


def test_a_conductor_that_died_is_followed(env, rings, storage, monkeypatch):
    work = Notes(env, {"object": editing.digest(rings, "object")})

    def act(builder):
        builder.set_dev_weight(0, 50)

    with monkeypatch.context() as context:
        context.setattr(pathlib.Path, "replace", mock.Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            editing.change(work, "object", "k", act)
    assert weights(rings)[0] == 100
    editing.change(work, "object", "k", act)
    assert weights(rings)[0] == 50
    # Once more does nothing, and a foreign change is not written over.
    editing.change(work, "object", "k", lambda builder: pytest.fail("it was done"))
    change(rings, "object", lambda builder: builder.set_dev_weight(1, 1))
    for key in ("k", "l"):
        with pytest.raises(editing.RingEdited):
            editing.change(work, "object", key, act)


def test_the_command_that_pushes_is_told_of_when_it_fails(env, rings):
    env.runtime.conf.set_override("push_command", ["sh", "-c", "echo no >&2; exit 3"], "ringos")
    with pytest.raises(pushing.NotPushed) as raised:
        pushing.push(env.runtime.conf)
    assert raised.value.args[0].params == {"reason": "no"}


PASS = {"began": 100.0, "attempted": 5, "removed": 0, "failures": 0, "failure_nodes": {}}


@pytest.mark.parametrize(
    ("values", "is_done"),
    [
        ({}, True),
        ({"began": 99.0}, False),  # with the old rings
        ({"removed": 1}, False),  # there were still parts on their way
        ({"failures": 1}, False),
        ({"failures": 2, "failure_nodes": {"10.0.0.9": {"d1": 2}}}, True),  # of a lost server
        ({"failures": 2, "failure_nodes": {"10.0.0.8": {"d1": 2}}}, False),
    ],
)
def test_a_pass_proves_that_parts_have_moved(values, is_done):
    report = {"object": {**PASS, **values}}
    assert replication.is_done(report, "object", 100, ["10.0.0.9"]) is is_done


def test_a_server_without_parts_holds_none():
    report = {"object": PASS}
    assert not replication.is_done(report, "object", 100, empty=True)
    assert replication.is_done({"object": {**PASS, "attempted": 0}}, "object", 100, empty=True)
    assert not replication.is_done(None, "object", 100)
    assert not replication.is_done({"object": None}, "object", 100)


def test_recon_reports_passes_of_both_sorts():
    body = {"attempted": 3, "remove": 1, "failure": 0}
    row = recon._pass(
        {"replication_stats": body, "replication_last": 1000.0, "replication_time": 2.0}
    )
    assert (row["began"], row["removed"]) == (880.0, 1)
    body["start"] = 990.0
    row = recon._pass(
        {"replication_stats": body, "replication_last": 1000.0, "replication_time": 10.0}
    )
    assert row["began"] == 990.0
    assert recon._pass({"replication_stats": None, "replication_last": None}) is None


def test_a_ring_is_empty_where_no_part_is(rings):
    loaded = builders.load(str(rings))
    assert not replication.is_empty(loaded, LEAVING, "object")
    assert replication.is_empty(loaded, "127.0.0.9", "object")
