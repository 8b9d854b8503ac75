"""Moving virtual machines away and back, with workers that die at every point of it."""

import pytest
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import cloud_errors
from helion_services.base.operations import patience
from helion_services.base.problems import Unavailable
from helion_services.nodes.flows import drain
from helion_services.nodes.flows.drain.migrator import IN_FLIGHT, MigrationFailed
from tests.unit.services.nodes.nova import Nova, Work

HOST = "overcloud-compute-0"


class Killed(BaseException):
    """The worker is gone."""


@pytest.fixture
def nova():
    cloud = Nova(HOST, "overcloud-compute-1", "overcloud-compute-2")
    for number in range(4):
        cloud.vm(f"vm-{number}", HOST)
    cloud.vm("vm-off", HOST, "SHUTOFF")
    return cloud


def steps(how="live"):
    return (
        drain.DisableServices([HOST]),
        drain.DrainHosts([HOST], how),
        drain.VerifyEmpty([HOST]),
    )


def run(work, how="live"):
    for step in steps(how):
        step.run(work)


def undo(work, how="live"):
    for step in reversed(steps(how)):
        step.undo(work)


def killed(nova, work, after, act=run):
    """Let ``act`` be killed at one point; returns whether it was."""
    points = iter(range(after))

    def call():
        if next(points, None) is None:
            raise Killed

    nova.before = work.call = call
    try:
        act(work)
    except (Killed, MigrationFailed) as exc:
        return isinstance(exc, Killed)
    finally:
        nova.before = lambda: None
    return False


def small():
    """One with three virtual machines only, to be tried over and over."""
    cloud = Nova(HOST, "overcloud-compute-1")
    cloud.vm("vm-0", HOST)
    cloud.vm("vm-1", HOST)
    cloud.vm("vm-off", HOST, "SHUTOFF")
    return cloud


@pytest.mark.parametrize("how", ["live", "cold"])
def test_all_leave_a_few_at_a_time(nova, how):
    work = Work(nova)
    run(work, how)
    assert HOST not in nova.hosts().values()
    assert nova.crowd == IN_FLIGHT
    cold = [vm for action, vm in nova.changes if action == "migrate"]
    assert sorted(cold) == (["vm-off"] if how == "live" else sorted(nova.vms))
    assert {vm["status"] for vm in nova.vms.values()} == {"ACTIVE", "SHUTOFF"}
    service = nova.services[HOST]
    assert (service["status"], service["disabled_reason"]) == ("disabled", "helion: operation")


def test_undone_all_return(nova):
    work = Work(nova)
    run(work)
    undo(work)
    assert set(nova.hosts().values()) == {HOST}
    assert nova.services[HOST]["status"] == "enabled"
    assert {vm["status"] for vm in nova.vms.values()} == {"ACTIVE", "SHUTOFF"}
    undo(work)  # once more is no more
    assert len(nova.statuses("vm-0")) == 2


def test_killed_anywhere_another_worker_goes_on():
    for after in range(1000):
        fresh = small()
        first = Work(fresh)
        if not killed(fresh, first, after):
            break
        run(Work(fresh, first.notes))
        assert HOST not in fresh.hosts().values(), after
        assert all(len(fresh.statuses(vm)) == 1 for vm in fresh.vms), after
        assert fresh.crowd <= IN_FLIGHT, after
    assert after > 30


@pytest.mark.parametrize("how", ["live", "cold"])
def test_killed_anywhere_it_can_be_undone(how):
    for after in range(1000):
        fresh = small()
        fresh.fails = {"vm-1": ["failed", "failed"]}
        first = Work(fresh)
        if not killed(fresh, first, after, lambda work: run(work, how)):
            break
        undo(Work(fresh, first.notes), how)
        assert set(fresh.hosts().values()) == {HOST}, after
        assert {vm["status"] for vm in fresh.vms.values()} == {"ACTIVE", "SHUTOFF"}, after
        assert fresh.services[HOST]["status"] == "enabled", after
    assert after > 30


def test_killed_anywhere_undoing_goes_on():
    for after in range(1000):
        fresh = small()
        first = Work(fresh)
        run(first)
        if not killed(fresh, first, after, undo):
            break
        undo(Work(fresh, first.notes))
        assert set(fresh.hosts().values()) == {HOST}, after
        assert all(len(fresh.statuses(vm)) == 2 for vm in fresh.vms), after
        assert fresh.services[HOST]["status"] == "enabled", after
    assert after > 30


