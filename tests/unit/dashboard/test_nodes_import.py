"""The page that enrols the nodes of a file."""

import json
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from helion_dashboard import policy
from helion_dashboard.admin.nodes.imports import Import
from helion_dashboard.admin.nodes.listing import Nodes
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.kit import nodes

CSV = "94:18:82:0a:1b:2c,admin,hunter2,10.0.0.1,12,73728,70,OvercloudCompute,ipmi"
READ = {
    "name": "compute-1",
    "role": "compute",
    "driver": "ipmi",
    "driver_info": {"ipmi_password": "******"},
    "row": 1,
}
ID = "11111111-1111-1111-1111-111111111111"
OTHER = READ | {"name": "compute-2", "row": 2}


@pytest.fixture
def service(monkeypatch, pages_alone):
    calls = mock.Mock()
    for name in ("read_import", "enrol"):
        double = mock.create_autospec(getattr(lifecycle, name))
        monkeypatch.setattr(lifecycle, name, double)
        calls.attach_mock(double, name)
    calls.refused = set()
    monkeypatch.setattr(policy, "allowed", lambda request, rule: rule not in calls.refused)
    monkeypatch.setattr(nodes, "forget_sweeps", calls.forget_sweeps)
    calls.read_import.return_value = plan_records.Import((READ, OTHER), (), "token")
    calls.enrol.return_value = mock.create_autospec(
        operation_records.Operation, instance=True, id=ID, title="Enrol"
    )
    return calls


@pytest.fixture
def send(make_request):
    """Sends the form, in the background by default: ``(status, answer)``."""

    def post(background=True, **data):
        headers = {"X-Requested-With": "XMLHttpRequest"} if background else {}
        request = RequestFactory().post("/import/", data, headers=headers)
        base = make_request()
        request.user, request.session = base.user, base.session
        request._dont_enforce_csrf_checks = True
        with mock.patch("django.contrib.messages.api.add_message"):
            answer = Import.view()(request)
        if background:
            return answer.status_code, json.loads(answer.content)
        return answer.status_code, answer.content.decode() or answer.headers["Location"]

    return post


def test_the_page_asks_for_a_file(make_request, service):
    answer = Import.view()(make_request("/import/"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="text"' in page
    assert 'value="check"' in page
    assert 'value="enrol"' not in page


def test_a_good_file_has_a_button_for_its_nodes(send, service):
    status, answer = send(do="check", text=CSV)
    assert status == 200
    assert "Enrol 2 nodes" in " ".join(answer["preview"].split())
    assert 'name="token" value="token"' in answer["preview"]
    assert "compute-1" in answer["preview"]
    assert ">compute</div>" in answer["preview"]
    assert "hunter2" not in answer["preview"]
    service.read_import.assert_called_once_with(mock.ANY, CSV)
    service.enrol.assert_not_called()


def test_a_file_is_read_too(send, service):
    status, answer = send(do="check", file=SimpleUploadedFile("nodes.csv", CSV.encode()))
    assert status == 200
    assert "Enrol 2 nodes" in " ".join(answer["preview"].split())
    service.read_import.assert_called_once_with(mock.ANY, CSV)


def test_errors_stand_at_their_rows_and_nothing_can_be_enrolled(send, service):
    wrong = (plan_records.RowError(2, "mac_address", "This is not a MAC."),)
    service.read_import.return_value = plan_records.Import((READ,), wrong, None)
    status, answer = send(do="check", text=CSV)
    assert status == 422
    assert answer["errors"]["text"] == ["1 row has errors: see below."]
    assert "<strong>mac_address</strong>" in answer["preview"]
    assert "This is not a MAC." in answer["preview"]
    assert 'value="enrol"' not in answer["preview"]


def test_the_token_begins_the_operation(send, service):
    status, answer = send(do="enrol", token="token")
    assert (status, answer) == (200, {"url": f"/admin/uc_operations/{ID}/"})
    service.enrol.assert_called_once_with(mock.ANY, "token")
    service.forget_sweeps.assert_called_once()
    service.read_import.assert_not_called()


def test_without_the_module_it_works_as_well(send, service):
    status, page = send(background=False, do="check", text=CSV)
    assert status == 200
    assert "Enrol 2 nodes" in " ".join(page.split())
    assert "hunter2" not in page
    assert send(background=False, do="enrol", token="token") == (302, f"/admin/uc_operations/{ID}/")


@pytest.mark.parametrize("do", ["check", "enrol"])
def test_nothing_to_read(send, service, do):
    status, answer = send(do=do)
    assert (status, answer["errors"]["text"]) == (422, ["Enter the servers, or choose a file."])
    assert not service.mock_calls


def test_a_text_that_was_not_checked_is_checked_first(send, service):
    status, answer = send(do="enrol", text=CSV)
    assert status == 200
    assert 'name="token" value="token"' in answer["preview"]
    service.enrol.assert_not_called()


def test_a_check_without_a_text_does_not_count_an_old_token(send, service):
    status, answer = send(do="check", token="token")
    assert (status, answer["preview"]) == (422, "")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("import", "The uploaded file has expired. Upload it again."),
        ("new_nodes", "There is a node compute-1 already."),
    ],
)
def test_what_the_service_refuses_stands_at_the_text(send, service, field, sentence):
    service.enrol.side_effect = errors.Invalid("s", "No.", 422, fields={field: [sentence]})
    status, answer = send(do="enrol", token="expired")
    assert (status, answer["errors"]) == (422, {"text": [sentence]})
    assert answer["preview"] == ""


def test_a_failed_service_keeps_the_page(send, service):
    service.read_import.side_effect = errors.Unreachable("s", "It does not answer.")
    status, answer = send(do="check", text=CSV)
    assert (status, answer["errors"]) == (422, {"__all__": ["It does not answer."]})


@pytest.mark.parametrize(
    ("content", "words"), [(b"\xff\xfe", "UTF-8"), (b"x" * (1024**2 + 1), "1 MiB")]
)
def test_a_file_that_cannot_be_read(send, service, content, words):
    status, answer = send(do="check", file=SimpleUploadedFile("f.csv", content))
    assert status == 422
    assert words in answer["errors"]["file"][0]
    service.read_import.assert_not_called()


def test_who_may_not_enrol_sees_no_form(send, service):
    service.refused = {"enrolment:create"}
    status, _answer = send(do="enrol", token="token")
    assert status == 403
    service.enrol.assert_not_called()


def test_who_may_not_read_files_is_told(send, service):
    service.refused = {"import:create"}
    status, answer = send(do="check", text=CSV)
    assert status == 422
    assert "do not allow" in answer["errors"]["__all__"][0]
    service.read_import.assert_not_called()


@pytest.mark.parametrize(
    ("refused", "labels"),
    [
        (set(), ["Import", "Enrol a node"]),
        ({"enrolment:create"}, ["Enrol a node"]),
        ({"node:create"}, ["Import"]),
    ],
)
def test_buttons_of_the_list(request_, service, refused, labels):
    service.refused = refused
    assert [button.label for button in Nodes(request_).buttons()] == labels
