"""A Heat made of answers, and the resources of a stack as Heat lists them."""

import itertools
from unittest import mock

from keystoneauth1 import exceptions as keystoneauth
from keystoneauth1.adapter import Adapter

from helion_services.nodes import stack

ROOT = "11111111-root"


def a_stack(**changes):
    """A :class:`stack.Stack`."""
    values = {
        "id": ROOT,
        "name": "overcloud",
        "status": "UPDATE_COMPLETE",
        "status_reason": "",
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": None,
        "parameters": {},
    }
    return stack.Stack(**values | changes)


def shown(status="UPDATE_COMPLETE", identity=ROOT, reason="", **parameters):
    """A stack as Heat shows it."""
    return {
        "stack": {
            "id": identity,
            "stack_name": "overcloud",
            "stack_status": status,
            "stack_status_reason": reason,
            "creation_time": "2026-01-01T00:00:00Z",
            "updated_time": None,
            "parameters": {"OS::stack_id": identity, **parameters},
        }
    }


def resource(
    name, status, inside=ROOT, nested=None, kind="OS::Neutron::Port", reason="", physical_id=""
):
    """A resource as Heat lists it. ``inside`` and ``nested`` are ids of stacks."""
    links = [{"rel": "stack", "href": f"http://heat/v1/p/stacks/any/{inside}"}]
    if nested:
        links.append({"rel": "nested", "href": f"http://heat/v1/p/stacks/any/{nested}"})
    return {
        "resource_name": name,
        "resource_type": kind,
        "resource_status": status,
        "resource_status_reason": reason,
        "physical_resource_id": physical_id,
        "links": links,
    }


def group(name, status="UPDATE_COMPLETE", reason=""):
    kind = "OS::Heat::ResourceGroup"
    return resource(name, status, nested=name, kind=kind, reason=reason)


def member(inside, index, status, server, server_id="", reason=""):
    """A member of a group and the server and port in it."""
    nested = f"{inside}-{index}"
    return [
        resource(
            index, status, inside, nested, "role-server.yaml", f"resources[{index}]: {reason}"
        ),
        resource("Server", server, nested, None, "OS::Nova::Server", reason, server_id),
        resource("ServicePort", "CREATE_COMPLETE", nested),
    ]


class Heat:
    """Answers by path; a list is given out one by one, its last one for ever.

    :ivar api: what to hand to the functions
    :ivar sent: ``(method, path, body)`` of what changes something
    """

    def __init__(self, **answers):
        self.answers = {
            path: itertools.chain(answer, itertools.repeat(answer[-1]))
            if isinstance(answer, list)
            else itertools.repeat(answer)
            for path, answer in answers.items()
        }
        self.sent = []
        self.requests = []
        self.api = mock.create_autospec(Adapter, instance=True)
        self.api.get.side_effect = self._get
        for verb in ("post", "put", "patch", "delete"):
            getattr(self.api, verb).side_effect = self._changer(verb)

    def _get(self, path, params=None):
        word = path.rpartition("/")[2]
        kind = word if word in ("resources", "events") else "stack"
        self.requests.append(kind)
        return _answer(next(self.answers[kind]))

    def _changer(self, verb):
        def change(path, json=None, log=True):
            self.sent.append((verb, path, json))
            return _answer(next(self.answers.get(verb, itertools.repeat({}))))

        return change


GONE = keystoneauth.NotFound()


def _answer(body):
    if isinstance(body, Exception):
        raise body
    return mock.Mock(spec_set=["json"], json=lambda: body)
