"""Keystone is the judge of what stands for a password."""

import re

import pytest
from keystone.common.password_hashers.scrypt import Scrypt

from helion_services.nodes import roles
from helion_services.nodes.plans.password_hash import password_hash


@pytest.mark.parametrize("password", ["long enough", "pässwörd ☃ $\"'", "x" * 128])
def test_keystone_takes_the_password_and_no_other(password):
    text = password_hash(password)
    assert Scrypt.verify(password.encode(), text)
    assert not Scrypt.verify(password.encode() + b"x", text)
    assert password not in text
    assert password_hash(password) != text


def test_the_hash_passes_what_the_template_demands_of_a_password():
    parameter = roles.load().template().parameters["AdminPassword"]
    (limit,) = [each["length"] for each in parameter["constraints"]]
    assert limit["min"] <= len(password_hash("long enough")) <= limit["max"]
    assert parameter["tags"] == ["password_hash"]


def test_only_a_hash_is_written_to_servers():
    """The names of both files and of the field are what images rely on."""
    text = roles.load().template().text
    assert re.findall(r"(\w+): \{get_param: AdminPassword\}", text) == ["admin_password_hash"]
    assert text.count("AdminPassword") == 3  # its group, itself, and its use
