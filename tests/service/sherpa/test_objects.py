"""Publishing to an object store that behaves as Swift's documentation says, and back."""

import pytest

from helion_services.base.operations import patience
from tests.service.sherpa.conftest import ROOT
from tests.service.sherpa.glance import Glance, Swift

NAME = "Helion"
PATH = "helion-updates/Helion/1.1.1/helion-1.1.1.tar"

# Its server is a thread, which waits for ever in a process that other tests have run in.
pytestmark = pytest.mark.faults


@pytest.fixture
def swift(env, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0.3)
    env.runtime.clouds = Glance()
    swift = Swift()
    with swift.serving() as adapter:
        env.runtime.clouds.swift = adapter
        yield swift


def publish(steps):
    ident = steps.entry(NAME, "1.1.1")["content_id"] or steps.download(NAME, "1.1.1")
    return steps.env.admin.post(f"{ROOT}/content/{ident}/publish", json={})


def rows(env):
    return env.admin.get(f"{ROOT}/publications?kind=update").json["publications"]


def test_an_update_is_there_with_its_bytes_and_goes_again(steps, env, swift):
    operation = steps.ended(publish(steps))
    assert operation["state"] == "succeeded", operation["error"]
    (row,) = rows(env)
    assert (row["path"], row["state"], row["kind"]) == (PATH, "published", "update")
    data, headers = swift.objects[PATH]
    assert data == bytes(128 * 1024)
    assert row["id"] in headers.values()
    again = publish(steps)
    assert (again.status_code, again.json["operation_id"]) == (202, None)

    usage = env.admin.get(f"{ROOT}/publications/{row['id']}/usage").json
    assert usage == {"servers": [], "stacks": [], "complete": True}
    answer = env.admin.post(f"{ROOT}/publications/{row['id']}/unpublish", json={})
    assert steps.ended(answer)["state"] == "succeeded"
    assert list(swift.objects) == ["helion-updates"]
    assert rows(env) == []


def test_what_arrives_damaged_is_taken_back(steps, env, swift):
    swift.corrupt = True
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-differs")
    assert list(swift.objects) == ["helion-updates"]
    assert rows(env) == []


def test_another_object_at_its_path_stays(steps, env, swift):
    swift.objects |= {"helion-updates": (b"", {}), PATH: (b"mine", {"ETag": "1"})}
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "object-exists")
    assert swift.objects[PATH][0] == b"mine"


def test_a_file_that_changed_here_is_not_published(steps, env, swift, folder):
    ident = steps.download(NAME, "1.1.1")
    path = folder / "content" / "content" / ident
    path.write_bytes(b"x" * path.stat().st_size)
    operation = steps.ended(publish(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "content-file-missing")
    assert swift.objects == {}
