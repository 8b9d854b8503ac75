"""Clusters that are renamed in vCenter, and proxies that are found by their marks."""

import base64
import contextlib
import threading

import pytest
from pyVmomi import vim

from helion_services.eon import properties
from helion_services.eon.flows import port_groups, proxy_removal
from helion_services.eon.models import CLUSTER, Cluster
from tests.service.eon.flows.cluster_env import lines
from tests.world import of_vcenter

A, B = "Compute-A", "Compute-B"
PROXY = "novaproxy_Houston_Compute-A"


@contextlib.contextmanager
def renamed(env, kind, old, new):
    """A cluster or a datacenter with another name for a while, which the watcher has seen."""
    column = "name" if kind is vim.ClusterComputeResource else "datacenter"

    def rename(before, after):
        with env.vcenter.session() as view:
            view.wait(view.find(kind, before).Rename_Task(after))
        with env.db.session() as db:
            for row in db.query(Cluster).filter(getattr(Cluster, column) == before):
                setattr(row, column, after)

    rename(old, new)
    try:
        yield
    finally:
        rename(new, old)


RENAMES = [
    (vim.ClusterComputeResource, A, "Compute-Z"),
    (vim.Datacenter, "Houston", "Dallas"),
]


@pytest.mark.parametrize(("kind", "old", "new"), RENAMES)
@pytest.mark.parametrize("forced", [False, True])
def test_one_that_is_activated_can_be_deactivated(env, vcenter, kind, old, new, forced):
    before = of_vcenter(vcenter)
    env.done("activate", A)
    with renamed(env, kind, old, new):
        env.done("deactivate", A, forced=forced)
    assert env.cluster(A).state == "imported"
    assert of_vcenter(vcenter) == before
    assert env.overcloud.services == {}


@pytest.mark.parametrize(("kind", "old", "new"), RENAMES)
def test_its_proxy_can_be_restored(env, vcenter, kind, old, new):
    env.done("activate", A)
    with renamed(env, kind, old, new):
        env.done("restore_proxy", A)
        names = [name for name, _ in of_vcenter(vcenter)["machines"]]
        assert PROXY not in names
        assert sum(name.startswith("novaproxy_") for name in names) == 1
        assert env.overcloud.services == {env.host(A): ("enabled", "up")}
        env.done("deactivate", A)


def test_its_proxy_can_be_restored_before_the_watcher_has_seen_it(env, vcenter):
    env.done("activate", A)
    with vcenter.session() as view:
        view.wait(view.cluster(A).Rename_Task("Compute-Z"))
    try:
        env.done("restore_proxy", A)
    finally:
        with vcenter.session() as view:
            view.wait(view.cluster("Compute-Z").Rename_Task(A))


def test_what_an_earlier_operation_left_is_found_and_removed(env, vcenter):
    before = of_vcenter(vcenter)
    env.done("activate", A)
    with vcenter.session() as view:  # by another name, and the service knows nothing of it
        view.wait(view.machine(PROXY).Rename_Task("novaproxy_Houston_Old-Name"))
    with env.db.session() as db:
        content = properties.get_json(db, CLUSTER, A, properties.HLM)
        del content["computeproxy"]
        properties.put(db, CLUSTER, A, properties.HLM, content)
    env.done("restore_proxy", A)
    names = [name for name, _ in of_vcenter(vcenter)["machines"]]
    assert (PROXY in names, "novaproxy_Houston_Old-Name" in names) == (True, False)
    env.done("deactivate", A)
    after = of_vcenter(vcenter)
    assert after["machines"] == before["machines"]


def test_a_copy_of_a_proxy_is_somebodys_own(env, vcenter):
    env.done("activate", A)
    with vcenter.session() as view:
        original = view.machine(PROXY)
        spec = vim.vm.CloneSpec(location=vim.vm.RelocateSpec(), powerOn=False, template=False)
        copy = view.wait(original.CloneVM_Task(original.parent, "novaproxy_copy", spec))
        cards = [d for d in copy.config.hardware.device if hasattr(d, "macAddress")]
        remove = [vim.vm.device.VirtualDeviceSpec(operation="remove", device=c) for c in cards]
        marks = [o for o in original.config.extraConfig if o.key.startswith("helion.")]
        assert len(marks) == 4
        change = vim.vm.ConfigSpec(deviceChange=remove, extraConfig=marks)
        view.wait(copy.ReconfigVM_Task(change))
        try:
            env.done("deactivate", A)
            names = [name for name, _ in of_vcenter(vcenter)["machines"]]
            assert (PROXY in names, "novaproxy_copy" in names) == (False, True)
        finally:
            view.wait(copy.Destroy_Task())


@pytest.mark.parametrize("forced", [False, True])
def test_a_proxy_that_is_not_there_and_reports(env, vcenter, monkeypatch, forced):
    monkeypatch.setattr(proxy_removal, "_HIDDEN", 0.5)
    env.done("activate", A)
    with vcenter.session() as view:
        vm = view.machine(PROXY)
        view.wait(vm.PowerOffVM_Task())
        view.wait(vm.Destroy_Task())
    env.overcloud.boots_proxies = False
    env.overcloud.runs(env.host(A))
    ended = env.do("deactivate", A, forced=forced)
    assert (ended.state, ended.error["code"], ended.error["step"]) == (
        "reverted",
        "proxy-hidden",
        "stop",
    )
    assert env.cluster(A).state == "activated"
    env.overcloud.runs(env.host(A), False)
    env.overcloud.boots_proxies = True
    env.done("deactivate", A, forced=forced)


def test_the_password_is_removed_also_when_a_restore_fails_late(env, vcenter):
    env.done("activate", A)
    env.runtime.conf.set_override("compute_timeout", 1, "eon")
    begun = env.begin("restore_proxy", A)
    env.at(begun, "proxy")
    env.overcloud.boots_proxies = False
    ended = env.ended(begun)
    assert (ended.state, ended.error["step"]) == ("failed", "compute")
    assert "password-left" not in str(ended.log)
    with vcenter.session() as view:
        options = {o.key: o.value for o in view.machine(PROXY).config.extraConfig}
    assert base64.b64decode(options["guestinfo.userdata"]) == b"#cloud-config\n"
    env.overcloud.boots_proxies = True


def test_a_password_that_stays_is_named(env, vcenter, monkeypatch):
    env.done("activate", A)
    # The changes of a restore are its build, its configuration, and the two that remove it.
    vcenter.faults.set(
        calls=[
            {"method": "PowerOnVM_Task"},
            {"method": "ReconfigVM_Task", "call": 3},
        ]
    )
    ended = env.do("restore_proxy", A)
    assert ended.error["step"] == "start"
    assert any("may still be in the guestinfo" in line for line in lines(ended))
    vcenter.faults.clear()


def test_two_that_are_deactivated_together_leave_no_port_groups(env, vcenter, monkeypatch):
    before = of_vcenter(vcenter)
    env.done("activate", A)
    env.done("activate", B)
    together, run = threading.Barrier(2, timeout=60), port_groups.RemoveNetwork.run

    def both(step, work):
        together.wait()
        run(step, work)

    monkeypatch.setattr(port_groups.RemoveNetwork, "run", both)
    begun = [env.begin("deactivate", name) for name in (A, B)]
    assert [env.ended(each).state for each in begun] == ["succeeded"] * 2
    assert of_vcenter(vcenter) == before
