"""A cluster that somebody destroys in vCenter while it is activated."""

import pytest

from helion_services.eon.vcenter import tasks
from tests import vcenter as simulators

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"


@pytest.fixture
def vcenter(tmp_path):
    """One of the test's own: the others keep their clusters."""
    with simulators.started(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("after", "code", "step"),
    [
        ("Create port groups on MGMT-DVS", "cluster-gone-from-vcenter", "attach"),
        ("Attach hosts to MGMT-DVS", "cluster-gone-from-vcenter", "proxy"),
        ("Clone", "proxy-gone", "configure"),
        ("Power on", "proxy-gone", "compute"),
    ],
)
def test_the_cluster_is_gone_in_the_middle(env, vcenter, monkeypatch, after, code, step):
    """Somebody destroys it in vCenter, with its hosts and what is on them."""
    run, before = tasks.run, env.footprint

    def destroying(work, start, what):
        result = run(work, start, what)
        if what.detail.startswith(after):
            with vcenter.session() as view:
                view.wait(view.cluster(A).Destroy_Task())
        return result

    monkeypatch.setattr(tasks, "run", destroying)
    ended = env.do("activate", A)
    assert (ended.state, ended.error["code"], ended.error["step"]) == ("reverted", code, step)
    assert "left" not in ended.error
    now = env.footprint
    assert (now["nova"], now["properties"]) == (before["nova"], before["properties"])
    for kind in ("switches", "port groups"):
        assert now["vcenter"][kind] == before["vcenter"][kind]
    assert PROXY not in [name for name, _ in now["vcenter"]["machines"]]
    assert env.cluster(A).state == "imported"
