"""Installs the sample of a vendor's panels beside the plugin, for the tests.

A wheel of pure Python is a zip file of what belongs into ``site-packages``; an environment of tox
need not have pip.
"""

import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests" / "vendor_panel"


def main():
    with tempfile.TemporaryDirectory() as target:
        # A build leaves files behind: not among the sources.
        source = shutil.copytree(FOLDER, pathlib.Path(target) / "source")
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", target, source]
        subprocess.run(build, check=True, capture_output=True)
        (wheel,) = pathlib.Path(target).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(sysconfig.get_path("purelib"))


if __name__ == "__main__":
    main()
