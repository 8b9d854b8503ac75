"""A running embedded undercloud, as tests and benchmarks see it."""

import configparser
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time

import openstack
from openstack.config import OpenStackConfig

_PATIENCE = 300  # seconds until READY


class Undercloud:
    """One instance, by its state directory."""

    def __init__(self, state):
        self.state = pathlib.Path(state)

    @property
    def endpoints(self):
        """What runs: the content of ``endpoints.json``."""
        return json.loads((self.state / "endpoints.json").read_text())

    @property
    def keystone(self):
        return self.endpoints["keystone"]

    @property
    def dashboard(self):
        """Horizon's URL without a slash at its end."""
        return self.endpoints["dashboard"].rstrip("/")

    def url(self, service):
        return self.endpoints["services"][service]["url"]

    def pid(self, service):
        return self.endpoints["services"][service]["pid"]

    def connect(self, cloud):
        """An openstacksdk connection as ``admin``, ``system``, ``tenant`` or ``watcher``."""
        config = OpenStackConfig(config_files=[str(self.state / "clouds.yaml")], load_envvars=False)
        return openstack.connection.Connection(config=config.get_one(cloud))

    def command(self, *words):
        """Run ``helion-embedded`` on it."""
        subprocess.run([*_command(words[0]), "--state", str(self.state), *words[1:]], check=True)

    @contextlib.contextmanager
    def stopped(self, service):
        """Hold one service down for a while."""
        self.command("stop", service)
        try:
            yield
        finally:
            self.command("start", service)

    @contextlib.contextmanager
    def configured(self, service, section, option, value):
        """Let one service run with another value of an option for a while."""
        path = self.state / "etc" / service / f"{service}.conf"
        before = path.read_text()
        changed = configparser.RawConfigParser(strict=False)
        changed.read_string(before)
        changed[section][option] = str(value)
        try:
            with self.stopped(service), path.open("w") as file:
                changed.write(file)
            yield
        finally:
            with self.stopped(service):
                path.write_text(before)


@contextlib.contextmanager
def started(state, *options):
    """Start one with ``up``'s options and end it afterwards."""
    log = pathlib.Path(f"{state}.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_command("up"), "--state", str(state), *options],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        _wait(process, log)
        yield Undercloud(state)
    finally:
        process.terminate()
        process.wait()


def running():
    """The instance that ``HELION_STATE`` names, or ``None``."""
    named = os.environ.get("HELION_STATE")
    return Undercloud(named) if named else None


def _command(word):
    return [sys.executable, "-m", "helion_embedded", word]


def _wait(process, log):
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        text = log.read_text(errors="replace")
        if any(line.startswith("READY ") for line in text.splitlines()):
            return
        if process.poll() is not None:
            raise RuntimeError(f"the embedded undercloud ended:\n{text[-4000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"the embedded undercloud is not ready:\n{text[-4000:]}")
