"""The tab Configuration: all of it, a part of it, and what is done with it."""

import urllib.parse
from unittest import mock

import pytest
from django.http import QueryDict

from helion_dashboard.admin.storage import configuration, storeservs
from helion_dashboard.api import errors
from helion_dashboard.api.storage import client as storage_client
from helion_dashboard.api.storage import records
from tests.unit.dashboard.storage.samples import CONFIGURATION, CPGS

SECTION = "san_password = &lt;x&gt;"


def show(make_request, **query):
    address = f"/?{urllib.parse.urlencode(query, doseq=True)}"
    return configuration.show(make_request(address)).content.decode()


class TestConfiguration:
    def test_it_is_shown_and_escaped(self, make_request, storage):
        assert SECTION in show(make_request)

    @pytest.mark.parametrize(("kind", "name"), [("conf", "cinder.conf"), ("json", "storage.json")])
    def test_download(self, make_request, storage, kind, name):
        request = make_request("/")
        request.method = "POST"
        request.POST = QueryDict(f"format={kind}")
        answer = configuration.download(request)
        assert name in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "no-store"

    def test_it_is_not_downloaded_by_a_link(self, make_request, storage):
        assert configuration.download(make_request("/")).status_code == 405

    def test_a_service_that_does_not_answer(self, make_request, storage):
        storage.configuration.side_effect = errors.Unreachable("s", "It cannot be reached.")
        text = configuration.show(make_request("/")).content.decode()
        assert "It cannot be reached." in text


class TestApply:
    @pytest.fixture
    def apply(self, storage, monkeypatch):
        """The double of the call; there are two back ends, and one of StoreVirtual clusters."""
        rows = [{"id": ident, "name": ident} for ident in ("b1", "b2")]
        rows.append({"id": "b3", "name": "vsa", "kind": "storevirtual"})
        storage.backends.return_value = [records.backend(row) for row in rows]
        operation = mock.Mock(spec_set=["id"], id="o1")
        double = mock.create_autospec(storage_client.apply, return_value=operation)
        monkeypatch.setattr(storage_client, "apply", double)
        return double

    def selection(self, make_request, address="/"):
        page = configuration.Apply(make_request(address))
        page.prepare()
        return page.form.initial["backends"]

    def test_what_cinder_has_a_driver_for_is_selected(self, make_request, apply):
        assert self.selection(make_request) == ["b1", "b2"]

    def test_or_what_the_address_names(self, make_request, apply):
        assert self.selection(make_request, "/?backend=b2") == ["b2"]

    @pytest.mark.parametrize(("selection", "sent"), [(["b2"], ["b2"]), (["b1", "b2", "b3"], None)])
    def test_it_leads_to_the_operation(self, post, apply, selection, sent):
        status, body = post(configuration.Apply, {"backends": selection})
        assert (status, body["url"]) == (200, "/admin/uc_operations/o1/")
        apply.assert_called_once_with(mock.ANY, sent, mock.ANY)

    def test_nothing_selected(self, post, apply):
        status, body = post(configuration.Apply, {})
        assert (status, list(body["errors"])) == (422, ["backends"])
        apply.assert_not_called()

    def test_without_back_ends_those_that_were_deleted_are_taken_out(self, post, storage, apply):
        storage.backends.return_value = []
        status, _body = post(configuration.Apply, {})
        assert status == 200
        apply.assert_called_once_with(mock.ANY, None, mock.ANY)

    def test_what_prevents_it_is_the_reason(self, post, apply):
        apply.side_effect = errors.Conflict("storage-configuration", "Set the file first.", 409)
        status, body = post(configuration.Apply, {"backends": ["b1"]})
        assert status == 422
        assert "Set the file first." in str(body)


class TestPart:
    def test_one_back_end(self, make_request, storage):
        text = show(make_request, backend=["b1"])
        storage.configuration.assert_called_once_with(mock.ANY, ["b1"])
        assert "Configuration of gold" in text
        assert '<input type="hidden" name="backend" value="b1">' in text
        assert "/admin/uc_storage/configuration/apply?backend=b1" in text

    def test_its_download(self, make_request, storage):
        request = make_request("/")
        request.method = "POST"
        request.POST = QueryDict("backend=b1&backend=b2")
        configuration.download(request)
        storage.download.assert_called_once_with(mock.ANY, ["b1", "b2"])

    def test_one_cpg_has_its_own_section_only(self, make_request, storage):
        text = show(make_request, cpg="a1:id-SSD_r5")
        assert SECTION in text
        assert "other" not in text
        assert "Download" not in text

    def test_one_cluster(self, make_request, storage):
        cluster = records.storevirtual({"id": "id-SSD_r5", "name": "VSA", "backend_id": "b1"})
        storage.storevirtual.return_value = cluster
        assert SECTION in show(make_request, cluster="id-SSD_r5")

    @pytest.mark.parametrize("ident", ["a1:id-FC_r5", "a1:gone", "a1"])
    def test_one_without_a_back_end_says_so(self, make_request, storage, ident):
        assert "It belongs to no back end" in show(make_request, cpg=ident)
        storage.configuration.assert_not_called()

    def test_its_section_with_the_remark(self):
        assert CONFIGURATION.section("CPG_other") == (
            "# Cinder before Ussuri\n[CPG_other]\nsan_password = other"
        )
        assert CONFIGURATION.section("CPG_none") == ""

    def test_a_cpg_without_a_back_end_does_not_offer_it(self, make_request, storage):
        page = storeservs.Cpgs(make_request("/"), storeserv="a1")
        (condition,) = page.actions.by_name["configuration"].needs
        assert [page.item(cpg)[condition.field] for cpg in CPGS] == [None, None, "gold"]
