"""Planted passwords are in the encrypted column and the one-time download, and nowhere else."""

import json
import logging

import pytest

from helion_services.sirius.refresh import Refresh
from tests.service.sirius.conftest import PASSWORD
from tests.service.sirius.test_apply import backend, file, folder, overcloud, run  # noqa: F401

PLANTED = "Planted"
_LISTS = (
    *("storeservs", "cpgs", "storevirtual-clusters", "backends", "drivers"),
    *("configuration", "operations", "audit-events"),
)


@pytest.fixture
def cluster_backend(env, cluster):
    body = {"name": "vsa", "members": [cluster["id"]]}
    return env.admin.post("/sirius/v1/backends", json=body).json


@pytest.fixture
def answers(env, monkeypatch):
    """The texts of all answers of the service."""
    texts = []

    def remembered(answer):
        texts.append(answer.get_data(as_text=True))
        return answer

    env.app.after_request(remembered)
    return texts


def dump(env):
    with env.runtime.db.engine.connect() as connection:
        return "".join(connection.connection.driver_connection.iterdump())


def files_with(root, *apart):
    """Files below ``root`` that hold a planted password, but those below ``apart``."""
    return [
        path
        for path in root.rglob("*")
        if path.is_file()
        and not any(path.is_relative_to(each) for each in apart)
        and PLANTED.encode() in path.read_bytes()
    ]


def registered_anew(env, path, shown, changes):
    """Change a device in ways that are refused, and in one that is not."""
    for change in ({**changes, "port": 1}, {"password": f"{PLANTED}-wrong"}, changes):
        env.admin.put(f"{path}/{shown['id']}", json=change)
    env.admin.post(f"{path}/{shown['id']}/refresh")


def test_they_are_nowhere_else(
    env,
    caplog,
    answers,
    tmp_path,
    file,  # noqa: F811
    run,  # noqa: F811
    backend,  # noqa: F811
    overcloud,  # noqa: F811
    registered,
    cluster,
    cluster_backend,
):
    caplog.set_level(logging.DEBUG)
    san = {"san_password": f"{PLANTED}-other-san", "password": PASSWORD}
    registered_anew(env, "/sirius/v1/storeservs", registered, san)
    registered_anew(env, "/sirius/v1/storevirtual-clusters", cluster, {"password": PASSWORD})
    Refresh(env.runtime).round()
    operations = [run(backend)]
    overcloud.broken.add(backend["members"][0]["section"])
    env.admin.put(f"/sirius/v1/backends/{backend['id']}", json={
        "members": [member["id"] for member in backend["members"]],
        "options": {"reserved_percentage": 9},
    })  # fmt: skip
    operations.append(run(backend))
    assert [operation["state"] for operation in operations] == ["succeeded", "reverted"]
    for name in _LISTS:
        env.admin.get(f"/sirius/v1/{name}")
    for path, shown in (("storeservs", registered), ("storevirtual-clusters", cluster)):
        env.admin.get(f"/sirius/v1/{path}/{shown['id']}")
    downloads = len(answers)
    download = env.admin.post("/sirius/v1/configuration").get_data(as_text=True)
    others = answers[:downloads] + answers[downloads + 1 :]
    assert f"{PLANTED}-other-san" in download
    assert PASSWORD in download
    assert len(others) > 20
    assert PLANTED not in "".join(others)
    assert PLANTED not in json.dumps(operations)
    assert PLANTED not in dump(env)
    assert PLANTED not in caplog.text
    simulated = (tmp_path / "array", tmp_path / "group")
    assert files_with(tmp_path, *simulated) == [file], "and nothing is left beside it"
    assert file.stat().st_mode & 0o077 == 0
