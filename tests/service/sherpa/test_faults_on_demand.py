"""Faults that are switched on in a network that runs, by its file."""

import json

import pytest

from helion_embedded.simulators.faults import FileFaults
from tests import distribution
from tests.service.sherpa.conftest import ROOT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "faults.json"


@pytest.fixture
def network(tmp_path, file):
    with distribution.started(tmp_path / "network", faults=FileFaults(file)) as running:
        yield running


@pytest.fixture
def refreshed(env, source, file):
    """``(state, code of the reason)`` of the source with faults."""

    def refreshed(**faults):
        file.write_text(json.dumps(faults))
        row = env.admin.post(f"{ROOT}/sources/{source['id']}/refresh").json
        return row["state"], (row["state_reason_fact"] or {}).get("code")

    return refreshed


@pytest.mark.parametrize(
    ("faults", "expected"),
    [
        ({"expired": True}, ("expired", "metadata-expired")),
        ({"wrong_key": True}, ("untrusted", "key-unknown")),
        ({"endless": "timestamp"}, ("untrusted", "metadata-endless")),
        ({"down": 503}, ("unreachable", "source-http-error")),
        ({"login": True}, ("login-refused", "source-login-refused")),
    ],
)
def test_what_is_refused_is_over_with_the_fault(refreshed, faults, expected):
    assert refreshed(**faults) == expected
    assert refreshed() == ("ready", None)


@pytest.mark.parametrize("role", ["root", "timestamp", "snapshot", "targets", "images"])
def test_a_rotated_key_is_followed(env, source, refreshed, network, role):
    key = network.publisher.signers[role].public_key.keyid
    for _time in range(2):
        assert refreshed(rotate=role) == ("ready", None)
    changed = network.publisher.signers[role].public_key.keyid
    assert changed != key
    assert refreshed() == ("ready", None)
    assert network.publisher.signers[role].public_key.keyid == changed
