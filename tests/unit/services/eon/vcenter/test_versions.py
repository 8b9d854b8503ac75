import types

import pytest

from helion_services.eon.vcenter import failures, versions

OLD = ("5.1:799731", "5.5:1476327")
"""What HPE's service had."""


def about(version, build):
    return types.SimpleNamespace(version=version, build=build)


@pytest.mark.parametrize(
    ("version", "build", "fits"),
    [
        ("5.0", "999999999", False),  # lower than the lowest
        ("5.1", "799730", False),  # an older build of one that is listed
        ("5.1", "799731", True),
        ("5.1.0", "799730", False),
        ("5.5", "1476327", True),
        ("5.4", "1", True),  # not listed, and not lower than the lowest
        ("6.0", "1", True),
        ("10.0", "1", True),  # numbers, not texts
    ],
)
def test_hpes_rule(version, build, fits):
    if fits:
        versions.check(about(version, build), OLD)
        return
    with pytest.raises(failures.UnsupportedVersion) as raised:
        versions.check(about(version, build), OLD)
    assert f"version ({version}) and build ({build}) is not supported" in raised.value.detail


def test_any_will_do():
    assert versions.check(about("1.0", "1"), ()) is None


def test_a_version_without_a_build():
    assert versions.check(about("6.5.0", "1"), ("6.5",)) is None
