"""A running embedded undercloud, as tests and benchmarks see it."""

import configparser
import contextlib
import json
import pathlib
import re
import subprocess
import sys
import time

import openstack
from openstack.config import OpenStackConfig

_PATIENCE = 300  # seconds until READY
_READY = re.compile("^READY ", re.MULTILINE)
_ENDED = re.compile("^helion-embedded: |everything is stopped$", re.MULTILINE)


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
    def holding(self, count):
        """Have Ironic hold this many nodes for a while."""
        command = [sys.executable, "-m", "tests.bulk_nodes", str(self.state)]
        subprocess.run([*command, str(count)], check=True)
        try:
            yield
        finally:
            subprocess.run([*command, "0"], check=True)

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


class Process:
    """``helion-embedded up`` with the state directory ``state`` and these options."""

    def __init__(self, state, *options):
        with _log(state).open("wb") as output:
            self._process = subprocess.Popen(
                [*_command("up"), "--state", str(state), *options],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )

    def end(self):
        """End it and all that it started."""
        self._process.terminate()
        self._process.wait()


@contextlib.contextmanager
def started(state, *options):
    """Start one with ``up``'s options and end it afterwards."""
    process = Process(state, *options)
    try:
        yield ready(state)
    finally:
        process.end()


def ready(state):
    """The instance in ``state``, which some process starts, as soon as all of it is up."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        text = _log(state).read_text(errors="replace") if _log(state).exists() else ""
        if _READY.search(text):
            return Undercloud(state)
        if _ENDED.search(text):
            raise RuntimeError(f"the embedded undercloud ended:\n{text[-4000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"the embedded undercloud is not ready:\n{text[-4000:]}")


def _command(word):
    return [sys.executable, "-m", "helion_embedded", word]


def _log(state):
    return pathlib.Path(f"{state}.log")
