"""How storage is mapped: things in four columns, the links between them, and what is wrong.

Nothing here depends on a request.
"""

import collections
import dataclasses

from django.utils.translation import gettext as _

from helion_dashboard.api.storage.records import Amount
from helion_dashboard.kit import oversubscription
from helion_dashboard.kit.amounts import usage_words
from helion_dashboard.kit.natural import natural
from helion_dashboard.kit.topology.health import FAILED, OK, UNKNOWN, WARNING
from helion_dashboard.kit.topology.storage.inventory import CINDER, SIRIUS

BROKEN = "broken"
_CPG_HEALTH = {"normal": OK, "degraded": WARNING, "failed": FAILED}


@dataclasses.dataclass
class Thing:
    """An array, a CPG or cluster, a back end, or a volume type.

    :ivar id: unique in its column; ``page`` is what its page's address has instead
    :ivar link: which page it has, a key of the picture's ``links``; empty without one
    :ivar parent: id of the array of a CPG
    :ivar usage: its :class:`~helion_dashboard.api.storage.records.Amount`, or ``None``
    """

    id: str
    name: str
    health: str = OK
    state: str = ""
    problem: str = ""
    link: str = ""
    page: str = ""
    parent: str = ""
    usage: Amount | None = None

    def fail(self, health, problem):
        """Say what is wrong, unless something worse is."""
        if self.health != FAILED and (health == FAILED or self.health != WARNING):
            self.health, self.problem = health, problem


@dataclasses.dataclass(frozen=True)
class Link:
    """A link between things of adjoining columns; ``state`` is empty or :data:`BROKEN`."""

    source: str
    target: str
    state: str = ""


@dataclasses.dataclass
class Mapping:
    """Things by their ids, in four columns from the array to the volume type, and their links."""

    arrays: dict
    pools: dict
    backends: dict
    types: dict
    links: list

    @property
    def columns(self):
        """``{name: things}``, from left to right."""
        return {name: getattr(self, name) for name in ("arrays", "pools", "backends", "types")}

    @property
    def problems(self):
        """CPGs and back ends that need a person: not devices, and not what only follows from them.

        A back end that no volume type names may wait.
        """
        named = {link.source for link in self.links}
        cpgs = [thing for thing in self.pools.values() if thing.link == "cpg"]
        return [
            thing
            for thing in (*cpgs, *self.backends.values())
            if thing.health == FAILED or (thing.health == WARNING and thing.id in named)
        ]


def build(inventory):
    """The :class:`Mapping` of an :class:`~.inventory.Inventory`."""
    links = []
    arrays = {
        array.id: _device(array, "array", array.system.usage) for array in _sorted(inventory.arrays)
    }
    pools = _pools(inventory, arrays, links)
    backends = _backends(inventory, pools, links)
    types = _types(inventory, backends, links)
    return Mapping(arrays, pools, backends, types, links)


def _sorted(records):
    return sorted(records, key=lambda record: (natural(record.name.lower()), record.id))


def _device(device, link, amount):
    """An array or a StoreVirtual cluster."""
    thing = Thing(device.id, device.name, state=str(device.state.label), link=link)
    measure(thing, amount)
    if device.state.failed:
        thing.fail(FAILED, device.state_reason or str(device.state.label))
    return thing


def _pools(inventory, arrays, links):
    """CPGs in the order of their arrays, then clusters."""
    order = {ident: place for place, ident in enumerate(arrays)}
    cpgs = sorted(_sorted(inventory.cpgs), key=lambda cpg: order.get(cpg.storeserv_id, len(order)))
    pools = {}
    for cpg in cpgs:
        pools[cpg.id] = thing = _cpg(cpg)
        array = arrays.get(cpg.storeserv_id)
        if array:
            broken = array.health == FAILED or cpg.status.name == "missing"
            links.append(Link(array.id, thing.id, BROKEN if broken else ""))
    for cluster in _sorted(inventory.clusters):
        pools[cluster.id] = _device(cluster, "cluster", cluster.usage)
    return pools


def _cpg(cpg):
    thing = Thing(cpg.id, cpg.name, link="cpg", page=cpg.storeserv_id, parent=cpg.storeserv_id)
    thing.state = "" if cpg.backend_id else _("In no back end")
    measure(thing, cpg.usage)
    thing.health = _CPG_HEALTH.get(cpg.health, UNKNOWN)
    if thing.health in (WARNING, FAILED):
        thing.problem = _("The array reports it as %s.") % cpg.health
    if cpg.status.name == "missing":
        thing.health, thing.problem = FAILED, _("The array no longer has it.")
    return thing


