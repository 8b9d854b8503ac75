"""Operations on the clusters of a simulated vCenter; its proxies boot, and Nova is in files."""

import contextlib
import logging
import threading

import pytest

from helion_services.base.operations import runner
from tests.service.eon.flows.cluster_env import NAMES, ClusterEnv
from tests.service.eon.flows.overcloud import Overcloud
from tests.world import of_vcenter

LOG = logging.getLogger(__name__)


@pytest.fixture
def stopped_env(folder, vcenter, monkeypatch):
    """Nobody runs its operations in this process."""
    monkeypatch.setattr(runner, "_UNDO_PAUSE", 0.1)
    with (folder / "services.conf").open("a") as conf:
        conf.write("compute_timeout = 20\n[operations]\npoll = 0.1\n")
    before = of_vcenter(vcenter)
    env = ClusterEnv(folder, vcenter, Overcloud(folder))
    with booting(env.overcloud, env.overcloud.guests(vcenter)):
        yield env
        vcenter.faults.clear()
        env.overcloud.is_away(False)
        env.start()
        leave(env)
        env.close()
    assert of_vcenter(vcenter) == before


@pytest.fixture
def env(stopped_env):
    stopped_env.start()
    return stopped_env


@contextlib.contextmanager
def booting(overcloud, guests):
    """Proxies boot meanwhile."""
    over = threading.Event()

    def look():
        while not over.wait(0.3):
            if not overcloud.boots_proxies:
                continue
            try:
                with overcloud.guests_look:
                    guests.step()
            except Exception as error:  # the vCenter may be down, on purpose
                LOG.info("no guest can be seen: %s", error)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def leave(env):
    """Take all clusters out again, by force."""
    for name in NAMES:
        if env.cluster(name).state != "imported":
            env.done("deactivate", name, forced=True)
