"""Icinga becomes what there is to be watched, wherever a round was cut off."""

import contextlib
import threading

import pytest

from helion_services.monitoring import reconcile, targets
from helion_services.monitoring.checks import Checks
from helion_services.monitoring.icinga import Refused
from tests.service.monitoring.conftest import NAMESPACE, bmc, cloud, inventory, server


def round_of(api, *listed, **values):
    return reconcile.reconcile(api, inventory(*listed, **values), NAMESPACE)


def hosts(api):
    rows = api.select("hosts", ("name", "display_name", "groups", "vars", "address"))
    return {row["name"]: row["attrs"] for row in rows}


def names(api, kind):
    return {row["name"] for row in api.select(kind, ("name",))}


def test_hosts_come_and_leave_with_what_they_stand_for(api):
    outcome = round_of(api, bmc(1), server(1), cloud())
    assert set(hosts(api)) == {
        "helion-bmc-bmc-1",
        "helion-server-server-1",
        "helion-cloud-RegionOne",
    }
    assert names(api, "services") == {
        "helion-cloud-RegionOne!identity",
        "helion-cloud-RegionOne!compute",
    }
    assert names(api, "dependencies") == {"helion-server-server-1!helion-parent"}
    assert "helion-role-compute" in hosts(api)["helion-bmc-bmc-1"]["groups"]
    assert not outcome.failures
    outcome = round_of(api, cloud())
    assert outcome.removed == {"helion-bmc-bmc-1", "helion-server-server-1"}
    assert set(hosts(api)) == {"helion-cloud-RegionOne"}
    assert names(api, "hostgroups") == {"helion-role-services"}


def test_a_round_without_changes_sends_none(api):
    listed = (bmc(1), server(1), cloud())
    round_of(api, *listed)
    assert round_of(api, *listed).numbers == {}


def test_what_changes_is_changed_in_place_and_groups_by_a_new_host(api):
    round_of(api, bmc(1), server(1))
    assert round_of(api, bmc(1, address="10.0.0.9"), server(1)).numbers == {"changed": 1}
    assert hosts(api)["helion-bmc-bmc-1"]["address"] == "10.0.0.9"
    round_of(api, bmc(1, rack="r2"), server(1))
    assert "helion-rack-r2" in hosts(api)["helion-bmc-bmc-1"]["groups"]
    assert names(api, "dependencies") == {"helion-server-server-1!helion-parent"}


def test_hosts_of_others_are_left_alone_even_with_our_names(api):
    api.create("hosts", "printer", {"check_command": "dummy"})
    api.create("hosts", "helion-bmc-bmc-1", {"check_command": "dummy", "display_name": "theirs"})
    api.create("hosts", "other-bmc-7", {"check_command": "dummy", "vars": {"helion": "other"}})
    round_of(api, bmc(1), bmc(2))
    round_of(api)
    assert set(hosts(api)) == {"printer", "helion-bmc-bmc-1", "other-bmc-7"}
    assert hosts(api)["helion-bmc-bmc-1"]["display_name"] == "theirs"


def test_hosts_of_a_service_that_does_not_answer_stay(api):
    round_of(api, bmc(1), cloud())
    round_of(api, cloud(), complete=(targets.CLOUD,))
    assert "helion-bmc-bmc-1" in hosts(api)
    assert "helion-rack-r1" in names(api, "hostgroups")


@pytest.mark.parametrize("last", range(1, 12))
def test_the_next_round_finishes_one_that_was_cut_off(api, monkeypatch, last):
    calls = []
    real = api._call

    def dying(method, path, *rest):
        calls.append(path)
        if method != "POST" and len(calls) > last:
            raise KeyboardInterrupt
        return real(method, path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(api, "_call", dying)
        with contextlib.suppress(KeyboardInterrupt):
            round_of(api, bmc(1), server(1), cloud())
    round_of(api, bmc(1), server(1), cloud())
    assert len(hosts(api)) == 3
    assert len(names(api, "services")) == 2
    assert round_of(api, bmc(1), server(1), cloud()).numbers == {}


def test_two_reconcilers_at_once_agree(api):
    listed = [bmc(number) for number in range(20)] + [cloud()]
    outcomes = []
    threads = [
        threading.Thread(target=lambda: outcomes.append(round_of(api, *listed))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2
    assert not any(outcome.failures for outcome in outcomes)
    assert len(hosts(api)) == 21


def test_results_arrive_and_one_that_failed_is_sent_again(api):
    content = inventory(bmc(1, status=1), server(1), cloud(status=2))
    outcome = reconcile.reconcile(api, content, NAMESPACE)
    checks = Checks(api, NAMESPACE, 60)
    assert checks.send(content, outcome.hosts) == 5
    assert checks.send(content) == 0
    (row,) = api.select("hosts", ("state", "last_check_result"), names=["helion-bmc-bmc-1"])
    assert row["attrs"]["state"] == 1
    assert row["attrs"]["last_check_result"]["output"] == "No answer."
    assert checks.send(content, frozenset({"helion-bmc-bmc-1"})) == 1


def test_a_host_behind_a_dead_processor_is_not_reachable(api):
    content = inventory(bmc(1, status=1), server(1))
    reconcile.reconcile(api, content, NAMESPACE)
    checks = Checks(api, NAMESPACE, 60)
    checks.send(content)
    checks.send(content, only={"helion-server-server-1"})
    (row,) = api.select("hosts", ("last_reachable",), names=["helion-server-server-1"])
    assert row["attrs"]["last_reachable"] is False


@pytest.mark.parametrize("text", ['a"b', "a\\b", 'x" || true || "', "{{ exit() }}", "a%2Fb/c", "ä"])
def test_names_and_values_are_data_in_filters(api, text):
    round_of(api, bmc(1, rack="r2"), bmc(2))
    values = {"host": text}
    assert api.select("hosts", ("name",), condition="host.name == host", values=values) == []
    assert api.select("hosts", ("name",), names=[text]) == []
    with pytest.raises(Refused):
        api.act("process-check-result", "host", text, exit_status=0, plugin_output="x")
    api.create("hosts", text, {"check_command": "dummy"})
    assert [row["name"] for row in api.select("hosts", ("name",), names=[text])] == [text]
    api.delete("hosts", text)
    assert text not in hosts(api)
