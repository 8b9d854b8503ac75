"""The services' own database on MariaDB and PostgreSQL: restored while the services run."""

import pytest

from helion_services.backup import scratch_servers
from tests import databases
from tests.service.backup.conftest import OPTIONS, ROOT
from tests.service.backup.ironic import Ironic
from tests.service.backup.test_recovery import call  # noqa: F401
from tests.service.service_env import write_configuration

pytestmark = pytest.mark.faults


@pytest.fixture(params=databases.KINDS)
def folder(request, folder):
    """The folder of services whose database is on a server."""
    url = databases.on_server(request.param)
    databases.fill(url)
    options = OPTIONS.format(folder=folder, stop=f"{folder}/stop.sh", start=f"{folder}/start.sh")
    write_configuration(folder, url, "backup", options)
    return folder


def test_own_rows_are_back(steps, env, cloud):
    """And the operation that restores them goes on, as do those that begin later."""
    env.runtime.clouds = Ironic(cloud)
    secret = env.runtime.secrets.put({"password": "before"})
    backup = steps.take()
    assert backup["state"] == "verified"
    later = env.runtime.secrets.put({"password": "later"})
    path = f"{ROOT}/backups/{backup['id']}/restore"
    described = env.system_admin.get(f"{path}?parts=helion").json
    assert described["possible"], described["checks"]
    body = {"digest": described["digest"], "parts": ["helion"]}
    operation = steps.ended(env.system_admin.post(path, json=body))
    assert operation["state"] == "succeeded", operation["error"]
    assert env.runtime.secrets.get(secret) == {"password": "before"}
    with pytest.raises(Exception, match="does not exist"):
        env.runtime.secrets.get(later)
    listed = env.system_admin.get(f"{ROOT}/operations").json["operations"]
    assert {each["kind"]: each["state"] for each in listed} == {
        "restore": "succeeded",
        "take": "succeeded",
    }
    assert steps.take(verify=False)["state"] == "unverified"


def test_recovery_by_hand(steps, env, call):  # noqa: F811
    secret = env.runtime.secrets.put({"password": "before"})
    steps.take(verify=False)
    env.runtime.operations.stop()
    env.runtime.secrets.delete(secret)
    env.runtime.db.close()
    assert call("restore", "--yes", "--parts", "helion") == 0
    assert env.runtime.secrets.get(secret) == {"password": "before"}


def test_without_a_server_program_it_is_refused(steps, env, cloud, monkeypatch):
    env.runtime.clouds = Ironic(cloud)
    backup = steps.take(verify=False)
    monkeypatch.setattr(scratch_servers, "loadable", lambda database: False)
    described = env.system_admin.get(f"{ROOT}/backups/{backup['id']}/restore?parts=helion").json
    assert not described["possible"]
    assert "database-not-loadable" in [check["code"] for check in described["checks"]]
