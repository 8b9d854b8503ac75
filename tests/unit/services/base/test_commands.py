import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from werkzeug.test import Client

from helion_services import wsgi
from helion_services.base import audit, config, database
from helion_services.base.context import Context
from helion_services.cmd import api, conductor, manage, start
from tests import databases
from tests.unit.services.base.conftest import LOGIN

pytestmark = pytest.mark.slow

MORE = f"[undercloud_system]\n{LOGIN}"


@pytest.fixture(autouse=True)
def within_a_test(monkeypatch):
    """Leave pytest its logging, and serve nothing where a test expects a refusal."""

    def started():
        raise AssertionError("it started")

    monkeypatch.setattr(config, "set_up_logging", lambda conf, name: None)
    monkeypatch.setattr(start, "end_on_signals", started)


@pytest.fixture
def option(file):
    return f"--config-file={file}"


@databases.only_sqlite
def test_a_new_database(option, tmp_path, capsys):
    assert manage.main([option, "db", "check"]) == 1
    assert "The file" in capsys.readouterr().out
    assert manage.main([option, "db", "upgrade"]) == 0
    assert manage.main([option, "db", "check"]) == 0
    assert capsys.readouterr().out == "The database is up to date.\n" * 2
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["1"]


def test_rotating_the_secrets(option, runtime, tmp_path, capsys):
    secret_id = runtime.secrets.put({"password": "x"})
    assert manage.main([option, "rotate-secrets"]) == 0
    assert capsys.readouterr().out == "Secrets encrypted with a new key: 1.\n"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["2"]
    assert runtime.secrets.get(secret_id) == {"password": "x"}


def test_pruning_the_audit_trail(option, runtime, capsys):
    who = Context("u1", "u", None, (), "all", "req-1")
    audit.record(runtime.db, who, "node:retire", "node:1", 200)
    assert manage.main([option, "audit", "prune", "--older-than", "1"]) == 0
    assert manage.main([option, "audit", "prune", "--older-than", "0"]) == 0
    assert capsys.readouterr().out == "Events deleted: 0.\nEvents deleted: 1.\n"


@pytest.mark.parametrize("days", ["-1", "x", "99999999", "1.5"])
def test_an_age_that_is_no_number_of_days(option, days, capsys):
    with pytest.raises(SystemExit):
        manage.main([option, "audit", "prune", f"--older-than={days}"])
    assert "invalid" in capsys.readouterr().err


@databases.only_sqlite
@pytest.mark.parametrize("command", [api, conductor])
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[keystone_authtoken]", "[elsewhere]", r"\[keystone_authtoken\] auth_type is required"),
        ("port = 0", "port = 99999", r"\[api\] port: Should be less than"),
        ("sqlite:///", "sqlite:////nowhere", "/nowhere.*: No such file or directory"),
        ("connection = sqlite", "auto_upgrade = false\nconnection = sqlite", "db upgrade"),
        ("auth_type = password\n", "auth_type = telepathy\n", "telepathy"),
        ("/keys", "/services.conf/keys", "Not a directory"),
    ],
)
def test_errors_are_reported_in_one_line(command, old, new, reason, file, text):
    text = text.replace("services =\n", "services =\nport = 0\n")
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(SystemExit, match=reason) as raised:
        command.main([f"--config-file={file}"])
    message = str(raised.value.code)
    assert message.startswith(f"{command.NAME}: ")
    assert "\n" not in message


def test_a_port_that_is_taken(file, text, db):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        file.write_text(text.replace("services =\n", f"services =\nport = {port}\n"))
        with pytest.raises(SystemExit, match="in use"):
            api.main([f"--config-file={file}"])


def test_another_wsgi_server(file, db, monkeypatch):
    monkeypatch.setenv("HELION_SERVICES_CONFIG", str(file))
    client = Client(wsgi.application())
    assert client.get("/healthcheck").status_code == 200
    assert client.get("/operations").status_code == 401


def test_serving_until_sigterm(file, text, db, url, tmp_path):
    """The real command: it says where it listens, answers, and ends cleanly."""
    file.write_text(text.replace("services =\n", "services =\nport = 0\n"))
    log = tmp_path / "api.log"
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "helion_services.cmd.api", f"--config-file={file}"],
        stderr=log.open("wb"),
        cwd=tmp_path,
    )
    try:
        address = listening(process, log)
        with urllib.request.urlopen(f"{address}/healthcheck", timeout=10) as answer:
            assert answer.read() == b'{"status":"ok"}\n'
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(f"{address}/operations", timeout=10)
        assert raised.value.code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in log.read_text()
    assert database.check(url) == []


def listening(process, log):
    """Wait for the line that says where it listens; returns the URL."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        listening_line = re.search(r"listening on (http://\S+)", log.read_text())
        if listening_line:
            return listening_line[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())
