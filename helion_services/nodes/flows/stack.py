"""Steps that change the overcloud's stack through Heat."""

import contextlib
import logging

from keystoneauth1 import exceptions as keystoneauth

from helion_services.base.messages import Message
from helion_services.base.operations import Step
from helion_services.base.problems import Unavailable
from helion_services.nodes import roles, stack, undercloud
from helion_services.nodes.flows import retries, stack_changes

LOG = logging.getLogger(__name__)

_SCHEDULABLE = 600.0
_BEFORE = "servers before"  # key of a note: it is stored


class WaitSchedulable(Step):
    """Waits until Nova may place a server on the nodes.

    Nova looks at Ironic's nodes now and then; a server that is requested before that fails
    immediately with "No valid host was found".
    """

    weight = 3

    def __init__(self, targets):
        super().__init__(
            "schedulable", Message("wait-schedulable", "Wait until Nova has found the nodes")
        )
        self._targets = targets

    def run(self, work):
        placement = undercloud.placement(work.clouds)
        rest = dict(self._targets)

        def look():
            for uuid, resource_class in list(rest.items()):
                if undercloud.has_room(placement, uuid, resource_class):
                    del rest[uuid]
            count = len(self._targets) - len(rest)
            work.progress(
                100 * count / len(self._targets),
                Message(
                    "nodes-schedulable",
                    "Nova has found {count} of {total} nodes.",
                    count=count,
                    total=len(self._targets),
                ),
            )
            return not rest

        what = Message("waiting-schedulable", "Nova to find the nodes")
        work.until(look, what, _SCHEDULABLE, work.poll)


class Create(Step):
    """Creates the stack."""

    weight = 30

    def __init__(self, name, parameters):
        super().__init__("stack", Message("deploy-stack", "Deploy {stack}", stack=name))
        self._name = name
        self._parameters = parameters

    def run(self, work):
        secrets = work.secret().get("parameters", {})
        stack_changes.create(work, self._name, rolemap(work), self._parameters | secrets)

    def undo(self, work):
        stack_changes.delete(work, self._name)


class Delete(Step):
    """Deletes the stack. It cannot be rolled back once a server is being deleted."""

    weight = 10

    def __init__(self, name):
        super().__init__(
            "stack",
            Message("delete-stack", "Delete the servers and networks of {stack}", stack=name),
        )
        self._name = name

    def run(self, work):
        with _no_return(work, self._deleting):
            stack_changes.delete(work, self._name)

    def _deleting(self, work, _error):
        """Whether Heat has begun to delete the stack."""
        current = stack.get(undercloud.heat(work.clouds), self._name, outputs=False)
        return current is None or current.action == "DELETE"


class Grow(Step):
    """Gives a role more servers; undoing removes what the role did not have before."""

    weight = 30

    def __init__(self, name, role, indices, changes, servers):
        super().__init__("stack", Message("deploy-servers", "Deploy {servers}", servers=servers))
        self._name = name
        self._role = role
        self._indices = indices
        self._changes = changes

    def run(self, work):
        role = rolemap(work).by_name[self._role]
        current = stack.get(undercloud.heat(work.clouds), self._name, outputs=False)
        if current is None:
            raise stack.StackFailed(
                Message("stack-gone", "The stack “{stack}” no longer exists.", stack=self._name)
            )
        if not set(self._indices) <= set(stack.present(current.parameters | self._changes, role)):
            raise stack.ScaleError(retries.OUTDATED)
        if work.recall(_BEFORE) is None:
            have = stack.present(current.parameters, role)
            work.note(_BEFORE, [index for index in have if index not in self._indices])
        stack_changes.update(work, self._name, self._changes, tries=1)

    def undo(self, work):
        heat = undercloud.heat(work.clouds)
        current = stack.get(heat, self._name, outputs=False)
        role = rolemap(work).by_name[self._role]
        leaving = self._new(work, current, role) if current else ()
        if leaving:
            current = stack_changes.settle(work, heat, self._name)
        if leaving and current:
            members = [member.index for member in _members(heat, current, work)[self._role]]
            stack_changes.update(
                work, self._name, stack.shrink(current.parameters, role, leaving, members)
            )

    def _new(self, work, current, role):
        """The indices that the role did not have before this operation."""
        have = stack.present(current.parameters, role)
        before = work.recall(_BEFORE, have)
        return [index for index in have if index not in before or index in self._indices]


class Shrink(Step):
    """Removes servers, or replaces them: ``title`` tells which.

    Heat begins to delete as soon as it accepts the change, and cannot keep what it is deleting: so
    this cannot be rolled back, unless Heat refuses, or fails while all of the servers are still
    whole.
    """

    weight = 20

    def __init__(self, name, servers, before, changes, title):
        super().__init__("stack", title)
        self._name = name
        self._servers = servers
        self._before = before
        self._changes = changes

    def run(self, work):
        with _no_return(work, self._changing):
            stack_changes.update(work, self._name, self._changes, before=self._before)

    def undo(self, work):
        if work.recall("put back"):
            stack_changes.update(work, self._name, self._before)

    def _changing(self, work, error):
        """Whether the change has begun, and cannot be taken back."""
        if not isinstance(error, stack.StackFailed):
            current = stack.get(undercloud.heat(work.clouds), self._name, outputs=False)
            return current is None or stack.has(current, self._changes)
        if not self._all_there(work):
            return True
        work.note("put back", True)
        return False

    def _all_there(self, work):
        """Whether Heat has begun to delete none of the servers."""
        heat = undercloud.heat(work.clouds)
        current = stack_changes.settle(work, heat, self._name)
        if current is None:
            return False
        members = _members(heat, current, work)
        whole = {
            member.server_id
            for role_members in members.values()
            for member in role_members
            if member.state == "deployed"
        }
        return set(self._servers) <= whole


def rolemap(work):
    """The mapping file in force."""
    return roles.load(work.runtime.conf.nodes.roles_file)


@contextlib.contextmanager
def _no_return(work, begun):
    """Work from which there is no return, unless it fails before it has ``begun(work, error)``."""
    work.disallow_cancel()
    try:
        yield
    except Exception as error:
        try:
            if not begun(work, error):
                work.allow_cancel()
        except (keystoneauth.ClientException, Unavailable):  # nobody knows
            LOG.exception("operation %s has no way back", work.id)
        raise


def _members(heat, current, work):
    return stack.members(heat, current, rolemap(work))
