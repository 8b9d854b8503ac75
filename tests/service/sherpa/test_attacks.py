"""What TUF stops is stopped, and named: attacks with a repository of tuf's own library."""

import datetime
import json

import pytest
from tuf.api.metadata import Metadata, TargetFile

from helion_embedded.simulators.distribution.publisher import IMAGES, Publisher
from tests.service.sherpa.conftest import ROOT


@pytest.fixture
def publisher(network):
    return network.publisher


@pytest.fixture
def refresh(env, source):
    """Reads the source again; returns its state and the code of the reason."""

    def refresh():
        row = env.admin.post(f"{ROOT}/sources/{source['id']}/refresh").json
        fact = row["state_reason_fact"]
        return row["state"], fact and fact["code"]

    return refresh


@pytest.fixture
def names(env):
    """Names of the entries."""

    def names():
        return {row["name"] for row in env.admin.get(f"{ROOT}/entries").json["entries"]}

    return names


def news(publisher, name="News"):
    publisher.add(f"updates/{name}", name.encode(), name=name, version="1", kind="update")
    publisher.publish()


def newest(publisher, role):
    return publisher.metadata / f"{publisher.open(role).signed.version}.{role}.json"


@pytest.mark.parametrize("role", ["snapshot", "targets", IMAGES])
def test_a_flipped_byte_of_metadata(publisher, refresh, names, role):
    news(publisher)
    if role == IMAGES:
        publisher.add("images/news.raw", b"x", name="News", version="1")
        publisher.publish()
    path = newest(publisher, role)
    document = json.loads(path.read_text())
    document["signed"]["expires"] = "2031-01-01T00:00:00Z"
    path.write_text(json.dumps(document))
    assert refresh() == ("untrusted", "metadata-signature")
    assert "News" not in names()


def test_a_damaged_document(publisher, refresh, network):
    network.faults["stale"] = {"timestamp.json": b'{"signed": {}'}
    assert refresh() == ("untrusted", "metadata-unreadable")


def test_roll_back_to_an_old_timestamp(publisher, refresh, network):
    old = (publisher.metadata / "timestamp.json").read_bytes()
    news(publisher)
    assert refresh() == ("ready", None)
    network.faults["stale"] = {"timestamp.json": old}
    assert refresh() == ("untrusted", "metadata-rolled-back")


def test_roll_back_of_targets_in_a_new_snapshot(publisher, refresh, names):
    news(publisher)
    assert refresh() == ("ready", None)
    with publisher.edit_snapshot() as snapshot:
        snapshot.meta["targets.json"].version -= 1
    publisher.do_timestamp()
    assert refresh() == ("untrusted", "metadata-rolled-back")
    assert "News" in names()


def test_freeze(publisher, refresh, names):
    publisher.expires = datetime.datetime.now(datetime.UTC).replace(
        microsecond=0
    ) - datetime.timedelta(days=1)
    news(publisher)
    assert refresh() == ("expired", "metadata-expired")
    assert "News" not in names()


def test_wrong_key(publisher, refresh, tmp_path):
    stranger = Publisher(tmp_path / "stranger")
    publisher.signers["timestamp"] = stranger.signers["timestamp"]
    news(publisher)
    assert refresh() == ("untrusted", "key-unknown")


def test_another_repository_with_the_same_names(publisher, refresh, tmp_path, network):
    stranger = Publisher(tmp_path / "stranger")
    news(stranger)
    files = {path.name: path.read_bytes() for path in stranger.metadata.iterdir()}
    network.faults["stale"] = files
    assert refresh() == ("untrusted", "key-unknown")


def test_a_change_that_fails_forgets_no_trust(publisher, refresh, env, source, network, tmp_path):
    """Another root does not fit: what was read under the first one still counts."""
    old = (publisher.metadata / "timestamp.json").read_bytes()
    news(publisher)
    assert refresh() == ("ready", None)
    root = Publisher(tmp_path / "stranger").root_file.read_text()
    answer = env.admin.put(f"{ROOT}/sources/{source['id']}", json={"root": root})
    assert answer.json["code"] == "key-unknown"
    network.faults["stale"] = {"timestamp.json": old}
    assert refresh() == ("untrusted", "metadata-rolled-back")


def test_a_new_root_of_a_stranger(publisher, refresh, tmp_path, network):
    stranger = Publisher(tmp_path / "stranger")
    stranger.rotate("timestamp")
    data = (stranger.metadata / "2.root.json").read_bytes()
    network.faults["stale"] = {"2.root.json": data}
    assert refresh() == ("untrusted", "root-not-trusted")


