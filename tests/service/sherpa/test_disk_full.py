"""A disk that is really full: a small file system of its own."""

import contextlib
import hashlib
import subprocess

import pytest

from helion_services.sherpa import content, uploads
from helion_services.sherpa.flows import download, importing
from tests.service.sherpa.conftest import ROOT, Steps
from tests.service.sherpa.test_imports import BYTES, file, keys, left, upload  # noqa: F401
from tests.service.sherpa.test_imports import IMAGE as BYTES_OF_IMAGE

SIZE = 16 << 20
IMAGE = hashlib.shake_256(b"big").digest(6 << 20)


@pytest.fixture
def disk(tmp_path):
    """The folder of content, which has 16 MiB."""
    folder = tmp_path / "content"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a file system may not be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def env(disk, env):
    return env


@pytest.fixture
def big(env, network, source):
    network.publisher.add("images/big.raw", IMAGE, name="big", version="1", kind="image")
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")


@pytest.fixture
def steps(env, big):
    env.runtime.operations.start()
    return Steps(env)


@pytest.fixture
def unchecked(monkeypatch):
    """Others fill the disk right after it was looked at."""
    for module in (download, importing, uploads):
        monkeypatch.setattr(module, "check_room", lambda conf, needed: None)


@contextlib.contextmanager
def filled(disk, free):
    """All but ``free`` bytes of the disk are used, until the end of the block."""
    path = disk / "others"
    with path.open("wb", buffering=0) as new:
        used = subprocess.run(
            ["df", "--output=avail", "-B1", str(disk)], capture_output=True, text=True, check=True
        )
        count = int(used.stdout.split()[-1]) - free
        while count > 0:
            count -= new.write(bytes(min(count, 1 << 20)))
    yield
    path.unlink(missing_ok=True)


def size_of(path):
    """Of a file that may be gone."""
    return path.stat().st_size if path.exists() else 0


def begin(steps):
    entry = steps.entry("big", "1")
    return steps.env.admin.post(f"{ROOT}/entries/{entry['id']}/download")


def test_what_has_no_room_does_not_begin(steps, env, disk, network):
    with filled(disk, SIZE // 10):
        operation = steps.ended(begin(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "disk-space")
    assert operation["error"]["params"] == {"free": 1, "needed": 6, "reserve": 0}
    assert left(env) == []
    assert not [path for _verb, path in network.requests if "big.raw" in path]


def test_others_fill_the_disk_meanwhile(steps, env, disk, network):
    network.faults["slow"] = 2_000_000
    answer = begin(steps)
    ident = answer.json["operation_id"]
    steps.wait(ident, lambda operation: operation["progress"] > 5)
    with filled(disk, 1 << 20):
        operation = steps.wait(ident)
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "disk-space")
    assert left(env) == []
    network.faults.clear()
    retried = env.system_admin.post(f"{ROOT}/operations/{ident}/retry").json["id"]
    assert steps.wait(retried)["state"] == "succeeded"


def test_a_full_disk(steps, env, disk, network, unchecked):
    """It is full when nine tenths of the file are here."""
    network.faults["slow"] = 10_000_000
    answer, sizes = begin(steps), []
    with filled(disk, len(IMAGE) * 9 // 10):
        operation = steps.wait(
            answer.json["operation_id"],
            lambda operation: sizes.extend(map(size_of, left(env))) or operation["finished_at"],
        )
    assert len(IMAGE) * 8 // 10 < max(sizes) <= len(IMAGE) * 9 // 10
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "disk-full")
    assert left(env) == []
    assert steps.ended(begin(steps))["state"] == "succeeded"


class TestImport:
    @pytest.fixture
    def offline(self, env, keys, file):  # noqa: F811
        root = (keys / "root.json").read_text()
        values = {"name": "offline", "url": "https://192.0.2.1/", "root": root, "enabled": False}
        return env.admin.post(f"{ROOT}/sources", json=values).json

    def begun(self, env, offline, path):
        body = {"source_id": offline["id"], "name": "x.csu", "size": path.stat().st_size}
        return env.admin.post(f"{ROOT}/imports", json=body)

    def test_no_room_for_the_file_and_what_is_in_it(self, env, disk, offline, file):  # noqa: F811
        with filled(disk, file.stat().st_size + 1000):
            answer = self.begun(env, offline, file)
        assert (answer.status_code, answer.json["code"]) == (409, "disk-space")
        assert left(env) == []

    @pytest.mark.parametrize("code", ["disk-space", "disk-full"])
    def test_a_piece_without_room_changes_nothing(self, env, disk, offline, file, code, request):  # noqa: F811
        ident = self.begun(env, offline, file).json["id"]
        path, data = f"{ROOT}/imports/{ident}", file.read_bytes()
        if code == "disk-full":
            request.getfixturevalue("unchecked")
        env.admin.put(f"{path}?offset=0", data=data[:1000], headers=BYTES)
        with filled(disk, 100_000):
            answer = env.admin.put(f"{path}?offset=1000", data=data[1000:900_000], headers=BYTES)
            assert (answer.status_code, answer.json["code"]) == (409, code)
            assert env.admin.get(path).json["offset"] == 1000
        answer = env.admin.put(f"{path}?offset=1000", data=data[1000:900_000], headers=BYTES)
        assert answer.json["offset"] == 900_000

    @pytest.mark.parametrize("code", ["disk-space", "disk-full"])
    def test_no_room_for_what_is_in_it(self, env, disk, offline, file, code, request):  # noqa: F811
        if code == "disk-full":
            request.getfixturevalue("unchecked")
        env.runtime.operations.start()
        ident = upload(env, offline, file)
        with filled(disk, len(BYTES_OF_IMAGE) * 9 // 10):
            answer = env.admin.post(f"{ROOT}/imports/{ident}/verify")
            operation = Steps(env).ended(answer)
        assert (operation["state"], operation["error"]["code"]) == ("reverted", code)
        assert left(env) == []


def test_metadata_without_room(env, disk, source, network):
    network.publisher.add("updates/new.tar", b"new", name="New", version="2", kind="update")
    network.publisher.publish()
    path = f"{ROOT}/sources/{source['id']}/refresh"
    with filled(disk, 0):
        answer = env.admin.post(path).json
    assert (answer["state"], answer["state_reason_fact"]["code"]) == ("unreachable", "disk-full")
    assert answer["entries"] == source["entries"]
    assert env.admin.post(path).json["state"] == "ready"


def test_a_file_that_does_not_reach_the_disk(env, steps, monkeypatch):
    """Some file systems find out when the file is to be safe."""

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(content.os, "fsync", full)
    operation = steps.ended(begin(steps))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", "disk-full")
    assert env.admin.get(f"{ROOT}/content").json["content"] == []
    assert left(env) == []
