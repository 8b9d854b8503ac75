"""Compiles the vCenter simulator before the demo needs it.

Its compiler and library are Debian packages, installed here when run as root. Without them the demo
runs without a vCenter, and says so.
"""

import subprocess
import sys

import debian

from helion_embedded.simulators.vcenter import build


def main():
    try:
        if build.missing() and not debian.install(build.PACKAGES):
            return
        build.program()
    except (build.BuildError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