def _backends(inventory, pools, links):
    """Back ends of Sirius, those that only Cinder has, and names that nobody has."""
    by_section = collections.defaultdict(list)
    for pool in inventory.pools:
        by_section[pool.section].append(pool)
    backends = {}
    place = {ident: index for index, ident in enumerate(pools)}
    named = {each.backend for each in inventory.types}

    def first(backend):
        return min((place.get(each.id, len(place)) for each in backend.members), default=-1)

    for backend in sorted(_sorted(inventory.backends), key=first):
        thing = Thing(backend.id, backend.name, link="backend")
        measure(thing, backend.usage)
        missing = [each for each in backend.members if each.section not in by_section]
        missing = missing if inventory.knows(CINDER) else []
        if missing and len(missing) == len(backend.members):
            if backend.name in named:
                thing.fail(FAILED, _("Cinder's scheduler does not report it."))
            else:
                # As it is before it is applied: nothing is broken.
                thing.fail(WARNING, _("It is not in Cinder, and no volume type names it."))
                missing = []
        elif missing:
            names = ", ".join(each.name for each in missing)
            thing.fail(WARNING, _("Cinder's scheduler does not report %s.") % names)
        own = [pool for each in backend.members for pool in by_section.get(each.section, ())]
        if excess := oversubscription.problem(own):
            thing.fail(WARNING, excess)
        for each in backend.members:
            if each.id in pools:
                links.append(Link(each.id, thing.id, BROKEN if each in missing else ""))
        backends[thing.id] = thing
    backends |= _only_in_cinder(inventory)
    return backends


def _only_in_cinder(inventory):
    ours = {backend.name for backend in inventory.backends}
    by_name = collections.defaultdict(list)
    for pool in inventory.pools:
        if pool.backend and pool.backend not in ours:
            by_name[pool.backend].append(pool)
    things = {}
    for name in sorted(by_name):
        state = _("Not managed here") if inventory.knows(SIRIUS) else ""
        thing = Thing(f"cinder:{name}", name, state=state)
        measure(thing, total(filter(None, map(_usage, by_name[name]))))
        if excess := oversubscription.problem(by_name[name]):
            thing.fail(WARNING, excess)
        things[thing.id] = thing
    return things


def _usage(pool):
    if not pool.total or pool.free is None:
        return None
    return Amount(pool.total - pool.free, pool.total)


def _types(inventory, backends, links):
    """Volume types in the order of their back ends."""
    by_name = {thing.name: thing for thing in backends.values()}
    named = {each.backend for each in inventory.types if each.backend}
    for name in sorted(named - set(by_name)):
        by_name[name] = _absent(inventory, name)
        backends[by_name[name].id] = by_name[name]
    place = {thing.name: index for index, thing in enumerate(backends.values())}
    types = {}
    for each in sorted(
        _sorted(inventory.types), key=lambda row: place.get(row.backend, len(place))
    ):
        thing = Thing(each.id, each.name, link="type")
        thing.state = _("Public") if each.is_public else _("Private")
        backend = by_name.get(each.backend)
        if backend is None:
            thing.fail(WARNING, _("Names no back end: its volumes land on any."))
        else:
            broken = backend.health == FAILED
            if broken:
                thing.fail(FAILED, _("Its back end cannot be used: %s") % backend.problem)
            links.append(Link(backend.id, thing.id, BROKEN if broken else ""))
        types[thing.id] = thing
    if inventory.knows(CINDER):
        for name in set(by_name) - named:
            by_name[name].fail(WARNING, _("No volume type names it."))
    return types


def _absent(inventory, name):
    if inventory.knows(SIRIUS):
        problem = _("There is no such back end.")
    else:
        problem = _("Cinder's scheduler does not report it.")
    return Thing(f"absent:{name}", name, FAILED, problem=problem)


def measure(thing, amount):
    """Give a thing its capacity, and say it in its state."""
    if amount.total:
        thing.usage = amount
        words = usage_words(amount, "GiB")
        thing.state = f"{thing.state} · {words}" if thing.state else words


def total(amounts):
    """The sum of capacities, as an :class:`~helion_dashboard.api.storage.records.Amount`."""
    amounts = list(amounts)
    return Amount(sum(each.used for each in amounts), sum(each.total for each in amounts))
