"""Imports of ``.csu`` files, and the command that makes them."""

import io
import pathlib
import tarfile

import pytest

from helion_services.cmd import manage
from helion_services.sherpa.repository import archive
from tests.service.sherpa.conftest import ROOT, Steps

BYTES = {"Content-Type": "application/octet-stream"}
IMAGE = bytes(range(256)) * 20_000


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def file(tmp_path, keys):
    """A ``.csu`` file with an image and a template."""
    (tmp_path / "web.raw").write_bytes(IMAGE)
    (tmp_path / "web.yaml").write_text("heat_template_version: 2018-08-31\n")
    (tmp_path / "manifest.yaml").write_text(
        "- {file: web.raw, path: images/web.raw, name: web, version: '2', kind: image}\n"
        "- {file: web.yaml, name: web, version: '2', kind: template, published: 2026-01-01}\n"
    )
    output = tmp_path / "web.csu"
    assert csu("build", tmp_path / "manifest.yaml", output, "--keys", keys) == 0
    return output


@pytest.fixture
def source(env, keys, file):
    """A source that is not connected and trusts the keys of the file."""
    values = {
        "name": "offline",
        "url": "https://192.0.2.1/",
        "root": (keys / "root.json").read_text(),
        "enabled": False,
    }
    answer = env.admin.post(f"{ROOT}/sources", json=values)
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def steps(env, source):
    env.runtime.operations.start()
    return Steps(env)


def csu(*arguments):
    return manage.main(["csu", *map(str, arguments)])


def upload(env, source, path, piece=1_000_000):
    """Upload a file in pieces; returns the id."""
    data = path.read_bytes()
    body = {"source_id": source["id"], "name": path.name, "size": len(data)}
    answer = env.admin.post(f"{ROOT}/imports", json=body)
    assert answer.status_code == 201, answer.json
    ident = answer.json["id"]
    for start in range(0, len(data), piece):
        answer = env.admin.put(
            f"{ROOT}/imports/{ident}?offset={start}",
            data=data[start : start + piece],
            headers=BYTES,
        )
        assert answer.status_code == 200, answer.json
    return ident


def verified(steps, source, path):
    ident = upload(steps.env, source, path)
    return steps.ended(steps.env.admin.post(f"{ROOT}/imports/{ident}/verify"))


def left(env):
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    return [
        path for folder in ("parts", "imports", "content") for path in (root / folder).glob("*")
    ]


def tar(path, *members):
    """A tar with members ``(TarInfo, bytes)``."""
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT) as new:
        for info, data in members:
            info.size = info.size or len(data)
            new.addfile(info, io.BytesIO(data) if data else None)
    return path


def test_a_file_becomes_content(steps, env, source, file):
    operation = verified(steps, source, file)
    assert operation["state"] == "succeeded", operation["error"]
    rows = env.admin.get(f"{ROOT}/content").json["content"]
    assert {(row["name"], row["kind"], row["origin"]) for row in rows} == {
        ("web", "image", "import"),
        ("web", "template", "import"),
    }
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    image = next(row for row in rows if row["kind"] == "image")
    assert (root / "content" / image["id"]).read_bytes() == IMAGE
    assert list((root / "imports").iterdir()) == []
    assert list((root / "parts").glob("*")) == []


def test_a_second_import_changes_nothing(steps, env, source, file):
    for _time in range(2):
        assert verified(steps, source, file)["state"] == "succeeded"
    assert len(env.admin.get(f"{ROOT}/content").json["content"]) == 2


class TestUpload:
    def test_pieces_follow_one_another(self, env, source, file):
        ident = upload(env, source, file)
        path = f"{ROOT}/imports/{ident}"
        size = file.stat().st_size
        assert env.admin.get(path).json["offset"] == size
        answer = env.admin.put(f"{path}?offset=5", data=b"x", headers=BYTES)
        assert (answer.status_code, answer.json["code"]) == (409, "upload-offset")
        answer = env.admin.put(f"{path}?offset={size}", data=b"x", headers=BYTES)
        assert answer.json["code"] == "upload-too-long"
        last = file.read_bytes()[-10:]
        answer = env.admin.put(f"{path}?offset={size - 10}", data=last, headers=BYTES)
        assert answer.json["offset"] == size

    def test_what_is_not_whole_is_not_imported(self, env, source, file):
        body = {"source_id": source["id"], "name": "../../x.csu", "size": 10}
        answer = env.admin.post(f"{ROOT}/imports", json=body).json
        assert answer["name"] == "x.csu"
        answer = env.admin.post(f"{ROOT}/imports/{answer['id']}/verify")
        assert answer.json["code"] == "upload-not-whole"

    def test_too_large(self, env, source):
        env.runtime.conf.set_override("import_mib", 1, group="sherpa")
        body = {"source_id": source["id"], "name": "x", "size": 2 << 20}
        assert env.admin.post(f"{ROOT}/imports", json=body).json["code"] == "import-too-large"

    def test_only_bytes(self, env, source, file):
        path = f"{ROOT}/imports/{upload(env, source, file)}?offset=0"
        assert env.admin.put(path, json={"a": 1}).status_code == 415
        assert env.reader.put(path, data=b"x", headers=BYTES).status_code == 403

    def test_discarded(self, env, source, file):
        path = f"{ROOT}/imports/{upload(env, source, file)}"
        assert env.admin.delete(path).status_code == 204
        assert left(env) == []
        assert env.admin.get(path).json["code"] == "upload-not-found"


