"""Backups are taken and proven: restored, whole, with the counts of the time."""

import pytest

from helion_services.backup import access
from helion_services.backup.failures import Failure
from helion_services.backup.models import Repository
from tests.service.backup.conftest import PASSWORDS, ROOT, values


def test_a_backup_is_taken_and_verified(steps, cloud, env, folder):
    backup = steps.take()
    assert backup["state"] == "verified"
    assert backup["verified_at"]
    assert backup["parts"] == ["ironic", "keystone", "heat", "glance", "helion", "keys"]
    detail = steps.detail(backup)
    assert detail["counts"] == detail["verification"]["counts"]
    expected = {"nodes": 3, "ports": 3, "users": 1, "stacks": 0, "secrets": 1}
    assert expected.items() <= detail["counts"].items()
    assert detail["verification"]["problems"] == []
    assert list((folder / "state" / "scratch").iterdir()) == []
    summary = env.reader.get(f"{ROOT}/summary").json
    assert (summary["ready"], summary["too_old"], summary["backups"]) == (True, False, 1)
    assert summary["verified_at"] == backup["taken_at"]
    assert summary["size"] > 0


def test_the_keys_are_apart(steps, env, folder):
    """Neither of the two repositories is of use without the other."""
    backup = steps.detail(steps.take(verify=False))
    with env.runtime.db.reader() as session:
        row = session.get(Repository, steps.repository["id"])
    pair = access.of_row(env.runtime, row)
    (data,) = pair.data.snapshots("helion")
    (keys,) = pair.keys.snapshots("helion")
    assert (data["id"], keys["id"]) == (backup["restic_id"], backup["keys_id"])
    assert keys["paths"] == [f"{folder}/keys"]
    assert f"{folder}/keys" not in data["paths"]
    with pytest.raises(Failure) as refused:
        access.pair(
            env.runtime.conf, row.location, row.keys_location, {**PASSWORDS, "password": "guessed"}
        ).data.snapshots("helion")
    assert refused.value.code == "repository-password-wrong"


@pytest.mark.parametrize("rest", [("keys_location", "location"), ("keys_password", "password")])
def test_the_keys_need_a_repository_and_a_password_of_their_own(env, folder, rest):
    body = values(folder)
    body[rest[0]] = body[rest[1]]
    answer = env.system_admin.post(f"{ROOT}/repositories", json=body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [rest[0]]


def test_the_login_of_a_storage_is_changed_and_removed(env, repository):
    def change(**values):
        answer = env.system_admin.put(f"{ROOT}/repositories/{repository['id']}", json=values)
        assert answer.status_code == 200, answer.json
        return answer.json["variables"]

    assert change(environment={"OS_USERNAME": "me"}) == ["OS_USERNAME"]
    assert change(name="other") == ["OS_USERNAME"]
    assert change(environment={}) == []
