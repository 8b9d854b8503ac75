"""Whether controllers may be taken down now: the clusters on them must keep serving."""

import dataclasses

from helion_services.base.messages import Message
from helion_services.nodes.clusters import records
from helion_services.nodes.rules.check import blocked, passed, warned

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)

_CHECK = (
    "quorum.clusters",
    Message("check-clusters", "The clusters of the controllers keep serving"),
)


@dataclasses.dataclass(frozen=True)
class Answer:
    """Whether some controllers may be taken down now, together.

    :ivar stops: messages: the clusters that would stop, or that must be repaired first
    :ivar interrupts: messages: what would be interrupted meanwhile
    :ivar doubts: messages: what is not known
    :ivar facts: messages: what keeps serving
    """

    stops: tuple = ()
    interrupts: tuple = ()
    doubts: tuple = ()
    facts: tuple = ()

    @property
    def verdict(self):
        """``yes``, ``no`` or ``unknown``: without anything checked there is no yes."""
        if self.stops or self.interrupts:
            return NO
        return YES if self.facts and not self.doubts else UNKNOWN

    @property
    def reasons(self):
        """All messages, the gravest first."""
        return [*self.stops, *self.interrupts, *self.doubts, *self.facts]


def answer(names, survey, members=()):
    """The :class:`Answer` for the controllers ``names``.

    :param survey: the :class:`~helion_services.nodes.clusters.Survey` of now
    :param members: all controllers as the undercloud sees them, to be counted, too
    """
    stops, doubts, facts = _counted(names, members), [], []
    for cluster in survey.clusters:
        if cluster.state == records.UNCHECKED:
            continue
        for kind, message in _cluster(cluster, names):
            {"stops": stops, "doubts": doubts, "facts": facts}[kind].append(message)
    unchecked = [each.title for each in survey.clusters if each.state == records.UNCHECKED]
    if unchecked:
        note = Message("clusters-unchecked", "Not checked: {clusters}.", clusters=unchecked)
        (facts if facts or stops else doubts).append(note)
    if survey.virtual_address:
        _add_address(survey.virtual_address, names, doubts, facts)
    return Answer(tuple(stops), tuple(_interrupts(names, survey)), tuple(doubts), tuple(facts))


def check(names, survey):
    """The check of a plan that takes controllers down and brings them back, or replaces them."""
    result = answer(names, survey)
    message = Message("clusters-answer", "{reasons}", reasons=result.reasons)
    if result.stops:
        return blocked(*_CHECK, message)
    return passed(*_CHECK, message) if result.verdict == YES else warned(*_CHECK, message)


def _counted(names, members):
    needed = records.majority(members)
    alive = sum(member.alive for member in members if member.name not in names)
    if not members or alive >= needed:
        return []
    return [
        Message(
            "controllers-alive",
            "{alive} of {total} controllers would be alive, and {needed} must be.",
            alive=alive,
            total=len(members),
            needed=needed,
        )
    ]


def _cluster(cluster, names):
    if cluster.state == records.DIVIDED:
        yield (
            "stops",
            Message(
                "cluster-divided",
                "The members of {cluster} do not all see each other. Repair that first.",
                cluster=cluster.title,
            ),
        )
        return
    staying = [name for name in cluster.ready if name not in names]
    numbers = {
        "cluster": cluster.title,
        "ready": len(staying),
        "total": len(cluster.members),
        "needed": cluster.needed,
    }
    if len(staying) < cluster.needed:
        yield (
            "stops",
            Message(
                "cluster-stops",
                "{ready} of {total} members of {cluster} would be ready, and {needed} must be.",
                **numbers,
            ),
        )
        yield from (
            ("stops", member.reason)
            for member in cluster.members
            if member.reason and member.name not in names
        )
        return
    strangers = sorted(set(names) - {member.name for member in cluster.members})
    if strangers:
        yield (
            "doubts",
            Message(
                "cluster-member-unlisted",
                "{names} is not among the members of {cluster} in the configuration.",
                names=strangers,
                cluster=cluster.title,
            ),
        )
        return
    yield (
        "facts",
        Message(
            "cluster-kept",
            "{ready} of {total} members of {cluster} stay ready, and {needed} must be.",
            **numbers,
        ),
    )


def _add_address(virtual, names, doubts, facts):
    """That the address moves is a fact beside others, and no reason for a yes of its own."""
    if virtual.reason:
        doubts.append(virtual.reason)
    elif virtual.controller in names:
        note = Message(
            "virtual-address-moves",
            "{name} holds {address}, which moves to another controller.",
            name=virtual.controller,
            address=virtual.address,
        )
        (facts if facts else doubts).append(note)


def _interrupts(names, survey):
    for name in names:
        services = [each.name for each in survey.singletons if each.controller == name]
        if services:
            yield Message(
                "singletons-on",
                "Only {name} runs: {services}. Move that first, or it is interrupted.",
                name=name,
                services=services,
            )
