"""Missing Debian packages: installed when run as root, otherwise listed."""

import os
import shutil
import subprocess


def install(packages):
    """Install these, if that is possible; returns whether it was."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=env)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    return True
