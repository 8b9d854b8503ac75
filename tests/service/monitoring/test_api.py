"""Problems, actions, history and results over REST, with a real Icinga behind them."""

import socket
import time

import pytest

from helion_services.monitoring import downtimes, history, inventory, local_checks, reconcile, spool
from helion_services.monitoring import icinga as icinga_module
from helion_services.monitoring.checks import Checks
from helion_services.monitoring.history import History
from helion_services.monitoring.icinga import Icinga, IcingaError
from helion_services.monitoring.models import Result, Token
from tests.service.monitoring import conftest
from tests.service.monitoring.conftest import NAMESPACE, ROOT, bmc, cloud, server

COMPUTE = "helion-cloud-RegionOne!compute"


@pytest.fixture
def content():
    return conftest.inventory(bmc(1, status=1), bmc(2, rack="r2"), server(2), cloud(status=2))


@pytest.fixture
def watched(env, api, content, monkeypatch):
    """An Icinga with one dead processor and one failed service."""
    monkeypatch.setattr(inventory, "read", lambda _runtime: content)
    reconcile.reconcile(api, content, NAMESPACE)
    Checks(api, NAMESPACE, 60).send(content)
    return env


def get(env, path, **query):
    answer = env.reader.get(f"{ROOT}/{path}", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def labels(body):
    return [row["label"] for row in body["objects"]]


def ident(env, label, kind="problems"):
    return next(row["id"] for row in get(env, kind)["objects"] if row["label"] == label)


def act(env, action, *ids, **values):
    body = {"action": action, "ids": list(ids), **values}
    answer = env.admin.post(f"{ROOT}/actions", json=body)
    assert answer.status_code == 200, answer.json
    return [
        (row["ok"], row["problem"] and row["problem"]["code"]) for row in answer.json["results"]
    ]


class TestLists:
    def test_problems_are_listed_the_most_urgent_first(self, watched):
        body = get(watched, "problems")
        assert labels(body) == ["node-1", "compute"]
        assert body["objects"][0]["state"] == "down"
        assert body["objects"][1]["output"] == "Out <of> order."
        assert body["total"] == 2

    def test_filters_and_pages(self, watched):
        assert labels(get(watched, "hosts", rack="r2", sort_key="name")) == ["node-2"]
        assert labels(get(watched, "problems", type="service")) == ["compute"]
        assert labels(get(watched, "services", state="ok")) == ["identity"]
        assert labels(get(watched, "hosts", q="NODE-", sort_key="name")) == ["node-1", "node-2"]
        first = get(watched, "hosts", sort_key="name", limit=1)
        second = get(watched, "hosts", sort_key="name", limit=1, marker=first["next_marker"])
        assert labels(first) != labels(second)
        assert set(labels(get(watched, "hosts", node="bmc-2"))) == {"node-2", "server-2"}

    @pytest.mark.parametrize("text", ['" || true || "', "r1\\", "{{ true }}", "'"])
    def test_no_filter_becomes_part_of_icingas_language(self, watched, text):
        for field in ("role", "rack", "q", "node"):
            assert labels(get(watched, "hosts", **{field: text})) == []

    def test_the_values_of_filters(self, watched):
        assert get(watched, "filters") == {
            "role": ["compute", "services"],
            "rack": ["r1", "r2"],
            "kind": ["bmc", "cloud", "server"],
        }

    def test_an_id_that_is_none_matches_nothing(self, watched):
        assert get(watched, "services", host_id="no id")["objects"] == []

    def test_counts_and_the_state_of_icinga(self, watched):
        body = get(watched, "status")
        assert body["state"] == "ready"
        assert body["counts"]["down"] == 1
        assert body["counts"]["critical"] == 1
        assert body["counts"]["unhandled"] == 2

    def test_what_nobody_takes_care_of_by_role_and_node(self, watched):
        def counts(by):
            rows = get(watched, "problems/counts", by=by)["counts"]
            return {row["value"]: row["states"] for row in rows}

        roles = {"compute": {"down": 1}, "services": {"critical": 1}}
        assert counts("role") == roles
        assert counts("node") == {"bmc-1": {"down": 1}}
        assert act(watched, "acknowledge", ident(watched, "node-1"), comment="x") == [(True, None)]
        assert counts("role") == {"services": {"critical": 1}}
        assert watched.tenant.get(f"{ROOT}/problems/counts?by=role").status_code == 403
        assert watched.reader.get(f"{ROOT}/problems/counts?by=name").status_code == 422

    def test_what_does_not_exist(self, watched):
        assert watched.reader.get(f"{ROOT}/hosts/bm9wZQ").status_code == 404
        assert watched.reader.get(f"{ROOT}/services/bm9wZQ").status_code == 404
        assert watched.reader.get(f"{ROOT}/hosts/%C3%A4").status_code == 404
        assert watched.tenant.get(f"{ROOT}/problems").status_code == 403


class TestActions:
    def test_a_problem_is_acknowledged_and_comes_back(self, watched):
        host, service = ident(watched, "node-1"), ident(watched, "compute")
        assert act(watched, "acknowledge", host, service, comment="on it") == [
            (True, None),
            (True, None),
        ]
        assert labels(get(watched, "problems", handled="false")) == []
        assert act(watched, "acknowledge", host) == [(False, "already-acknowledged")]
        detail = get(watched, f"hosts/{host}")
        assert detail["comments"][0]["text"] == "on it"
        assert act(watched, "remove-acknowledgement", host) == [(True, None)]
        assert labels(get(watched, "problems", handled="false")) == ["node-1"]

    def test_each_has_its_own_result(self, watched):
        healthy = ident(watched, "node-2", "hosts")
        ids = (healthy, "bm9wZQ", "no id", ident(watched, "compute"))
        assert act(watched, "acknowledge", *ids) == [
            (False, "no-problem"),
            (False, "object-not-found"),
            (False, "object-not-found"),
            (True, None),
        ]

    def test_all_that_match_a_filter(self, watched):
        body = {"action": "downtime", "filter": {"type": "host"}, "comment": "moving"}
        answer = watched.admin.post(f"{ROOT}/actions", json=body)
        assert [row["ok"] for row in answer.json["results"]] == [True]
        (row,) = get(watched, "problems", type="host")["objects"]
        assert row["in_downtime"]
        assert act(watched, "remove-downtime", row["id"]) == [(True, None)]
        assert act(watched, "remove-downtime", row["id"]) == [(False, "no-downtime")]
        both = {**body, "ids": [row["id"]]}
        assert watched.admin.post(f"{ROOT}/actions", json=both).status_code == 422

    def test_check_now_looks_again(self, watched, content, monkeypatch):
        better = conftest.inventory(bmc(1), bmc(2, rack="r2"), server(2), cloud())
        monkeypatch.setattr(inventory, "read", lambda _runtime: better)
        assert act(watched, "check", ident(watched, "node-1")) == [(True, None)]
        assert labels(get(watched, "problems")) == ["compute"]

    def test_readers_change_nothing(self, watched):
        body = {"action": "acknowledge", "ids": [ident(watched, "node-1")]}
        assert watched.reader.post(f"{ROOT}/actions", json=body).status_code == 403


class TestResults:
    LINES = '0 "disk /srv" used=41;80;90 41 % used\nP load load1=9;4;8 busy\n3 nonsense\n'

    @pytest.fixture
    def host(self, watched):
        return ident(watched, "server-2", "hosts")

    @pytest.fixture
    def token(self, watched, host):
        answer = watched.admin.post(f"{ROOT}/hosts/{host}/token")
        assert answer.status_code == 201
        return answer.json["token"]

    def report(self, env, token, text):
        return env.app.test_client().post(
            f"{ROOT}/results",
            data=text,
            headers={"X-Monitoring-Token": token, "Content-Type": "application/octet-stream"},
        )

    def feed(self, env, api):
        return spool.feed(env.runtime, api, NAMESPACE, 900)

    def test_lines_become_services_with_performance_data(self, watched, api, token):
        answer = self.report(watched, token, self.LINES)
        assert answer.json == {"accepted": 2, "errors": [{"line": 3, "reason": "format"}]}
        assert self.feed(watched, api) == 2
        rows = get(watched, "services", role="compute", sort_key="name")["objects"]
        assert [(row["label"], row["state"]) for row in rows] == [
            ("disk /srv", "ok"),
            ("load", "critical"),
        ]
        detail = get(watched, f"services/{rows[0]['id']}")
        (value,) = detail["performance"]
        assert (value["label"], value["value"], value["critical"]) == ("used", 41.0, 90.0)
        assert act(watched, "check", rows[0]["id"]) == [(False, "check-reported")]

    def test_reported_services_survive_a_round(self, watched, api, token, content):
        self.report(watched, token, self.LINES)
        self.feed(watched, api)
        assert reconcile.reconcile(api, content, NAMESPACE).numbers == {}

    def test_tokens_are_stored_as_hashes_and_are_void_when_replaced(self, watched, host, token):
        with watched.runtime.db.reader() as session:
            row = session.get(Token, token.partition(".")[0])
        assert token.partition(".")[2] not in vars(row).values()
        watched.admin.post(f"{ROOT}/hosts/{host}/token")
        assert self.report(watched, token, self.LINES).status_code == 401
        assert self.report(watched, "", self.LINES).status_code == 401
        assert self.report(watched, "x." + "y" * 5000, self.LINES).status_code == 401

    def test_a_list_says_who_has_a_token_and_since_when(self, watched, host, token):
        def moments():
            rows = get(watched, "hosts", kind="server")["objects"]
            return [row["token_at"] for row in rows if row["id"] == host]

        (moment,) = moments()
        assert moment
        assert get(watched, f"hosts/{host}")["token_at"] == moment
        assert watched.admin.delete(f"{ROOT}/hosts/{host}/token").status_code == 204
        assert moments() == [None]

    def test_only_servers_get_tokens(self, watched):
        bmc_id = ident(watched, "node-1", "hosts")
        answer = watched.admin.post(f"{ROOT}/hosts/{bmc_id}/token")
        assert answer.json["code"] == "host-reports-nothing"

    def test_the_spool_is_bounded(self, watched, token):
        many = "".join(f"0 s{number} - fine\n" for number in range(300))
        answer = self.report(watched, token, many)
        assert answer.json["accepted"] == local_checks.MOST_LINES
        assert self.report(watched, token, "0 other - fine\n").status_code == 409
        assert self.report(watched, token, "0 s1 - fine\n").status_code == 202
        assert self.report(watched, token, "x" * 300_000).status_code == 413

    def test_a_silent_server_is_unknown(self, watched, api, token):
        self.report(watched, token, "0 clock - fine\n")
        spool.feed(watched.runtime, api, NAMESPACE, 1)
        conftest.until(lambda: labels(get(watched, "services", state="unknown")) == ["clock"])

    def test_results_wait_while_icinga_is_away(self, watched, api, token):
        self.report(watched, token, "1 disk - first\n")
        self.report(watched, token, "2 disk - second\n")
        api._conf.icinga_url, url = "https://127.0.0.1:9", api._conf.icinga_url
        try:
            with pytest.raises(Exception, match="cannot be reached"):
                self.feed(watched, api)
        finally:
            api._conf.icinga_url = url
        assert self.feed(watched, api) == 1
        assert get(watched, "services", q="disk")["objects"][0]["output"] == "second"
        with watched.runtime.db.reader() as session:
            assert session.query(Result).count() == 0


def test_changes_of_state_are_noticed_once(watched, api, content):
    record = History(watched.runtime, api)
    record.notice()
    record.notice()
    better = conftest.inventory(bmc(1), bmc(2, rack="r2"), server(2), cloud())
    Checks(api, NAMESPACE, 60).send(better)
    History(watched.runtime, api).notice()
    name = "helion-bmc-bmc-1"
    states = [change.state for change in history.of(watched.runtime, name, 10)]
    assert sorted(states) in (["down", "up"], ["up"])  # both may be in the same second
    assert len(get(watched, f"hosts/{ident(watched, 'node-1', 'hosts')}")["history"]) == len(states)


class TestFailures:
    @pytest.mark.parametrize(
        ("option", "value", "state"),
        [
            ("icinga_url", "https://127.0.0.1:9", "unreachable"),
            ("icinga_url", None, "not-configured"),
            ("icinga_password", "wrong", "login-refused"),
            ("icinga_ca", None, "certificate-refused"),
            ("icinga_ca", "/nowhere", "certificate-refused"),
        ],
    )
    def test_each_has_a_name(self, env, option, value, state):
        env.runtime.conf.set_override(option, value, group="monitoring")
        with pytest.raises(IcingaError) as caught:
            Icinga(env.runtime.conf.monitoring).status("CIB")
        assert caught.value.state == state

    def test_an_icinga_that_hangs_costs_the_timeout(self, env):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}"
            env.runtime.conf.set_override("icinga_url", url, group="monitoring")
            env.runtime.conf.set_override("timeout", 0.5, group="monitoring")
            assert get(env, "status")["state"] == "timed-out"

    def test_the_status_is_shown_and_the_rest_says_503(self, env):
        env.runtime.conf.set_override("icinga_url", "https://127.0.0.1:9", group="monitoring")
        body = get(env, "status")
        assert body["state"] == "unreachable"
        assert body["problem"]["code"] == "icinga-unreachable"
        answer = env.reader.get(f"{ROOT}/problems")
        assert (answer.status_code, answer.json["service"]) == (503, "icinga")

    @pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"results": 7}', b"null", b"\xff"])
    def test_nonsense_is_not_understood(self, body):
        with pytest.raises(IcingaError) as caught:
            icinga_module._results(200, body)
        assert caught.value.state == "failed"


