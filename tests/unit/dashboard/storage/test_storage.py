"""The Storage panel: what its pages show, and what its forms send."""

import html
import json
import pathlib
import re
from unittest import mock

import pytest

import helion_dashboard
from helion_dashboard.admin.overview import views as overview
from helion_dashboard.admin.storage import backends, storeservs, volume_types
from helion_dashboard.api import errors
from helion_dashboard.templatetags import helion_esx
from tests.unit.dashboard.panel_pages import shown
from tests.unit.dashboard.storage.samples import ARRAY, BACKEND, CPGS, DRIVERS, LOGIN, TYPE
from tests.unit.dashboard.topology.storage import cloud

OPTIONS = {
    driver.name: [option for option in driver.options if option.editable] for driver in DRIVERS
}
"""What back ends may have, by the name of the driver."""


class TestArrays:
    def test_the_list(self, make_request, storage):
        text = shown(make_request, storeservs.StoreServs)
        assert "192.0.2.10 does not answer." in text
        assert "1 not connected" in text
        assert "1 of 2 registered" in text.replace("\n", " ")
        assert "<b>8440" not in text

    def test_its_own_page(self, make_request, storage):
        answer = storeservs.StoreServ(make_request("/"), storeserv="a1").answer_detail()
        assert "10.0.0.2:3260" in answer.content.decode()

    def test_one_that_is_gone_leads_to_the_list(self, make_request, storage):
        storage.storeserv.side_effect = errors.NotFound("storage-configuration", "gone", 404)
        answer = storeservs.StoreServ(make_request("/"), storeserv="a1").answer_detail()
        assert answer.status_code == 302

    def test_register(self, post, storage):
        status, body = post(storeservs.Register, LOGIN)
        assert (status, body["url"]) == (200, "/admin/uc_storage/a1/cpgs/")
        fields = storage.register.call_args.kwargs
        assert fields["iscsi_ips"] == []
        assert fields["password"] == "secret"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"port": "0"}, "port"),
            ({"port": "many"}, "port"),
            ({"password": ""}, "password"),
            ({"device_type": "nvme"}, "device_type"),
            ({"device_type": "iscsi"}, "iscsi_ips"),
        ],
    )
    def test_bad_input_is_at_its_field(self, post, storage, changes, field):
        status, body = post(storeservs.Register, LOGIN | changes)
        assert (status, list(body["errors"])) == (422, [field])
        storage.register.assert_not_called()

    def test_errors_of_the_service_are_at_their_fields(self, post, storage):
        fields = {"password": ["It refuses the password."]}
        storage.register.side_effect = errors.Invalid("s", "wrong", 422, fields=fields)
        status, body = post(storeservs.Register, LOGIN)
        assert (status, body["errors"]) == (422, fields)

    def test_edit_sends_no_empty_password(self, post, storage):
        data = LOGIN | {"password": "", "san_password": "", "name": "renamed"}
        status, _body = post(storeservs.Edit, data, storeserv="a1")
        assert status == 200
        fields = storage.update.call_args.kwargs
        assert fields["name"] == "renamed"
        assert not {"password", "san_password"} & set(fields)

    def test_no_password_is_sent_back(self, make_request, storage):
        request = make_request("/")
        request.method = "POST"
        request.POST = LOGIN | {"name": ""}
        text = storeservs.Register(request).answer().content.decode()
        assert "sansecret" not in text


class TestOverview:
    @pytest.fixture
    def block(self, make_request, monkeypatch):
        """``block(inventory)`` -> the text of the block."""

        def block(content):
            monkeypatch.setattr(overview.inventory, "read", lambda request: content)
            answer = json.loads(overview.storage(make_request("/")).content)
            return html.unescape(answer["parts"]["helion-overview-storage"])

        return block

    def test_capacity_and_devices_that_are_down(self, block):
        down = cloud.cluster("c2", state="unreachable", state_reason="It is off.")
        clusters = (cloud.cluster("c1", total_mib=2048, free_mib=1024), down)
        text = block(cloud.small(arrays=(ARRAY,), clusters=clusters))
        assert " ".join(text.split()).startswith("<p> 1 array, 2 clusters ")
        assert "2 of 4 GiB" in text
        assert "192.0.2.10 does not answer." in text
        assert "It is off." in text

    def test_what_is_wrong_from_there_to_cinder(self, block):
        cpgs = (cloud.cpg("c1", backend="b1", status="missing"),)
        pools = (cloud.pool("CPG_c1", "gold", total=10.0, ratio=1.0, provisioned=20.0),)
        text = block(cloud.small(cpgs=cpgs, pools=pools))
        assert "?node=c1" in text
        assert "The array no longer has it." in text
        assert "Over-subscribed: 20 GiB" in text
        assert "<li>" not in block(cloud.small())

    def test_a_back_end_that_no_type_names_may_wait(self, block):
        assert "<li>" not in block(cloud.small(types=()))

    def test_many_problems_are_counted(self, block):
        assert "0 more" not in block(cloud.small())
        text = block(cloud.large(arrays=7, types=7))
        assert text.count("?node=") == 5
        assert "9 more" in text

    def test_without_cinder_it_says_so(self, block):
        text = block(cloud.small(layers=cloud.layers(cinder="It is down."), types=(), pools=()))
        assert "Cinder: It is down." in text

    def test_without_sirius_the_block_fails(self, make_request, monkeypatch):
        content = cloud.small(layers=cloud.layers(sirius="It is down."))
        monkeypatch.setattr(overview.inventory, "read", lambda request: content)
        answer = overview.storage(make_request("/"))
        assert (answer.status_code, json.loads(answer.content)["error"]) == (502, "It is down.")


