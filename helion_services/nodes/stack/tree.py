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

    :ivar stack: the id of the stack that it is in
    :ivar nested: the id of the stack that it is made of, or None
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
        """Whether it is done; one that Heat only planned is not."""
        return self.status.endswith("_COMPLETE") and self.status != "INIT_COMPLETE"


class Tree:
    """The resources of a stack. ``raw`` is the list of Heat's ``/resources?nested_depth``.

    :ivar resources: all :class:`Resource`, the outer ones before what is in them
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
        """``{role name: [Member]}``, sorted by index, those on their way in or out included."""
        return {role.name: self._members(role) for role in rolemap.roles}

    def progress(self):
        """How far the leaves of the tree are; a group is as far as what is in it."""
        leaves, again = self.leaves(), self.retried()
        complete = sum(leaf.complete and leaf not in again for leaf in leaves)
        failed = sum(leaf.failed for leaf in leaves)
        return Progress(complete, len(leaves) - complete - failed, failed, len(leaves))

    def leaves(self):
        """The resources that are no stacks themselves."""
        return [resource for resource in self.resources if resource.nested is None]

    def retried(self):
        """The leaves that failed and that Heat takes away to try again.

        Heat says nothing of it but that something which is being made is deleted.
        """
        made = {one.nested for one in self.resources if one.status == "CREATE_IN_PROGRESS"}
        return [
            leaf
            for leaf in self.leaves()
            if leaf.stack in made and leaf.status.startswith("DELETE_")
        ]

    def failures(self):
        """The failed resources in which nothing else failed; what was only cancelled, because
        another one failed, counts if there is nothing else."""
        found = [
            Failure(one.path, one.type, one.physical_id, one.status, one.reason)
            for one in self.resources
            if one.failed and not any(inner.failed for inner in self._inside(one))
        ]
        return [one for one in found if not _is_cancelled(one)] or found

    def _members(self, role):
        group = next(
            (one for one in self._inside_stack(self._stack.id) if one.name == role.group), None
        )
        found = {}
        for one in self._inside(group) if group else ():
            server = self._server(one)
            member = Member(
                index=one.name,
                name=role.server_name(self._stack.name, one.name),
                server_id=server.physical_id if server else None,
                status=one.status,
                status_reason=one.reason,
                server_status=server.status if server else None,
            )
            # While Heat replaces a member both bear its name: the one that stays counts.
            if one.name not in found or found[one.name].state == "deleting":
                found[one.name] = member
        return sorted(found.values(), key=lambda member: _by_number(member.index))

    def _server(self, resource):
        if resource.type == SERVER:
            return resource
        inner = (self._server(one) for one in self._inside(resource))
        return next((server for server in inner if server), None)

    def _inside(self, resource):
        return self._inside_stack(resource.nested) if resource.nested else ()

    def _inside_stack(self, stack):
        return self._children.get(stack, ())

    def _below(self, stack, prefix):
        for one in self._inside_stack(stack):
            placed = dataclasses.replace(one, path=prefix + one.name)
            yield placed
            if one.nested:
                yield from self._below(one.nested, f"{placed.path}/")


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
    """Heat's reason without what it puts in front: the exception's name and the path."""
    return _PREFIX.sub("", reason)


def _is_cancelled(failure):
    return any(word in failure.reason for word in _CANCELLED)


def _by_number(index):
    return (int(index), "") if index.isdigit() else (-1, index)