def test_one_that_fails_once_is_tried_again(nova):
    nova.fails = {"vm-1": ["failed"]}
    work = Work(nova)
    run(work)
    assert nova.statuses("vm-1") == ["failed", "completed"]
    assert any("vm-1 is tried again" in text for text in work.log)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("failed", "The live migration to overcloud-compute-1 broke off"),
        ("error", ": No valid host was found. There are not enough hosts available."),
        ("cancelled", "The migration was cancelled."),
    ],
)
def test_one_that_fails_twice_fails_the_step(nova, status, reason):
    nova.fails = {"vm-0": [status] * 2}
    work = Work(nova)
    with pytest.raises(MigrationFailed) as raised:
        run(work)
    assert str(raised.value).startswith(f"vm-0 did not leave {HOST}: ")
    assert reason in str(raised.value)
    assert str(raised.value).count("No valid host") == (status == "error")
    assert "vm-3" not in [vm for _, vm in nova.changes]  # not begun any more
    undo(work)
    assert set(nova.hosts().values()) == {HOST}


def test_one_that_nova_lost_is_tried_again(nova, monkeypatch):
    """Its record stays as it was when Nova died, and nothing is going on."""
    monkeypatch.setattr("helion_services.nodes.flows.drain.stalled._RECORD_LAGS", 0)
    nova.fails = {"vm-1": ["accepted"]}
    work = Work(nova)
    run(work)
    assert nova.statuses("vm-1") == ["accepted", "completed"]
    assert any("Nova has lost the migration" in text for text in work.log)


def test_one_that_nova_lost_does_not_hold_up_undoing(nova, monkeypatch):
    monkeypatch.setattr("helion_services.nodes.flows.drain.stalled._RECORD_LAGS", 0)
    nova.fails = {"vm-1": ["accepted"] * 2}
    work = Work(nova)
    with pytest.raises(MigrationFailed, match="Nova has lost the migration"):
        run(work)
    undo(work)
    assert set(nova.hosts().values()) == {HOST}


@pytest.mark.parametrize("status", ["completed", "error"])
def test_one_whose_migration_ended_but_that_still_migrates_is_named(nova, monkeypatch, status):
    monkeypatch.setattr("helion_services.nodes.flows.drain.stalled._MACHINE_LAGS", 0)
    nova.sticks = {"vm-1": status}
    work = Work(nova)
    with pytest.raises(MigrationFailed) as raised:
        run(work)
    assert str(raised.value) == (
        f"vm-1 is still in state “migrating” on {HOST}, although its migration ended ({status})."
        f" See nova-compute's log on {HOST}, then reset its state."
    )
    undo(work)  # that is not held up either
    assert set(nova.hosts().values()) == {HOST}
    assert nova.services[HOST]["status"] == "enabled"


def test_one_that_its_owner_keeps_busy_is_waited_for(nova, monkeypatch):
    monkeypatch.setattr("helion_services.nodes.flows.drain.stalled._MACHINE_LAGS", 0)
    nova.vms["vm-1"]["OS-EXT-STS:task_state"] = "image_uploading"
    rounds = iter(range(10))

    def release():
        if next(rounds, None) is None:
            nova.vms["vm-1"]["OS-EXT-STS:task_state"] = None

    work = Work(nova)
    monkeypatch.setattr(work, "check", release)
    run(work)
    assert HOST not in nova.hosts().values()


@pytest.mark.parametrize("status", ["ERROR", "SUSPENDED", "RESCUE", "SHELVED", "VERIFY_RESIZE"])
def test_a_state_that_cannot_be_moved_is_refused_first(nova, status):
    nova.vm("odd", HOST, status)
    with pytest.raises(MigrationFailed, match=f"odd is {status}"):
        run(Work(nova))
    assert nova.changes == [("disabled", HOST)]


def test_paused_ones_are_moved_live_only(nova):
    nova.vm("odd", HOST, "PAUSED")
    with pytest.raises(MigrationFailed, match="odd is PAUSED"):
        run(Work(nova), "cold")
    run(Work(nova))
    assert ("os-migrateLive", "odd") in nova.changes


def test_an_unconfirmed_resize_is_refused(nova):
    nova.vm("odd", "overcloud-compute-1", "VERIFY_RESIZE")
    nova.migrations.append(
        {
            "id": 1,
            "instance_uuid": "odd",
            "status": "finished",
            "migration_type": "resize",
            "source_compute": HOST,
            "dest_compute": "overcloud-compute-1",
        }
    )
    with pytest.raises(MigrationFailed, match="The resize of odd away from"):
        run(Work(nova))


