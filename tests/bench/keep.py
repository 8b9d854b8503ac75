"""What a backup takes: against plain restic on the same files, and again without a change.

And what a large ring takes.
"""

import os
import pathlib
import subprocess
import tempfile
import time

from helion_services.base.runtime import prepare
from tests.bench import rings
from tests.bench.result import Result
from tests.service.backup.conftest import OPTIONS, PASSWORDS, ROOT, SmallCloud, Steps, values
from tests.service.service_env import ServiceEnv, write_configuration

AGAINST_RESTIC = 1.1  # times as long as plain restic
AGAIN = 5  # s
_MIB = 1 << 20
_SIZE = 2048  # MiB
_FILES = 8


def run():
    """Yields a large ring, a backup of 2 GB against restic, and the second one."""
    yield from rings.run()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        folder = pathlib.Path(folder)
        cloud = SmallCloud(folder)
        for number in range(_FILES):
            with (folder / "images" / f"image-{number}").open("wb") as file:
                for _piece in range(_SIZE // _FILES):
                    file.write(os.urandom(_MIB))
        (folder / "store").mkdir()
        options = OPTIONS.format(folder=folder, stop="", start="")
        write_configuration(folder, f"sqlite:///{folder}/services.db", "backup", options)
        env = ServiceEnv(folder)
        try:
            prepare(env.runtime.conf)
            env.runtime.operations.start()
            yield from _backups(env, folder, cloud)
        finally:
            env.close()


def _backups(env, folder, cloud):
    plain = _restic(folder, cloud)
    answer = env.system_admin.post(f"{ROOT}/repositories", json=values(folder))
    steps = Steps(env, answer.json)
    ours, again = _timed(steps), _timed(steps)
    details = {"ours in s": ours, "restic in s": plain}
    yield Result("keep.backup", ours / plain, AGAINST_RESTIC, "x", details=details)
    yield Result("keep.backup.again", again, AGAIN, "s")


def _timed(steps):
    began = time.monotonic()
    steps.take(verify=False)
    return time.monotonic() - began


def _restic(folder, cloud):
    """Seconds that plain restic takes for the same files."""
    secret = folder / "plain-password"
    secret.write_text(PASSWORDS["password"])
    location = folder / "store" / "plain"
    environment = {
        **os.environ,
        "RESTIC_PASSWORD_FILE": str(secret),
        "RESTIC_REPOSITORY": str(location),
        "RESTIC_CACHE_DIR": str(folder / "plain-cache"),
    }
    paths = [str(folder / "images"), *(str(cloud.path(name).parent) for name in ("ironic", "heat"))]
    subprocess.run(["restic", "init", "--quiet"], env=environment, check=True)
    began = time.monotonic()
    subprocess.run(["restic", "backup", "--quiet", *paths], env=environment, check=True)
    return time.monotonic() - began
