"""Runs operations until a step has done its work, and dies before anybody knows:
``python -m`` this module with the folder of a service and the name of the step."""

import os
import pathlib
import signal
import sys
import time

from helion_services.base import config
from helion_services.base.operations import work
from helion_services.base.runtime import Runtime
from tests.service.backup.conftest import SmallCloud
from tests.service.backup.ironic import Ironic


def main(folder, name):
    folder = pathlib.Path(folder)
    runtime = Runtime(config.load(files=[folder / "services.conf"]))
    cloud = SmallCloud.__new__(SmallCloud)  # its databases are there
    cloud.folder = folder
    runtime.clouds = Ironic(cloud)
    end = work.Work.end

    def die(self, step):
        if step.name == name:
            os.kill(os.getpid(), signal.SIGKILL)
        end(self, step)

    work.Work.end = die
    runtime.operations.start()
    time.sleep(300)


if __name__ == "__main__":
    main(*sys.argv[1:])
