"""CPGs, back ends, and Cinder's configuration of them."""

import configparser

import pytest

from tests.service.sirius.conftest import PASSWORD, SAN_PASSWORD

PATH = "/sirius/v1/backends"


@pytest.fixture
def backend(env, cpgs):
    body = {"name": "gold", "members": [cpgs["FC_r5"]["id"]]}
    answer = env.admin.post(PATH, json=body)
    assert answer.status_code == 201, answer.json
    return answer.json


def status_of(env, cpg):
    rows = env.admin.get(f"/sirius/v1/storeservs/{cpg['storeserv_id']}/cpgs").json["cpgs"]
    return next(row["status"] for row in rows if row["id"] == cpg["id"])


class TestCpgs:
    def test_one_that_is_not_there_registers_none(self, env, registered):
        path = f"/sirius/v1/storeservs/{registered['id']}/cpgs"
        good = env.admin.get(path).json["cpgs"][0]["id"]
        assert env.admin.post(path, json={"ids": [good, "nonsense"]}).status_code == 422
        assert {cpg["status"] for cpg in env.admin.get(path).json["cpgs"]} == {"available"}

    @pytest.mark.parametrize("name", ["a,b", "a\nvolume_driver = evil", ""])
    def test_names_that_cinder_would_read_as_something_else(self, env, registered, array, name):
        array.array.cpgs.create({"name": "odd"})
        answer = array.array.cpgs.members()
        odd = [cpg | {"name": name} if cpg["name"] == "odd" else cpg for cpg in answer]
        array.array.cpgs.members = lambda: odd
        env.admin.post(f"/sirius/v1/storeservs/{registered['id']}/refresh")
        path = f"/sirius/v1/storeservs/{registered['id']}/cpgs"
        answer = env.admin.post(path, json={"ids": [odd[-1]["uuid"]]})
        assert answer.json["error_facts"]["ids"][0]["code"] == "cpg-name-invalid"

    def test_those_of_all_arrays_are_only_registered_ones(self, env, registered, cpgs, backend):
        rows = {row["name"]: row for row in env.admin.get("/sirius/v1/cpgs").json["cpgs"]}
        assert sorted(rows) == sorted(cpgs)
        assert rows["FC_r5"]["backend"] == "gold"
        path = f"/sirius/v1/storeservs/{registered['id']}/cpgs/{cpgs['FC_r6']['id']}"
        env.admin.delete(path)
        assert "FC_r6" not in {row["name"] for row in env.admin.get("/sirius/v1/cpgs").json["cpgs"]}

    def test_one_that_was_deleted_behind_our_back(self, env, registered, array, cpgs):
        array.array.cpgs.delete("FC_r6")
        env.admin.post(f"/sirius/v1/storeservs/{registered['id']}/refresh")
        assert status_of(env, cpgs["FC_r6"]) == "missing"

    def test_unregister(self, env, cpgs):
        cpg = cpgs["FC_r5"]
        path = f"/sirius/v1/storeservs/{cpg['storeserv_id']}/cpgs/{cpg['id']}"
        assert env.admin.delete(path).status_code == 204
        assert status_of(env, cpg) == "available"
        assert env.admin.delete(path).status_code == 404

    def test_not_a_reserved_one(self, env, cpgs, backend):
        cpg = cpgs["FC_r5"]
        path = f"/sirius/v1/storeservs/{cpg['storeserv_id']}/cpgs/{cpg['id']}"
        assert env.admin.delete(path).json["code"] == "cpg-reserved"


class TestBackends:
    def test_its_members_are_reserved(self, env, backend, cpgs):
        assert [member["name"] for member in backend["members"]] == ["FC_r5"]
        assert backend["free_mib"] == 40_000 * 1024
        assert status_of(env, cpgs["FC_r5"]) == "reserved"

    def test_expand_and_shrink(self, env, backend, cpgs):
        path = f"{PATH}/{backend['id']}"
        both = [cpgs["FC_r5"]["id"], cpgs["SSD_r5"]["id"]]
        answer = env.admin.put(path, json={"members": both})
        assert [member["name"] for member in answer.json["members"]] == ["FC_r5", "SSD_r5"]
        answer = env.admin.put(path, json={"members": both[1:]})
        assert [member["name"] for member in answer.json["members"]] == ["SSD_r5"]
        assert status_of(env, cpgs["FC_r5"]) == "registered"

    def test_it_keeps_one_member(self, env, backend):
        answer = env.admin.put(f"{PATH}/{backend['id']}", json={"members": []})
        assert list(answer.json["errors"]) == ["members"]

    def test_a_reserved_cpg_belongs_to_one_back_end(self, env, backend, cpgs):
        body = {"name": "silver", "members": [cpgs["FC_r5"]["id"]]}
        answer = env.admin.post(PATH, json=body)
        assert answer.json["error_facts"]["members"][0]["code"] == "cpg-reserved"
        assert len(env.admin.get(PATH).json["backends"]) == 1

    @pytest.mark.parametrize("name", ["two words", "", "gold", "-x", "ü"])
    def test_names(self, env, backend, cpgs, name):
        body = {"name": name, "members": [cpgs["SSD_r5"]["id"]]}
        answer = env.admin.post(PATH, json=body)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["name"])

    def test_delete(self, env, backend, cpgs):
        assert env.admin.delete(f"{PATH}/{backend['id']}").status_code == 204
        assert env.admin.get(PATH).json["backends"] == []
        assert status_of(env, cpgs["FC_r5"]) == "registered"


class TestConfiguration:
    def test_passwords_are_masked(self, env, backend):
        answer = env.reader.get("/sirius/v1/configuration")
        assert "Planted" not in answer.get_data(as_text=True)
        section = answer.json["configuration"][backend["members"][0]["section"]]
        assert section["volume_backend_name"] == "gold"
        assert section["hpe3par_cpg"] == "FC_r5"
        assert section["hpe3par_password"] == "<SANITIZED>"

    def test_who_downloads_it_gets_them(self, env, backend):
        assert env.reader.post("/sirius/v1/configuration").status_code == 403
        answer = env.admin.post("/sirius/v1/configuration")
        section = answer.json["configuration"][backend["members"][0]["section"]]
        assert (section["hpe3par_password"], section["san_password"]) == (PASSWORD, SAN_PASSWORD)

    def test_as_a_file(self, env, backend):
        parser = configparser.RawConfigParser(default_section="")
        parser.read_string(env.admin.get("/sirius/v1/configuration").json["cinder_conf"])
        section = backend["members"][0]["section"]
        assert parser["DEFAULT"]["enabled_backends"] == section
        assert parser[section]["volume_driver"].endswith("HPE3PARFCDriver")

    def test_of_some_back_ends(self, env, backend, cpgs):
        body = {"name": "silver", "members": [cpgs["SSD_r5"]["id"]]}
        env.admin.post(PATH, json=body)
        answer = env.admin.get(f"/sirius/v1/configuration?backend={backend['id']}")
        assert len(answer.json["configuration"]) == 2
