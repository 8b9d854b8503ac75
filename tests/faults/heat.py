"""A Heat that does what it is told, a little at each look."""

import functools
import json

from keystoneauth1 import exceptions as keystoneauth

from helion_services.nodes import roles
from helion_services.nodes.stack import images_of, scale
from helion_services.nodes.stack.read import decode
from tests.unit.services.nodes.heat import group, resource

_ID = "stack-id"
_PATH = f"/v1/p/stacks/overcloud/{_ID}"


class Heat:
    """One stack, whose servers ``cloud`` makes and deletes.

    :ivar parameters: of the stack as text; None: there is none
    :ivar status: of the stack
    :ivar members: ``{(role, index): id of the server}``
    """

    def __init__(self, cloud):
        self._cloud = cloud
        self._rolemap = roles.load()
        self.parameters = None
        self.status = "CREATE_COMPLETE"
        self.members = {}
        self._plan = []

    def begin(self, **parameters):
        """Have a stack with these parameters, complete."""
        self.parameters = {name: _text(value) for name, value in parameters.items()}
        self._plan = list(self._changes())
        while self._plan:
            self.tick()
        self.status = "CREATE_COMPLETE"

    def decoded(self):
        """The parameters, decoded."""
        return {name: decode(value) for name, value in self.parameters.items()}

    def present(self):
        """``{role: indices}`` and ``{role: placement}`` that the parameters stand for."""
        if self.parameters is None:
            return None
        values = self.decoded()
        return {
            role.name: (scale.present(values, role), scale.placement(values, role))
            for role in self._rolemap.roles
        }

    def tick(self):
        """Let it go one step on."""
        if self._plan:
            self._plan.pop(0)()
        if not self._plan and self.status.endswith("_IN_PROGRESS"):
            if self.status.startswith("DELETE"):
                self.parameters = None
            self.status = self.status.replace("IN_PROGRESS", "COMPLETE")

    def __call__(self, verb, path, query, body):
        self.tick()
        if path == "/v1/p/stacks":
            return self._create(body)
        if self.parameters is None:
            raise keystoneauth.NotFound("The Stack (overcloud) could not be found.")
        if not path.startswith(_PATH):  # by its name or id alone
            target = f"http://heat.test{_PATH}?resolve_outputs=False"
            return 302, None, {"Location": target}
        act = {
            ("get", ""): self._show,
            ("get", "/resources"): self._resources,
            ("get", "/events"): lambda body: (200, {"events": []}),
            ("patch", ""): self._update,
            ("delete", ""): self._delete,
            ("post", "/actions"): self._stop,
        }[verb, path.removeprefix(_PATH)]
        return act(body)

    def _create(self, body):
        if self.parameters is not None:
            raise keystoneauth.Conflict("The Stack (overcloud) already exists.")
        self.parameters = {name: _text(value) for name, value in body["parameters"].items()}
        self._start("CREATE", self._changes())
        return 201, {"stack": {"id": _ID}}

    def _update(self, body):
        if self.status.endswith("_IN_PROGRESS"):
            raise keystoneauth.Conflict("Stack overcloud already has an action in progress.")
        self.parameters |= {name: _text(value) for name, value in body["parameters"].items()}
        self._start("UPDATE", self._changes())
        return 202, {}

    def _delete(self, _body):
        deletions = [functools.partial(self._leave, *key) for key in sorted(self.members)]
        self._start("DELETE", deletions)
        return 204, None

    def _stop(self, _body):
        if self.status != "UPDATE_IN_PROGRESS":
            raise keystoneauth.BadRequest("Cancelling a stack that is not updated.")
        self._plan, self.status = [], "UPDATE_FAILED"
        return 200, {}

    def _start(self, action, plan):
        self._plan, self.status = [lambda: None, *plan], f"{action}_IN_PROGRESS"

    def _changes(self):
        """What is to be done for the parameters."""
        values, targets = self.decoded(), set()
        for role in self._rolemap.roles:
            nodes = scale.placement(values, role)
            for index in scale.present(values, role):
                targets.add((role.name, index))
                if (role.name, index) not in self.members:
                    yield functools.partial(self._join, role, index, nodes.get(index))
                    yield functools.partial(self._finish, role.name, index)
                elif self._differs(role, index, values):
                    yield functools.partial(self._rebuild, role, index)
                    yield functools.partial(self._finish, role.name, index)
        for key in sorted(set(self.members) - targets):
            yield functools.partial(self._leave, *key)

    def _image(self, role, index, values):
        return images_of(values, role)[index]

    def _differs(self, role, index, values):
        image = self._image(role, index, values)
        return image and self._cloud.image(self.members[role.name, index]) != image

    def _rebuild(self, role, index):
        image = self._image(role, index, self.decoded())
        self._cloud.rebuild(self.members[role.name, index], image)

    def _join(self, role, index, node):
        name = role.server_name("overcloud", index)
        server = self.members[role.name, index] = self._cloud.boot(name, role, node)
        self._cloud.servers[server]["image"] = {"id": self._image(role, index, self.decoded())}

    def _finish(self, role, index):
        self._cloud.activate(self.members[role, index])

    def _leave(self, role, index):
        self._cloud.delete(self.members.pop((role, index)))

    def _show(self, _body):
        stack = {
            "id": _ID,
            "stack_name": "overcloud",
            "stack_status": self.status,
            "stack_status_reason": "",
            "creation_time": "2026-01-01T00:00:00Z",
            "updated_time": None,
            "parameters": self.parameters | {"OS::stack_id": _ID},
        }
        return 200, {"stack": stack}

    def _resources(self, _body):
        rows = []
        for role in self._rolemap.roles:
            rows.append(group(role.group) | {"links": _links(_ID, role.group)})
            for (owner, index), server in self.members.items():
                if owner == role.name:
                    rows += _member(role.group, index, server, self._cloud.status(server))
        return 200, {"resources": rows}


def _member(inside, index, server, status):
    nested, state = f"{inside}-{index}", _STATES[status]
    outer = resource(index, state, inside, nested, "role-server.yaml")
    return [outer, resource("Server", state, nested, None, "OS::Nova::Server", "", server)]


_STATES = {
    "ACTIVE": "CREATE_COMPLETE",
    "BUILD": "CREATE_IN_PROGRESS",
    "REBUILD": "UPDATE_IN_PROGRESS",
    "ERROR": "UPDATE_FAILED",
}


def _links(inside, nested):
    return [
        {"rel": "stack", "href": f"http://heat.test/v1/p/stacks/any/{inside}"},
        {"rel": "nested", "href": f"http://heat.test/v1/p/stacks/any/{nested}"},
    ]


def _text(value):
    return value if isinstance(value, str) else json.dumps(value)
