"""Asks the services for what a picture shows, side by side; one that fails raises nothing here."""

import dataclasses
import functools

from django.utils.translation import gettext as _

from helion_dashboard.api import short_cache
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.esx import inventory as esx_inventory
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.ironic import wiring
from helion_dashboard.api.neutron import client as neutron
from helion_dashboard.api.nova import client as nova
from helion_dashboard.api.wire import has_service
from helion_dashboard.kit import nodes as all_nodes
from helion_dashboard.kit.questions import Question as _Question
from helion_dashboard.kit.questions import answers as _answers
from helion_dashboard.kit.topology import alarms
from helion_dashboard.kit.topology.live import TITLES, Layer, Live

_SECONDS, _MOST, _WIRING_SECONDS = 5, 15, 60

_NETWORKS = (
    _Question("neutron", "networks", neutron.networks),
    _Question("neutron", "subnets", neutron.subnets),
)


def _wired(name, ask):
    """``ask(request)`` of all nodes, remembered: nobody plugs cables while a page is open."""
    return _kept(
        lambda request: (*_wiring_key(request), name), ask, ironic.SERVICE, _WIRING_SECONDS
    )


def _owned(name, ask, service):
    """``ask(request)`` of what the user's project may see, of all nodes, remembered for seconds."""

    def key(request):
        return (*all_nodes.cache_key(request), "topology", request.user.token.id, name)

    return _kept(key, ask, service, _SECONDS, _MOST)


def _kept(key, ask, service, seconds, most=0):
    """A question whose answer is remembered, and shown while it is renewed if it took long."""

    def question(request):
        return short_cache.remembered(
            key(request),
            seconds,
            lambda: _frozen(ask(request)),
            most,
            service=service,
            stale=all_nodes.SWEEP_STALE,
        )

    return question


def _wiring_key(request):
    return (*all_nodes.cache_key(request), "wiring")


_NODES = _Question("ironic", "nodes", all_nodes.snapshot)
_WIRING = (
    _Question("ironic", "nics", _wired("nics", wiring.nics)),
    _Question("ironic", "bonds", _wired("bonds", wiring.bonds)),
    _Question(None, "adapters", _wired("adapters", wiring.adapters)),
)
_ALL = (
    *_NETWORKS,
    _Question("neutron", "ports", _owned("ports", neutron.ports, neutron.SERVICE)),
    _NODES,
    _Question("nova", "servers", _owned("servers", nova.server_names, nova.SERVICE)),
    *_WIRING,
)
_ALARMS = alarms.question(_owned)


def recently(request):
    """:func:`everything`, some seconds ago at most; who needs it at the same time shares it."""
    # Neutron and Nova answer as the user's project may see.
    key = (*all_nodes.cache_key(request), "topology", request.user.token.id)
    return short_cache.remembered(key, _SECONDS, lambda: everything(request))


def everything(request):
    """A :class:`~.live.Live` of all: a fixed number of questions, one more per thousand rows.

    The nodes are those of :func:`~helion_dashboard.kit.nodes.sweep`. Their wiring is older, unless
    there are new nodes among them.
    """
    answers = dict(_answers(request, _with_alarms(request, _with_esx(request, _ALL))))
    snapshot, reason = answers[_NODES]
    nodes = snapshot.nodes if snapshot else ()
    answers[_NODES] = (nodes, reason)
    idents = {node.uuid for node in nodes}
    # Kept longer than the wiring, so that it is never of a later moment.
    key = (*_wiring_key(request), "of")
    if idents - short_cache.remembered(key, 2 * _WIRING_SECONDS, lambda: idents):
        short_cache.forget(_wiring_key(request))
        short_cache.remembered(key, 2 * _WIRING_SECONDS, lambda: idents)
        answers |= dict(_answers(request, _WIRING))
    live = _live(answers.items(), request)
    return dataclasses.replace(live, moment=snapshot.moment) if snapshot else live


def about(request, node, reserved):
    """A :class:`~.live.Live` of one node of Ironic, however many there are.

    :param node: its UUID
    :param reserved: ``reserved(server)`` -> names of the ports of Neutron that may stand for it
    """
    own = functools.partial
    first = _answers(
        request,
        _with_alarms(
            request,
            _with_esx(
                request,
                (
                    *_NETWORKS,
                    _Question("ironic", "nodes", lambda request: [wiring.node(request, node)]),
                    _Question("ironic", "nics", own(wiring.nics, node=node)),
                    _Question("ironic", "bonds", own(wiring.bonds, node=node)),
                    _Question(None, "adapters", own(wiring.adapters, node=node)),
                ),
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


def _with_alarms(request, questions):
    return (*questions, _ALARMS) if alarms.offered(request) else questions


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
        if question is _ALARMS:
            layers[alarms.LAYER] = alarms.layer()
        if reason and question.layer:
            layers[question.layer] = dataclasses.replace(
                layers[question.layer], available=False, reason=reason
            )
    values = {
        question.field: _frozen(value)
        for question, (value, reason) in answers
        if not reason and (question.layer is None or layers[question.layer].available)
    }
    return Live(layers, **values)


def _frozen(value):
    if isinstance(value, list):
        return tuple(value)
    return frozenset(value) if isinstance(value, set) else value
