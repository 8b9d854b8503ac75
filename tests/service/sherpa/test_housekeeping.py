"""Retention of local content: what the limits let go, and what always stays."""

import datetime
import pathlib

import pytest

from helion_services.base.times import now
from helion_services.cmd import manage
from helion_services.sherpa.models import Content
from tests.service.sherpa.conftest import ROOT, Steps
from tests.service.sherpa.glance import Glance

PATH = f"{ROOT}/housekeeping"
VERSIONS = ("1", "2", "3")
_MIB = 1 << 20


@pytest.fixture
def contents(env, source, network):
    """Three versions of an image, each of 1 MiB, that were downloaded a day apart."""
    add = network.publisher.add
    for number in VERSIONS:
        date = f"2026-01-0{number}T00:00:00+00:00"
        data = number.encode() * _MIB
        about = {"name": "big", "version": number, "kind": "image", "published": date}
        add(f"images/{number}.raw", data, **about)
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    env.runtime.clouds = Glance()
    env.runtime.operations.start()
    steps = Steps(env)
    idents = {number: steps.download("big", number) for number in VERSIONS}
    with env.runtime.db.session() as session:
        for number, ident in idents.items():
            age = datetime.timedelta(days=10 - int(number), hours=-1)
            session.get(Content, ident).created_at = now() - age
    return idents


def limit(env, **limits):
    for name, value in limits.items():
        env.runtime.conf.set_override(name, value, group="sherpa")


def removable(env):
    return {row["version"]: row["reason"] for row in env.admin.get(PATH).json["content"]}


def local(env):
    return {row["version"] for row in env.admin.get(f"{ROOT}/content").json["content"]}


def test_without_limits_all_stays(env, contents):
    assert env.admin.get(PATH).json["content"] == []
    assert env.admin.post(PATH).json["bytes"] == 0
    assert local(env) == set(VERSIONS)


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"keep_versions": 2}, {"1": "versions"}),
        ({"keep_days": 8}, {"1": "age"}),
        ({"keep_mib": 2}, {"1": "size"}),
        ({"keep_mib": 1}, {"1": "size", "2": "size"}),
        ({"keep_versions": 1, "keep_days": 1}, {"1": "versions", "2": "versions", "3": "age"}),
        ({"keep_versions": 2, "keep_mib": 2}, {"1": "versions"}),
        ({"keep_versions": 3, "keep_days": 20, "keep_mib": 3}, {}),
    ],
)
def test_what_a_limit_lets_go(env, contents, limits, expected):
    limit(env, **limits)
    assert removable(env) == expected
    assert local(env) == set(VERSIONS)
    answer = env.admin.post(PATH).json
    assert {row["version"]: row["reason"] for row in answer["content"]} == expected
    assert answer["bytes"] == len(expected) * _MIB
    assert local(env) == set(VERSIONS) - set(expected)
    folder = pathlib.Path(env.runtime.conf.sherpa.content_dir, "content")
    assert len(list(folder.iterdir())) == 3 - len(expected)
    assert removable(env) == {}


def test_what_is_published_stays_also_if_it_is_superseded(env, contents):
    steps = Steps(env)
    for number in ("1", "2"):
        answer = env.admin.post(f"{ROOT}/content/{contents[number]}/publish", json={})
        assert steps.ended(answer)["state"] == "succeeded"
    limit(env, keep_versions=1, keep_days=1, keep_mib=1)
    assert removable(env) == {"3": "age"}


def test_what_an_operation_works_on_stays(env, contents):
    env.runtime.operations.stop()
    assert env.admin.post(f"{ROOT}/content/{contents['1']}/publish", json={}).status_code == 202
    limit(env, keep_days=1)
    assert removable(env) == {"2": "age", "3": "age"}
    answer = env.admin.delete(f"{ROOT}/content/{contents['1']}")
    assert (answer.status_code, answer.json["code"]) == (409, "content-busy")
    assert env.admin.post(PATH).status_code == 200
    assert local(env) == {"1"}


def test_in_the_background(env, contents):
    limit(env, keep_versions=1)
    (service,) = env.runtime.services
    service.sweep(env.runtime)
    assert local(env) == {"3"}


def test_who_may(env, contents):
    assert env.reader.get(PATH).status_code == 200
    assert env.reader.post(PATH).status_code == 403
    assert env.tenant.get(PATH).status_code == 403


def test_the_command(env, contents, folder, capsys):
    with (folder / "services.conf").open("a") as file:
        file.write("keep_versions = 1\n")  # the group is the last one
    command = ["--config-file", str(folder / "services.conf"), "content", "tidy"]
    assert manage.main([*command, "--dry-run"]) == 0
    assert local(env) == set(VERSIONS)
    assert manage.main(command) == 0
    assert local(env) == {"3"}
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "Would be deleted: 2."
    assert lines[-1] == "Deleted: 2."
