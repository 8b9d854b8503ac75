"""Sirius against HPE's own mock of an array, which is fetched when the tests run.

It speaks plain HTTP, so a server of ours with TLS stands before it. Each is a process of its own.
"""

import os
import shutil
import socket
import subprocess
import sys
import tarfile

import pytest

from helion_embedded import probe
from tests.service.sirius import front
from tests.service.sirius.conftest import PASSWORD
from tests.service.sirius.test_backends import PATH as BACKENDS
from tests.service.sirius.test_storeservs import PATH as STORESERVS

# The last release whose source package has its tests.
PACKAGE = "python-3parclient==4.2.12"
PROGRAM = "test/HPE3ParMockServer_flask.py"


def download(folder):
    """The mock's file; skips the test where pip reaches no package index."""
    pip = next(filter(None, map(shutil.which, ("pip3", "pip"))), None)
    command = [pip] if pip else [sys.executable, "-m", "pip"]
    # Our constraints name a newer release.
    environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), PACKAGE]
    done = subprocess.run(
        [*command, "download", *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"pip cannot download {PACKAGE}: {done.stderr.strip()[-200:]}")
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob(f"*/{PROGRAM}"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The URL of the mock."""
    folder = tmp_path_factory.mktemp("mock")
    program = download(folder)
    with socket.socket() as search:
        search.bind(("127.0.0.1", 0))
        port = search.getsockname()[1]
    command = [
        sys.executable,
        str(program),
        "-port",
        str(port),
        "-user",
        "u",
        "-password",
        PASSWORD,
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        probe.wait(f"{url}/api/v1/cpgs", 120)
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def encrypted(plain, tmp_path_factory):
    """The front of the mock, see :func:`.front.running`."""
    with front.running(plain, tmp_path_factory.mktemp("front")) as front_of_mock:
        yield front_of_mock


@pytest.fixture
def values(encrypted):
    port, ca_pem, _calls = encrypted
    return {
        "name": "mock",
        "hostname": front.HOST,
        "port": port,
        "username": "u",
        "password": PASSWORD,
        "san_ip": "192.0.2.5",
        "san_username": "u",
        "san_password": PASSWORD,
        "ca_pem": ca_pem,
    }


def test_register_and_configure(env, values, encrypted):
    _port, _ca_pem, calls = encrypted
    answer = env.admin.post(STORESERVS, json=values)
    assert answer.status_code == 201, f"{answer.json}\n{calls()}"
    array = answer.json
    assert (array["state"], array["system"]["serial"]) == ("connected", "1234567")
    assert array["system"]["total_mib"] == 35_549_184
    assert "fc" in {port["protocol"] for port in array["ports"]}

    path = f"{STORESERVS}/{array['id']}/cpgs"
    cpg = next(each for each in env.admin.get(path).json["cpgs"] if each["name"] == "UnitTestCPG")
    assert (cpg["domain"], cpg["limit_mib"], cpg["volumes"]) == ("UNIT_TEST", 256_000, 12)
    assert (cpg["health"], cpg["used_mib"]) == ("normal", 114_688 + 256 + 1024)
    assert env.admin.post(path, json={"ids": [cpg["id"]]}).status_code == 200
    backend = env.admin.post(BACKENDS, json={"name": "gold", "members": [cpg["id"]]}).json
    text = env.admin.post("/sirius/v1/configuration").json["cinder_conf"]
    assert f"[{backend['members'][0]['section']}]" in text
    assert f"hpe3par_api_url = https://127.0.0.1:{values['port']}/api/v1" in text


def test_a_wrong_password(env, values):
    answer = env.admin.post(STORESERVS, json=values | {"password": "wrong"})
    assert answer.json["error_facts"]["password"][0]["code"] == "array-login-refused"


def test_its_certificate_is_verified(env, values):
    answer = env.admin.post(STORESERVS, json=values | {"ca_pem": None})
    assert answer.json["error_facts"]["ca_pem"][0]["code"] == "certificate-self-signed"
