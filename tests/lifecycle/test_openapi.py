"""The OpenAPI document of the services, and schemathesis with it against the real ones."""

import logging
import os
import subprocess
import sys

import pytest
import requests

from tests.contract import made_up
from tests.contract.checks import endless

LOG = logging.getLogger(__name__)

# What makes operations would change the undercloud; its inputs are the plans', which are tested.
_UNSAFE = "/(apply|enrolments|retry|cancel)$"
# Every service has these, by the same code: one root stands for all.
_COMMON = "^/(?!nodes/).*/(operations|audit-events)"


@pytest.fixture
def address(undercloud):
    return f"{undercloud.url('helion')}/openapi.json"


def test_all_that_stands_in_addresses_has_an_end(address):
    assert endless(requests.get(address, timeout=30).json()) == []


def test_no_request_makes_a_server_error(undercloud, address, tmp_path):
    """The same requests every time."""
    ask(undercloud, address, tmp_path, "--max-examples=8", "--seed=1")


@pytest.mark.faults
def test_no_request_of_very_many_makes_a_server_error(undercloud, address, tmp_path):
    ask(undercloud, address, tmp_path, f"--max-examples={made_up.many(100)}", seconds=5400)


def ask(undercloud, address, directory, *options, seconds=900):
    """Let schemathesis make up requests by the document at ``address``, within some seconds."""
    token = undercloud.connect("system").session.get_token()
    command = [
        os.path.join(os.path.dirname(sys.executable), "schemathesis"),
        "run",
        address,
        "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
        "response_schema_conformance",
        "--phases=examples,coverage,fuzzing",
        "--generation-database=none",
        "--request-timeout=60",
        "--no-color",
        f"--header=X-Auth-Token: {token}",
        f"--exclude-path-regex={_UNSAFE}|{_COMMON}",
        *options,
    ]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=seconds)
    LOG.info(shortened(done.stdout))
    assert done.returncode == 0, shortened(done.stdout) + done.stderr[-2000:]


def shortened(text):
    """The end of what schemathesis says: the made up requests have lines of any length."""
    return "\n".join(line[:300] for line in text.splitlines()[-400:])
