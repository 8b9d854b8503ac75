"""A sparse file of 10 GB in a small tar: refused before anything of it is written or read."""

import shlex
import subprocess
import sys

import pytest

from tests.service.sherpa.test_imports import file, keys, left, source, steps, verified  # noqa: F401

SIZE = 10 * 10**9
_LIMITS = {"v": 2 << 20, "t": 60, "f": 1 << 11}
"""Of a process: KiB of memory, seconds of processor time, KiB of a file (``ulimit``)."""
_TARS = {
    "gnu": (("--format=gnu", "--sparse"), "csu-not-plain"),
    "pax": (("--format=pax", "--sparse"), "csu-not-plain"),
    "ustar": (("--format=gnu",), "csu-truncated"),
}


@pytest.fixture(
    params=[pytest.param(name, marks=() if name == "gnu" else pytest.mark.faults) for name in _TARS]
)
def bomb(tmp_path, request):
    """``(file, code)``: a small tar with the file, and why it is refused."""
    folder = tmp_path / "bomb"
    (folder / "targets").mkdir(parents=True)
    with (folder / "targets" / "large.raw").open("wb") as large:
        large.truncate(SIZE)
    options, code = _TARS[request.param]
    command = ["tar", "-c", *options, "-C", str(folder), "targets/large.raw"]
    path = tmp_path / "bomb.csu"
    with subprocess.Popen(command, stdout=subprocess.PIPE) as tar:
        path.write_bytes(tar.stdout.read(1 << 20))  # without --sparse all would come
        tar.kill()
    return path, code


def test_the_import_is_refused(bomb, steps, env, source):  # noqa: F811
    path, code = bomb
    operation = verified(steps, source, path)
    assert (operation["state"], operation["error"]["code"]) == ("reverted", code)
    assert left(env) == []


def test_it_takes_neither_memory_nor_time_nor_room(bomb, keys, file):  # noqa: F811
    path, _code = bomb
    limits = "".join(f"ulimit -{name} {value}; " for name, value in _LIMITS.items())
    arguments = ["csu", "verify", str(path), "--root", str(keys / "root.json")]
    command = [sys.executable, "-W", "ignore", "-m", "helion_services.cmd.manage", *arguments]
    ended = subprocess.run(
        ["bash", "-c", f"{limits}exec {shlex.join(command)}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "large.raw" in ended.stderr or "not whole" in ended.stderr