def test_a_deleted_one_is_no_failure(nova):
    work = Work(nova)
    tick = nova.tick

    def delete():
        nova.vms.pop("vm-1", None)
        tick()

    nova.tick = delete
    run(work)
    assert "vm-1 was deleted meanwhile." in work.log


def test_one_that_is_deleted_while_nova_accepts_its_move_is_no_failure(nova, monkeypatch):
    route = ("post", "/servers/(.*)/action")
    act = nova._routes[route]

    def accept(nova, identity, **options):
        if identity == "vm-1":
            del nova.vms["vm-1"]
            raise keystoneauth.InternalServerError("Unrecognized schema in response body.")
        return act(nova, identity, **options)

    monkeypatch.setitem(nova._routes, route, accept)
    work = Work(nova)
    run(work)
    assert "vm-1 was deleted meanwhile." in work.log


def test_what_was_disabled_before_is_disabled_again(nova):
    nova.services[HOST] |= {"status": "disabled", "disabled_reason": "Kim"}
    work = Work(nova)
    run(work)
    assert nova.services[HOST]["disabled_reason"] == "Kim"
    undo(work)
    assert set(nova.hosts().values()) == {HOST}
    service = nova.services[HOST]
    assert (service["status"], service["disabled_reason"]) == ("disabled", "Kim")


def test_a_service_that_an_earlier_operation_left_disabled_is_enabled(nova):
    nova.services[HOST] |= {"status": "disabled", "disabled_reason": "helion: before"}
    work = Work(nova)
    step = drain.DisableServices([HOST])
    step.run(work)
    assert nova.services[HOST]["disabled_reason"] == "helion: operation"
    step.undo(work)
    assert nova.services[HOST]["status"] == "enabled"


def test_a_service_that_others_disabled_stays_disabled(nova):
    work = Work(nova)
    drain.DisableServices([HOST]).run(work)
    nova.services[HOST]["disabled_reason"] = "Kim"
    drain.DisableServices([HOST]).undo(work)
    assert nova.services[HOST]["status"] == "disabled"


def test_nothing_is_moved_back_to_a_host_that_is_down(nova):
    work = Work(nova)
    run(work)
    nova.services[HOST]["state"] = "down"
    undo(work)
    assert HOST not in nova.hosts().values()
    assert f"Not migrated back: vm-0. Its host {HOST} is down." in work.log


def test_one_that_broke_is_no_good_end_of_undoing(nova):
    work = Work(nova)
    run(work)
    nova.vms["vm-2"] |= {"status": "ERROR", "fault": {"message": "disk full"}}
    with pytest.raises(MigrationFailed, match="vm-2 is in state ERROR: disk full"):
        undo(work)


def test_a_host_without_a_service_is_skipped(nova):
    work = Work(nova)
    step = drain.DisableServices(["nobody"])
    step.run(work)
    step.undo(work)
    assert work.log == ["The overcloud's Nova has no compute service on nobody."]
    assert nova.changes == []


def test_the_part_before_the_dot_is_the_name_of_a_member(nova):
    nova.services = {"x": nova.services[HOST] | {"id": "x", "host": f"{HOST}.example.org"}}
    drain.DisableServices([HOST]).run(Work(nova))
    assert nova.changes == [("disabled", "x")]


def test_something_left_is_named(nova, monkeypatch):
    monkeypatch.setattr("helion_services.nodes.flows.drain.hosts._LONGEST", 0)
    with pytest.raises(
        MigrationFailed, match="vm-0 is still on overcloud-compute-0. .* vm-off is still on"
    ):
        drain.VerifyEmpty([HOST]).run(Work(nova))


def test_a_nova_that_is_away_for_a_while_is_waited_for(nova):
    work = Work(nova)
    refused = keystoneauth.ConnectFailure("refused")
    cloud_errors.mark(refused, "overcloud", "compute")
    answers = iter([refused] * 3)

    def away():
        if error := next(answers, None):
            raise error

    nova.before = away
    run(work)
    assert work.log == ["The overcloud's Nova cannot be reached. Trying again for two minutes."]
    assert HOST not in nova.hosts().values()


