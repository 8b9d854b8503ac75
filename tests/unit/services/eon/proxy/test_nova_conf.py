"""The configuration of compute proxies is what Nova's own option table accepts and reads back."""

import hypothesis
import nova.conf.vmware
import pytest
from hypothesis import strategies
from oslo_config import cfg

from helion_services.eon.proxy import nova_conf, nova_options

HOST = "domain-c21.BC9DED4E-1639-481D-B190-2B54A2BF5674"
VCENTER = nova_conf.VCenter(
    "vc.example.com", 8443, "administrator@vsphere.local", "s3cret", "-----BEGIN CERTIFICATE-----"
)
KINDS = {
    cfg.StrOpt: str,
    cfg.HostAddressOpt: str,
    cfg.URIOpt: nova_options.uri,
    cfg.PortOpt: int,
    cfg.IntOpt: int,
    cfg.FloatOpt: float,
    cfg.BoolOpt: nova_options.boolean,
}


def read(text, folder):
    """What Nova reads in a file."""
    file = folder / "nova-compute.conf"
    file.write_text(text)
    conf = cfg.ConfigOpts()
    nova.conf.vmware.register_opts(conf)
    conf.register_opts([cfg.StrOpt("compute_driver"), cfg.StrOpt("host")])
    conf([], default_config_files=[str(file)])
    return conf


def described(option):
    """An option of Nova's in the words of our table."""
    return nova_options.Option(
        option.name,
        KINDS[type(option)],
        option.default,
        option.secret,
        getattr(option.type, "min", None),
        getattr(option.type, "max", None),
    )


def test_the_table_is_novas():
    theirs = {option.name: described(option) for option in nova.conf.vmware.ALL_VMWARE_OPTS}
    assert theirs == nova_options.VMWARE


def test_nothing_that_is_written_is_deprecated():
    written = nova_options.OURS
    for option in nova.conf.vmware.ALL_VMWARE_OPTS:
        if option.name in written:
            assert not option.deprecated_for_removal


def test_what_nova_reads(tmp_path):
    text = nova_conf.render(HOST, "Cluster1", VCENTER, {"use_linked_clone": "false"})
    conf = read(text, tmp_path)
    assert (conf.compute_driver, conf.host) == ("vmwareapi.VMwareVCDriver", HOST)
    vmware = conf.vmware
    assert (vmware.host_ip, vmware.host_port) == ("vc.example.com", 8443)
    assert (vmware.host_username, vmware.host_password) == ("administrator@vsphere.local", "s3cret")
    assert (vmware.cluster_name, vmware.ca_file) == ("Cluster1", "/etc/nova/vcenter-ca.pem")
    assert (vmware.insecure, vmware.use_linked_clone) == (False, False)


def test_without_certificates_the_systems_are_trusted(tmp_path):
    text = nova_conf.render(HOST, "Cluster1", nova_conf.VCenter("vc", 443, "u", "p"))
    conf = read(text, tmp_path)
    assert (conf.vmware.ca_file, conf.vmware.insecure) == (None, False)


@pytest.mark.parametrize(
    "password",
    [
        "a b",
        " a ",
        '"quoted"',
        "'quoted'",
        '"',
        "$HOME ${x} $$",
        "#no;comment",
        "[x]",
        "a=b:c",
        "é€",
    ],
)
def test_passwords_survive(tmp_path, password):
    vcenter = nova_conf.VCenter("vc", 443, password, password)
    conf = read(nova_conf.render(HOST, "Cluster1", vcenter), tmp_path)
    assert (conf.vmware.host_username, conf.vmware.host_password) == (password, password)


@hypothesis.given(strategies.text(strategies.characters(min_codepoint=32), min_size=1))
@hypothesis.settings(max_examples=200, deadline=None)
def test_any_password_survives_or_is_refused(tmp_path_factory, password):
    folder = tmp_path_factory.getbasetemp()
    try:
        text = nova_conf.render(HOST, "C", nova_conf.VCenter("vc", 443, "u", password))
        text.encode()
    except ValueError:
        return
    assert read(text, folder).vmware.host_password == password


@pytest.mark.parametrize("password", ["a\nb", "a\rb", "a\x00b", "a\u2028b", "a\\$b"])
def test_what_no_line_can_hold_is_refused_without_being_shown(password):
    with pytest.raises(ValueError, match="host_password contains characters") as raised:
        nova_conf.render(HOST, "C", nova_conf.VCenter("vc", 443, "u", password))
    assert password not in str(raised.value)


def test_the_password_is_in_no_representation():
    assert "s3cret" not in repr(VCENTER)


def test_further_options_are_held_against_the_table():
    assert nova_options.wrong({"datastore_regex": "ssd.*", "pbm_enabled": "true"}) == []
    wrong = nova_options.wrong(
        {
            "insecure": "true",
            "host_password": "x",
            "wsdl_location": "http://x",
            "vnc_port": "70000",
            "connection_pool_size": "9",
            "use_linked_clone": "perhaps",
            "serial_port_proxy_uri": "x",
        }
    )
    assert [message.detail for message in wrong] == [
        "The option insecure cannot be set.",
        "The option host_password cannot be set.",
        "Nova's VMware driver has no option wsdl_location.",
        "vnc_port must be 65535 at most.",
        "connection_pool_size must be 10 at least.",
        "“perhaps” is no value for use_linked_clone.",
        "“x” is no value for serial_port_proxy_uri.",
    ]
