"""All of our services in this process, with OpenStack's doubled, for who reads their answers."""

import functools
from unittest import mock
from urllib.parse import urlsplit

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base import app, config, error_format
from helion_services.base.runtime import Runtime, prepare
from tests import databases
from tests.contract.answers import CONFIGURATION
from tests.unit.services.base.conftest import LOGIN, Person

ADMIN = {"X_User_Id": "a1", "OpenStack_System_Scope": "all", "X_Roles": "admin"}


class Services:
    """The services: ``answer`` is what they answer to a request of requests-mock.

    :ivar runtime: theirs, with :class:`Clouds`
    :ivar application: theirs, in front of which nobody checks tokens
    """

    def __init__(self, folder):
        file = folder / "services.conf"
        url = databases.url(folder)
        values = {
            "services": "backup,nodes,eon,monitoring,ringos,sherpa,sirius",
            "database": url,
            "folder": folder,
            "login": LOGIN,
        }
        file.write_text(CONFIGURATION.format(**values))
        conf = config.load(files=[file])
        prepare(conf)
        self.runtime = Runtime(conf)
        self.runtime.clouds = Clouds()
        installed = self.runtime.services
        rules = [rule for service in installed for rule in service.policies()]
        self.application = app.create_app(
            self.runtime, app.blueprints(self.runtime), rules, error_format.refusal(installed)
        )
        self._admin = Person(self.application, **ADMIN)

    def answer(self, request, context):
        """A callback of requests-mock: hands a request on, gives the answer back."""
        parts = urlsplit(request.url)
        call = getattr(self._admin, request.method.lower())
        headers = {
            name: request.headers[name]
            for name in ("Accept", "Content-Type", "Idempotency-Key")
            if name in request.headers
        }
        answer = call(f"{parts.path}?{parts.query}", headers=headers, data=request.body or None)
        context.status_code = answer.status_code
        context.headers.update(answer.headers)
        return answer.get_data()

    def close(self):
        self.runtime.close()


class Clouds:
    """OpenStack's services, whose answers are data.

    :ivar answers: by type and path without the query, such as ``("baremetal", "/v1/nodes")``; what
        is not there is not found
    """

    def __init__(self):
        self.answers = {}

    def adapter(self, cloud, service_type, **options):
        """An adapter to one of them."""
        double = mock.create_autospec(adapter.Adapter, instance=True)
        for method in ("get", "post"):
            getattr(double, method).side_effect = functools.partial(self._answer, service_type)
        return double

    def has(self, cloud):
        """Whether it is configured: all are."""
        return True

    def close(self):
        """Nothing is open."""

    def _answer(self, service_type, path, **content):
        body = self.answers.get((service_type, path.partition("?")[0]))
        if body is None:
            raise keystoneauth.NotFound()
        return mock.Mock(spec_set=["json"], json=lambda: body)