def test_one_that_stays_away_is_given_up(nova, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE", 0)
    work = Work(nova)
    refused = keystoneauth.ConnectFailure("refused")
    cloud_errors.mark(refused, "overcloud", "compute")

    def away():
        raise refused

    nova.before = away
    with pytest.raises(Unavailable, match="cannot be reached") as raised:
        run(work)
    assert raised.value.detail == "The overcloud's Nova cannot be reached."


class TestEvacuation:
    """Hosts that are down."""

    @pytest.fixture
    def nova(self):
        cloud = small()
        cloud.vm("vm-broken", HOST, "ERROR")
        cloud.services[HOST]["state"] = "down"
        return cloud

    def run(self, work):
        for step in self.steps():
            step.run(work)

    def undo(self, work):
        for step in reversed(self.steps()):
            step.undo(work)

    def steps(self):
        return (
            drain.DisableServices([HOST]),
            drain.EvacuateHosts([HOST]),
            drain.VerifyEmpty([HOST]),
        )

    def test_all_are_rebuilt_elsewhere(self, nova):
        self.run(Work(nova))
        assert set(nova.hosts().values()) == {"overcloud-compute-1"}
        assert {action for action, _ in nova.changes} == {"disabled", "evacuate"}
        assert nova.statuses("vm-0") == nova.statuses("vm-broken") == ["done"]

    def test_undone_they_stay_where_they_are(self, nova):
        work = Work(nova)
        self.run(work)
        self.undo(work)
        assert HOST not in nova.hosts().values()
        assert nova.services[HOST]["status"] == "enabled"

    def test_killed_anywhere_another_worker_goes_on(self, nova):
        for after in range(1000):
            fresh = small()
            fresh.services[HOST]["state"] = "down"
            first = Work(fresh)
            if not killed(fresh, first, after, self.run):
                break
            self.run(Work(fresh, first.notes))
            assert HOST not in fresh.hosts().values(), after
            assert all(len(fresh.statuses(vm)) == 1 for vm in fresh.vms), after
        assert after > 20

    def test_killed_anywhere_undoing_waits_for_those_under_way(self, nova):
        for after in range(1000):
            fresh = small()
            fresh.services[HOST]["state"] = "down"
            first = Work(fresh)
            if not killed(fresh, first, after, self.run):
                break
            self.undo(Work(fresh, first.notes))
            tasks = {vm["OS-EXT-STS:task_state"] for vm in fresh.vms.values()}
            assert tasks == {None}, after
        assert after > 20

    def test_a_host_that_came_back_is_refused(self, nova):
        nova.services[HOST]["state"] = "up"
        with pytest.raises(MigrationFailed, match="vm-0 did not leave .* is in use"):
            self.run(Work(nova))

    def test_a_state_that_nova_cannot_rebuild_is_named(self, nova):
        nova.vm("odd", HOST, "SUSPENDED")
        with pytest.raises(MigrationFailed, match="odd is SUSPENDED"):
            self.run(Work(nova))

    def test_one_that_cannot_be_rebuilt_fails_the_step(self, nova):
        nova.fails = {"vm-0": ["error"] * 2}
        work = Work(nova)
        with pytest.raises(MigrationFailed, match="vm-0 did not leave .*: No valid host"):
            self.run(work)
        self.undo(work)


class TestAllocations:
    """What Placement has on a host without virtual machines."""

    def record(self, nova, status):
        nova.vm("odd", "overcloud-compute-1")
        nova.migrations.append(
            {
                "id": 1,
                "uuid": "record",
                "instance_uuid": "odd",
                "status": status,
                "migration_type": "live-migration",
                "source_compute": HOST,
                "dest_compute": "overcloud-compute-1",
            }
        )
        nova.allocations = {HOST: {"record": {"VCPU": 1}}}

    def test_those_of_a_broken_migration_are_removed(self, nova):
        self.record(nova, "error")
        work = Work(nova)
        run(work)
        assert nova.allocations == {HOST: {}}
        assert (
            f"Removed a leftover allocation on {HOST} from Placement. A migration of odd has the"
            " status “error”." in work.log
        )

    def test_those_that_are_needed_are_named_before_the_server_is_deleted(self, nova, monkeypatch):
        monkeypatch.setattr("helion_services.nodes.flows.drain.hosts._LONGEST", 0)
        self.record(nova, "error")
        nova.allocations[HOST]["stranger"] = {"VCPU": 1}
        with pytest.raises(MigrationFailed, match=f"allocations on {HOST}. stranger is neither"):
            run(Work(nova))
