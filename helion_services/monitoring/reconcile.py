"""Makes Icinga's hosts and services what there is to be watched.

Each round compares what Icinga has with the inventory and sends the difference, several requests
side by side. Nothing is remembered between two rounds, so it does not matter where one was cut off,
that Icinga lost everything, or that two processes do the same at the same time.
"""

import collections
import dataclasses
import logging

from helion_services.monitoring import targets

LOG = logging.getLogger(__name__)

_MARKED = {kind: f"{kind}.vars.{targets.OWNER} == owner" for kind in ("host", "service")}
_HOST_ATTRS = ("name", targets.LABEL, "address", "groups", "vars")
_CHECKED = f"{_MARKED['service']} && service.vars.helion_origin == origin"
_LINK = "helion-parent"  # the name of a dependency, after the child's


@dataclasses.dataclass
class Present:
    """What Icinga has of ours: attributes of hosts by name, and names of the others."""

    hosts: dict
    services: set
    groups: dict
    links: dict


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a round did, in numbers, and its failures: :class:`~.icinga.Refused` each.

    :ivar hosts: names of the hosts that are new, whose results are to be sent
    :ivar removed: names of hosts that are gone
    """

    numbers: dict
    failures: tuple = ()
    hosts: frozenset = frozenset()
    removed: frozenset = frozenset()


def reconcile(icinga, inventory, namespace):
    """One round; the :class:`Outcome`. Raises :class:`~.icinga.IcingaError`."""
    return _Round(icinga, inventory, namespace).run()


def read(icinga, namespace):
    """What Icinga has of ours now: the :class:`Present`."""
    owner = {"owner": namespace}
    hosts = icinga.select("hosts", _HOST_ATTRS, condition=_MARKED["host"], values=owner)
    services = icinga.select(
        "services",
        ("name",),
        condition=_CHECKED,
        values={**owner, "origin": "checked"},
    )
    groups = icinga.select("hostgroups", ("name", targets.LABEL))
    links = icinga.select("dependencies", ("name", "child_host_name", "parent_host_name"))
    return Present(
        {row["name"]: row["attrs"] for row in hosts},
        {row["name"] for row in services},
        {
            row["name"]: row["attrs"]
            for row in groups
            if row["name"].startswith((f"{namespace}-role-", f"{namespace}-rack-"))
        },
        {row["name"]: row["attrs"] for row in links if row["name"].endswith(f"!{_LINK}")},
    )


class _Round:
    def __init__(self, icinga, inventory, namespace):
        self._icinga = icinga
        self._inventory = inventory
        self._namespace = namespace
        self._targets = {target.name(namespace): target for target in inventory.targets}
        self._numbers = collections.Counter()
        self._failures = []

    def run(self):
        present = read(self._icinga, self._namespace)
        gone = self._gone(present)
        moved = {
            name
            for name, target in self._targets.items()
            if name in present.hosts
            and set(present.hosts[name]["groups"]) != set(target.groups(self._namespace))
        }
        # Icinga cannot change the groups of a host that exists.
        self._each("removed", sorted(gone | moved), lambda name: self._delete("hosts", name))
        new = [name for name in self._targets if name not in present.hosts or name in moved]
        self._create_groups(present)
        self._each("created", new, self._create_host)
        self._change(present, moved)
        self._services(present, moved)
        self._links(present, moved)
        self._drop_groups(present)
        return Outcome(dict(self._numbers), tuple(self._failures), frozenset(new), frozenset(gone))

    def _gone(self, present):
        complete = self._inventory.complete
        return {
            name
            for name, attrs in present.hosts.items()
            if name not in self._targets and targets.mark(attrs, "kind") in complete
        }

    def _create_host(self, name):
        attrs = self._targets[name].attributes(self._namespace)
        self._icinga.create("hosts", name, attrs)

    def _change(self, present, moved):
        """Change what differs of hosts that are there."""
        changes = {}
        for name, target in self._targets.items():
            if name not in present.hosts or name in moved:
                continue
            attrs = present.hosts[name]
            desired = {targets.LABEL: target.label, "address": target.address}
            change = {key: value for key, value in desired.items() if attrs[key] != value}
            marks = attrs.get("vars") or {}
            change |= {
                f"vars.{key}": value
                for key, value in target.marks(self._namespace).items()
                if marks.get(key) != value
            }
            if change:
                changes[name] = change
        self._each(
            "changed", changes, lambda name: self._icinga.modify("hosts", name, changes[name])
        )

    def _services(self, present, moved):
        desired = {f"{name}!{check}" for name, t in self._targets.items() for check in t.checks}
        # Those of a host that was made anew left with it.
        existing = {name for name in present.services if name.partition("!")[0] not in moved}
        attrs = targets.service_attributes(self._namespace, "checked")
        self._each(
            "created",
            sorted(desired - existing),
            lambda name: self._icinga.create("services", name, attrs),
        )
        stale = {name for name in existing - desired if name.partition("!")[0] in self._targets}
        self._each("removed", sorted(stale), lambda name: self._delete("services", name))

    def _links(self, present, moved):
        """A host whose management processor is down is not reachable, which explains it."""
        desired = {}
        for name, target in self._targets.items():
            parent = target.parent and f"{self._namespace}-{target.parent}"
            if parent in self._targets:
                desired[f"{name}!{_LINK}"] = {"child_host_name": name, "parent_host_name": parent}
        existing = {
            name
            for name, attrs in present.links.items()
            if not {attrs["child_host_name"], attrs["parent_host_name"]} & moved
        }
        self._each(
            "created",
            sorted(set(desired) - existing),
            lambda name: self._icinga.create(
                "dependencies", name, {**desired[name], "states": ["Up"]}
            ),
        )
        stale = {
            name
            for name in existing - set(desired)
            if present.links[name]["child_host_name"] in self._targets
        }
        self._each("removed", sorted(stale), lambda name: self._delete("dependencies", name))

    def _create_groups(self, present):
        desired = {}
        for target in self._targets.values():
            desired |= target.groups(self._namespace)
        self._each(
            "created",
            [name for name in desired if name not in present.groups],
            lambda name: self._icinga.create("hostgroups", name, {targets.LABEL: desired[name]}),
        )

    def _drop_groups(self, present):
        """Groups whose last host has left."""
        used = {name for t in self._targets.values() for name in t.groups(self._namespace)}
        for attrs in present.hosts.values():
            if targets.mark(attrs, "kind") not in self._inventory.complete:
                used |= set(attrs["groups"])
        stale = [name for name in present.groups if name not in used]
        self._each("removed", stale, lambda name: self._delete("hostgroups", name))

    def _delete(self, kind, name):
        self._icinga.delete(kind, name)

    def _each(self, verb, names, work):
        failures = [exc for exc in self._icinga.each(work, names) if exc]
        self._failures += failures
        done = len(list(names)) - len(failures)
        if done:
            self._numbers[verb] += done
