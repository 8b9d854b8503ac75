"""StoreVirtual clusters in the Storage panel."""

from unittest import mock

import pytest

from helion_dashboard.admin.storage import backends, forms, storevirtuals
from helion_dashboard.api import errors
from helion_dashboard.api.storage import client, records
from helion_dashboard.kit.trust import TrustForm
from tests.unit.dashboard.panel_pages import doubles, shown


def make_cluster(name, status, **more):
    body = {"id": f"id-{name}", "name": name, "hostname": "192.0.2.20", "status": status}
    capacity = {"module_count": 3, "total_mib": 4096, "free_mib": 1024}
    return records.storevirtual({"state": "connected", **body, **capacity, **more})


FREE = make_cluster("VSA-Silver", "registered")
RESERVED = make_cluster("VSA-Gold", "reserved", backend="vsa", backend_id="b2")
GONE = make_cluster(
    "<b>VSA</b>",
    "registered",
    subnet="255.255.255.0",
    username="vsa-admin",
    id="gone",
    state="missing",
    state_reason="It has no such cluster.",
    modules=["10.40.0.11", "10.40.0.12"],
    virtual_ips=[{"address": "10.40.0.10", "netmask": "255.255.255.0"}],
)
BACKEND = records.backend(
    {
        "id": "b2",
        "name": "vsa",
        "kind": "storevirtual",
        "members": [{"id": RESERVED.id, "name": RESERVED.name, "storeserv_id": None}],
    }
)
CPG = records.cpg(
    {"id": "c1", "name": "FC_r5", "storeserv_id": "a1", "storeserv": "s401", "status": "registered"}
)
ARRAY = records.storeserv(
    {"id": "a1", "name": "s401", "state": "connected", "cpgs": {"registered": 1}}
)
LOGIN = {
    "name": "VSA-Gold",
    "hostname": "192.0.2.20",
    "subnet": "255.255.255.0",
    "port": "8081",
    "ssh_port": "16022",
    "username": "vsa-admin",
    "password": "secret",
    "trust": "system",
    "ca_pem": "",
}


@pytest.fixture
def storage(monkeypatch):
    answers = {
        "storevirtuals": [FREE, RESERVED, GONE],
        "storevirtual": GONE,
        "register_storevirtual": FREE,
        "update_storevirtual": FREE,
        "storeservs": [ARRAY],
        "registered_cpgs": [CPG],
        "backends": [BACKEND],
        "backend": BACKEND,
        "create_backend": BACKEND,
        "set_members": None,
    }
    return doubles(monkeypatch, client, answers)


def members(make_request, page, **kwargs):
    page = page(make_request("/"), **kwargs)
    page.prepare()
    return [value for value, _label in page.form.fields["members"].choices]


class TestClusters:
    def test_the_list(self, make_request, storage):
        text = shown(make_request, storevirtuals.StoreVirtuals)
        assert "3 clusters" in text
        assert "1 not connected" in text
        assert "It has no such cluster." in text
        assert "<b>VSA" not in text

    def test_its_own_page(self, make_request, storage):
        page = storevirtuals.StoreVirtual(make_request("/"), cluster="v1")
        text = page.answer_detail().content.decode()
        assert "10.40.0.11, 10.40.0.12" in text
        assert "10.40.0.10 / 255.255.255.0" in text
        assert "Not in the management group" in text
        assert "Edit the cluster to enter their number" in text
        assert (page.list_url, page.act_url) == (
            "/admin/uc_storage/storevirtual/",
            "/admin/uc_storage/storevirtual/act",
        )

    @pytest.mark.parametrize(("managers", "even"), [(4, True), (3, False)])
    def test_its_managers(self, make_request, storage, managers, even):
        storage.storevirtual.return_value = make_cluster("v", "registered", managers=managers)
        page = storevirtuals.StoreVirtual(make_request("/"), cluster="v1")
        text = " ".join(page.answer_detail().content.decode().split())
        assert f"{managers} (quorum {managers // 2 + 1})" in text
        assert ("Start or stop one" in text) == even

    def test_one_that_is_gone_leads_to_the_list(self, make_request, storage):
        storage.storevirtual.side_effect = errors.NotFound("storage-configuration", "gone", 404)
        page = storevirtuals.StoreVirtual(make_request("/"), cluster="v1")
        assert page.answer_detail().url == "/admin/uc_storage/storevirtual/"

    def test_a_reserved_one_is_not_unregistered(self):
        (condition,) = storevirtuals.ACTIONS.groups[0].actions[-1].needs
        assert storevirtuals.item(RESERVED)[condition.field]
        assert storevirtuals.item(FREE)[condition.field] is None

    def test_register(self, post, storage):
        status, body = post(storevirtuals.Register, LOGIN)
        assert (status, body["url"]) == (200, f"/admin/uc_storage/storevirtual/{FREE.id}/")
        fields = storage.register_storevirtual.call_args.kwargs
        login = {name: value for name, value in LOGIN.items() if name != "trust"}
        numbers = {"port": 8081, "ssh_port": 16022, "managers": None}
        assert fields == {**login, **numbers, "ca_pem": None}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"name": ""}, "name"), ({"port": "0"}, "port"), ({"password": ""}, "password")],
    )
    def test_bad_input_is_at_its_field(self, post, storage, changes, field):
        status, body = post(storevirtuals.Register, LOGIN | changes)
        assert (status, list(body["errors"])) == (422, [field])
        storage.register_storevirtual.assert_not_called()

    def test_every_field_of_the_forms_is_drawn(self):
        for form_class in (forms.StoreServForm, forms.StoreVirtualForm):
            drawn = [*form_class.names(), *TrustForm.base_fields]
            assert sorted(drawn) == sorted(form_class.base_fields)

    def test_edit_sends_no_empty_password(self, make_request, post, storage):
        page = storevirtuals.Edit(make_request("/"), cluster="v1")
        page.prepare()
        assert page.form.initial["username"] == "vsa-admin"
        status, _body = post(storevirtuals.Edit, LOGIN | {"password": ""}, cluster="v1")
        assert status == 200
        assert "password" not in storage.update_storevirtual.call_args.kwargs


class TestBackends:
    def test_the_list_leads_to_the_cluster(self, make_request, storage, cinder):
        text = shown(make_request, backends.Backends)
        assert f"/admin/uc_storage/storevirtual/{RESERVED.id}/" in text

    def test_both_kinds_are_offered(self, make_request, storage):
        assert members(make_request, backends.Add) == [CPG.id, FREE.id, GONE.id]

    def test_a_cluster_alone_is_enough(self, make_request, storage):
        storage.registered_cpgs.return_value = []
        assert members(make_request, backends.Add) == [FREE.id, GONE.id]

    def test_one_of_clusters_is_expanded_by_clusters(self, make_request, storage):
        offered = members(make_request, backends.Edit, backend="b2")
        assert offered == [FREE.id, RESERVED.id, GONE.id]

    def test_what_the_service_refuses_is_at_the_members(self, post, storage):
        fields = {"members": ["Not both."]}
        storage.create_backend.side_effect = errors.Invalid("s", "wrong", 422, fields=fields)
        data = {"name": "both", "members": [CPG.id, FREE.id]}
        status, body = post(backends.Add, data)
        assert (status, body["errors"]) == (422, fields)
        storage.create_backend.assert_called_once_with(
            mock.ANY, "both", data["members"], {}, mock.ANY
        )
