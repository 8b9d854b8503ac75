"""Gets what the tests need beyond Python packages, or says what to install.

Chromium, its driver and Redis are Debian packages: installed here when root, named otherwise. The
scripts' own packages come from package-lock.json, and are bundled.
"""

import os
import pathlib
import shutil
import subprocess
import sys

import bundle

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEBIAN = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "redis-server": "redis-server",
}


def main():
    missing = [package for command, package in DEBIAN.items() if not shutil.which(command)]
    if missing:
        if os.geteuid() or not shutil.which("apt-get"):
            sys.exit(f"The tests need the Debian packages: {' '.join(missing)}")
        env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=env)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(install, check=True, env=env, stdout=subprocess.DEVNULL)
    lock, mark = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], check=True, cwd=ROOT)
    bundle.make(ROOT)


if __name__ == "__main__":
    main()
