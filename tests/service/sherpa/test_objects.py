"""Publishing to an object store that behaves as Swift's documentation says, and back."""

import hashlib

import pytest

from helion_services.base.operations import patience
from tests.service.sherpa import swift as stores
from tests.service.sherpa.conftest import ROOT
from tests.service.sherpa.glance import Glance

NAME, CONTAINER = "Helion", "helion-updates"
PATH = f"{CONTAINER}/Helion/1.1.1/helion-1.1.1.tar"
LARGE, LARGE_PATH = "large", f"{CONTAINER}/large/{{}}/large.tar"


@pytest.fixture
def swift(env, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.3)
    env.runtime.clouds = Glance()
    with stores.started() as swift:
        env.runtime.clouds.swift = swift.adapter
        yield swift


def publish(steps, name=NAME, version="1.1.1"):
    ident = steps.entry(name, version)["content_id"] or steps.download(name, version)
    return steps.env.admin.post(f"{ROOT}/content/{ident}/publish", json={})


def published(steps, *entry):
    """The publication of an entry."""
    answer = publish(steps, *entry)
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    return steps.env.admin.get(f"{ROOT}/publications/{answer.json['publication_id']}").json


def act(steps, row, action, **body):
    """The operation of an action on a publication, when it has ended."""
    path = f"{ROOT}/publications/{row['id']}/{action}"
    return steps.ended(steps.env.admin.post(path, json=body))


def rows(env):
    return env.admin.get(f"{ROOT}/publications?kind=update").json["publications"]


def states(env):
    return {row["version"]: row["state"] for row in rows(env)}


def test_an_update_is_there_with_its_bytes_and_goes_again(steps, env, swift):
    published(steps)
    (row,) = rows(env)
    assert (row["path"], row["state"], row["kind"]) == (PATH, "published", "update")
    assert swift.data(PATH) == bytes(128 * 1024)
    assert row["id"] in swift.headers(PATH).values()
    again = publish(steps)
    assert (again.status_code, again.json["operation_id"]) == (202, None)

    usage = env.admin.get(f"{ROOT}/publications/{row['id']}/usage").json
    assert usage == {"servers": [], "stacks": [], "complete": True}
    assert act(steps, row, "unpublish")["state"] == "succeeded"
    assert swift.paths() == [CONTAINER]
    assert rows(env) == []


def test_what_arrives_damaged_is_taken_back(steps, env, swift):
    swift.corrupt()
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-differs")
    assert swift.paths() == [CONTAINER]
    assert rows(env) == []


def test_another_object_at_its_path_stays(steps, env, swift):
    swift.put(CONTAINER)
    swift.put(PATH, b"mine")
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-exists")
    assert swift.data(PATH) == b"mine"


def test_a_file_that_changed_here_is_not_published(steps, env, swift, folder):
    ident = steps.download(NAME, "1.1.1")
    path = folder / "content" / "content" / ident
    path.write_bytes(b"x" * path.stat().st_size)
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "content-file-missing")
    assert swift.paths() == []


class TestLarge:
    """Files that are larger than the object store takes at a time, and than a segment."""

    @pytest.fixture
    def data(self, env, steps, network, source):
        """The bytes of two versions of an update."""
        env.runtime.conf.set_override("segment_mib", 1, "sherpa")
        data = {
            version: hashlib.shake_256(version.encode()).digest(2_500_000) for version in ("1", "2")
        }
        for version, content in data.items():
            network.publisher.add(
                f"updates/{version}/large.tar", content, name=LARGE, version=version, kind="update"
            )
        network.publisher.publish()
        env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
        return data

    def test_it_is_an_object_of_segments_and_nothing_stays_of_it(self, steps, env, swift, data):
        row = published(steps, LARGE, "1")
        assert row["path"] == LARGE_PATH.format("1")
        assert swift.data(row["path"]) == data["1"]
        segments = [f"{CONTAINER}-segments/{row['id']}/{number:08}" for number in range(3)]
        both = [CONTAINER, f"{CONTAINER}-segments"]
        assert swift.paths() == sorted([*both, *segments, row["path"]])
        assert act(steps, row, "unpublish")["state"] == "succeeded"
        assert swift.paths() == both

    @pytest.mark.faults
    def test_rolled_back(self, steps, env, swift, data):
        published(steps, LARGE, "1")
        row = published(steps, LARGE, "2")
        assert states(env) == {"1": "superseded", "2": "published"}
        assert act(steps, row, "roll-back", version="1")["state"] == "succeeded"
        assert states(env) == {"1": "published", "2": "superseded"}
        for version, content in data.items():
            assert swift.data(LARGE_PATH.format(version)) == content

    @pytest.mark.faults
    def test_not_to_what_is_no_longer_there(self, steps, env, swift, data):
        first = published(steps, LARGE, "1")
        row = published(steps, LARGE, "2")
        swift.adapter.delete(f"/{first['path']}")
        operation = act(steps, row, "roll-back", version="1")
        assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-missing")
        assert states(env) == {"1": "superseded", "2": "published"}

    @pytest.mark.faults
    def test_another_object_at_its_path_stays(self, steps, env, swift, data):
        path = LARGE_PATH.format("1")
        swift.put(CONTAINER)
        swift.put(path, b"mine")
        operation = steps.ended(publish(steps, LARGE, "1"))
        assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-exists")
        assert (swift.data(path), swift.paths()) == (b"mine", [CONTAINER, path])

    @pytest.mark.faults
    def test_what_arrives_damaged_is_taken_back(self, steps, env, swift, data):
        swift.corrupt()
        operation = steps.ended(publish(steps, LARGE, "1"))
        assert operation["state"] == "reverted"
        assert swift.paths() == [CONTAINER, f"{CONTAINER}-segments"]
        assert rows(env) == []
