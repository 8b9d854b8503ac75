"""What the service for storage says of the managers of StoreVirtual servers."""

import json

import pytest
import requests
from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.nodes import storevirtual
from helion_services.nodes.plans import vsa_managers
from helion_services.nodes.storevirtual import Cluster
from tests.contract import answers


def row(name="VSA-Gold", **changes):
    return {"name": name, "module_count": 3, "state": "connected", "managers": 3, **changes}


class Clouds:
    """Clouds whose service for storage answers with ``clusters``, a text, or an error."""

    def __init__(self, answer):
        self.answer = answer
        self.conf = self

    @property
    def clouds(self):
        return self

    def adapter(self, cloud, service_type, **_options):
        assert (cloud, service_type) == ("undercloud", "storage-configuration")
        return self

    def get(self, path, timeout, **_query):
        assert path == "/storevirtual-clusters"
        assert timeout <= 10, "a service that hangs holds up a plan for seconds only"
        if isinstance(self.answer, Exception):
            raise self.answer
        response = requests.Response()
        text = self.answer
        if not isinstance(text, str):
            for each in text:
                assert set(each) <= answers.properties("StoreVirtual")
            text = json.dumps({"clusters": text})
        response._content = text.encode()
        return response


def test_the_cluster_with_as_many_systems():
    clouds = Clouds([row(), row("VSA-Big", module_count=5)])
    assert storevirtual.cluster_on(clouds, 3) == Cluster("VSA-Gold", 3, 3)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (keystoneauth.EndpointNotFound(), "vsa-no-service"),
        (keystoneauth.ConnectFailure("refused"), "service-unreachable"),
        (keystoneauth.ConnectTimeout("slow"), "service-silent"),
        (keystoneauth.Forbidden("no"), "service-refused"),
        ("<html>", "vsa-service-unreadable"),
        ("[]", "vsa-service-unreadable"),
        ('{"clusters": [{}]}', "vsa-service-unreadable"),
        ([], "vsa-no-cluster"),
        ([row(module_count=5)], "vsa-no-cluster"),
        ([row(), row("VSA-Silver")], "vsa-clusters-alike"),
        ([row(state="unreachable")], "vsa-cluster-away"),
        ([row(managers=None)], "vsa-managers-unknown"),
    ],
)
def test_why_it_is_not_checked(answer, code):
    clouds = Clouds(answer)
    reason = storevirtual.cluster_on(clouds, 3)
    assert isinstance(reason, Message)
    assert reason.code == code
    check = vsa_managers.check(clouds)(3, 2, 1)
    assert (check.result, check.message.code) == ("block", "vsa-managers-not-checked")
    assert check.reason.startswith(f"Not checked: {reason.detail}")


def test_the_managers_count_and_not_the_servers():
    managers = vsa_managers.check(Clouds([row(module_count=7, managers=5)]))
    assert managers(7, 6, 1).message.code == "vsa-managers-may-leave"
    assert managers(7, 8).message.code == "vsa-managers-enough"
