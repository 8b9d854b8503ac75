"""What messages tell of, from answers that the documents of the services allow."""

import types

import pytest
from keystoneauth1 import exceptions

from helion_services.monitoring.messages import problems_now
from tests.contract import answers

TIME, LATER = "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"
OPERATION = {
    "id": "o1",
    "service": "nodes",
    "kind": "nodes.enrol",
    "title": "Enrol node-1",
    "title_fact": None,
    "resources": ["node:u1"],
    "state": "reverted",
    "progress": 40,
    "started_by": {"user_id": "a1", "user_name": "admin"},
    "created_at": TIME,
    "updated_at": TIME,
    "started_at": TIME,
    "finished_at": LATER,
    "cancel_requested": False,
    "can_cancel": False,
    "pause_requested": False,
    "can_pause": False,
    "can_continue": False,
    "can_retry": True,
    "retry_of": None,
    "retried_by": None,
    "request_id": None,
    "error": {"message": "memory error", "step": "inspect"},
}
REPOSITORY = {
    "id": "r1",
    "name": "main",
    "location": "/srv/backup",
    "keys_location": "/mnt/keys",
    "schedule": None,
    "retention": {"last": 7, "daily": 7, "weekly": 4, "monthly": 6},
    "next_at": None,
    "size": 0,
    "backups": 0,
    "variables": [],
    "state": "failed",
    "state_reason": "The repository has no space left.",
    "state_reason_fact": {"code": "repository-full", "params": {}},
    "operation_id": None,
    "created_at": TIME,
    "updated_at": TIME,
}
ENTRY = {
    "id": "e1",
    "name": "hlm",
    "version": "2.1",
    "replaces": "2.0",
    "published_at": None,
    "created_at": TIME,
}


class _Cloud:
    """The services of an undercloud: bodies by type and path."""

    def __init__(self, bodies):
        self._bodies = bodies

    def adapter(self, _cloud, service_type):
        return types.SimpleNamespace(get=lambda path, params: self._get(service_type, path))

    def _get(self, service_type, path):
        body = self._bodies.get((service_type, path), exceptions.EndpointNotFound())
        if isinstance(body, Exception):
            raise body
        return types.SimpleNamespace(json=lambda: body)


def looks(bodies, icinga=None):
    """The :class:`~.Look` of each source, by its prefix."""
    runtime = types.SimpleNamespace(clouds=_Cloud(bodies))
    return {look.prefix: look for look in problems_now.read(runtime, icinga)}


def operations(*rows):
    body = {"operations": [{**OPERATION, **row} for row in rows], "next": None, "active": 0}
    answers.assert_answer("GET", "/nodes/v1/operations", 200, body)
    return {("node-lifecycle", "/operations"): body}


def repositories(marker=None, **values):
    body = {"repositories": [{**REPOSITORY, **values}], "next_marker": marker}
    answers.assert_answer("GET", "/backup/v1/repositories", 200, body)
    return {("undercloud-backup", "/repositories"): body}


def entries(*rows, marker=None):
    for row in rows:
        assert set(row) <= answers.properties("Entry")
    body = {"entries": list(rows), "next_marker": marker}
    return {("content-distribution", "/entries"): body}


def only(look):
    (problem,) = look.problems.values()
    return problem


class TestOperations:
    def test_it_failed(self):
        problem = only(looks(operations({}))["operation:"])
        assert (problem.key, problem.event) == ("operation:o1", problems_now.OPERATION)
        assert problem.title == "Operation failed: Enrol node-1"
        assert problem.text == "memory error"
        assert problem.since.hour == 11
        assert problem.past

    def test_one_of_the_backup_service_is_a_backup_that_failed(self):
        problem = only(looks(operations({"service": "backup"}))["operation:"])
        assert problem.event == problems_now.BACKUP

    @pytest.mark.parametrize("state", ["running", "succeeded", "cancelled", "queued"])
    def test_others_are_no_problem(self, state):
        look = looks(operations({"state": state}))["operation:"]
        assert not look.problems
        assert not look.is_over("operation:o1")

    def test_a_retry_ends_it(self):
        look = looks(operations({"retried_by": "o2"}))["operation:"]
        assert not look.problems
        assert look.is_over("operation:o1")

    def test_a_later_success_with_the_same_ends_it(self):
        done = {"id": "o2", "state": "succeeded", "created_at": LATER}
        assert looks(operations({}, done))["operation:"].is_over("operation:o1")
        other = {**done, "resources": ["node:u2"]}
        assert not looks(operations({}, other))["operation:"].is_over("operation:o1")
        earlier = {**done, "created_at": "2026-11-20T09:00:00Z"}
        assert not looks(operations({}, earlier))["operation:"].is_over("operation:o1")

    def test_what_is_no_longer_listed_is_not_over(self):
        assert not looks(operations())["operation:"].is_over("operation:o1")


class TestBackups:
    def test_the_last_one_failed(self):
        problem = only(looks(repositories())["repository:"])
        assert problem.title == "Backup failed: main"
        assert problem.text == "The repository has no space left."
        assert problem.event == problems_now.BACKUP

    def test_it_is_over_when_one_works(self):
        look = looks(repositories(state="ready"))["repository:"]
        assert not look.problems
        assert look.is_over("repository:r1")

    def test_a_list_that_is_cut_ends_nothing(self):
        look = looks(repositories(marker="m", state="ready"))["repository:"]
        assert not look.is_over("repository:r1")


class TestUpdates:
    def test_it_is_newer_than_what_is_published(self):
        problem = only(looks(entries(ENTRY))["update:"])
        assert problem.title == "Update available: hlm 2.1"
        assert "2.0" in problem.text
        assert problem.event == problems_now.UPDATE
        assert problem.since.hour == 10

    def test_it_is_over_when_it_is_published(self):
        assert looks(entries())["update:"].is_over("update:e1")


class TestFaults:
    @pytest.mark.parametrize(
        "fault", [exceptions.ConnectFailure("away"), exceptions.HttpError("503"), {}, [], "<html>"]
    )
    def test_a_service_that_is_ill_begins_and_ends_nothing(self, fault):
        bodies = operations({}) | {("undercloud-backup", "/repositories"): fault}
        by_prefix = looks(bodies)
        assert "repository:" not in by_prefix
        assert list(by_prefix["operation:"].problems) == ["operation:o1"]
        assert "update:" in by_prefix

    def test_without_such_a_service_its_problems_are_over(self):
        assert looks({})["repository:"].is_over("repository:r1")
