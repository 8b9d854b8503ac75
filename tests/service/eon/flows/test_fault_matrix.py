"""Every operation on a cluster, every service that it talks to, every fault.

As in ``tests/faults``: what passes is borne, what does not pass leaves the world as it was, or a
retry does the rest.
"""

import contextlib
import dataclasses
import time

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors, problems
from helion_services.eon.flows import kinds
from tests.service.eon.flows.cluster_env import WHO, disconnected, maintenance
from tests.world import differences

A = "Compute-A"
PROXY = "novaproxy_Houston_Compute-A"
_SLOW, _TIMEOUT = 2.0, 1.0  # seconds that a vCenter takes, and that it may take
_OUTAGE = 3.0  # seconds
CALLS = {
    "activate": (
        ("Login", 2),
        ("RetrievePropertiesEx", 3),
        ("CreateDVS_Task", 1),
        ("AddDVPortgroup_Task", 1),
        ("ReconfigureDvs_Task", 1),
        ("CloneVM_Task", 1),
        *(("ReconfigVM_Task", number) for number in (1, 2, 3)),
        ("PowerOnVM_Task", 1),
    ),
    "deactivate": (
        ("Login", 2),
        ("RetrievePropertiesEx", 3),
        ("PowerOffVM_Task", 1),
        *(("Destroy_Task", number) for number in (1, 2, 3)),
        ("ReconfigureDvs_Task", 1),
    ),
    "add_host": (("Login", 2), ("ReconfigureDvs_Task", 1), ("ExitMaintenanceMode_Task", 1)),
    "remove_host": (("Login", 2), ("ReconfigureDvs_Task", 1)),
    "restore_proxy": (
        ("Login", 2),
        ("Destroy_Task", 1),
        ("CloneVM_Task", 1),
        *(("ReconfigVM_Task", number) for number in (1, 2, 3)),
        ("PowerOnVM_Task", 1),
    ),
}
"""What an operation calls of a vCenter: the method, and the number of the call."""
VCENTER = {
    "fails": {},
    "answer lost": {"lost": True},
    "late": {"seconds": _SLOW},
    "down": {"outage": _OUTAGE},
    "hangs": {"outage": _OUTAGE, "hangs": True},
}
"""What happens at a call; from the last two on to every call for some time."""
NOVA = {
    "down": [keystoneauth.ConnectFailure("refused")] * 3,
    "hangs": [keystoneauth.ConnectTimeout("late")],
    "500": [keystoneauth.InternalServerError("Broken")],
    "409": [keystoneauth.Conflict("There was a conflict.")],
    "cancel": [],
}
_REQUESTS = {"activate": 6, "deactivate": 8, "restore_proxy": 5, "add_host": 0, "remove_host": 0}
"""To Nova: at least so many in each operation; none means that it calls Nova nowhere."""
TABLE = [
    (kind, "vcenter", call, fault) for kind, calls in CALLS.items() for call in calls
    for fault in VCENTER
] + [
    (kind, "nova", number, fault) for kind, count in _REQUESTS.items() for number in range(count)
    for fault in NOVA
]  # fmt: skip
SAMPLE = [
    ("deactivate", "vcenter", ("Destroy_Task", 1), "answer lost"),
    ("deactivate", "nova", 2, "500"),
    ("activate", "nova", 1, "cancel"),
    ("restore_proxy", "vcenter", ("CloneVM_Task", 1), "fails"),
    # The password comes late, when it was taken out already.
    ("activate", "vcenter", ("ReconfigVM_Task", 2), "late"),
    ("add_host", "vcenter", ("ReconfigureDvs_Task", 1), "hangs"),
    ("remove_host", "vcenter", ("ReconfigureDvs_Task", 1), "down"),
]


@dataclasses.dataclass
class NovaFault:
    """Stands before the overcloud's Nova: its ``number``-th request meets ``errors``."""

    nova: object
    number: int
    errors: list
    cancel: object

    def __post_init__(self):
        self._reach, self._count = self.nova._reach, -1
        self.nova._reach = self

    def __call__(self):
        self._count += 1
        if self._count == self.number:
            self.cancel()
        if self._count >= self.number and self.errors:
            error = self.errors.pop(0)
            cloud_errors.mark(error, "overcloud", "compute")
            raise error
        self._reach()

    def end(self):
        self.nova._reach = self._reach


