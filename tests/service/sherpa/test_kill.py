"""``kill -9`` of the conductor at every point of every operation: another one goes on.

The default run has a sample. No image in Glance is half, and no file is left.
"""

import hashlib
import pathlib
import signal
import subprocess
import sys
import time

import pytest

from helion_services.base.operations import states
from tests.service.killing import whats
from tests.service.sherpa.conftest import ROOT, Steps
from tests.service.sherpa.killable import FileGlance, kill_everywhere
from tests.service.sherpa.test_imports import file, keys, upload  # noqa: F401 - fixtures

DATA, OLD = (hashlib.shake_256(seed).digest(4_000_000) for seed in (b"big", b"old"))
TREE = pathlib.Path(__file__).parents[3]
HEAT = b"heat_template_version: 2018-08-31\n"


@pytest.fixture
def steps(env, source, network):
    """The service without a process that runs operations, and images of some size."""
    add = network.publisher.add
    for number, data in (("1", DATA), ("0", OLD)):
        add(f"images/big-{number}.raw", data, name="big", version=number, kind="image")
    add("templates/web.yaml", HEAT, name="web", version="1", kind="template")
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    return Steps(env)


@pytest.fixture
def glance(env, folder):
    env.runtime.clouds = FileGlance(folder)
    return env.runtime.clouds


@pytest.fixture
def killed(folder):
    """Runs operations in a process of its own, and kills that as soon as ``ready()``."""

    def killed(ready):
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.service.sherpa.worker", str(folder)], cwd=TREE
        )
        try:
            end = time.monotonic() + 60
            while not ready():
                assert time.monotonic() < end
                assert worker.poll() is None
                time.sleep(0.02)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()

    return killed


def test_a_download_is_continued_after_kill(steps, env, network, killed):
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    network.faults["slow"] = 2_000_000
    entry = steps.entry("big", "1")
    answer = env.admin.post(f"{ROOT}/entries/{entry['id']}/download")
    parts = root / "parts"

    def size():
        return sum(path.stat().st_size for path in parts.glob("*"))

    killed(lambda: size() > 500_000)
    before = size()
    assert list((root / "content").glob("*")) == []
    network.faults.clear()
    network.faults["cut"] = len(DATA) - before  # no byte more than what is missing
    env.runtime.operations.start()
    operation = steps.ended(answer)
    assert operation["state"] == "succeeded", operation["error"]
    assert not [line for line in operation["log"] if line["text_fact"]["code"] == "download-waits"]
    ident = steps.entry("big", "1")["content_id"]
    assert (root / "content" / ident).read_bytes() == DATA
    assert list(parts.glob("*")) == []


@pytest.fixture
def everywhere(env, folder, steps, glance):
    """Kills conductors at every point of the operation that an answer names; returns it ended."""

    def everywhere(answer, **options):
        assert answer.status_code == 202, answer.json
        path = f"{ROOT}/operations/{answer.json['operation_id']}"

        def is_over():
            return env.system_admin.get(path).json["state"] not in states.ACTIVE

        struck = kill_everywhere(folder, is_over, **options)
        glance.reload()
        return env.system_admin.get(path).json, struck

    return everywhere


@pytest.fixture
def prepared(env, steps, glance):
    """Downloads content, and publishes what is to be, undisturbed; returns ids of content."""

    def prepared(*contents):
        env.runtime.operations.start()
        ids = []
        for name, version, is_published in contents:
            ids.append(steps.download(name, version))
            if is_published:
                answer = env.admin.post(f"{ROOT}/content/{ids[-1]}/publish", json={})
                assert steps.ended(answer)["state"] == "succeeded"
        env.runtime.operations.stop()
        return ids

    return prepared


def files(env):
    """The files of the service, but the metadata: ``{folder: [name]}``."""
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    folders = {name: sorted(path.name for path in (root / name).glob("*"))
               for name in ("content", "parts", "imports")}  # fmt: skip
    return {name: names for name, names in folders.items() if names}


