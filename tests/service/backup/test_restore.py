"""A backup is restored by a plan that says what would be lost."""

import json
import shutil

import pytest

from helion_services.backup import inventory, plans, room
from tests.service.backup.conftest import ROOT
from tests.service.backup.ironic import Ironic


@pytest.fixture
def ironic(env, cloud):
    """Ironic, which answers from its database."""
    double = env.runtime.clouds = Ironic(cloud)
    return double


def plan(env, backup, parts=""):
    answer = env.system_admin.get(f"{ROOT}/backups/{backup['id']}/restore?parts={parts}")
    assert answer.status_code == 200, answer.json
    return answer.json


def restore(steps, backup, parts=None):
    described = plan(steps.env, backup, ",".join(parts or ()))
    body = {"digest": described["digest"], "parts": parts}
    path = f"{ROOT}/backups/{backup['id']}/restore"
    return steps.ended(steps.env.system_admin.post(path, json=body))


def codes(operation):
    return [line["text_fact"]["code"] for line in operation["log"] if line["text_fact"]]


def test_a_wrecked_database_is_back(steps, ironic, cloud, folder, env):
    """And what is newer than the backup is told before, and gone after."""
    secret = env.runtime.secrets.put({"password": "before"})
    backup = steps.take()
    cloud.add_node("node-new")
    later = env.runtime.secrets.put({"password": "later"})
    described = plan(env, backup)
    assert [(d["kind"], d["change"], d["name"]) for d in described["differences"]] == [
        ("nodes", "new", "node-new")
    ]
    assert described["stops"] == ["heat", "ironic", "keystone"]
    assert described["possible"], described["checks"]
    cloud.path("ironic").write_bytes(b"wrecked" * 1000)
    operation = restore(steps, backup)
    assert operation["state"] == "succeeded", operation["error"]
    assert cloud.nodes() == ["node-0", "node-1", "node-2"]
    hooks = (folder / "hooks").read_text().splitlines()
    assert hooks == ["stop heat ironic keystone", "start heat ironic keystone"]
    assert {"nodes-restored", "set-aside-in"} <= set(codes(operation))
    # Our own rows are those of then, but for this operation and the list of backups.
    assert env.runtime.secrets.get(secret) == {"password": "before"}
    assert steps.detail(backup)["state"] == "verified"
    listed = env.system_admin.get(f"{ROOT}/operations").json["operations"]
    states = {each["kind"]: each["state"] for each in listed}
    assert (states["restore"], states["take"]) == ("succeeded", "succeeded")
    with pytest.raises(Exception, match="does not exist"):
        env.runtime.secrets.get(later)
    before = next((folder / "state" / "before").iterdir())
    assert (before / "ironic.sqlite").read_bytes().startswith(b"wrecked")
    assert not (folder / "ironic" / "restore.conf").exists()


def test_a_plan_that_is_no_longer_true_is_refused(steps, ironic, cloud, env):
    backup = steps.take(verify=False)
    described = plan(env, backup)
    cloud.add_node("node-new")
    body = {"digest": described["digest"]}
    answer = env.system_admin.post(f"{ROOT}/backups/{backup['id']}/restore", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "restore-plan-changed")


def wreck_identity(manifest, row):
    row.cloud = "11111111-1111-1111-1111-111111111111"


def newer_schema(manifest, row):
    own = next(part for part in manifest["parts"] if part["own"])
    own["databases"][0]["revisions"]["helion_alembic_version"] = ["backup_9999"]


def other_schema(manifest, row):
    manifest["parts"][0]["databases"][0]["revisions"]["alembic_version"] = ["xyz"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (wreck_identity, "cloud-differs"),
        (newer_schema, "schema-newer"),
        (other_schema, "schema-differs"),
    ],
)
def test_what_must_not_be_restored(steps, ironic, env, change, code):
    from helion_services.backup.models import Snapshot

    backup = steps.take(verify=False)
    with env.runtime.db.session() as session:
        row = session.get(Snapshot, backup["id"])
        manifest = json.loads(row.manifest)
        change(manifest, row)
        row.manifest = json.dumps(manifest)
    described = plan(env, backup)
    assert not described["possible"]
    assert code in [c["code"] for c in described["checks"] if c["level"] == "error"]
    body = {"digest": described["digest"]}
    answer = env.system_admin.post(f"{ROOT}/backups/{backup['id']}/restore", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "restore-blocked")


def test_a_service_that_does_not_stop(steps, ironic, cloud, folder):
    """Nothing is replaced, and what was stopped runs again."""
    backup = steps.take(verify=False)
    cloud.add_node("node-new")
    (folder / "stop.sh").write_text("#!/bin/sh\necho no way >&2\nexit 1\n")
    operation = restore(steps, backup, ["ironic"])
    assert operation["state"] == "reverted"
    assert "no way" in operation["error"]["message"]
    assert "node-new" in cloud.nodes()
    assert (folder / "hooks").read_text() == "start ironic\n"


def test_no_room_for_the_scratch_folder(steps, ironic, cloud, folder, env, monkeypatch):
    """The plan says so; a restore that began before fails without touching anything."""
    backup = steps.take(verify=False)
    described = plan(env, backup)
    assert "restore-room" in [check["code"] for check in described["checks"]]
    cloud.add_node("node-new")
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(room.shutil, "disk_usage", lambda path: usage._replace(free=1000))
    blocked = plan(env, backup)
    (check,) = [each for each in blocked["checks"] if each["code"] == "restore-no-room"]
    assert check["params"]["needed"] >= 1
    assert not blocked["possible"]
    monkeypatch.setattr(plans, "_check_room", lambda *_about: ())
    operation = restore(steps, backup)
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "restore-no-room")
    assert "node-new" in cloud.nodes()


def test_a_backup_that_is_damaged_after_its_plan(steps, ironic, cloud, monkeypatch):
    backup = steps.take(verify=False)
    cloud.add_node("node-new")
    monkeypatch.setattr(inventory, "counts", lambda database, connection: {"nodes": 2})
    operation = restore(steps, backup, ["ironic"])
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "backup-damaged")
    assert "node-new" in cloud.nodes()