def plain(name, data=b"x", kind=tarfile.REGTYPE, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, data


@pytest.mark.parametrize(
    ("member", "code"),
    [
        (plain("targets/../../etc/passwd"), "csu-path-refused"),
        (plain("/etc/passwd"), "csu-path-refused"),
        (plain("targets/a\\..\\b"), "csu-path-refused"),
        (plain("elsewhere/x"), "csu-path-refused"),
        (plain("targets/x", b"", tarfile.SYMTYPE, "/etc/passwd"), "csu-not-plain"),
        (plain("targets/x", b"", tarfile.LNKTYPE, "/etc/passwd"), "csu-not-plain"),
        (plain("targets/x", b"", tarfile.CHRTYPE), "csu-not-plain"),
        (plain("targets/x", b"", tarfile.FIFOTYPE), "csu-not-plain"),
        (plain("targets/x", b"data", tarfile.GNUTYPE_SPARSE), "csu-not-plain"),
        (plain("targets/x", b"data", tarfile.XHDTYPE), "csu-not-plain"),
        (plain("targets/" + "x" * 200), "csu-not-plain"),
    ],
)
def test_what_is_not_plain_is_refused(steps, env, source, tmp_path, member, code):
    path = tar(tmp_path / "bad.csu", member)
    operation = verified(steps, source, path)
    assert operation["state"] == "reverted"
    assert operation["error"]["code"] == code
    assert left(env) == []


def test_a_name_twice(tmp_path):
    path = tar(tmp_path / "bad.csu", plain("targets/x"), plain("targets/x"))
    with pytest.raises(archive.ArchiveRefused) as caught:
        archive.Archive(path, "bad")
    assert caught.value.args[0].code == "csu-path-refused"


def test_a_size_that_is_not_there(tmp_path):
    """A header that promises 10 GB in a small file."""
    info, _data = plain("targets/x")
    info.size = 8 * 1024**3 - 1
    path = tmp_path / "bad.csu"
    path.write_bytes(info.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))
    with pytest.raises(archive.ArchiveRefused) as caught:
        archive.Archive(path, "bad")
    assert caught.value.args[0].code == "csu-truncated"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[: len(data) // 2], "csu-truncated"),
        (lambda data: b"no tar" * 1000, "csu-invalid"),
        (lambda data: data.replace(IMAGE[:1000], bytes(1000), 1), "content-corrupt"),
        (lambda data: data.replace(b'"version":"2"', b'"version":"3"', 1), "metadata-signature"),
    ],
)
def test_what_was_changed_is_refused(steps, env, source, file, change, code):
    data = file.read_bytes()
    file.write_bytes(change(data))
    operation = verified(steps, source, file)
    assert operation["state"] == "reverted"
    assert not operation["can_retry"], "the file is deleted"
    assert operation["error"]["code"] == code
    assert left(env) == []


def test_of_somebody_else(steps, env, source, tmp_path, file):
    output = tmp_path / "other.csu"
    assert csu("build", tmp_path / "manifest.yaml", output, "--keys", tmp_path / "others") == 0
    operation = verified(steps, source, output)
    assert operation["error"]["code"] in ("key-unknown", "root-not-trusted")
    assert env.admin.get(f"{ROOT}/content").json["content"] == []


class TestCommand:
    def test_verify(self, file, keys, capsys, source):
        assert csu("verify", file, "--root", keys / "root.json") == 0
        text = capsys.readouterr().out
        assert source["fingerprint"] in text
        assert "images/web.raw" in text

    def test_sign_adds_a_signature(self, file, keys, tmp_path, capsys):
        assert csu("sign", file, "--key", keys / "snapshot.pem") == 0
        assert csu("verify", file, "--root", keys / "root.json") == 0
        assert csu("sign", file, "--key", tmp_path / "manifest.yaml") == 1
        assert csu("sign", file, "--key", keys / "root.pem", "--role", "nothing") == 1

    def test_what_is_wrong_is_said_in_a_line(self, tmp_path, keys, file, capsys):
        (tmp_path / "bad.yaml").write_text("- {file: missing.raw}\n")
        assert csu("build", tmp_path / "bad.yaml", tmp_path / "x.csu", "--keys", keys) == 1
        assert csu("verify", tmp_path / "web.raw", "--root", keys / "root.json") == 1
        assert csu("verify", file, "--root", tmp_path / "web.yaml") == 1
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == 3
        assert all(line.startswith("helion-manage: ") for line in lines)

    def test_keys_are_private(self, file, keys):
        assert {path.stat().st_mode & 0o077 for path in keys.glob("*.pem")} == {0}

    def test_for_the_root_of_a_repository(self, network, tmp_path, file, capsys):
        """Such a root wants versions and hashes in the names of files."""
        keys = network.publisher.folder / "keys"
        (keys / "root.json").write_text(network.root)
        output = tmp_path / "repository.csu"
        assert csu("build", tmp_path / "manifest.yaml", output, "--keys", keys) == 0
        assert csu("verify", output, "--root", keys / "root.json") == 0
        assert "images/web.raw" in capsys.readouterr().out

    def test_a_path_that_no_tar_can_have(self, keys, tmp_path, file, capsys):
        (tmp_path / "long.yaml").write_text(f"- {{file: web.raw, path: {'x' * 300}}}\n")
        assert csu("build", tmp_path / "long.yaml", tmp_path / "long.csu", "--keys", keys) == 1
        assert "too long" in capsys.readouterr().err
