"""The Backup service's answers for the tests of the panel: JSON, held to its OpenAPI document."""

import pytest

from helion_dashboard.api.backup import client, records
from tests.contract import answers
from tests.unit.dashboard.panel_pages import act, doubles, everything_allowed, post  # noqa: F401

TIME = "2026-11-20T10:00:00Z"
BACKUP = {
    "id": "b1",
    "repository_id": "r1",
    "repository": "main",
    "taken_at": TIME,
    "parts": ["ironic", "<b>keys</b>"],
    "size": 1_200_000_000,
    "added": 1000,
    "state": "damaged",
    "verified_at": TIME,
    "operation_id": None,
}
REASON = {
    "code": "count-differs",
    "params": {"kind": "nodes", "actual": 2, "noted": 3},
    "detail": "nodes: 2",
}
DETAIL = {
    **BACKUP,
    "counts": {"nodes": 3, "secrets": 1},
    "verification": {"counts": {"nodes": 2, "secrets": 1}, "problems": [REASON]},
    "cloud": "c1",
    "restic_id": "a" * 64,
    "keys_id": "b" * 64,
    "release": "1.0",
    "running": ["Scale out compute"],
    "files": ["/etc/ironic"],
}
REPOSITORY = {
    "id": "r1",
    "name": "main",
    "location": "/srv/backup",
    "keys_location": "/mnt/keys",
    "schedule": {"at": "02:00", "window": 60, "verify": True},
    "retention": {"last": 7, "daily": 7, "weekly": 4, "monthly": 6},
    "next_at": "2026-11-21T02:00:00Z",
    "size": 1_200_000_000,
    "backups": 12,
    "variables": ["OS_PASSWORD"],
    "state": "failed",
    "state_reason": "The repository has no space left.",
    "state_reason_fact": {"code": "repository-full", "params": {}},
    "operation_id": None,
    "created_at": TIME,
    "updated_at": TIME,
}
SUMMARY = {
    "ready": True,
    "reason": None,
    "reason_fact": None,
    "verified_at": TIME,
    "too_old": True,
    "warn_hours": 48,
    "next_at": "2026-11-21T02:00:00Z",
    "backups": 12,
    "size": 1_200_000_000,
    "parts": ["ironic"],
}
PLAN = {
    "backup_id": "b1",
    "parts": ["ironic"],
    "available": ["ironic", "keys"],
    "stops": ["ironic"],
    "overwrites": [{"part": "ironic", "databases": ["ironic"], "files": ["/etc/ironic"]}],
    "differences": [
        {
            "kind": "nodes",
            "change": "new",
            "id": "u1",
            "name": "<i>node</i>",
            "state": "active",
            "former": None,
        }
    ],
    "difference_count": 1,
    "operations": [
        {
            "id": "o9",
            "title": "Scale out",
            "title_fact": None,
            "state": "failed",
            "created_at": TIME,
        }
    ],
    "checks": [
        {"level": "warning", "code": "backup-unverified", "params": {}, "detail": "Not verified."},
        {"level": "ok", "code": "cloud-same", "params": {}, "detail": "Same."},
    ],
    "possible": True,
    "digest": "d" * 64,
}


def answered(path, body, method="GET", status=200):
    """A body that the document of the service allows there."""
    answers.assert_answer(method, f"/backup/v1{path}", status, body)
    return body


@pytest.fixture(autouse=True)
def _allowed(everything_allowed):  # noqa: F811
    """All tests are of somebody who may do everything."""


@pytest.fixture
def backup(monkeypatch):
    """The functions of the client answer the samples; a mock with their calls."""
    answers.load()
    listed = answered("/backups", {"backups": [BACKUP], "next_marker": None})
    repositories = answered("/repositories", {"repositories": [REPOSITORY], "next_marker": None})
    repository = records.repository(repositories["repositories"][0])
    return doubles(
        monkeypatch,
        client,
        {
            "summary": records.summary(answered("/summary", SUMMARY)),
            "backups": ([records.backup(each) for each in listed["backups"]], None),
            "backup": records.backup(answered("/backups/b1", DETAIL)),
            "take": answered("/backups", {"operation_id": "o1"}, "POST", 202)["operation_id"],
            "plan_restore": records.restore_plan(answered("/backups/b1/restore", PLAN)),
            "restore": "o2",
            "repositories": [repository],
            "repository": repository,
            "register": repository,
            "update": repository,
        },
    )