def test_mix_and_match(publisher, refresh, network, names):
    old = newest(publisher, "targets").read_bytes()
    news(publisher)
    network.faults["stale"] = {newest(publisher, "targets").name: old}
    assert refresh() == ("untrusted", "metadata-mixed")
    assert "News" not in names()


def test_mix_and_match_of_the_snapshot(publisher, refresh, network):
    old = newest(publisher, "snapshot").read_bytes()
    news(publisher)
    network.faults["stale"] = {newest(publisher, "snapshot").name: old}
    assert refresh() == ("untrusted", "metadata-mixed")


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_a_revoked_key(publisher, refresh, role):
    former = publisher.rotate(role)
    assert refresh() == ("ready", None)
    publisher.signers[role] = former
    if role == "timestamp":
        publisher.do_timestamp(force=True)
    else:
        with publisher.edit(role):
            pass
        publisher.do_snapshot(force=True)
        publisher.do_timestamp(force=True)
    assert refresh() == ("untrusted", "key-revoked")


def test_a_new_key_is_followed(publisher, refresh, names):
    for role in ("root", "timestamp", "snapshot", "targets", IMAGES):
        publisher.rotate(role)
    news(publisher)
    assert refresh() == ("ready", None)
    assert "News" in names()


def test_fast_forward(publisher, refresh, names):
    """A stolen key counts far ahead: later versions look old, until the keys are changed."""
    before = publisher.open("timestamp").signed.version
    timestamp = publisher.open("timestamp")
    timestamp.signed.version = 10_000
    publisher.write("timestamp", timestamp)
    assert refresh() == ("ready", None)
    timestamp.signed.version = before
    news(publisher)
    assert refresh() == ("untrusted", "metadata-rolled-back")
    publisher.rotate("timestamp")
    assert refresh() == ("ready", None)
    assert "News" in names()


@pytest.mark.parametrize("role", ["timestamp", "root"])
def test_metadata_without_end(publisher, refresh, network, role):
    if role == "root":
        publisher.rotate("timestamp")
    network.faults["endless"] = role
    assert refresh() == ("untrusted", "metadata-endless")


def test_a_role_lists_what_was_not_delegated_to_it(publisher, refresh, names):
    data = b"not an image"
    target = TargetFile.from_data("updates/forged.tar", data, ["sha512"])
    target.unrecognized_fields["custom"] = {"name": "Forged", "version": "9"}
    with publisher.edit_targets(IMAGES) as targets:
        targets.targets["updates/forged.tar"] = target
    publisher.publish()
    assert refresh() == ("ready", None)
    assert "Forged" not in names()


@pytest.mark.parametrize(
    "custom",
    [
        {"name": "x" * 300},
        {"name": ["a"], "version": 7, "kind": "virus", "reboot": "perhaps"},
        {"needs": "much", "notes": {"a": 1}, "published": "yesterday", "priority": None},
    ],
)
def test_fields_that_do_not_fit_hide_no_entry(publisher, refresh, env, custom):
    publisher.add("updates/odd.tar", b"odd", **custom)
    publisher.publish()
    assert refresh() == ("ready", None)
    rows = env.admin.get(f"{ROOT}/entries?q=odd.tar").json["entries"]
    assert [(row["name"], row["kind"], row["reboot"]) for row in rows] == [
        ("odd.tar", "update", False)
    ]


def test_what_is_no_object(publisher, refresh, env):
    target = TargetFile.from_data("updates/odd.tar", b"odd", ["sha512"])
    target.unrecognized_fields["custom"] = {"name": None}
    with publisher.edit_targets() as targets:
        targets.targets["updates/odd.tar"] = target
        targets.targets["../../etc/passwd"] = target
        targets.targets["/absolute"] = target
    publisher.publish()
    assert refresh() == ("ready", None)
    assert env.admin.get(f"{ROOT}/entries?q=passwd").json["entries"][0]["name"] == "passwd"


def test_our_reading_is_that_of_tufs_own_client(publisher, tmp_path, network):
    """Metadata that the peer writes is metadata: its root verifies with tuf's own classes."""
    root = Metadata.from_file(str(publisher.root_file))
    root.signed.verify_delegate("root", root.signed_bytes, root.signatures)
    assert root.signed.consistent_snapshot
