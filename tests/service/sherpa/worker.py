"""Runs operations until it is killed: ``python -m`` this module with the folder of a service."""

import pathlib
import sys
import time

from helion_services.base import config
from helion_services.base.runtime import Runtime


def main(folder):
    runtime = Runtime(config.load(files=[pathlib.Path(folder) / "services.conf"]))
    runtime.operations.start()
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1])
