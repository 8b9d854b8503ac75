"""What tests of the Storage panel have in common."""

import pytest

from helion_dashboard.api.cinder import client as cinder_client
from helion_dashboard.api.storage import client as storage_client
from helion_dashboard.api.storage import drivers as storage_drivers
from helion_dashboard.api.storage import records
from tests.unit.dashboard.panel_pages import doubles, everything_allowed, post  # noqa: F401
from tests.unit.dashboard.storage.samples import (
    ARRAY,
    BACKEND,
    CONFIGURATION,
    CPGS,
    DRIVERS,
    POOLS,
    SERVICES,
    TYPE,
)


@pytest.fixture(autouse=True)
def drivers(monkeypatch):
    """The double of the call that lists Cinder's drivers."""
    return doubles(monkeypatch, storage_drivers, {"drivers": DRIVERS}).drivers


@pytest.fixture(autouse=True)
def _allowed(everything_allowed):  # noqa: F811
    """All tests are of somebody who may do everything."""


@pytest.fixture
def storage(monkeypatch):
    answers = {
        "storeservs": [ARRAY],
        "storeserv": ARRAY,
        "register": ARRAY,
        "update": ARRAY,
        "cpgs": CPGS,
        "registered_cpgs": CPGS,
        "register_cpgs": None,
        "unregister_cpg": None,
        "storevirtuals": [],
        "storevirtual": None,
        "backends": [BACKEND],
        "backend": BACKEND,
        "create_backend": BACKEND,
        "set_members": None,
        "configuration": CONFIGURATION,
        "download": records.Configuration({"DEFAULT": {}}, "password = planted"),
    }
    return doubles(monkeypatch, storage_client, answers)


@pytest.fixture
def cinder(monkeypatch):
    answers = {
        "volume_types": [TYPE],
        "volume_type": TYPE,
        "pools": POOLS,
        "volume_services": SERVICES,
        "create_volume_type": "t2",
        "update_volume_type": None,
        "delete_volume_type": None,
    }
    return doubles(monkeypatch, cinder_client, answers)
