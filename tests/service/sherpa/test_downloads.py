"""Downloads: continued, verified, invisible until then; and what becomes of what is not right."""

import datetime
import hashlib
import os
import pathlib

import pytest

from helion_embedded.simulators.distribution import samples
from helion_services.base.times import now
from helion_services.sherpa import leftovers
from helion_services.sherpa.transfer import Limiter
from tests.service.sherpa.conftest import ROOT

IMAGE = "helion-webserver"


@pytest.fixture
def files(env):
    """The files of the service by folder."""
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)

    def listed(folder):
        return sorted(path.name for path in (root / folder).glob("*"))

    return listed


def begin(steps, name=IMAGE, version="1.1.0"):
    return steps.env.admin.post(f"{ROOT}/entries/{steps.entry(name, version)['id']}/download")


def big(network, size=3_000_000):
    """A target of some size, with bytes that differ."""
    data = hashlib.shake_256(b"big").digest(size)
    network.publisher.add("images/big.raw", data, name="big", version="1", kind="image")
    network.publisher.publish()
    return data


@pytest.fixture
def big_one(steps, network, source):
    data = big(network)
    steps.env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    return data


def test_a_file_becomes_content(steps, files, env):
    ident = steps.download(IMAGE, "1.1.0")
    row = env.admin.get(f"{ROOT}/content/{ident}").json
    assert (row["state"], row["origin"], row["source"]) == ("available", "download", "HDN")
    path = pathlib.Path(env.runtime.conf.sherpa.content_dir, "content", ident)
    assert path.read_bytes() == samples.raw_image("1.1.0")
    assert files("parts") == []
    assert begin(steps).json["code"] == "content-local"


def test_a_cut_is_continued_where_it_was(steps, network, big_one, files):
    network.faults["cut"] = 1_000_000
    operation = steps.ended(begin(steps, "big", "1"))
    assert operation["state"] == "succeeded", operation["error"]
    gets = [path for _method, path in network.requests if "big.raw" in path]
    assert len(gets) == 3 or len(gets) == 4
    assert "download-waits" in {line["text_fact"]["code"] for line in operation["log"]}


def test_a_server_without_ranges_begins_again(steps, network, big_one):
    network.faults["cut"] = 1_000_000
    answer = begin(steps, "big", "1")
    steps.wait(answer.json["operation_id"], lambda operation: operation["log"])
    network.faults.update({"whole": True, "cut": None})
    assert steps.ended(answer)["state"] == "succeeded"


def test_a_source_that_is_down_is_waited_for(steps, network):
    network.faults["down"] = 503
    answer = begin(steps)
    operation = steps.wait(answer.json["operation_id"], lambda operation: operation["log"])
    reason = operation["log"][0]["text_fact"]["params"]["reason"]
    assert reason["code"] == "source-http-error"
    network.faults.clear()
    assert steps.ended(answer)["state"] == "succeeded"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"corrupt": True}, "content-corrupt"),
        ({"longer": 10}, "content-endless"),
        ({"login": True}, "source-login-refused"),
        ({"down": 404}, "entry-withdrawn"),
        ({"redirect": "http://127.0.0.1:1/"}, "source-redirects"),
        ({"redirect": "https://192.0.2.1/"}, "source-redirects"),
    ],
)
def test_what_is_not_right_is_not_content(steps, network, files, fault, code):
    network.faults.update(fault)
    operation = steps.ended(begin(steps))
    assert operation["state"] == "reverted"
    assert operation["error"]["code"] == code
    assert files("content") == []
    assert files("parts") == []


def test_no_room_on_the_disk(steps, network, files):
    steps.env.runtime.conf.set_override("reserve_mib", 10**9, group="sherpa")
    operation = steps.ended(begin(steps))
    assert operation["error"]["code"] == "disk-space"
    assert files("parts") == []


def test_a_download_ends_after_its_time(steps, network):
    steps.env.runtime.conf.set_override("download_hours", 0.0003, group="sherpa")
    network.faults["down"] = 503
    assert steps.ended(begin(steps))["error"]["code"] == "download-too-long"


def test_cancelled_and_retried_it_continues(steps, network, big_one, files):
    network.faults["slow"] = 1_500_000
    answer = begin(steps, "big", "1")
    ident = answer.json["operation_id"]
    steps.wait(ident, lambda operation: operation["progress"] > 5)
    assert steps.env.system_admin.post(f"{ROOT}/operations/{ident}/cancel").status_code == 202
    assert steps.wait(ident)["state"] == "cancelled"
    assert files("content") == []
    assert len(files("parts")) == 1
    network.faults.clear()
    retried = steps.env.system_admin.post(f"{ROOT}/operations/{ident}/retry")
    assert steps.wait(retried.json["id"])["state"] == "succeeded"
    assert files("parts") == []


def test_a_second_download_waits_for_the_first(steps, network, big_one):
    answer = begin(steps)
    assert begin(steps).status_code == 409
    assert steps.ended(answer)["state"] == "succeeded"


def test_content_is_deleted_with_its_file(steps, files, env):
    ident = steps.download(IMAGE, "1.1.0")
    assert env.admin.delete(f"{ROOT}/content/{ident}").status_code == 204
    assert files("content") == []
    assert steps.entry(IMAGE, "1.1.0")["content_id"] is None


def test_content_outlives_its_source(steps, env, source):
    ident = steps.download(IMAGE, "1.1.0")
    assert env.admin.delete(f"{ROOT}/sources/{source['id']}").status_code == 204
    assert env.admin.get(f"{ROOT}/content/{ident}").json["state"] == "available"


def test_an_entry_with_content_is_withdrawn_not_deleted(steps, env, source, network):
    steps.download(IMAGE, "1.1.0")
    network.publisher.remove("images/helion-webserver-1.1.0.raw")
    network.publisher.publish()
    env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    assert steps.entry(IMAGE, "1.1.0")["status"] == "withdrawn"


def test_what_nothing_needs_is_swept(steps, env, files):
    kept = steps.download(IMAGE, "1.1.0")
    root = pathlib.Path(env.runtime.conf.sherpa.content_dir)
    old = (now() - datetime.timedelta(days=9)).timestamp()
    for folder in ("parts", "content", "imports"):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / "orphan").write_bytes(b"x")
        os.utime(root / folder / "orphan", (old, old))
    os.utime(root / "content" / kept, (old, old))
    leftovers.sweep(env.runtime)
    assert (files("parts"), files("content"), files("imports")) == ([], [kept], [])


def test_the_bandwidth_is_limited():
    limiter = Limiter()
    pauses = [limiter.pause(1000, 1000) for _ in range(3)]
    assert [round(pause) for pause in pauses] == [1, 2, 3]
    assert Limiter().pause(1000, 0) == 0
