import logging

import pytest

from helion_services.base import config
from tests.unit.services.base.conftest import LOGIN


def load(path, text):
    path.write_text(text)
    return config.load(files=[path])


def test_defaults_need_no_file(tmp_path):
    conf = load(tmp_path / "empty.conf", "")
    assert str(conf.api.host) == "127.0.0.1"
    assert conf.api.services == [
        "backup",
        "eon",
        "monitoring",
        "nodes",
        "ringos",
        "sherpa",
        "sirius",
    ]
    assert conf.database.connection.startswith("sqlite:////")
    assert conf.operations.jobboard == ""
    assert conf.operations.claim_expiry == 15
    assert conf.secrets.backend == "fernet"


@pytest.mark.parametrize("group", [config.AUTH, *config.CLOUDS])
def test_tls_is_verified_by_default(conf, group):
    assert conf[group].insecure is False


def test_insecure_is_logged_at_start(tmp_path, text, caplog):
    conf = load(tmp_path / "a.conf", text + "insecure = true\n")
    config.check(conf)
    assert "[undercloud] insecure is set: certificates are not verified." in caplog.text


def test_any_token_is_not_a_service_token(conf):
    assert conf.keystone_authtoken.service_token_roles_required is True


def test_logging_all_values_shows_no_password(tmp_path, text, caplog):
    text += "[operations]\njobboard = redis://:hidden-too@127.0.0.1\n"
    conf = load(tmp_path / "a.conf", text.replace("sqlite://", "sqlite://u:hidden@"))
    caplog.set_level(logging.INFO)
    conf.log_opt_values(logging.getLogger(), logging.INFO)
    assert "database.connection" in caplog.text
    assert "hidden" not in caplog.text


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("[api]\nport = many\n", r"\[api\] port: .*many"),
        ("[api]\nservices = nodes, nonsense\n", "nonsense"),
        ("[operations]\nclaim_expiry = 1\n", "claim_expiry"),
        ("[secrets]\nbackend = paper\n", "paper"),
        ("[nodes]\nplan_lifetime = soon\n", "soon"),
        ("what is this", "what is this"),
    ],
)
def test_errors_are_reported_in_one_line(tmp_path, wrong, reason):
    with pytest.raises(config.ConfigError, match=reason) as raised:
        load(tmp_path / "a.conf", wrong)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(config.ConfigError, match=r"missing\.conf"):
        config.load(["--config-file", str(tmp_path / "missing.conf")])


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("", "keystone_authtoken"),
        (f"[keystone_authtoken]\n{LOGIN}", "undercloud"),
        (f"[keystone_authtoken]\n{LOGIN}[undercloud]\n{LOGIN}", "undercloud_system"),
    ],
)
def test_a_missing_login_is_named(tmp_path, text, group):
    conf = load(tmp_path / "a.conf", text)
    with pytest.raises(config.ConfigError, match=rf"\[{group}\] auth_type"):
        config.check(conf)


def test_an_option_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("OS_API__PORT", "1234")
    assert load(tmp_path / "a.conf", "").api.port == 1234


@pytest.mark.parametrize(
    ("host", "logged"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("192.0.2.10", True)],
)
def test_an_address_that_others_reach_is_logged_at_start(tmp_path, text, caplog, host, logged):
    conf = load(tmp_path / "a.conf", text.replace("[api]\n", f"[api]\nhost = {host}\n"))
    config.check(conf)
    assert ("helion-api has no TLS" in caplog.text) is logged


@pytest.mark.parametrize(("scheme", "logged"), [("redis", True), ("rediss", False)])
def test_a_jobboard_without_tls_is_logged_at_start(tmp_path, text, caplog, scheme, logged):
    conf = load(tmp_path / "a.conf", f"{text}[operations]\njobboard = {scheme}://:secret@redis\n")
    config.check(conf)
    assert ("jobboard has no TLS" in caplog.text) is logged
    assert "secret" not in caplog.text
