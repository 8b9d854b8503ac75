"""Where Nova's record of a cluster can be seen: in a region of the same Keystone, or nowhere."""

import types

import pytest

from helion_services.eon import hypervisors


@pytest.mark.parametrize(
    ("undercloud", "overcloud", "region"),
    [
        ("http://k.test/v3", "http://k.test/v3/", "overcloud"),
        ("http://k.test/v3", "http://other.test/v3", None),
        ("http://k.test/v3", None, None),
    ],
)
def test_its_region(undercloud, overcloud, region):
    groups = {
        "undercloud": types.SimpleNamespace(auth_url=undercloud),
        "overcloud": types.SimpleNamespace(auth_url=overcloud, region_name="overcloud"),
    }

    class Conf:
        def __getitem__(self, name):
            return groups[name]

    conf = Conf()
    conf.overcloud = groups["overcloud"]
    assert hypervisors._region(conf) == region


def test_without_an_overcloud():
    class Conf:
        def __getitem__(self, name):
            return types.SimpleNamespace()

    assert hypervisors._region(Conf()) is None