def published(env):
    rows = env.admin.get(f"{ROOT}/publications").json["publications"]
    return {(row["name"], row["version"]): row["state"] for row in rows}


def publication(env, version):
    rows = env.admin.get(f"{ROOT}/publications").json["publications"]
    return next(row["id"] for row in rows if row["version"] == version)


def test_publishing_after_each_change_of_glance(env, everywhere, prepared, glance):
    """The conductor dies before it gets the answer."""
    (ident,) = prepared(("big", "1", False))
    answer = env.admin.post(f"{ROOT}/content/{ident}/publish", json={})
    ended, struck = everywhere(answer, kinds=("request under way", "answered"))
    assert ended["state"] == "succeeded", ended["error"]
    verbs = {what.partition(" ")[0] for what in whats(struck, "answered")}
    assert verbs >= {"POST", "PUT", "PATCH"}
    assert len(glance.images) == 1
    assert glance.visible() == {"big": "1"}
    assert list(glance.data.values()).count(DATA) == 1


@pytest.mark.faults
class TestEverywhere:
    def test_download(self, env, everywhere, steps):
        entry = steps.entry("big", "1")
        ended, struck = everywhere(env.admin.post(f"{ROOT}/entries/{entry['id']}/download"))
        assert ended["state"] == "succeeded", ended["error"]
        assert whats(struck, "begun") == whats(struck, "recorded") == {"space", "fetch", "keep"}
        assert len(whats(struck, "piece")) > 3
        ident = steps.entry("big", "1")["content_id"]
        assert files(env) == {"content": [ident]}
        assert (
            pathlib.Path(env.runtime.conf.sherpa.content_dir) / "content" / ident
        ).read_bytes() == DATA

    def test_download_of_what_is_not_right(self, env, everywhere, steps, network):
        network.faults["corrupt"] = True
        entry = steps.entry("big", "1")
        ended, _ = everywhere(env.admin.post(f"{ROOT}/entries/{entry['id']}/download"))
        assert (ended["state"], ended["error"]["code"]) == ("reverted", "content-corrupt")
        assert files(env) == {}

    def test_publish(self, env, everywhere, prepared, glance):
        _old, ident = prepared(("big", "0", True), ("big", "1", False))
        ended, struck = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
        assert ended["state"] == "succeeded", ended["error"]
        steps = {"register", "create", "upload", "compare", "show"}
        assert whats(struck, "begun") == whats(struck, "recorded") == steps
        assert len(glance.images) == 2
        assert glance.visible() == {"big": "1"}
        assert published(env) == {("big", "0"): "superseded", ("big", "1"): "published"}

    def test_publish_what_arrives_damaged(self, env, everywhere, prepared, glance):
        _old, ident = prepared(("big", "0", True), ("big", "1", False))
        glance.set(wrong=True)
        ended, struck = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
        assert (ended["state"], ended["error"]["code"]) == ("reverted", "image-hash-differs")
        assert "create" in whats(struck, "undo recorded")
        assert len(glance.images) == 1
        assert glance.visible() == {"big": "0"}
        assert published(env) == {("big", "0"): "published"}

    def test_publish_what_glance_does_not_show(self, env, everywhere, prepared, glance):
        _old, ident = prepared(("big", "0", True), ("big", "1", False))
        glance.set(broken={("PATCH", ""): 403})
        ended, _ = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
        assert ended["state"] in ("reverted", "failed")
        assert len(glance.images) == 1
        assert glance.visible() == {"big": "0"}

    def test_publish_a_template(self, env, everywhere, prepared):
        (ident,) = prepared(("web", "1", False))
        ended, struck = everywhere(env.admin.post(f"{ROOT}/content/{ident}/publish", json={}))
        assert ended["state"] == "succeeded", ended["error"]
        assert whats(struck, "begun") == {"register", "store", "show"}
        assert len(env.admin.get(f"{ROOT}/templates").json["templates"]) == 1
        assert published(env) == {("web", "1"): "published"}

    def test_roll_back(self, env, everywhere, prepared, glance):
        prepared(("big", "1", True))
        path = f"{ROOT}/publications/{publication(env, '1')}/roll-back"
        ended, struck = everywhere(env.admin.post(path, json={"version": "0"}))
        assert ended["state"] == "succeeded", ended["error"]
        assert {"fetch", "keep", "create", "upload", "show"} <= whats(struck, "recorded")
        assert len(glance.images) == 2
        assert glance.visible() == {"big": "0"}
        assert published(env) == {("big", "0"): "published", ("big", "1"): "superseded"}
        assert len(files(env)["content"]) == 2
        assert set(files(env)) == {"content"}

    def test_roll_back_that_fails(self, env, everywhere, prepared, glance):
        prepared(("big", "1", True))
        before = files(env)
        glance.set(wrong=True)
        path = f"{ROOT}/publications/{publication(env, '1')}/roll-back"
        ended, struck = everywhere(env.admin.post(path, json={"version": "0"}))
        assert (ended["state"], ended["error"]["code"]) == ("reverted", "image-hash-differs")
        assert {"keep", "create"} <= whats(struck, "undo recorded")
        assert glance.visible() == {"big": "1"}
        assert published(env) == {("big", "1"): "published"}
        assert files(env) == before

    def test_unpublish(self, env, everywhere, prepared, glance):
        prepared(("big", "1", True))
        path = f"{ROOT}/publications/{publication(env, '1')}/unpublish"
        ended, struck = everywhere(env.admin.post(path, json={}))
        assert ended["state"] == "succeeded", ended["error"]
        assert whats(struck, "begun") == {"remove", "forget"}
        assert glance.images == {}
        assert published(env) == {}

    def test_unpublish_what_glance_keeps(self, env, everywhere, prepared, glance):
        prepared(("big", "1", True))
        glance.set(broken={("DELETE", ""): 403})
        path = f"{ROOT}/publications/{publication(env, '1')}/unpublish"
        ended, _ = everywhere(env.admin.post(path, json={}))
        assert ended["state"] == "reverted"
        assert glance.visible() == {"big": "1"}
        assert published(env) == {("big", "1"): "published"}


