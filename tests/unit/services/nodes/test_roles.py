import pytest
import yaml

from helion_services.nodes import roles

TEMPLATE = {
    "parameters": {
        "N": {"type": "number"},
        "Gone": {"type": "json"},
        "Where": {"type": "json"},
        "Size": {"type": "string"},
        "M": {"type": "number"},
    },
    "resources": {"Group": {"type": roles.GROUP}, "Net": {"type": "OS::Neutron::Net"}},
}
ROLE = {
    "name": "worker",
    "title": "Workers",
    "kind": "other",
    "group": "Group",
    "count": "N",
    "removal": "Gone",
    "placement": "Where",
    "flavor": "Size",
    "server": "{stack}-worker-{index}",
    "resource_class": "any",
}


@pytest.fixture
def load(tmp_path):
    """``load(*roles, **of the file)``: writes the mapping file and its template and reads it."""

    def write(*entries, **other):
        (tmp_path / "own.yaml").write_text(yaml.safe_dump(TEMPLATE))
        path = tmp_path / "roles.yaml"
        body = {"stack": "mine", "template": "own.yaml", "roles": list(entries)} | other
        path.write_text(yaml.safe_dump(body))
        return roles.load(path)

    return write


def test_our_own_file_fits_our_own_template():
    rolemap = roles.load()
    assert rolemap.stack == "overcloud"
    assert [role.kind for role in rolemap.roles] == list(roles.KINDS[:5])
    assert rolemap.by_name["control"].minimum == rolemap.by_name["control"].maximum == 3
    names = {role.name: role.server_name("overcloud", 0) for role in rolemap.roles}
    assert names == {
        "control": "overcloud-control-0",
        "compute": "overcloud-compute-0",
        "object-storage": "overcloud-object-0",
        "block-storage": "overcloud-block-0",
        "esx-proxy": "overcloud-esx-proxy-0",
    }


def test_an_operators_own_template_works(load, tmp_path):
    rolemap = load(ROLE)
    assert rolemap.template_path == tmp_path / "own.yaml"
    assert rolemap.by_name["worker"] == roles.Role(**ROLE)
    assert rolemap.by_name["worker"].maximum is None
    assert list(rolemap.template().resources) == ["Group", "Net"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "king"}, "role “worker”, kind: Must be one of"),
        ({"colour": "red"}, "role “worker”, colour: Unknown field."),
        ({"count": None}, "role “worker”, count: Must not be null."),
        ({"minimum": "3"}, "role “worker”, minimum: Not a valid integer."),
        ({"minimum": 3, "maximum": 2}, "role “worker”, maximum: is below the minimum, 3."),
        ({"name": "Work er"}, "role “Work er”, name: Lower-case letters"),
        ({"server": "worker"}, "role “worker”, server: Must hold {index}."),
        ({"server": "{index}{rack}"}, "role “worker”, server: May hold {stack} and {index}"),
        ({"server": "{index"}, "role “worker”, server: May hold {stack} and {index}"),
        ({"images": "Size"}, "role “worker”, images: “Size” must be of type json, not string."),
        ({"count": "Gone"}, "role “worker”, count: “Gone” must be of type number, not json."),
        ({"removal": "Nope"}, "role “worker”, removal: there is no parameter “Nope” in "),
        ({"group": "Nope"}, "role “worker”, group: there is no resource “Nope” in "),
        ({"group": "Net"}, "role “worker”, group: “Net” is not a OS::Heat::ResourceGroup."),
    ],
)
def test_a_fault_names_file_role_and_key(load, tmp_path, change, words):
    with pytest.raises(roles.RolesError) as caught:
        load(ROLE | change)
    assert words in str(caught.value)
    assert str(tmp_path / "roles.yaml") in str(caught.value)


def test_all_faults_are_reported(load):
    with pytest.raises(roles.RolesError) as caught:
        load(ROLE | {"kind": "king", "flavor": ""}, {"title": "No name"}, "what?", size=3)
    text = str(caught.value)
    assert "role “worker”, kind" in text
    assert "role “worker”, flavor" in text
    assert "role 2, name: This field is required." in text
    assert "role 3: Must be an object." in text
    assert "size: Unknown field." in text


def test_what_roles_may_not_share_is_refused(load):
    with pytest.raises(roles.RolesError) as caught:
        load(ROLE, ROLE | {"name": "other", "count": "M"})
    text = str(caught.value)
    assert "role “other”, group: role “worker” has “Group” as well." in text
    assert "role “other”, server: role “worker” has" in text
    assert "role “other”, flavor" not in text


@pytest.mark.parametrize("text", ["", "[]", "stack: overcloud", "a: ["])
def test_a_file_that_is_none(tmp_path, text):
    path = tmp_path / "roles.yaml"
    path.write_text(text)
    with pytest.raises(roles.RolesError, match=str(path)):
        roles.load(path)


def test_a_file_or_template_that_is_missing(tmp_path, load):
    with pytest.raises(roles.RolesError, match="cannot be read: No such file"):
        roles.load(tmp_path / "gone.yaml")
    with pytest.raises(roles.RolesError, match=r"roles.yaml: .*none.yaml cannot be read"):
        load(ROLE, template="none.yaml")


def test_a_file_that_cannot_be_used_is_a_problem_with_a_code(tmp_path):
    with pytest.raises(roles.RolesError) as caught:
        roles.load(tmp_path / "none.yaml")
    fact = caught.value.message.fact()
    assert (caught.value.status, fact["code"]) == (500, "roles-invalid")
    assert fact["params"]["reason"] == {
        "code": "template-file-unreadable",
        "params": {"path": str(tmp_path / "none.yaml"), "reason": "No such file or directory"},
    }
    assert str(caught.value).endswith("none.yaml cannot be read: No such file or directory.")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "Work er"}, "role-name-pattern"),
        ({"server": "{index"}, "role-braces"),
        ({"server": "worker"}, "role-no-index"),
        ({"count": "Gone"}, "role-parameter-type"),
        ({"group": "Nope"}, "role-resource-missing"),
        ({"kind": "king"}, "field-not-offered"),
        ({"maximum": -1}, "field-too-small"),
    ],
)
def test_a_fault_of_a_role_has_a_code(load, tmp_path, change, code):
    with pytest.raises(roles.RolesError) as caught:
        load(ROLE | change)
    reason = caught.value.message.fact()["params"]["reason"]
    assert (reason["code"], reason["params"]["path"]) == (
        "file-faults",
        str(tmp_path / "roles.yaml"),
    )
    role, *_more = reason["params"]["faults"]
    assert (role["code"], role["params"]["key"]) == ("role-key-fault", *change)
    assert [fault["code"] for fault in role["params"]["faults"]] == [code]