@pytest.fixture
def env(env, monkeypatch):
    monkeypatch.setattr("helion_services.overcloud.deleted_hosts._DOWN", 20.0)
    env.runtime.conf.set_override("timeout", _TIMEOUT, group="eon")
    return env


@contextlib.contextmanager
def prepared(env, vcenter, kind):
    """What an operation of a kind needs; ``_hosts`` are in maintenance meanwhile."""
    with contextlib.ExitStack() as stack:
        if kind == "add_host":
            with vcenter.session() as view:
                name = view.cluster(A).host[2].name
            reconnect = stack.enter_context(disconnected(vcenter, name))
            env.done("activate", A)
            reconnect()
            stack.enter_context(maintenance(vcenter, name))
        elif kind != "activate":
            env.done("activate", A)
        if kind == "remove_host":
            with vcenter.session() as view:
                used = view.machine(PROXY).runtime.host
                name = next(host.name for host in view.cluster(A).host if host != used)
            stack.enter_context(maintenance(vcenter, name))
        yield


def strike(env, vcenter, kind, service, where, fault):
    """Run an operation with a fault; returns it at its end."""
    nova = None
    if service == "vcenter":
        method, number = where
        vcenter.faults.fail(method, number, **VCENTER[fault])
    begun = []

    def cancel():
        if fault == "cancel":
            with contextlib.suppress(problems.Conflict):
                env.runtime.operations.cancel(begun[0])

    if service == "nova":
        nova = NovaFault(env.overcloud, where, list(NOVA[fault]), cancel)
    try:
        begun.append(env.begin(kind, A))
        return env.ended(begun[0])
    finally:
        vcenter.faults.clear()
        if nova:
            nova.end()


def judge(env, vcenter, kind, service, where, fault):
    with prepared(env, vcenter, kind):
        before = env.footprint
        ended = strike(env, vcenter, kind, service, where, fault)
        about = (ended.state, ended.error, [line.text for line in ended.log])
        assert (ended.error or {}).get("code") not in ("step-failed", "operation-not-runnable")
        if fault not in ("fails", "409", "cancel"):
            assert ended.state == "succeeded", about
        if ended.state in ("reverted", "cancelled"):
            assert "left" not in (ended.error or {}), about
            # A proxy that was started again takes a moment to report.
            eventually(
                lambda: not list(differences(before, env.footprint)),
                lambda: (about, list(differences(before, env.footprint))),
            )
        elif ended.state == "failed":
            assert ended.no_return or ended.error.get("left"), about
            ended = env.ended(env.runtime.operations.retry(ended.id, WHO))
            assert ended.state == "succeeded", (about, ended.error)
        if ended.state == "succeeded":
            check_done(env, kind, before)


def eventually(look, about, seconds=10):
    """Wait until ``look()`` is true."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, about()
        time.sleep(0.2)


def check_done(env, kind, before):
    """An operation that succeeded did what it is for, and no password is left in a machine."""
    after = env.footprint
    assert env.cluster(A).state == ("imported" if kind == "deactivate" else "activated")
    assert after["vcenter"]["told"] == []
    if kind == "restore_proxy":
        assert not list(differences(before, after))


def test_every_kind_is_in_the_table():
    names = {kind.name for kind in kinds.kinds()}
    assert CALLS.keys() == _REQUESTS.keys() == names


@pytest.mark.parametrize(("kind", "service", "where", "fault"), SAMPLE)
def test_a_sample(env, vcenter, kind, service, where, fault):
    judge(env, vcenter, kind, service, where, fault)


@pytest.mark.parametrize("kind", [kind for kind, count in _REQUESTS.items() if not count])
def test_what_does_not_call_nova_is_not_hindered_by_its_absence(env, vcenter, kind):
    """Hosts of a cluster are none of Nova's: there the whole cluster is one host."""
    with prepared(env, vcenter, kind):
        before = env.overcloud.services
        env.overcloud.is_away()
        ended = env.do(kind, A)
        env.overcloud.is_away(False)
        assert ended.state == "succeeded", ended.error
        assert not any("Nova" in line.text for line in ended.log)
        assert env.overcloud.services == before


@pytest.mark.faults
@pytest.mark.parametrize(("kind", "service", "where", "fault"), TABLE)
def test_each(env, vcenter, kind, service, where, fault):
    judge(env, vcenter, kind, service, where, fault)
