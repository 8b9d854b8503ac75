"""Repositories that are full, locked, damaged or closed; databases that change meanwhile."""

import contextlib
import pathlib
import shutil
import sqlite3
import subprocess
import threading

import pytest

from tests.service.backup.conftest import PASSWORDS, ROOT, Steps, values


def flip(path):
    """Change a byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


@pytest.mark.parametrize("place", ["data", "index", "keys-data"])
def test_a_flipped_byte_is_found(steps, folder, place):
    backup = steps.take(verify=False)
    root = folder / "store" / ("main-keys" if place == "keys-data" else "main")
    files = [path for path in (root / place.removeprefix("keys-")).rglob("*") if path.is_file()]
    flip(max(files, key=lambda path: path.stat().st_size))
    operation = steps.verify(backup)
    assert operation["error"]["code"] in ("backup-damaged", "repository-corrupt")
    if operation["error"]["code"] == "backup-damaged":
        assert steps.backups()[0]["state"] == "damaged"
        assert steps.detail(backup)["verification"]["problems"]
    else:
        assert steps.backups()[0]["state"] != "verified"


def test_counts_that_differ_are_damage(steps, env, monkeypatch):
    from helion_services.backup import inventory

    backup = steps.take(verify=False)
    counts = inventory.counts

    def fewer(database, connection):
        return {k: n - 1 if k == "nodes" else n for k, n in counts(database, connection).items()}

    monkeypatch.setattr(inventory, "counts", fewer)
    operation = steps.verify(backup)
    assert operation["error"]["code"] == "backup-damaged"
    assert "nodes: 2 after the restore, 3 when" in operation["error"]["message"]
    assert env.reader.get(f"{ROOT}/summary").json["too_old"]


def test_a_repository_with_another_password(env, repository, folder):
    body = values(folder) | {"name": "again", "password": "something else"}
    answer = env.system_admin.post(f"{ROOT}/repositories", json=body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["password"]
    assert answer.json["error_facts"]["password"][0]["code"] == "repository-password-wrong"


def test_a_full_repository(steps, env, folder):
    """The backup is not listed, the repository says why, and the next one succeeds."""
    program = folder / "restic"
    real = shutil.which("restic")
    program.write_text(
        '#!/bin/sh\ncase " $* " in *" backup "*) echo "Save(<data/0f>) returned error,'
        ' retrying: no space left on device" >&2; exit 1;; esac\n'
        f'exec {real} "$@"\n'
    )
    program.chmod(0o700)
    env.runtime.conf.set_override("restic", str(program), group="backup")
    operation = steps.ended(steps.begin())
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "repository-full")
    assert steps.backups() == []
    path = f"{ROOT}/repositories/{steps.repository['id']}"
    assert env.reader.get(path).json["state_reason"] == "The repository has no space left."
    env.runtime.conf.clear_override("restic", group="backup")
    assert steps.take()["state"] == "verified"
    assert env.reader.get(path).json["state"] == "ready"


def test_restic_is_not_installed(env, repository):
    env.runtime.conf.set_override("restic", "restic-that-is-not-there", group="backup")
    summary = env.reader.get(f"{ROOT}/summary").json
    assert (summary["ready"], summary["reason_fact"]["code"]) == (False, "restic-missing")
    env.runtime.operations.start()
    steps = Steps(env, repository)
    operation = steps.ended(steps.begin())
    assert operation["error"]["code"] == "restic-missing"


@contextlib.contextmanager
def busy(folder):
    """A process that has the repository locked, as a backup does."""
    command = ["restic", "--no-cache", "-r", str(folder / "store" / "main"), "backup", "--stdin"]
    (folder / "secret").write_text(PASSWORDS["password"])
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "RESTIC_PASSWORD_FILE": str(folder / "secret")},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def locks(folder):
    """The files of locks; one that was never written to its end is none."""
    files = (folder / "store" / "main" / "locks").iterdir()
    return [path for path in files if "-tmp-" not in path.name]


def wait_for_lock(folder):
    deadline = threading.Event()
    for _attempt in range(600):
        if locks(folder):
            return
        deadline.wait(0.1)
    raise AssertionError("no lock")


def test_a_lock_of_a_process_that_died_is_removed(steps, env, folder):
    backup = steps.take(verify=False)
    with busy(folder):
        wait_for_lock(folder)
    assert locks(folder)
    operation = steps.ended(env.system_admin.delete(f"{ROOT}/backups/{backup['id']}"))
    assert operation["state"] == "succeeded", operation["error"]
    assert steps.backups() == []
    assert locks(folder) == []


def test_a_lock_of_a_living_process_is_waited_for(steps, env, folder):
    backup = steps.take(verify=False)
    with busy(folder) as process:
        wait_for_lock(folder)
        answer = env.system_admin.delete(f"{ROOT}/backups/{backup['id']}")
        held = steps.wait(
            answer.json["operation_id"],
            lambda each: any("has locked the repository" in s["message"] for s in each["steps"]),
        )
        assert held["state"] == "running"
        process.stdin.close()
        process.wait(60)
        operation = steps.wait(answer.json["operation_id"])
    assert operation["state"] == "succeeded", operation["error"]


def test_a_database_that_changes_while_it_is_copied(steps, cloud, folder):
    """Nodes and ports are written together: no copy has one without the other."""
    stopping = threading.Event()

    def write():
        number = 0
        while not stopping.is_set():
            with contextlib.suppress(sqlite3.OperationalError):
                cloud.add_node(f"more-{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup = steps.take()
    finally:
        stopping.set()
        writer.join()
    counts = steps.detail(backup)["counts"]
    assert counts["nodes"] == counts["ports"] > 3
    assert backup["state"] == "verified"


def test_what_the_repository_has_is_listed_again(steps, env):
    """As after a restore of our own database, or from another machine."""
    from helion_services.backup.models import Snapshot

    backup = steps.detail(steps.take(verify=False))
    with env.runtime.db.session() as session:
        session.delete(session.get(Snapshot, backup["id"]))
    assert steps.backups() == []
    path = f"{ROOT}/repositories/{steps.repository['id']}/refresh"
    assert env.system_admin.post(path).json == {"count": 1}
    again = steps.detail(steps.backups()[0])
    same = ("id", "counts", "restic_id", "keys_id", "taken_at", "parts")
    assert {name: again[name] for name in same} == {name: backup[name] for name in same}
    assert pathlib.Path(again["files"][0]).name == "ironic.conf"
