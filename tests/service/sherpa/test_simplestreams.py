"""Mirrors of public cloud images: what is verified, and what hostile indexes come to."""

import json
import pathlib
import subprocess

import pytest

from helion_embedded.simulators.distribution import mirror
from helion_embedded.simulators.distribution.samples import raw_image
from helion_services.sherpa.repository import simplestreams
from tests.service.sherpa.conftest import ROOT, Steps

PATH = f"{ROOT}/sources"
NAME = "example 12 amd64"


@pytest.fixture
def source(env, network):
    answer = env.admin.post(PATH, json=network.mirror_values())
    assert answer.status_code == 201, answer.json
    return answer.json


def served(network, path):
    """The JSON that the mirror has at a path."""
    return json.loads((network.publisher.folder / "simplestreams" / path).read_text())


def instead(network, path, content):
    """Serve other JSON, or bytes, at a path."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    network.faults.setdefault("stale", {})[path] = data


def refreshed(env, source):
    return env.admin.post(f"{PATH}/{source['id']}/refresh").json


def entries(env):
    return env.admin.get(f"{ROOT}/entries").json["entries"]


def test_images_are_in_the_catalogue(env, source):
    assert (source["kind"], source["state"], source["entries"]) == ("simplestreams", "ready", 2)
    assert (source["fingerprint"], source["root"], source["keyring"]) == ("", "", None)
    listed = {(row["name"], row["version"], row["kind"]) for row in entries(env)}
    assert listed == {(NAME, "20260301", "image"), (NAME, "20260401", "image")}
    newest = Steps(env).entry(NAME, "20260401")
    assert newest["published_at"] == "2026-04-01T00:00:00.000Z"
    detail = env.admin.get(f"{ROOT}/entries/{newest['id']}").json
    assert (detail["disk_format"], list(detail["hashes"])) == ("qcow2", ["sha256"])


def test_an_image_is_downloaded_with_a_cut_in_the_middle(env, source, network):
    env.runtime.operations.start()
    network.faults["cut"] = 100_000
    ident = Steps(env).download(NAME, "20260401")
    path = pathlib.Path(env.runtime.conf.sherpa.content_dir, "content", ident)
    assert path.read_bytes() == raw_image("cloud 20260401")


@pytest.mark.parametrize(
    ("fault", "code"),
    [({"corrupt": True}, "content-corrupt"), ({"longer": 1}, "content-endless")],
)
def test_an_image_with_another_hash_or_size(env, source, network, fault, code):
    env.runtime.operations.start()
    network.faults.update(fault)
    steps = Steps(env)
    entry = steps.entry(NAME, "20260401")
    operation = steps.ended(env.admin.post(f"{ROOT}/entries/{entry['id']}/download"))
    assert (operation["state"], operation["error"]["code"]) == ("reverted", code)
    assert env.admin.get(f"{ROOT}/content").json["content"] == []


class TestHostile:
    @pytest.mark.parametrize(
        "path",
        [
            *("../secret", "a/../../b", "/etc/passwd", "//127.0.0.1/x", "http://127.0.0.1/x"),
            *("a\\b", "a//b", "a/./b", "%2e%2e/x", "x?y", "x#y", "", "é", "x" * 600, None, 7, []),
        ],
    )
    def test_paths_that_lead_outside(self, env, source, network, path):
        products = served(network, mirror.PRODUCTS)
        (product,) = products["products"].values()
        product["versions"]["20260401"]["items"]["disk1.img"]["path"] = path
        instead(network, mirror.PRODUCTS, products)
        assert refreshed(env, source)["entries"] == 1
        index = served(network, mirror.INDEX)
        (about,) = index["index"].values()
        about["path"] = path
        instead(network, mirror.INDEX, index)
        before = len(network.requests)
        answer = refreshed(env, source)
        assert answer["state"] == "untrusted"
        assert answer["state_reason_fact"]["code"] == "stream-path-refused"
        assert len(network.requests) == before + 1

    @pytest.mark.parametrize(
        "changes",
        [
            *({"sha256": None}, {"sha256": "0" * 63}, {"sha256": 5}, {"sha256": "G" * 64}),
            *({"size": None}, {"size": "9"}, {"size": -1}, {"size": 0}, {"size": True}),
            *({"size": 1 << 60}, {"ftype": "root.tar.xz"}, {"ftype": None}),
        ],
    )
    def test_files_that_cannot_be_verified(self, env, source, network, changes):
        products = served(network, mirror.PRODUCTS)
        (product,) = products["products"].values()
        product["versions"]["20260401"]["items"]["disk1.img"].update(changes)
        instead(network, mirror.PRODUCTS, products)
        assert [row["version"] for row in entries(env)] == ["20260401", "20260301"]
        assert refreshed(env, source)["entries"] == 1
        assert [row["version"] for row in entries(env)] == ["20260301"]

    @pytest.mark.parametrize(
        "content",
        [b"", b"no JSON", b"[]", b"7", b"[" * 100_000, b"\xff\xfe"],
        ids=lambda content: repr(content[:10]),
    )
    def test_what_is_no_index(self, env, source, network, content):
        instead(network, mirror.INDEX, content)
        answer = refreshed(env, source)
        assert answer["state"] == "untrusted"
        assert answer["state_reason_fact"]["code"] == "stream-unreadable"
        assert answer["entries"] == 2

    @pytest.mark.parametrize(
        "content",
        [
            *({}, {"index": []}, {"index": {"a": 1}}, {"index": {"a": {"format": "other"}}}),
        ],
    )
    def test_an_index_of_nothing(self, env, source, network, content):
        instead(network, mirror.INDEX, content)
        answer = refreshed(env, source)
        assert (answer["state"], answer["entries"]) == ("ready", 0)

    @pytest.mark.parametrize(
        "products",
        [
            {"products": []},
            {"products": {"a": []}},
            {"products": {"a": {"versions": 5}}},
            {"products": {"a": {"versions": {"1": None}}}},
            {"products": {"a": {"versions": {"1": {"items": {"x": "y"}}}}}},
        ],
    )
    def test_products_of_another_form(self, env, source, network, products):
        instead(network, mirror.PRODUCTS, products)
        answer = refreshed(env, source)
        assert (answer["state"], answer["entries"]) == ("ready", 0)

    @pytest.mark.parametrize("name", ["index", "download"])
    def test_an_index_without_end(self, env, source, network, name, monkeypatch):
        monkeypatch.setattr(simplestreams, "_LARGEST_PRODUCTS", 2 << 20)
        network.faults["endless"] = name
        answer = refreshed(env, source)
        assert answer["state"] == "untrusted"
        assert answer["state_reason_fact"]["code"] == "stream-endless"

    @pytest.mark.parametrize("place", ["http://127.0.0.1:1/", "https://localhost:9/"])
    def test_redirects_to_other_hosts(self, env, source, network, place):
        network.faults["redirect"] = place
        assert refreshed(env, source)["state_reason_fact"]["code"] == "source-redirects"

    def test_more_images_than_a_catalogue_bears(self, env, source, network, monkeypatch):
        monkeypatch.setattr(simplestreams, "_MOST_ITEMS", 1)
        assert refreshed(env, source)["entries"] == 1


class TestRegister:
    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"ca_pem": None}, "ca_pem", "source-certificate"),
            ({"url": "https://10.0.0.1/"}, "url", "source-address-forbidden"),
            ({"keyring": "no keys"}, "keyring", "keyring-invalid"),
            ({"kind": "tuf"}, "root", "root-invalid"),
        ],
    )
    def test_what_is_wrong_is_at_its_field(self, env, network, changes, field, code):
        answer = env.admin.post(PATH, json=network.mirror_values() | changes)
        assert answer.status_code == 422
        assert [fact["code"] for fact in answer.json["error_facts"][field]] == [code]

    def test_without_a_keyring_only_over_tls(self, env, network):
        values = network.mirror_values() | {"url": "http://127.0.0.1:1/"}
        del values["username"], values["password"]
        answer = env.admin.post(PATH, json=values)
        assert answer.json["error_facts"]["url"][0]["code"] == "source-mirror-plain"

    def test_it_vouches_for_no_file(self, env, source):
        body = {"source_id": source["id"], "name": "x.csu", "size": 10}
        answer = env.admin.post(f"{ROOT}/imports", json=body)
        assert answer.json["error_facts"]["source_id"][0]["code"] == "source-without-root"

    def test_a_change_keeps_its_kind(self, env, source):
        answer = env.admin.put(f"{PATH}/{source['id']}", json={"name": "others"})
        assert (answer.json["kind"], answer.json["name"]) == ("simplestreams", "others")


class TestSigned:
    @pytest.fixture(scope="class")
    def keys(self, tmp_path_factory):
        """Signs as two persons: ``keys(name)`` is a keyring, ``keys(name, data)`` signs."""
        homes = {}

        def gpg(name, *arguments, **options):
            home = homes[name]
            command = ["gpg", "--homedir", home, "--batch", "--yes", "--passphrase", "", *arguments]
            return subprocess.run(command, check=True, capture_output=True, **options).stdout

        def act(name, data=None):
            if name not in homes:
                homes[name] = tmp_path_factory.mktemp(name)
                gpg(name, "--quick-generate-key", f"{name}@example.com", "ed25519", "sign")
            if data is None:
                return gpg(name, "--armor", "--export").decode()
            return gpg(name, "--clearsign", input=data)

        yield act
        for home in homes.values():
            subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)

    @pytest.fixture
    def signed(self, network, keys):
        """Has the mirror serve what somebody signs."""

        def signed(name, change=lambda data: data):
            for path in (mirror.INDEX, mirror.PRODUCTS):
                data = keys(name, json.dumps(served(network, path)).encode())
                instead(network, path.replace(".json", ".sjson"), change(data))

        return signed

    def test_by_a_key_of_the_keyring(self, env, network, keys, signed):
        signed("publisher")
        values = network.mirror_values() | {"keyring": keys("other") + keys("publisher")}
        answer = env.admin.post(PATH, json=values)
        assert (answer.status_code, answer.json["entries"]) == (201, 2), answer.json
        paths = [path for _verb, path in network.requests]
        assert not [path for path in paths if path.endswith(".json")]

    @pytest.mark.parametrize(
        "change",
        [
            lambda data: data.replace(b"20260401", b"20260402"),
            lambda data: b"{}",
            lambda data: data[: len(data) // 2],
        ],
    )
    def test_changed(self, env, network, keys, signed, change):
        signed("publisher", change)
        values = network.mirror_values() | {"keyring": keys("publisher")}
        answer = env.admin.post(PATH, json=values)
        assert answer.json["code"] == "stream-signature"

    def test_by_somebody_else(self, env, network, keys, signed):
        signed("other")
        values = network.mirror_values() | {"keyring": keys("publisher")}
        assert env.admin.post(PATH, json=values).json["code"] == "stream-signature"

    def test_text_around_what_is_signed_is_not_read(self, env, network, keys, signed):
        signed("publisher", lambda data: b'{"index": {}}\n' + data)
        values = network.mirror_values() | {"keyring": keys("publisher")}
        answer = env.admin.post(PATH, json=values)
        assert answer.status_code == 422 or answer.json["entries"] == 2

    def test_without_gpgv(self, env, network, keys, signed, monkeypatch):
        signed("publisher")
        values = network.mirror_values() | {"keyring": keys("publisher")}
        monkeypatch.setenv("PATH", "/nowhere")
        assert env.admin.post(PATH, json=values).json["code"] == "gpgv-missing"