def test_capacities_have_the_style_that_all_pages_load():
    """Not only that of ESX: without it a bar is as high as its picture."""
    folder = pathlib.Path(helion_dashboard.__file__).parent / "static/helion_dashboard/css"
    css = (folder / "helion.css").read_text()
    classes = re.findall(r"helion-usage[\w-]*", helion_esx.usage(ARRAY.system.usage, "GiB"))
    assert len(classes) == 4
    assert all(f".{name} {{" in css for name in classes)


class TestCpgs:
    def test_the_list(self, make_request, storage):
        text = shown(make_request, storeservs.Cpgs, storeserv="a1")
        assert "3 CPGs" in text
        assert "2 registered" in text

    @pytest.mark.parametrize(
        ("action", "call"), [("register", "register_cpgs"), ("unregister", "unregister_cpg")]
    )
    def test_actions(self, make_request, storage, action, call):
        request = make_request("/")
        request.method = "POST"
        request._body = json.dumps({"action": action, "ids": ["a1:c1", "a1:c2"]}).encode()
        page = storeservs.Cpgs(request, storeserv="a1")
        assert all(row["ok"] for row in json.loads(page.answer_act().content)["results"])
        assert getattr(storage, call).call_count == 2

    def test_a_cpg_of_another_array(self, make_request, storage):
        request = make_request("/")
        request.method = "POST"
        request._body = json.dumps({"action": "register", "ids": ["nonsense"]}).encode()
        answer = storeservs.Cpgs(request, storeserv="a1").answer_act()
        assert answer.status_code == 400
        storage.register_cpgs.assert_not_called()


class TestBackends:
    def test_only_free_cpgs_are_offered(self, make_request, storage):
        page = backends.Add(make_request("/"))
        page.prepare()
        assert [value for value, _label in page.form.fields["members"].choices] == ["id-FC_r5"]

    def test_add(self, post, storage):
        status, _body = post(backends.Add, {"name": "silver", "members": ["id-FC_r5"]})
        assert status == 200
        assert storage.create_backend.call_args.args[1:3] == ("silver", ["id-FC_r5"])

    def test_without_members(self, post, storage):
        status, body = post(backends.Add, {"name": "silver"})
        assert (status, list(body["errors"])) == (422, ["members"])

    def test_without_a_free_cpg(self, make_request, storage):
        storage.registered_cpgs.return_value = CPGS[1:]
        assert backends.Add(make_request("/")).answer().status_code == 302

    def test_expand(self, post, storage):
        data = {"members": ["id-FC_r5", "id-SSD_r5"]}
        status, _body = post(backends.Edit, data, backend="b1")
        assert status == 200
        storage.set_members.assert_called_once_with(
            mock.ANY, "b1", ["id-FC_r5", "id-SSD_r5"], {"hpe3par_iscsi_ips": "10.0.0.1"}
        )

    def test_the_options_are_those_of_the_driver(self, make_request, storage):
        page = backends.Edit(make_request("/"), backend="b1")
        text = page.answer().content.decode()
        assert page.form.initial["option.reserved_percentage"] == "5"
        assert "option.hpe3par_iscsi_ips" not in page.form.fields, "of FC only"
        fields = {f"option.{option.name}": option for option in OPTIONS["3par_iscsi"]}
        assert len(page.form.fields) == 1 + len(fields)
        for name, option in fields.items():
            assert html.escape(option.help) in text
            assert page.form.fields[name].label == option.name
        assert "Default: 20.0." in text
        assert "The percentage of backend capacity is reserved. Default: 0." in text

    def test_options_are_sent(self, post, storage):
        options = {"option.reserved_percentage": "7", "option.unique_fqdn_network": "false"}
        sent = {name.removeprefix("option."): value for name, value in options.items()}
        post(backends.Add, {"name": "silver", "members": ["id-FC_r5"], **options})
        assert storage.create_backend.call_args.args[3] == sent
        post(backends.Edit, {"members": ["id-SSD_r5"], **options}, backend="b1")
        kept = {"hpe3par_iscsi_ips": "10.0.0.1"}
        assert storage.set_members.call_args.args[3] == kept | sent

    def test_without_the_table_what_is_set_stays(self, post, storage, drivers):
        drivers.side_effect = errors.Unreachable("s", "It cannot be reached.")
        status, _body = post(backends.Edit, {"members": ["id-SSD_r5"]}, backend="b1")
        assert status == 200
        assert storage.set_members.call_args.args[3] == BACKEND.options


