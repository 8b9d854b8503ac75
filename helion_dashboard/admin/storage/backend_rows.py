"""What the list shows of a back end: what Sirius says of it, and what Cinder does."""

import collections
import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.cinder import states
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.states import State, lookup
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.storage import records
from helion_dashboard.kit import oversubscription
from helion_dashboard.kit.questions import Question, answer

_ORDER = list(states.BACKEND)


@dataclasses.dataclass(frozen=True)
class InCinder:
    """What Cinder says of all back ends.

    :ivar pools: :class:`~helion_dashboard.api.cinder.client.Pool` each by section; so the
        ``services`` of sections, and volume ``types`` by the names of their back ends
    :ivar reasons: ``{"pools", "types", "services": reason}`` of those that are not known
    """

    pools: dict
    types: dict
    services: dict
    reasons: dict


@dataclasses.dataclass(frozen=True)
class Row:
    """A back end in the list.

    :ivar state: in Cinder, a :class:`~helion_dashboard.api.states.State`; ``reason`` says why
    :ivar problem: a sentence about its pools, or empty
    :ivar types: the volume types that name it; empty where ``no_types`` says why
    :ivar volumes: how many are on its pools; ``None`` if their drivers count none
    :ivar allocated: their size in GiB
    """

    backend: records.Backend
    state: State
    reason: str = ""
    problem: str = ""
    types: tuple = ()
    no_types: str = ""
    volumes: int | None = None
    allocated: float = 0

    @property
    def id(self):
        return self.backend.id

    @property
    def name(self):
        return self.backend.name


def read(request):
    """The back ends, and :class:`InCinder`; raises only what Sirius does."""
    questions = (
        Question(None, "pools", cinder.pools),
        Question(None, "types", cinder.volume_types),
        Question(None, "services", cinder.volume_services),
    )
    backends, *answers = gather(
        lambda: storage.backends(request),
        *(functools.partial(answer, request, question) for question in questions),
    )
    reasons = {
        question.field: _("Cinder: %s") % reason
        for question, (_value, reason) in zip(questions, answers, strict=True)
        if reason
    }
    pools, types, services = (value or () for value, _reason in answers)
    return backends, InCinder(
        _by(pools, "section"),
        _by(types, "backend"),
        {service.section: service for service in services},
        reasons,
    )


def row(backend, in_cinder):
    """The :class:`Row` of a back end; ``in_cinder`` is :class:`InCinder`."""
    pools = [pool for member in backend.members for pool in in_cinder.pools[member.section]]
    counts = [pool.volumes for pool in pools if pool.volumes is not None]
    state, reason = _state(backend, in_cinder)
    return Row(
        backend,
        state,
        reason,
        oversubscription.problem(pools),
        tuple(in_cinder.types[backend.name]),
        in_cinder.reasons.get("types", ""),
        sum(counts) if counts else None,
        sum(pool.allocated or 0 for pool in pools),
    )


def _by(things, name):
    """The things by one of their attributes, as lists."""
    groups = collections.defaultdict(list)
    for thing in things:
        groups[getattr(thing, name)].append(thing)
    return groups


def _state(backend, in_cinder):
    """Its state in Cinder, and the reason."""
    for field in ("services", "pools"):
        if field in in_cinder.reasons:
            return lookup({}, ""), in_cinder.reasons[field]
    members = collections.defaultdict(list)
    for member in backend.members:
        members[_state_of_member(member, in_cinder)].append(member)
    worst = max(members, key=_ORDER.index, default="absent")
    names = ", ".join(member.name for member in members[worst])
    if worst == "absent" and "up" in members:
        return states.BACKEND["partial"], _("Not applied yet: %s.") % names
    return states.BACKEND[worst], _reason(worst, names, members[worst], in_cinder)


def _state_of_member(member, in_cinder):
    service = in_cinder.services.get(member.section)
    if service is None:
        return "absent"
    if not service.up:
        return "down"
    if not service.enabled:
        return "disabled"
    return "up" if in_cinder.pools[member.section] else "no-pool"


def _reason(state, names, members, in_cinder):
    if state == "down":
        return _("The volume service of %s is down.") % names
    if state == "no-pool":
        return _("Its volume service is up, but Cinder's scheduler does not report %s.") % names
    if state == "disabled":
        reasons = {in_cinder.services[member.section].reason for member in members} - {""}
        return " ".join([_("Disabled: %s.") % names, *sorted(reasons)])
    return ""
