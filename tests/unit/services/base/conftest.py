"""A runtime on an SQLite file, and clients of an application in front of which nobody checks."""

import pytest

from helion_services.base import app as base_app
from helion_services.base import config, database
from helion_services.base.runtime import Runtime
from tests import databases
from tests.unit.services.base import sample

LOGIN = """
auth_type = password
auth_url = http://127.0.0.1:9/v3
username = helion
password = very-secret
project_name = service
user_domain_name = Default
project_domain_name = Default
"""


class Person:
    """A client that sends what keystonemiddleware would have made of somebody's token."""

    def __init__(self, app, **headers):
        self.application = app
        self._client = app.test_client()
        self._headers = {"X-Identity-Status": "Confirmed", "X-User-Name": "somebody"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

    def __getattr__(self, method):
        def call(path, headers=(), **options):
            return getattr(self._client, method)(
                path, headers=self._headers | dict(headers), **options
            )

        return call


@pytest.fixture
def url(tmp_path):
    """The URL of a database without any table."""
    return databases.url(tmp_path)


@pytest.fixture
def text(tmp_path, url):
    """The text of a configuration file: no services, a Keystone that does not answer."""
    return f"""
[api]
services =
[database]
connection = {url}
[secrets]
key_repository = {tmp_path}/keys
[keystone_authtoken]
www_authenticate_uri = http://127.0.0.1:9/v3
{LOGIN}
[undercloud]
{LOGIN}
"""


@pytest.fixture
def file(tmp_path, text):
    path = tmp_path / "services.conf"
    path.write_text(text)
    return path


@pytest.fixture
def conf(file):
    return config.load(files=[file])


@pytest.fixture
def db(url):
    databases.fill(url)
    opened = database.Database(url)
    yield opened
    opened.close()


@pytest.fixture
def runtime(conf, db):
    service_runtime = Runtime(conf)
    yield service_runtime
    service_runtime.close()


@pytest.fixture
def app(runtime):
    common = base_app.common(runtime, "sample", "/sample/v1")
    blueprints = [sample.blueprint(runtime), *common]
    return base_app.create_app(runtime, blueprints, sample.RULES)


@pytest.fixture
def admin(app):
    return Person(app, X_User_Id="a1", X_Project_Id="p1", X_Roles="admin,member,reader")


@pytest.fixture
def reader(app):
    return Person(app, X_User_Id="r1", X_Roles="reader", OpenStack_System_Scope="all")


@pytest.fixture
def auditor(app):
    return Person(app, X_User_Id="u1", X_Roles="auditor", OpenStack_System_Scope="all")


@pytest.fixture
def tenant(app):
    return Person(app, X_User_Id="t1", X_Project_Id="p2", X_Roles="member,reader")
