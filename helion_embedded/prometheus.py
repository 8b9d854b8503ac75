"""A real Prometheus on loopback that keeps what the sensors of all nodes read."""

import shutil

import yaml

from helion_embedded.ports import HOST
from helion_embedded.state import write_private

PACKAGE = "prometheus"
_KEPT = ("--storage.tsdb.retention.time=15d", "--storage.tsdb.retention.size=512MB")


def missing():
    """One line that says what to install, or None if the program is here."""
    if shutil.which(PACKAGE):
        return None
    return f"no sensors: install {PACKAGE} (apt-get install --no-install-recommends {PACKAGE})"


def command(folder, port, target, interval):
    """Write the configuration; returns the command that runs it in the foreground.

    :param folder: for all of its files
    :param target: ``host:port`` of the exporter
    :param interval: seconds between two readings of it
    """
    job = {"job_name": "ironic", "static_configs": [{"targets": [target]}]}
    conf = {"global": {"scrape_interval": f"{interval}s"}, "scrape_configs": [job]}
    file = folder / "prometheus.yml"
    write_private(file, yaml.safe_dump(conf))
    return [
        shutil.which(PACKAGE),
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={HOST}:{port}",
        *_KEPT,
        # Bounds of what one reader can cost.
        "--query.timeout=10s",
        "--query.max-samples=5000000",
    ]
