"""``kill -9`` of the conductor at every point of what is done with an object store.

The store is a process of its own, which lives on. No segment stays that belongs to nothing.
"""

import hashlib

import pytest

from tests.service.killing import whats
from tests.service.sherpa import killable
from tests.service.sherpa import swift as stores
from tests.service.sherpa.conftest import ROOT, Steps
from tests.service.sherpa.test_kill import (  # noqa: F401 - fixtures
    everywhere,
    files,
    glance,
    prepared,
    publication,
    published,
)

NAME, CONTAINER = "large", "helion-updates"
BOTH = [CONTAINER, f"{CONTAINER}-segments"]
DATA = {version: hashlib.shake_256(version.encode()).digest(1_500_000) for version in ("1", "2")}

pytestmark = pytest.mark.faults


@pytest.fixture
def store(env, folder):
    env.runtime.conf.set_override("segment_mib", 1, "sherpa")
    with (folder / "services.conf").open("a") as conf:  # its last group is that of the service
        conf.write("segment_mib = 1\n")
    with stores.started() as store:
        (folder / killable.STORE).write_text(store.url)
        yield store


@pytest.fixture
def steps(env, source, network, store):
    for version, data in DATA.items():
        path = f"updates/{version}/large.tar"
        network.publisher.add(path, data, name=NAME, version=version, kind="update")
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    return Steps(env)


def path_of(version):
    return f"{CONTAINER}/{NAME}/{version}/large.tar"


def whole(store, *versions):
    """Whether the store has these versions with two segments each, and nothing else."""
    paths = store.paths()
    segments = [path for path in paths if path.startswith(f"{BOTH[1]}/")]
    assert sorted(set(paths) - set(segments)) == sorted([*BOTH, *map(path_of, versions)])
    assert len(segments) == 2 * len(versions)
    return all(store.data(path_of(version)) == DATA[version] for version in versions)


def test_publish(env, everywhere, prepared, store):  # noqa: F811
    _old, ident = prepared((NAME, "1", True), (NAME, "2", False))
    ended, struck = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
    assert ended["state"] == "succeeded", ended["error"]
    assert whats(struck, "begun") == whats(struck, "recorded") == {"register", "store", "show"}
    assert f"PUT /{path_of('2')}?multipart-manifest=put" in whats(struck, "answered")
    assert len(whats(struck, "request under way")) == 2
    assert whole(store, "1", "2")
    assert published(env) == {(NAME, "1"): "superseded", (NAME, "2"): "published"}


def test_publish_what_arrives_damaged(env, everywhere, prepared, store):  # noqa: F811
    _old, ident = prepared((NAME, "1", True), (NAME, "2", False))
    store.corrupt()
    ended, struck = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
    assert ended["state"] == "reverted"
    assert {"store", "register"} <= whats(struck, "undo recorded")
    assert whole(store, "1")
    assert published(env) == {(NAME, "1"): "published"}


def test_roll_back(env, everywhere, prepared, store):  # noqa: F811
    prepared((NAME, "1", True), (NAME, "2", True))
    path = f"{ROOT}/publications/{publication(env, '2')}/roll-back"
    ended, struck = everywhere(env.admin.post(path, json={"version": "1"}))
    assert ended["state"] == "succeeded", ended["error"]
    assert whats(struck, "recorded") == {"show"}
    assert whole(store, "1", "2")
    assert published(env) == {(NAME, "1"): "published", (NAME, "2"): "superseded"}


def test_roll_back_to_what_is_downloaded_first(env, everywhere, prepared, store):  # noqa: F811
    prepared((NAME, "2", True))
    path = f"{ROOT}/publications/{publication(env, '2')}/roll-back"
    ended, struck = everywhere(env.admin.post(path, json={"version": "1"}))
    assert ended["state"] == "succeeded", ended["error"]
    assert {"fetch", "keep", "store", "show"} <= whats(struck, "recorded")
    assert whole(store, "1", "2")
    assert len(files(env)["content"]) == 2


def test_unpublish(env, everywhere, prepared, store):  # noqa: F811
    prepared((NAME, "1", True))
    path = f"{ROOT}/publications/{publication(env, '1')}/unpublish"
    ended, struck = everywhere(env.admin.post(path, json={}))
    assert ended["state"] == "succeeded", ended["error"]
    assert whats(struck, "begun") == {"remove", "forget"}
    assert len([what for what in whats(struck, "answered") if what.startswith("DELETE")]) == 3
    assert store.paths() == BOTH
    assert published(env) == {}
