"""A service of another distribution is found by its entry point; nothing here names it."""

import pathlib
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

FOLDER = pathlib.Path(__file__).parents[3] / "vendor_service"

# In a process of its own: entry points are read once a process.
SCRIPT = """
import sys, time
from helion_services.base import app, config, database, policy, runtime, service
from helion_services.base.context import Context
from tests.unit.services.base.conftest import Person
from vendor_service.service import Clock, Make

conf = config.load(files=[sys.argv[1]])
ours = ["backup", "eon", "monitoring", "nodes", "ringos", "sherpa", "sirius"]
assert list(service.installed()) == [*ours, "vendor"]
assert (conf.api.services, conf.vendor.colour) == (["vendor"], "green")
runtime.prepare(conf)
assert database.check(conf.database.connection) == []
made = runtime.Runtime(conf)
(vendor,) = made.services
operations = made.operations.blueprint(vendor.name, vendor.root)
flask = app.create_app(made, [vendor.blueprint(made), operations], vendor.policies())
reader = Person(flask, X_User_Id="r", X_Roles="reader", OpenStack_System_Scope="all")
tenant = Person(flask, X_User_Id="t", X_Project_Id="p", X_Roles="member")
made.start()
assert Clock.running
who = Context("u", "user", "p", ("admin",), None, "req-1")
made.operations.begin("vendor", "make", "Make it", Make("thing-1"), [], who)
end = time.monotonic() + 20
while reader.get("/vendor/v1/operations").json["active"] and time.monotonic() < end:
    time.sleep(0.05)
assert reader.get("/vendor/v1/things").json == {"things": ["thing-1"]}
assert tenant.get("/vendor/v1/things").status_code == 403
document = reader.get("/openapi.json").json
assert "/vendor/v1/things" in document["paths"]
thing = {"service": "vendor", "name": "thing", "title": "Thing", "page": None}
assert document["x-resources"] == [thing]
made.close()
assert not Clock.running
"""


@pytest.fixture
def installed(tmp_path):
    """A folder with the distribution in it."""
    source = shutil.copytree(FOLDER, tmp_path / "source")  # building writes into it
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    subprocess.run([*command, source], check=True, stdout=subprocess.DEVNULL)
    (wheel,) = tmp_path.glob("*.whl")
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    return tmp_path / "site"


def _run(installed, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        env={"PYTHONPATH": f"{installed}:{FOLDER.parents[1]}", "PATH": ""},
        capture_output=True,
        text=True,
    )


def test_all_that_it_brings_is_there(tmp_path, text, installed):
    file = tmp_path / "services.conf"
    file.write_text(text.replace("services =", "services = vendor") + "[vendor]\ncolour = green\n")
    result = _run(installed, "-c", SCRIPT, file)
    assert result.returncode == 0, result.stderr
    # Commands import the configuration first, which imports the service.
    for command in ("conductor", "manage"):
        result = _run(installed, "-c", f"import helion_services.cmd.{command}")
        assert result.returncode == 0, result.stderr


def test_it_is_small():
    lines = (FOLDER / "vendor_service" / "service.py").read_text().splitlines()
    assert sum(1 for line in lines if line.strip()) <= 80
