"""The list of back ends: what Sirius says of them, and what Cinder does."""

import dataclasses

import pytest

from helion_dashboard.admin.storage import backend_rows, backends
from helion_dashboard.api import errors
from helion_dashboard.api.cinder import client as cinder_client
from helion_dashboard.api.storage import records
from tests.unit.dashboard.panel_pages import shown
from tests.unit.dashboard.storage.samples import BACKEND, TYPE

SECTION = BACKEND.members[0].section
POOL = cinder_client.Pool(f"host@{SECTION}#SSD_r5", "gold", total=100.0, allocated=30.0, volumes=3)
SERVICE = cinder_client.VolumeService(SECTION, up=True)


@pytest.fixture
def row(make_request, storage, cinder):
    """``row()`` -> the row of the one back end, its pool and its service as they were set."""
    cinder.pools.return_value = [POOL]

    def row():
        (backend,), in_cinder = backend_rows.read(make_request("/"))
        return backend_rows.row(backend, in_cinder)

    return row


def test_what_uses_it_and_how_it_is_in_cinder(make_request, row, cinder):
    text = shown(make_request, backends.Backends)
    assert 'data-state="up"' in text
    assert f">{TYPE.name}</a>" in text
    assert (row().volumes, row().allocated) == (3, 30.0)
    assert "30 GiB" in text


def test_a_page_takes_the_same_calls_however_many_back_ends_there_are(
    make_request, storage, cinder
):
    storage.backends.return_value = [
        dataclasses.replace(BACKEND, id=str(number), name=f"b{number}") for number in range(9)
    ]
    shown(make_request, backends.Backends)
    assert len(storage.mock_calls) == 1
    assert len(cinder.mock_calls) == 3


@pytest.mark.parametrize(
    ("services", "pools", "state", "reason"),
    [
        ([], [], "absent", ""),
        ([dataclasses.replace(SERVICE, up=False)], [POOL], "down", "service of SSD_r5 is down"),
        ([SERVICE], [], "no-pool", "scheduler does not report SSD_r5"),
        (
            [dataclasses.replace(SERVICE, enabled=False, reason="Moves to <b>")],
            [POOL],
            "disabled",
            "Disabled: SSD_r5. Moves to <b>",
        ),
        ([SERVICE], [POOL], "up", ""),
    ],
)
def test_states_in_cinder(row, cinder, services, pools, state, reason):
    cinder.volume_services.return_value = services
    cinder.pools.return_value = pools
    assert row().state.name == state
    assert reason in row().reason
    assert bool(row().reason) == bool(reason)


def test_a_member_that_is_not_applied_yet(row, storage):
    member = records.Member("id-FC_r5", "FC_r5", section="CPG_id-FC_r5")
    storage.backends.return_value = [
        dataclasses.replace(BACKEND, members=(*BACKEND.members, member))
    ]
    assert row().state.name == "partial"
    assert row().reason == "Not applied yet: FC_r5."


def test_one_that_no_type_names(row, cinder):
    cinder.volume_types.return_value = []
    assert row().types == ()
    assert row().no_types == ""


@pytest.mark.parametrize(
    ("call", "column"),
    [("pools", "reason"), ("volume_services", "reason"), ("volume_types", "no_types")],
)
def test_without_an_answer_of_cinder_its_column_says_so(make_request, row, cinder, call, column):
    getattr(cinder, call).side_effect = errors.Unreachable("s", "It cannot be reached.")
    text = shown(make_request, backends.Backends)
    assert "gold" in text
    assert "The list is incomplete. Cinder: It cannot be reached." in text
    assert getattr(row(), column) == "Cinder: It cannot be reached."


def test_an_over_subscribed_one_says_so(make_request, storage, cinder):
    pool = dataclasses.replace(POOL, provisioned=240.0, ratio=2.0)
    cinder.pools.return_value = [pool]
    text = shown(make_request, backends.Backends)
    assert "Over-subscribed: 240 GiB are provisioned on SSD_r5, 200 GiB (2 × 100 GiB)" in text
    cinder.pools.return_value = [dataclasses.replace(pool, provisioned=200.0)]
    assert "Over-subscribed" not in shown(make_request, backends.Backends)
