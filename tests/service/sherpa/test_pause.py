"""Downloads that are listed, paused, resumed and cancelled."""

import hashlib
import os
import pathlib
import time

import pytest

from tests.service.sherpa.conftest import ROOT, Steps

DATA = hashlib.shake_256(b"paused").digest(3_000_000)


@pytest.fixture
def entry(steps, network, source):
    """An entry that takes some seconds."""
    network.publisher.add("images/big.raw", DATA, name="big", version="1", kind="image")
    network.publisher.publish()
    steps.env.admin.post(f"{ROOT}/sources/{source['id']}/refresh")
    network.faults["slow"] = 1_000_000
    return steps.entry("big", "1")


@pytest.fixture
def parts(env):
    return pathlib.Path(env.runtime.conf.sherpa.content_dir, "parts")


class Downloads:
    def __init__(self, steps):
        self._steps, self._api = steps, steps.env.admin

    def begin(self, entry):
        answer = self._api.post(f"{ROOT}/entries/{entry['id']}/download")
        assert answer.status_code == 202, answer.json

    def rows(self):
        return self._api.get(f"{ROOT}/downloads").json["downloads"]

    def until(self, ready):
        """The only download as soon as it is ``ready``."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            row = self.rows()[0]
            if ready(row):
                return row
            time.sleep(0.05)
        raise AssertionError(row)

    def change(self, row, verb):
        path = f"{ROOT}/downloads/{row['id']}"
        return self._api.delete(path) if verb == "cancel" else self._api.post(f"{path}/{verb}")


@pytest.fixture
def list_of(steps):
    return Downloads(steps)


def state(*names):
    return lambda row: row["state"] in names


def test_what_runs_says_how_far_it_is(list_of, entry):
    list_of.begin(entry)
    row = list_of.until(lambda row: row["speed"])
    assert (row["state"], row["name"], row["version"]) == ("running", "big", "1")
    assert (row["size"], row["source"], row["entry_id"]) == (len(DATA), "HDN", entry["id"])
    assert 0 < row["done"] <= len(DATA)
    assert 0 < row["speed"] < 3_000_000
    assert row["seconds"] is not None


def test_paused_and_resumed_where_it_was(list_of, entry, network, parts, steps):
    list_of.begin(entry)
    list_of.until(lambda row: row["done"] > 500_000)
    row = list_of.rows()[0]
    assert list_of.change(row, "pause").status_code == 204
    paused = list_of.until(state("paused"))
    assert paused["done"] >= 500_000
    assert (parts / row["id"]).stat().st_size == paused["done"]
    assert steps.entry("big", "1")["operation_id"] is None

    network.requests.clear()
    network.faults.clear()
    answer = list_of.change(paused, "resume")
    assert steps.ended(answer)["state"] == "succeeded"
    assert steps.entry("big", "1")["content_id"] == row["id"]
    assert list_of.rows() == []
    assert list_of.change(row, "pause").json["code"] == "download-not-found"


def test_cancelled_nothing_is_left_and_it_is_not_listed(list_of, entry, parts, steps):
    list_of.begin(entry)
    row = list_of.until(lambda row: row["done"] > 100_000)
    assert list_of.change(row, "cancel").status_code == 204
    assert list_of.rows() == []
    steps.wait(row["operation_id"])
    assert not (parts / row["id"]).exists()
    list_of.begin(entry)
    assert list_of.until(state("running"))["operation_id"] != row["operation_id"]


def test_what_is_paused_can_be_cancelled(list_of, entry, parts):
    list_of.begin(entry)
    row = list_of.until(lambda row: row["done"] > 100_000)
    list_of.change(row, "pause")
    list_of.until(state("paused"))
    assert list_of.change(row, "cancel").status_code == 204
    assert list_of.rows() == []
    assert not (parts / row["id"]).exists()


def test_a_source_that_is_away_is_why_it_waits(list_of, entry, network):
    network.faults["down"] = 503
    list_of.begin(entry)
    row = list_of.until(state("waiting"))
    assert row["reason_fact"]["code"].startswith("source-")
    assert row["reason"]


def test_what_failed_says_why_until_it_is_cancelled(list_of, entry, network):
    network.faults.update(corrupt=True, slow=None)
    list_of.begin(entry)
    row = list_of.until(state("failed"))
    assert (row["reason_fact"]["code"], row["done"]) == ("content-corrupt", 0)
    assert list_of.change(row, "cancel").status_code == 204
    assert list_of.rows() == []


class TestWithoutAConductor:
    """What was begun is paused and cancelled although nothing runs it."""

    @pytest.fixture
    def steps(self, env, source):
        return Steps(env)

    def test_what_waits_in_the_queue(self, list_of, entry, parts):
        list_of.begin(entry)
        row = list_of.until(state("queued"))
        list_of.change(row, "pause")
        assert list_of.rows()[0]["state"] == "paused"
        list_of.change(row, "cancel")
        assert list_of.rows() == []
        assert not (parts / row["id"]).exists()


def test_what_is_old_is_not_listed(list_of, entry, env, parts):
    list_of.begin(entry)
    row = list_of.until(lambda row: row["done"] > 100_000)
    list_of.change(row, "pause")
    list_of.until(state("paused"))
    env.runtime.conf.set_override("parts_hours", 0.0, "sherpa")
    assert list_of.rows() == []
    assert os.listdir(parts) == [row["id"]]
