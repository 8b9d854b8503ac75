"""Access checks of Horizon's panels that ask a service which hangs."""

import pytest
import requests
from horizon import base, tables

from helion_dashboard import navigation
from helion_dashboard.api import limits
from tests import odd_server


@pytest.fixture(autouse=True)
def _limits(monkeypatch):
    limits._lines.clear()
    monkeypatch.setattr(navigation, "_PATIENCE", 0.5)
    yield
    limits._lines.clear()


class Asking(base.HorizonComponent):
    """A component that asks a service whether it is to be shown, as Trunks does."""

    name = slug = "asking"

    def __init__(self, url):
        super().__init__()
        self._url = url

    def allowed(self, _context):
        return requests.get(self._url).text == "yes"  # noqa: S113  (as others do)


def test_a_service_that_answers_is_asked():
    with odd_server.running("body", "yes") as server:
        assert Asking(server.url).can_access({})


def test_what_hangs_is_not_shown_and_not_waited_for_again(monkeypatch):
    with odd_server.running("hang") as server:
        assert not Asking(server.url).can_access({})
        monkeypatch.setattr(navigation, "_PATIENCE", 3600)  # nobody waits
        for _again in range(5):
            assert not Asking(server.url).can_access({})


def test_an_action_of_a_table_whose_service_hangs_is_not_shown():
    class Quotas(tables.LinkAction):
        name = verbose_name = "quotas"

        def allowed(self, request, datum):
            return requests.get(server.url).text  # noqa: S113  (as others do)

    with odd_server.running("hang") as server:
        assert not Quotas()._allowed(None, None)


def test_an_error_of_another_kind_is_the_panels_own():
    with pytest.raises(requests.ConnectionError):
        Asking("http://127.0.0.1:1").can_access({})


def test_other_requests_are_left_alone(monkeypatch):
    monkeypatch.setattr(limits, "place", None)
    with odd_server.running("body", "yes") as server:
        assert requests.get(server.url).text == "yes"  # noqa: S113  (as others do)
