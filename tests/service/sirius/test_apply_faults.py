"""Conductors that are killed at a step of applying back ends: another one finishes it."""

import signal
import subprocess
import sys
import time

import pytest

from tests.service.sirius.test_apply import (  # noqa: F401 - fixtures
    OPERATION,
    backend,
    file,
    folder,
    overcloud,
)

STEPS = ("arrays", "hand-over", "verify", "keep")


def killed_at(folder, file, step, moment):  # noqa: F811
    """Run a conductor until it kills itself at a step."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.service.sirius.apply_process"]
    arguments = [str(folder), str(file), step, moment]
    ended = subprocess.run(
        command + arguments, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def finished(env, ident):
    """The operation, after another conductor has ended it."""
    env.runtime.operations.start()
    end = time.monotonic() + 60
    while True:
        operation = env.reader.get(OPERATION + ident).json
        if operation["finished_at"]:
            return operation
        assert time.monotonic() < end, operation
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        pytest.param(
            step,
            moment,
            marks=() if (step, moment) == ("hand-over", "after") else pytest.mark.faults,
        )
        for step in STEPS
        for moment in ("before", "after")
    ],
)
def test_another_conductor_finishes(env, overcloud, backend, folder, file, step, moment):  # noqa: F811
    file.parent.mkdir()
    file.write_text("[DEFAULT]\nenabled_backends =\n")
    ident = env.admin.post("/sirius/v1/configuration/apply").json["id"]
    killed_at(folder, file, step, moment)
    operation = finished(env, ident)
    assert operation["state"] == "succeeded", operation
    assert backend["members"][0]["section"] in file.read_text()
    assert [path.name for path in file.parent.iterdir()] == ["backends.conf"]


@pytest.mark.parametrize("moment", ["before", pytest.param("after", marks=pytest.mark.faults)])
def test_what_fails_afterwards_is_put_back(env, overcloud, backend, folder, file, moment):  # noqa: F811
    """The former file lies beside the new one, whoever replaced it."""
    file.parent.mkdir()
    file.write_text("[DEFAULT]\nenabled_backends =\n")
    ident = env.admin.post("/sirius/v1/configuration/apply").json["id"]
    killed_at(folder, file, "hand-over", moment)
    overcloud.broken.add(backend["members"][0]["section"])
    operation = finished(env, ident)
    assert operation["state"] == "reverted", operation
    assert file.read_text() == "[DEFAULT]\nenabled_backends =\n"
    assert [path.name for path in file.parent.iterdir()] == ["backends.conf"]
