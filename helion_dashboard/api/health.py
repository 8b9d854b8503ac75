"""Which services of the undercloud are up, called in parallel through their own clients."""

import dataclasses
import functools

from cinderclient import client as cinder_client
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _t
from heatclient import client as heat_client
from keystoneauth1 import adapter
from keystoneclient.v3 import client as keystone_client

from helion_dashboard import config
from helion_dashboard.api import errors, scopes
from helion_dashboard.api.concurrently import gather
from helion_dashboard.api.esx import client as esx
from helion_dashboard.api.ironic import client as ironic
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.api.nova import client as nova
from helion_dashboard.api.storage import client as storage
from helion_dashboard.api.updates import client as updates
from helion_dashboard.api.wire import has_service


@dataclasses.dataclass(frozen=True)
class Worker:
    """A process of a service, such as ``nova-compute`` on one host."""

    name: str
    up: bool
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Health:
    """How a service does.

    :ivar type: its type in the catalog
    :ivar name: what people call it
    :ivar up: it answers, and not all of its workers are down
    :ivar reason: why it is not up, or what could not be seen
    :ivar workers: its :class:`Worker` list; empty where it has none or they may not be seen
    """

    type: str
    name: str
    up: bool
    reason: str = ""
    workers: tuple = ()

    @property
    def down(self):
        return [worker for worker in self.workers if not worker.up]

    @property
    def workers_up(self):
        return len(self.workers) - len(self.down)


def services(request):
    """The :class:`Health` of each service that the undercloud needs, in a fixed order.

    The overcloud's Nova is among them, as far as there is one.
    """
    # The threads only read the session.
    session = scopes.project_session(request)
    offered = [
        (kind, name, _own(wire)) for kind, name, wire in _OWN if has_service(request.user, kind)
    ]
    if has_service(request.user, lifecycle.SERVICE):
        offered.append(("compute", _("Nova of the overcloud"), _overcloud))
    rows = gather(
        *(
            functools.partial(_health, request, session, *service)
            for service in (*_SERVICES, *offered)
        )
    )
    return [row for row in rows if row]


def _health(request, session, kind, name, ask):
    """``None`` for a service that there is not, of which ``ask`` returns ``None``."""
    try:
        with errors.border(kind):
            answer = ask(request, session)
            if answer is None:
                return None
            workers = tuple(answer)
    except errors.Refused as exc:
        # It answered: hidden workers are no sign of ill health.
        return Health(kind, name, True, _("Its workers are not shown to you: %s") % exc.reason)
    except errors.ServiceError as exc:
        return Health(kind, name, False, exc.reason)
    if workers and not any(worker.up for worker in workers):
        return Health(kind, name, False, _("None of its workers is up."), workers)
    return Health(kind, name, True, "", workers)


def _keystone(request, session):
    client = keystone_client.Client(session=session, **_where(request))
    client.regions.list()
    return ()


def _nova(request, session):
    services = nova.nova(request, session).services.list()
    return [_worker(f"{s.binary} @ {s.host}", s.state, s) for s in services]


def _cinder(request, session):
    client = cinder_client.Client("3", session=session, **_where(request))
    return [_worker(f"{s.binary} @ {s.host}", s.state, s) for s in client.services.list()]


def _heat(request, session):
    client = heat_client.Client("1", session=session, **_where(request))
    return [_worker(f"{s.binary} @ {s.host}", s.status, s) for s in client.services.list()]


def _ironic(request, session):
    return [
        Worker(
            f"ironic-conductor @ {body['hostname']}",
            body["alive"],
            "" if body["alive"] else _("no heartbeat since %s") % body["updated_at"],
        )
        for body in ironic.conductors(request)
    ]


def _versions(kind):
    """A service without workers of its own: it is up if it lists its API versions."""

    def ask(request, session):
        client = adapter.Adapter(session, service_type=kind, **_where(request))
        client.get(client.get_endpoint(), authenticated=False)
        return ()

    return ask


def _own(wire):
    """One of our own services: it is up if it lists operations, which its database has."""

    def ask(request, session):
        wire.get(request, "/operations", {"limit": 1})
        return ()

    return ask


def _overcloud(request, session):
    """The overcloud's compute services, which our own service knows; ``None`` without one."""
    computes = lifecycle.overcloud_computes(request)
    if computes is None:
        return None
    return [Worker(f"nova-compute @ {row.host}", row.up, row.reason) for row in computes]


def _worker(name, state, service):
    if state == "up":
        return Worker(name, True)
    return Worker(name, False, _("no heartbeat since %s") % getattr(service, "updated_at", "?"))


def _where(request):
    return {"region_name": request.user.services_region, "interface": config.interface()}


_SERVICES = (
    ("identity", "Keystone", _keystone),
    ("baremetal", "Ironic", _ironic),
    ("compute", "Nova", _nova),
    ("placement", "Placement", _versions("placement")),
    ("network", "Neutron", _versions("network")),
    ("image", "Glance", _versions("image")),
    ("block-storage", "Cinder", _cinder),
    ("orchestration", "Heat", _heat),
)

_OWN = (
    (lifecycle.SERVICE, _t("Node lifecycle"), lifecycle.WIRE),
    (esx.SERVICE, _t("ESX onboarding"), esx.WIRE),
    (storage.SERVICE, _t("Storage configuration"), storage.WIRE),
    (updates.SERVICE, _t("Content distribution"), updates.WIRE),
    (monitoring.SERVICE, _t("Monitoring"), monitoring.WIRE),
)
