"""Which services the overview says are up."""

import pytest

from helion_dashboard.api import health

COMPUTES = "http://helion.test/nodes/v1/overcloud/computes"


@pytest.fixture
def rows(signed_in, cloud):
    def rows(**answer):
        cloud.get(COMPUTES, status_code=answer.get("status", 200), json=answer)
        return {str(row.name): row for row in health.services(signed_in("/services.json"))}

    return rows


def compute(host, up):
    return {"host": host, "enabled": True, "up": up, "reason": None}


def test_the_overclouds_nova_with_its_computes(rows):
    computes = [compute("overcloud-compute-0", True), compute("overcloud-compute-1", False)]
    row = rows(deployed=True, computes=computes)["Nova of the overcloud"]
    assert (row.up, row.workers_up, len(row.workers)) == (True, 1, 2)
    assert [worker.name for worker in row.down] == ["nova-compute @ overcloud-compute-1"]


def test_none_of_its_computes_is_up(rows):
    row = rows(deployed=True, computes=[compute("c", False)])["Nova of the overcloud"]
    assert not row.up


def test_it_does_not_answer(rows):
    problem = {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "request_id": "req-1",
        "code": "unavailable",
        "params": {},
        "detail": "The overcloud's Nova cannot be reached.",
    }
    row = rows(**problem)["Nova of the overcloud"]
    assert not row.up
    assert row.reason


def test_without_an_overcloud_there_is_no_row(rows):
    assert "Nova of the overcloud" not in rows(deployed=False, computes=[])


def test_our_own_services_are_among_them(rows):
    names = set(rows(deployed=False, computes=[]))
    assert names >= {"Node lifecycle", "ESX onboarding", "Storage configuration"}
    assert names >= {"Content distribution"}