class TestDowntimes:
    OPERATION = {"id": "op-1", "title": "Drain node-1", "resources": ["node:bmc-2"]}

    def rows(self, api):
        rows = api.select("downtimes", ("author", "host_name", "service_name", "end_time"))
        return sorted((row["attrs"]["host_name"], row["attrs"]["service_name"]) for row in rows)

    def hold(self, api, content, *operations, **values):
        works = list(downtimes.works(operations, content, NAMESPACE))
        return downtimes.reconcile(api, works, NAMESPACE, **values)

    def test_they_last_as_long_as_the_operation(self, watched, api, content):
        assert self.hold(api, content, self.OPERATION) == (2, 0)
        names = [("helion-bmc-bmc-2", ""), ("helion-server-server-2", "")]
        assert self.rows(api) == names
        assert self.hold(api, content, self.OPERATION) == (0, 0)
        assert self.hold(api, content) == (0, 2)
        assert self.rows(api) == []

    def test_they_are_renewed_before_they_end(self, watched, api, content):
        self.hold(api, content, self.OPERATION)
        later = time.time() + 3000
        assert self.hold(api, content, self.OPERATION, moment=later) == (2, 2)
        assert len(self.rows(api)) == 2

    def test_those_of_people_stay_and_people_do_not_end_those_of_operations(
        self, watched, api, content
    ):
        host = ident(watched, "node-2", "hosts")
        act(watched, "downtime", host, comment="mine")
        self.hold(api, content, self.OPERATION)
        assert act(watched, "remove-downtime", host) == [(True, None)]
        assert act(watched, "remove-downtime", host) == [(False, "operation-downtime")]
        self.hold(api, content)
        assert self.rows(api) == []
