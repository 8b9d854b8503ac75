"""Roles: HP's names, and what becomes of servers without one."""

import pytest

from helion_services.nodes import importer
from helion_services.nodes.importer import role_names


@pytest.mark.parametrize(("name", "role"), importer.HP_ROLES.items())
@pytest.mark.parametrize("change", [str, str.lower, str.upper, lambda name: f" {name} "])
def test_hp_s_names(name, role, change):
    assert role_names.read(change(name), importer.ROLES) == (role, False)
    assert role_names.read(change(name) + ":deleted", importer.ROLES) == (role, True)


@pytest.mark.parametrize("raw", [None, "", "  "])
def test_no_role(raw):
    assert role_names.read(raw, importer.ROLES) == (None, False)


def test_hp_s_order():
    assert role_names.fill([None] * 8, first_is_undercloud=True) == [
        "undercloud",
        "control",
        "control",
        "control",
        "object-storage",
        "object-storage",
        "compute",
        "compute",
    ]


def test_named_roles_count_wherever_they_stand():
    named = [None, "control", None, None, "object-storage", "object-storage", "control", "compute"]
    assert role_names.fill(named, first_is_undercloud=False) == ["control", "compute", "compute"]


ROWS = "\n".join(
    f"94:18:82:00:00:{n:02x},admin,secret,10.20.1.{n},8,32768,558" for n in range(1, 9)
)


def test_a_file_as_hp_wrote_it_lists_the_undercloud_first():
    result = importer.parse(ROWS)
    assert not result.errors
    assert [node.role for node in result.nodes] == [
        *["control"] * 3,
        *["object-storage"] * 2,
        *["compute"] * 2,
    ]
    assert [notice.row for notice in result.notices] == list(range(1, 9))
    assert "undercloud" in result.notices[0].message.detail
    assert "becomes compute" in result.notices[-1].message.detail


def test_a_file_that_names_the_undercloud():
    result = importer.parse(f"{ROWS},Undercloud")
    assert [node.row for node in result.nodes] == list(range(1, 8))
    assert result.nodes[0].role == "control"


def test_a_file_with_a_header_does_not_list_the_undercloud():
    result = importer.parse("mac,user,password,ip,cpus,memory,disk\n" + ROWS)
    assert [node.row for node in result.nodes] == list(range(2, 10))


def test_a_row_with_a_wrong_role_takes_nobody_s_place():
    result = importer.parse(f"{ROWS},Undercloud\n".replace("558\n", "558,Nonsense\n", 1))
    assert [error.row for error in result.errors] == [1]
    assert [node.role for node in result.nodes] == [
        *["control"] * 3,
        *["object-storage"] * 2,
        "compute",
    ]


def test_the_caller_s_own_roles():
    roles = importer.ROLES | {"gpu": "compute-gpu"}
    result = importer.parse(f"{ROWS},GPU", roles=roles)
    assert result.nodes[-1].role == "compute-gpu"
    (error,) = importer.parse(f"{ROWS},GPU").errors
    assert error.field == "role"
    assert "esx-proxy" in error.message.detail
