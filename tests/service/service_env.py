"""A service in this process: what tests and benchmarks make of it."""

from helion_services.base import app as base_app
from helion_services.base import config, error_format
from helion_services.base.runtime import Runtime
from tests.unit.services.base.conftest import LOGIN, Person

ADMIN = {"X_User_Id": "a1", "X_Project_Id": "p1", "X_Roles": "admin,member,reader"}
SYSTEM_ADMIN = {"X_User_Id": "a1", "X_Roles": "admin", "OpenStack_System_Scope": "all"}
READER = {"X_User_Id": "r1", "X_Roles": "reader", "OpenStack_System_Scope": "all"}
TENANT = {"X_User_Id": "t1", "X_Project_Id": "p2", "X_Roles": "member,reader"}


class ServiceEnv:
    """A service in this process: its runtime, and persons who call it."""

    def __init__(self, folder):
        conf = config.load(files=[folder / "services.conf"])
        self.runtime = Runtime(conf)
        refuse = error_format.refusal(self.runtime.services)
        (eon,) = self.runtime.services
        blueprints = [
            eon.blueprint(self.runtime),
            self.runtime.operations.blueprint(eon.name, eon.root),
        ]
        self.app = base_app.create_app(self.runtime, blueprints, eon.policies(), refuse)
        self.admin, self.system_admin, self.reader, self.tenant = (
            Person(self.app, **who) for who in (ADMIN, SYSTEM_ADMIN, READER, TENANT)
        )
        self.watch = eon.background(self.runtime)
        self._watching = False

    def start_watching(self):
        self._watching = True
        self.watch.start()

    def close(self):
        if self._watching:
            self.watch.stop()
        self.runtime.close()


def write_configuration(folder, url, services, options=""):
    """Write ``services.conf``; returns its path.

    :param folder: for it, and for everything that the services keep
    :param url: of the database
    :param services: their names, such as ``eon,nodes``
    :param options: further groups, as in the file
    """
    groups = ("keystone_authtoken", "undercloud", "undercloud_system")
    logins = "".join(f"[{group}]\n{LOGIN}\n" for group in groups)
    file = folder / "services.conf"
    file.write_text(
        f"[api]\nservices = {services}\n"
        f"[database]\nconnection = {url}\n"
        f"[secrets]\nkey_repository = {folder}/keys\n{logins}{options}"
    )
    return file