@pytest.mark.faults
class TestImport:
    def values(self, keys):  # noqa: F811
        root = (keys / "root.json").read_text()
        return {"name": "offline", "url": "https://192.0.2.1/", "root": root, "enabled": False}

    def test_import(self, env, everywhere, keys, file):  # noqa: F811
        offline = env.admin.post(f"{ROOT}/sources", json=self.values(keys)).json
        ident = upload(env, offline, file)
        ended, struck = everywhere(env.admin.post(f"{ROOT}/imports/{ident}/verify"))
        assert ended["state"] == "succeeded", ended["error"]
        assert whats(struck, "begun") == {"verify", "unpack", "keep"}
        rows = env.admin.get(f"{ROOT}/content").json["content"]
        assert files(env) == {"content": sorted(row["id"] for row in rows)}
        assert len(rows) == 2

    def test_import_of_what_is_damaged(self, env, everywhere, keys, file):  # noqa: F811
        offline = env.admin.post(f"{ROOT}/sources", json=self.values(keys)).json
        data = file.read_bytes()
        file.write_bytes(data.replace(bytes(range(256)) * 2, bytes(512), 1))
        ident = upload(env, offline, file)
        ended, struck = everywhere(env.admin.post(f"{ROOT}/imports/{ident}/verify"))
        assert (ended["state"], ended["error"]["code"]) == ("reverted", "content-corrupt")
        assert {"verify", "unpack"} <= whats(struck, "undo recorded")
        assert files(env) == {}
        assert env.admin.get(f"{ROOT}/content").json["content"] == []
