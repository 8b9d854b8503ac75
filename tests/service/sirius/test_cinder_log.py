"""Why a driver did not start is told in Cinder's own words, as it writes them into its log."""

import subprocess
import sys

import pytest

from tests.service.sirius.conftest import PASSWORD
from tests.service.sirius.test_apply import (  # noqa: F401 - fixtures
    backend,
    file,
    overcloud,
    run,
    sections_of,
)
from tests.service.sirius.test_apply import folder as _folder  # noqa: F401

CPG = "Invalid input received: CPG (SSD_r5) does not exist on array"
# Logs what a volume service logs, with oslo.log as Cinder does.
_SERVICE = """
import sys
from oslo_config import cfg
from oslo_log import log
conf = cfg.ConfigOpts()
log.register_options(conf)
conf(["--log-file", sys.argv[1]])
log.setup(conf, "cinder")
logger = log.getLogger("cinder.volume.manager")
logger.info("Starting volume driver HPE3PARFCDriver")
class InvalidInput(Exception):
    pass
try:
    raise InvalidInput(sys.argv[2])
except InvalidInput:
    logger.exception("Failed to initialize driver.")
logger.error("The volume service is not working.")
"""


def write(log, text):
    """Have the driver of a back end fail to start with a text."""
    command = [sys.executable, "-W", "ignore", "-c", _SERVICE, str(log), text]
    subprocess.run(command, check=True)


@pytest.fixture
def log(tmp_path):
    return tmp_path / "volume.log"


@pytest.fixture
def folder(_folder, log):  # noqa: F811
    with (_folder / "services.conf").open("a") as conf:
        conf.write(f"[sirius]\ncinder_log = {log}\n")
    return _folder


@pytest.fixture
def broken(backend, overcloud, monkeypatch):  # noqa: F811
    """Has a driver fail, which calls a function before."""

    def broken(complain):
        overcloud.broken.add(sections_of(backend)[0])
        pools = overcloud._pools

        def looked_at():
            if overcloud.broken and not complained:
                complained.append(True)
                complain()
            return pools()

        complained = []
        monkeypatch.setattr(overcloud, "_pools", looked_at)

    return broken


def reason(operation):
    """``(code, reason)`` of an operation that was rolled back."""
    assert operation["state"] == "reverted", operation
    return operation["error"]["code"], operation["error"]["params"].get("reason")


def test_the_driver_says_what_is_wrong(run, broken, log):  # noqa: F811
    write(log, "an earlier failure")
    broken(lambda: write(log, f"{CPG} with {PASSWORD}"))
    code, text = reason(run())
    assert code == "cinder-does-not-start"
    assert CPG in text
    assert "…" in text
    assert PASSWORD not in text
    assert "not working" not in text


def test_a_log_that_was_rotated(run, broken, log):  # noqa: F811
    write(log, "an earlier failure " * 20)

    def rotate():
        log.unlink()
        write(log, CPG)

    broken(rotate)
    assert CPG in reason(run())[1]


@pytest.mark.parametrize("has_log", [False, True])
def test_what_was_logged_before_is_not_the_reason(run, broken, log, has_log):  # noqa: F811
    if has_log:
        write(log, "an earlier failure")
    broken(lambda: None)
    assert reason(run()) == ("timed-out", None)
