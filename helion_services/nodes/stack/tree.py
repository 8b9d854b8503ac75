"""The resources of a stack and of the stacks within it, from Heat's one flat list."""

import dataclasses
import re

from helion_services.nodes.stack.models import Failure, Member, Progress

SERVER = "OS::Nova::Server"
_PREFIX = re.compile(r"^(?:(?:\w+: )?resources(?:\[[^\]]*\]|\.[\w.\[\]-]+)+: )+")
_CANCELLED = ("cancelled", "aborted")


@dataclasses.dataclass(frozen=True)
class Resource:
    """One resource.

    :ivar stack: the id of its stack
    :ivar nested: the id of its nested stack, or None
    :ivar path: names from the outermost stack on, such as ``Compute/2/Server``
    """

    name: str
    type: str
    status: str
    reason: str
    physical_id: str | None
    stack: str
    nested: str | None
    path: str = ""

    @property
    def failed(self):
        return self.status.endswith("_FAILED")

    @property
    def complete(self):
        """Whether it is complete; a planned resource is not."""
        return self.status.endswith("_COMPLETE") and self.status != "INIT_COMPLETE"


class Tree:
    """The resources of a stack. ``raw`` is the list of Heat's ``/resources?nested_depth``.

    :ivar resources: all :class:`Resource`, outer ones before inner ones
    """

    def __init__(self, stack, raw):
        self._stack = stack
        self._children = {}
        for entry in raw:
            resource = _resource(entry, stack.id)
            self._children.setdefault(resource.stack, []).append(resource)
        self.resources = tuple(self._below(stack.id, ""))
        self.paths = {resource.nested: resource.path for resource in self.resources}

    def members(self, rolemap):
        """``{role name: [Member]}``, sorted by index, those being created or deleted included."""
        return {role.name: self._members(role) for role in rolemap.roles}

    def progress(self):
        """The progress of the leaves of the tree; groups are not counted."""
        leaves, again = self.leaves(), self.retried()
        complete = sum(leaf.complete and leaf not in again for leaf in leaves)
        failed = sum(leaf.failed for leaf in leaves)
        return Progress(complete, len(leaves) - complete - failed, failed, len(leaves))

    def leaves(self):
        """The resources that are not stacks themselves."""
        return [resource for resource in self.resources if resource.nested is None]

    def retried(self):
        """The leaves that failed and that Heat deletes to try again.

        All that Heat shows is that a part of something that is being created is deleted.
        """
        creating = {
            resource.nested
            for resource in self.resources
            if resource.status == "CREATE_IN_PROGRESS"
        }
        return [
            leaf
            for leaf in self.leaves()
            if leaf.stack in creating and leaf.status.startswith("DELETE_")
        ]

    def failures(self):
        """The failed resources without failed ones inside. Those that were only cancelled, because
        another failed, count if there is nothing else."""
        failures = [
            Failure(
                resource.path,
                resource.type,
                resource.physical_id,
                resource.status,
                resource.reason,
            )
            for resource in self.resources
            if resource.failed and not any(inner.failed for inner in self._inside(resource))
        ]
        return [failure for failure in failures if not _is_cancelled(failure)] or failures

    def _members(self, role):
        outer = self._inside_stack(self._stack.id)
        group = next((resource for resource in outer if resource.name == role.group), None)
        members = {}
        for resource in self._inside(group) if group else ():
            index = resource.name
            server = self._server(resource)
            # While Heat replaces a member both have its index: the one that stays counts.
            if index not in members or members[index].state == "deleting":
                members[index] = Member(
                    index=index,
                    name=role.server_name(self._stack.name, index),
                    server_id=server.physical_id if server else None,
                    status=resource.status,
                    status_reason=resource.reason,
                    server_status=server.status if server else None,
                )
        return sorted(members.values(), key=lambda member: _by_number(member.index))

    def _server(self, resource):
        if resource.type == SERVER:
            return resource
        servers = (self._server(inner) for inner in self._inside(resource))
        return next((server for server in servers if server), None)

    def _inside(self, resource):
        return self._inside_stack(resource.nested) if resource.nested else ()

    def _inside_stack(self, stack):
        return self._children.get(stack, ())

    def _below(self, stack, prefix):
        for resource in self._inside_stack(stack):
            path = prefix + resource.name
            yield dataclasses.replace(resource, path=path)
            if resource.nested:
                yield from self._below(resource.nested, f"{path}/")


def _resource(raw, outermost):
    links = {link["rel"]: link["href"].rpartition("/")[2] for link in raw["links"]}
    return Resource(
        name=raw["resource_name"],
        type=raw["resource_type"],
        status=raw["resource_status"],
        reason=plain(raw.get("resource_status_reason") or ""),
        physical_id=raw.get("physical_resource_id") or None,
        stack=links.get("stack", outermost),
        nested=links.get("nested"),
    )


def plain(reason):
    """Heat's reason without its prefix: the exception's name and the path."""
    return _PREFIX.sub("", reason)


def _is_cancelled(failure):
    return any(word in failure.reason for word in _CANCELLED)


def _by_number(index):
    return (int(index), "") if index.isdigit() else (-1, index)
