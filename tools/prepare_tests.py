"""Installs what the tests need beyond Python packages, or lists what to install.

Chromium, its driver, MariaDB, PostgreSQL, Redis, restic, rsync, HAProxy, slapd, Icinga, the gateway
of the journal, Prometheus and what the vCenter simulator is compiled from are Debian packages:
installed here when root, named otherwise. ``--faults`` adds what only the tests with that mark
need.
The scripts' own packages come from package-lock.json, and are bundled.
"""

import pathlib
import shutil
import subprocess
import sys

import bundle
import debian

from helion_embedded.simulators.vcenter import build

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEBIAN = {
    "chromium": "chromium",
    "chromedriver": "chromium-driver",
    "mariadbd": "mariadb-server",
    "pg_ctlcluster": "postgresql",
    "redis-server": "redis-server",
    "restic": "restic",
    "rsync": "rsync",
    "/usr/sbin/haproxy": "haproxy",
    "/usr/sbin/slapd": "slapd",
    "/usr/lib/openssh/sftp-server": "openssh-sftp-server",
    "/usr/sbin/icinga2": "icinga2-bin",
    "/lib/systemd/systemd-journal-gatewayd": "systemd-journal-remote",
    "/usr/lib/nagios/plugins/check_ping": "monitoring-plugins-basic",
    "prometheus": "prometheus",
}
FAULTS = {"/usr/lib/rabbitmq/bin/rabbitmq-server": "rabbitmq-server"}


def main(options):
    packages = DEBIAN | FAULTS if "--faults" in options else DEBIAN
    missing = [package for command, package in packages.items() if not shutil.which(command)]
    if build.missing():
        missing += build.PACKAGES
    if missing and not debian.install(missing):
        sys.exit(f"The tests need the Debian packages: {' '.join(missing)}")
    build.program()
    lock, mark = ROOT / "package-lock.json", ROOT / "node_modules" / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], check=True, cwd=ROOT)
    bundle.make(ROOT)


if __name__ == "__main__":
    main(sys.argv[1:])