class TestVolumeTypes:
    def test_what_lands_where(self, make_request, storage, cinder):
        text = shown(make_request, volume_types.VolumeTypes)
        assert "host@CPG_1#SSD_r5" in text
        assert "No volume type names the back end “silver”." in text

    def test_the_back_end_is_not_said_twice(self, make_request, storage, cinder):
        text = shown(make_request, volume_types.VolumeTypes)
        assert "hpe3par:provisioning=dedup" in text
        assert "volume_backend_name=" not in text

    def test_a_type_of_a_back_end_that_is_gone(self, make_request, storage, cinder):
        cinder.pools.return_value = []
        text = shown(make_request, volume_types.VolumeTypes)
        assert "Cinder has no such back end" in text

    def test_without_the_scheduler_the_types_are_shown(self, make_request, storage, cinder):
        cinder.pools.side_effect = errors.Unreachable("s", "It cannot be reached.")
        text = shown(make_request, volume_types.VolumeTypes)
        assert f'class="helion-name">{TYPE.name}<' in text
        assert "Unknown" in text
        assert "The list is incomplete. Cinder: It cannot be reached." in text
        assert "no such back end" not in text

    def test_create(self, post, cinder):
        data = {
            "name": "slow",
            "backend": "silver",
            "spec.hpe3par:provisioning": "full",
            "specs": "hpe3par:persona = 2 - Generic-ALUA\n\na=b=c",
            "public": "on",
        }
        status, _body = post(volume_types.Add, data)
        assert status == 200
        assert cinder.create_volume_type.call_args.args[1:] == (
            "slow",
            "",
            True,
            {
                "hpe3par:persona": "2 - Generic-ALUA",
                "a": "b=c",
                "volume_backend_name": "silver",
                "hpe3par:provisioning": "full",
            },
        )

    @pytest.mark.parametrize("page", [volume_types.Add, volume_types.Edit])
    def test_the_form_opens_without_the_scheduler(self, make_request, cinder, page):
        cinder.pools.side_effect = errors.Unreachable("s", "It cannot be reached.")
        form = page(make_request("/"), type="t1")
        answer = form.answer()
        assert answer.status_code == 200
        assert "not known now" in form.form.fields["backend"].help_text
        assert "Cinder: It cannot be reached." in answer.content.decode()

    def test_an_edit_without_the_scheduler_keeps_the_back_end(self, post, cinder):
        cinder.pools.side_effect = errors.Unreachable("s", "It cannot be reached.")
        data = {"name": "fast", "backend": "gold"}
        status, _body = post(volume_types.Edit, data, type="t1")
        assert status == 200
        assert cinder.update_volume_type.call_args.args[-1] == {"volume_backend_name": "gold"}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"name": ""}, "name"), ({"backend": "tin"}, "backend"), ({"specs": "key"}, "specs")],
    )
    def test_bad_input_is_at_its_field(self, post, cinder, changes, field):
        status, body = post(volume_types.Add, {"name": "slow", **changes})
        assert (status, list(body["errors"])) == (422, [field])

    @pytest.mark.parametrize("is_away", [False, True])
    def test_edit_without_a_change_changes_nothing(
        self, make_request, post, cinder, drivers, is_away
    ):
        if is_away:
            drivers.side_effect = errors.Unreachable("s", "It cannot be reached.")
        page = volume_types.Edit(make_request("/"), type="t1")
        page.prepare()
        data = {name: value for name, value in page.form.initial.items() if value}
        status, _body = post(volume_types.Edit, data, type="t1")
        assert status == 200
        assert cinder.update_volume_type.call_args.args[-1] == TYPE.extra_specs
        assert ("It cannot be reached." in page.answer().content.decode()) == is_away

    def test_edit_keeps_what_was_not_touched(self, make_request, post, cinder):
        page = volume_types.Edit(make_request("/"), type="t1")
        page.prepare()
        initial = page.form.initial
        assert (initial["backend"], initial["spec.hpe3par:provisioning"]) == ("gold", "dedup")
        data = {name: value for name, value in initial.items() if isinstance(value, str)}
        status, _body = post(volume_types.Edit, data | {"public": "on"}, type="t1")
        assert status == 200
        assert cinder.update_volume_type.call_args.args[-1] == TYPE.extra_specs
