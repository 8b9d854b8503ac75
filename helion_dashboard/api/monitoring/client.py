"""The monitoring service, called as :mod:`~helion_dashboard.api.wire` does.

It asks Icinga before it answers, so that may take longer than other answers.
"""

from openstack_dashboard.api import base

from helion_dashboard.api import messages
from helion_dashboard.api.monitoring import records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.wire import Wire

SERVICE = "undercloud-monitoring"

WIRE = operations.register(Wire(SERVICE, scope="service"))

_MOST = 1000


def status(request, far=True):
    """The :class:`~.records.Status` of Icinga.

    :param far: whether there is time for Icinga itself to answer slowly
    """
    return records.status(WIRE.get(request, "/status", far=far))


def filters(request):
    """``{"role", "rack", "kind"}``: the values that hosts have."""
    return WIRE.get(request, "/filters", far=True)


def problems(request, **query):
    """One :class:`~.records.Page` of what is wrong.

    :param query: ``q``, ``type``, ``state``, ``handled`` (``true`` or ``false``), ``role``,
        ``rack``, ``kind``, ``node``, and ``limit``, ``marker``, ``sort_key``, ``sort_dir``
    """
    return records.page(WIRE.get(request, "/problems", query, far=True))


def unhandled(request, by, far=True):
    """``{value: {state: number}}`` of problems that nobody takes care of.

    :param by: ``role`` or ``node``; values without any are left out
    :param far: whether there is time for Icinga itself to answer slowly
    """
    rows = WIRE.get(request, "/problems/counts", {"by": by}, far=far)["counts"]
    return {row["value"]: row["states"] for row in rows}


def hosts(request, **query):
    """One :class:`~.records.Page` of hosts; ``query`` as of :func:`problems`."""
    return records.page(WIRE.get(request, "/hosts", query, far=True))


def services(request, **query):
    """One :class:`~.records.Page` of services; ``host_id`` shows those of one host."""
    return records.page(WIRE.get(request, "/services", query, far=True))


def host(request, ident):
    """The :class:`~.records.Object` with all details; :class:`~.errors.NotFound`."""
    return records.monitored(WIRE.get(request, WIRE.path("/hosts/{}", ident), far=True))


def service(request, ident):
    """The :class:`~.records.Object` with all details; :class:`~.errors.NotFound`."""
    return records.monitored(WIRE.get(request, WIRE.path("/services/{}", ident), far=True))


def act(request, action, ids=None, matching=None, comment="", seconds=0):
    """Do something to hosts and services: ``(id, reason)`` each, an empty reason for success.

    :param ids: of those, or
    :param matching: the filter that problems match, as of :func:`problems`
    """
    selection = {"ids": list(ids)} if ids is not None else {"filter": matching or {}}
    body = {"action": action, "comment": comment, "seconds": seconds, **selection}
    rows = WIRE.post(request, "/actions", body, far=True)["results"]
    return [
        (row["id"], "" if row["ok"] else messages.flat(row["problem"] or {}) or row["name"])
        for row in rows
    ]


def issue_token(request, host):
    """A new token with which the server ``host`` reports; the one before is void."""
    return WIRE.post(request, WIRE.path("/hosts/{}/token", host), far=True)["token"]


def revoke_token(request, host):
    """Revoke the token of a server."""
    WIRE.delete(request, WIRE.path("/hosts/{}/token", host))


def results_url(request):
    """Where servers send their results."""
    return f"{base.url_for(request, SERVICE)}/results"


def receivers(request):
    """All who get messages, as a list of :class:`~.records.Receiver`."""
    rows = WIRE.get(request, "/receivers", {"limit": _MOST})["receivers"]
    return [records.receiver(each) for each in rows]


def receiver(request, ident):
    """The :class:`~.records.Receiver` with this id; :class:`~.errors.NotFound`."""
    return records.receiver(WIRE.get(request, WIRE.path("/receivers/{}", ident)))


def register_receiver(request, key=None, **fields):
    """Register a webhook or mail addresses; returns the :class:`~.records.Receiver`."""
    return records.receiver(WIRE.post(request, "/receivers", fields, key))


def update_receiver(request, ident, **fields):
    """Change a receiver; returns it."""
    return records.receiver(WIRE.put(request, WIRE.path("/receivers/{}", ident), fields))


def enable_receiver(request, ident):
    """Send messages to a receiver again."""
    update_receiver(request, ident, enabled=True)


def disable_receiver(request, ident):
    """Send a receiver no messages."""
    update_receiver(request, ident, enabled=False)


def send_test(request, ident):
    """Send a test message; the :class:`~.errors.Conflict` says why it is not delivered."""
    WIRE.post(request, WIRE.path("/receivers/{}/test", ident), far=True)


def unregister_receiver(request, ident):
    """Forget a receiver and the messages that wait for it."""
    WIRE.delete(request, WIRE.path("/receivers/{}", ident))
