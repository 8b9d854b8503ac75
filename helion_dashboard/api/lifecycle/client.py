"""The nodes service: roles, plans and enrolments, called as :mod:`~.wire` does.

Every change may be sent with a ``key``: the same request with the same key is done only once, so
that a form that is sent twice does not begin two operations.
"""

from helion_dashboard.api.lifecycle import controllers as controller_records
from helion_dashboard.api.lifecycle import images as image_records
from helion_dashboard.api.lifecycle import overcloud as overcloud_records
from helion_dashboard.api.lifecycle import plans as plan_records
from helion_dashboard.api.lifecycle import roles as role_records
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.api.wire import Wire

SERVICE = "node-lifecycle"

WIRE = operations.register(Wire(SERVICE, scope="metal"))


def roles(request, max_age=None, *, members=True):
    """All roles with their servers, as :class:`~.lifecycle.roles.Roles`.

    :param max_age: seconds that the nodes may be old; by default they are of now
    :param members: whether the servers are needed: without, the answer takes less time, and has
        no numbers of them but that of the stack
    """
    query = {"max_age": max_age, "members": None if members else "false"}
    return role_records.roles(WIRE.get(request, "/roles", query))


def images(request):
    """Which server runs which image, as :class:`~.lifecycle.images.Images`."""
    return image_records.images(WIRE.get(request, "/images"))


def read_import(request, text, kind="auto"):
    """Read a file of nodes as :class:`~.lifecycle.plans.Import`: nothing is enrolled.

    :param kind: ``csv``, ``json``, ``yaml``, or ``auto``
    """
    return plan_records.imported(WIRE.post(request, "/imports", {"format": kind, "text": text}))


def enrol(request, token):
    """Begin to enrol the nodes of a read file: verify, inspect and clean them.

    A token is enrolled once: sent again, it gives the same operation.

    :param token: of the :class:`~.lifecycle.plans.Import`
    :returns: the :class:`~.operations.records.Operation`
    """
    answer = WIRE.post(request, "/enrolments", {"import": token}, key=f"enrol-{token}")
    return operation_records.operation(answer)


def create_plan(request, action, *, imported=None, key=None, **more):
    """Plan a change without doing it; returns a :class:`~.lifecycle.plans.Plan`.

    :param action: ``deploy`` (``parameters``), ``undeploy``, ``scale_out`` (``role``, ``count``,
        ``nodes``?, ``new_nodes``?), ``scale_in`` (``nodes``, ``after``, ``migration``,
        ``stranded_vms``), ``replace`` (``node``, ``with``?, ``new_nodes``? and the last three) or
        ``rollout`` (``role`` and ``image``, or ``rollout``; ``servers_at_a_time``,
        ``maximum_failures``, ``pause``, ``confirm_first_batch``, ``migration``)
    :param imported: the token of a read file, whose nodes are new ones
    :param more: what the action takes; what is ``None`` is left out
    """
    body = {"action": action, "import": imported, **more}
    body = {name: value for name, value in body.items() if value is not None}
    # A plan is made of what all services say now: of thousands of nodes that takes its time.
    return plan_records.plan(WIRE.post(request, "/plans", body, key, far=True))


def get_plan(request, plan):
    """The plan with this id; :class:`~.errors.NotFound`."""
    return plan_records.plan(WIRE.get(request, WIRE.path("/plans/{}", plan)))


def apply_plan(request, plan, key):
    """Begin to apply a plan; returns the :class:`~.operations.records.Operation`.

    Raises :class:`~.errors.Conflict` with the code ``plan-outdated`` (and what changed) or
    ``plan-blocked``.
    """
    path = WIRE.path("/plans/{}/apply", plan)
    return operation_records.operation(WIRE.post(request, path, key=key, far=True))


def controllers(request):
    """The controllers and the clusters on them, as :class:`~.lifecycle.controllers.Controllers`."""
    return controller_records.controllers(WIRE.get(request, "/controllers"))


def overcloud(request):
    """The overcloud's stack, what failed in it, and its parameters, as
    :class:`~.lifecycle.overcloud.Overcloud`."""
    return overcloud_records.overcloud(WIRE.get(request, "/overcloud"))


def overcloud_events(request, *, limit=100):
    """What Heat noted lately, as a list of :class:`~.lifecycle.overcloud.Event`."""
    rows = WIRE.get(request, "/overcloud/events", {"limit": limit})["events"]
    return [overcloud_records.event(body) for body in rows]


def overcloud_computes(request):
    """The :class:`~.lifecycle.overcloud.Compute` of each host; ``None`` without an overcloud."""
    return overcloud_records.computes(WIRE.get(request, "/overcloud/computes"))


def overcloud_credentials(request):
    """How one signs in to the overcloud, as :class:`~.lifecycle.overcloud.Credentials`."""
    return overcloud_records.credentials(WIRE.get(request, "/overcloud/credentials"))
