"""Asks the services for what a picture shows, side by side; one that fails raises nothing here."""

import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.ironic import wiring
from helion_dashboard.api.neutron import client as neutron
from helion_dashboard.api.nova import client as nova
from helion_dashboard.api.wire import has_service
from helion_dashboard.kit.topology.live import TITLES, Layer, Live


@dataclasses.dataclass(frozen=True)
class _Question:
    # The layer that is not known without an answer; none where the rest of it is known anyway.
    layer: str | None
    field: str
    ask: object


_NETWORKS = (
    _Question("neutron", "networks", neutron.networks),
    _Question("neutron", "subnets", neutron.subnets),
)
_ALL = (
    *_NETWORKS,
    _Question("neutron", "ports", neutron.ports),
    _Question("ironic", "nodes", wiring.nodes),
    _Question("ironic", "nics", wiring.nics),
    _Question("ironic", "bonds", wiring.bonds),
    _Question(None, "adapters", wiring.adapters),
    _Question("nova", "servers", nova.server_names),
)


def everything(request):
    """A :class:`~.live.Live` of all: a fixed number of questions, one more per thousand rows."""
    return _live(_answers(request, _with_esx(request, _ALL)), request)


def about(request, node, reserved):
    """A :class:`~.live.Live` of one node of Ironic, however many there are.

    :param node: its UUID
    :param reserved: ``reserved(server)`` -> names of the ports of Neutron that may stand for it
    """
    own = functools.partial
    first = _answers(
        request,
        _with_esx(
            request,
            (
                *_NETWORKS,
                _Question("ironic", "nodes", own(wiring.nodes, node=node)),
                _Question("ironic", "nics", own(wiring.nics, node=node)),
                _Question("ironic", "bonds", own(wiring.bonds, node=node)),
                _Question(None, "adapters", own(wiring.adapters, node=node)),
            ),
        ),
    )
    answers = {question.field: value for question, (value, _reason) in first}
    instance = next((record.instance_uuid for record in answers.get("nodes") or ()), None)
    macs = [
        record.mac for record in (*(answers["nics"] or ()), *(answers["bonds"] or ())) if record.mac
    ]
    ask = own(_ports_of, instance=instance, macs=macs, node=node)
    names = own(nova.server_name, server=instance)
    second = _answers(
        request, (_Question("neutron", "ports", ask), _Question("nova", "servers", names))
    )
    servers = second[1][1][0] or {}
    kept = own(neutron.ports, name=list(reserved(servers.get(instance, ""))))
    third = _answers(request, (_Question("neutron", "ports", kept),)) if servers else []
    return _live(_merged(first, second, third), request)


def vcenter(request, ident):
    """A :class:`~.live.Live` of the networks and one vCenter alone."""
    return _live(_answers(request, _with_esx(request, _NETWORKS, ident)), request)


def _ports_of(request, *, instance, macs, node):
    """The ports of one server: its own, by what they may be known by, and those of its trunks."""
    filters = [{"mac_address": macs}] if macs else []
    filters += [{"device_id": [instance]}] if instance else []
    filters.append({"binding:host_id": [node]})
    port_lists = gather(
        *(functools.partial(neutron.ports, request, **criteria) for criteria in filters)
    )
    by_id = {port.id: port for ports in port_lists for port in ports}
    inner = [ident for port in by_id.values() for ident, _vlan in port.subports]
    if inner:
        by_id |= {port.id: port for port in neutron.ports(request, id=inner)}
    return list(by_id.values())


def _with_esx(request, questions, vcenter=None):
    if not has_service(request.user, esx.SERVICE):
        return questions
    ask = functools.partial(esx_inventory.inventory, vcenter=vcenter)
    return (*questions, _Question("eon", "esx", ask))


def _answers(request, questions):
    """``(question, (value, reason))`` each; the reason is empty where there is a value."""
    # Before the threads, which only read the session.
    scopes.remember_system_roles(request)
    answers = gather(*(functools.partial(_answer, request, question) for question in questions))
    return list(zip(questions, answers, strict=True))


def _answer(request, question):
    try:
        return question.ask(request), ""
    except errors.ServiceError as exc:
        return None, exc.reason or str(exc)
    except (KeyError, TypeError, ValueError):
        return None, _("The answer cannot be read.")


def _merged(*rounds):
    """The answers of all rounds; lists of the same field are joined."""
    by_field = {}
    for question, (value, reason) in (answer for answers in rounds for answer in answers):
        if question.field in by_field:
            had, failed = by_field[question.field][1]
            reason = failed or reason
            value = None if reason else [*had, *value]
        by_field[question.field] = (question, (value, reason))
    return list(by_field.values())


def _live(answers, request):
    layers = {name: Layer(name, str(title)) for name, title in TITLES.items()}
    if not has_service(request.user, esx.SERVICE):
        reason_absent = _("Not in the service catalog of this region.")
        layers["eon"] = dataclasses.replace(layers["eon"], available=False, reason=reason_absent)
    for question, (_value, reason) in answers:
        if reason and question.layer:
            layers[question.layer] = dataclasses.replace(
                layers[question.layer], available=False, reason=reason
            )
    values = {
        question.field: _kept(value)
        for question, (value, reason) in answers
        if not reason and (question.layer is None or layers[question.layer].available)
    }
    return Live(layers, **values)


def _kept(value):
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value
