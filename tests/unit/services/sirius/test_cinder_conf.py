"""Cinder's configuration as oslo.config reads it.

Cinder itself cannot be imported beside Nova; ``tests/service/sirius/test_cinder.py`` has it in a
process of its own.
"""

import types

import pytest
from oslo_config import cfg

from helion_services.sirius import cinder_conf

OPTIONS = (
    *map(cfg.StrOpt, ("hpe3par_password", "san_password", "volume_driver")),
    cfg.ListOpt("hpe3par_iscsi_ips"),
    cfg.BoolOpt("hpe3par_iscsi_chap_enabled"),
)


def read(tmp_path, password="", addresses=()):
    """The options of a generated back end."""
    array = types.SimpleNamespace(
        device_type="iscsi",
        hostname="192.0.2.4",
        port=8080,
        username="3paradm",
        san_ip="192.0.2.5",
        san_username="3paradm",
        iscsi_ips=addresses,
    )
    cpg = types.SimpleNamespace(kind="storeserv", id="c1", name="FC_r5", storeserv=array)
    secret = {"password": password, "san_password": password}
    options = cinder_conf.section("gold", cpg, secret)
    name = cinder_conf.section_name(cpg)
    file = tmp_path / "cinder.conf"
    file.write_text(cinder_conf.as_text(cinder_conf.whole({name: options})), encoding="utf-8")
    conf = cfg.ConfigOpts()
    conf.register_opts(OPTIONS, group=name)
    conf(["--config-file", str(file)])
    return conf[name]


@pytest.mark.parametrize(
    "password",
    [
        "plain",
        "a$b",
        "a$$b",
        "${x}",
        '"q"',
        "'q'",
        '"',
        " a ",
        "a#b",
        ";a",
        "50%",
        "[x]",
        "ü=",
        "\\",
    ],
)
def test_passwords(tmp_path, password):
    options = read(tmp_path, password=password)
    assert (options.hpe3par_password, options.san_password) == (password, password)


@pytest.mark.parametrize("password", ["a\nvolume_driver = evil", "a\rb", "a\u2028b", "a\\$b"])
def test_what_no_line_can_hold(tmp_path, password):
    with pytest.raises(ValueError, match="no line"):
        read(tmp_path, password=password)


def test_iscsi_addresses_as_the_driver_splits_them(tmp_path):
    addresses = ["10.0.0.1", "10.0.0.2:3261", "fd00::1", "[fd00::2]", "[fd00::3]:3261"]
    options = read(tmp_path, addresses=addresses)
    assert options.hpe3par_iscsi_ips == [
        "10.0.0.1",
        "10.0.0.2:3261",
        "fd00::1",
        "fd00::2",
        "[fd00::3]:3261",
    ]
    assert options.hpe3par_iscsi_chap_enabled
