"""A conductor that applies back ends and kills itself at a step: ``python -m`` this module.

Its arguments are the folder of the service, the file that Cinder reads, the name of a step, and
``before`` or ``after`` what the step does.
"""

import os
import pathlib
import signal
import sys
import time

from helion_services.base import config
from helion_services.base.runtime import Runtime
from helion_services.sirius import cinder
from helion_services.sirius.flows import apply
from tests.service.sirius.test_apply import Cinder

_PATIENCE = 60  # seconds
_STEPS = {"arrays": apply.CheckArrays, "hand-over": apply.HandOver,
          "verify": apply.Verify, "keep": apply.Keep}  # fmt: skip


def main(folder, file, step, moment):
    """Conduct until the step kills this process."""
    runtime = Runtime(config.load(files=[pathlib.Path(folder, "services.conf")]))
    double = Cinder(pathlib.Path(file))
    cinder.connect = lambda clouds: double
    kind = _STEPS[step]
    run = kind.run

    def deadly(self, work):
        if moment == "after":
            run(self, work)
        os.kill(os.getpid(), signal.SIGKILL)

    kind.run = deadly
    runtime.operations.start()
    time.sleep(_PATIENCE)


if __name__ == "__main__":
    main(*sys.argv[1:])
