"""One operation of each kind, in a small world of its own: the first column of the fault table."""

import dataclasses
from collections.abc import Callable

from helion_services.base import times
from helion_services.nodes import roles
from helion_services.nodes.flows import requests
from helion_services.nodes.stack import scale
from helion_services.sirius import models, states
from helion_services.sirius.flows.requests import Apply
from tests.faults import updates

_UNDERCLOUD = ("keystone", "ironic")
_STACK = (*_UNDERCLOUD, "heat")
_ROLLOUT = ("keystone", "nova", "heat")
_OVERCLOUD = ("overcloud-nova", "overcloud-placement", "overcloud-keystone")
_COMPUTE = roles.load().by_name["compute"]
_IMAGES = {"ComputeImage": "old", "ComputeImages": {}}
EMPTY = {
    "ControlCount": "0",
    "ComputeCount": "0",
    "ObjectStorageCount": "0",
    "BlockStorageCount": "0",
    "EsxProxyCount": "0",
}
_OLD = "overcloud-compute-1"


@dataclasses.dataclass(frozen=True)
class Scene:
    """An operation that is done in a world that ``prepare(rig)`` makes.

    :ivar kind: ``(service, name)``
    :ivar services: those that it talks to
    :ivar prepare: makes the world and returns the request
    :ivar about: tells two of a kind apart
    :ivar stays: what of the world the operation may leave, if it names it in its log
    """

    kind: tuple
    services: tuple
    prepare: Callable
    about: str = ""
    stays: tuple = ()

    def __str__(self):
        return " ".join(["-".join(self.kind), self.about]).strip()


def new_node(name, number):
    """A node as a request has it."""
    return {
        "uuid": f"{name}-uuid",
        "name": name,
        "driver": "ipmi",
        "driver_info": {},
        "properties": {},
        "resource_class": "compute",
        "ports": [{"address": f"94:18:82:00:00:{number:02x}"}],
    }


def _enrol(rig):
    rig.cloud.ironic.add("old", "manageable", inspection_finished_at=None)
    new = [new_node("n1", 1), new_node("n2", 2)]
    return requests.Enrol(
        enrol=new,
        prepare=["old-uuid"],
        profiles={node["uuid"]: "compute" for node in new},
        separate=True,
    )


def _deploy(rig):
    for name in ("free-0", "free-1"):
        rig.cloud.ironic.add(name, "available")
    changes = {"ComputeCount": 2, "ComputePlacement": {"0": "free-0-uuid", "1": "new-uuid"}}
    return requests.Deploy(
        enrol=[new_node("new", 1)],
        targets={"new-uuid": "compute", "free-0-uuid": "compute"},
        stack="overcloud",
        parameters=EMPTY | changes,
        computes=["overcloud-compute-0", "overcloud-compute-1"],
    )


def _deployed(rig, count=2):
    """Two or more compute servers, three virtual machines on the second, and a free node."""
    indices = list(map(str, range(count)))
    for name in (*(f"c{index}" for index in indices), "free-0"):
        rig.cloud.ironic.add(name, "available")
    placement = {index: f"c{index}-uuid" for index in indices}
    changes = {"ComputeCount": count, "ComputePlacement": placement}
    rig.cloud.heat.begin(**EMPTY | _IMAGES | changes)
    nova = rig.cloud.nova
    nova.vm("vm-0", _OLD)
    nova.vm("vm-1", _OLD)
    nova.vm("vm-off", _OLD, "SHUTOFF")
    return rig.cloud.heat.decoded()


def _scale_out(rig):
    current = _deployed(rig)
    changes = scale.grow(current, _COMPUTE, 3, {"2": "new-uuid"})
    return requests.ScaleOut(
        enrol=[new_node("new", 1)],
        profiles={"new-uuid": "compute"},
        targets={"new-uuid": "compute"},
        stack="overcloud",
        role="compute",
        kind="compute",
        indices=["2"],
        servers=["overcloud-compute-2"],
        changes=changes,
    )


def _leaving(rig):
    """What requests have in which the second compute server leaves."""
    server = rig.cloud.heat.members["compute", "1"]
    return {"stack": "overcloud", "servers": [server], "nodes": ["c1-uuid"], "hosts": [_OLD],
            "migration": "live"}  # fmt: skip


def _scale_in(rig, **values):
    current = _deployed(rig)
    changes = scale.shrink(current, _COMPUTE, ["1"])
    before = {name: current.get(name) for name in changes}
    values = {"after": "retire", "changes": changes, "before": before} | values
    return requests.ScaleIn(**_leaving(rig) | values)


def _scale_in_lost(rig):
    request = _scale_in(rig, after="delete", lost=[_OLD])
    rig.cloud.nova.services[_OLD]["state"] = "down"
    return request


def _scale_in_evacuate(rig):
    request = _scale_in(rig, after="keep", evacuate=[_OLD])
    rig.cloud.nova.services[_OLD]["state"] = "down"
    return request


def _replace(rig):
    current = _deployed(rig)
    changes = scale.swap(current, _COMPUTE, "1", "new-uuid")
    return requests.Replace(
        **_leaving(rig),
        enrol=[new_node("new", 1)],
        targets={"new-uuid": "compute"},
        after="delete",
        changes=changes,
        before={name: current.get(name) for name in changes},
        role="compute",
        kind="compute",
        new_servers=["overcloud-compute-2"],
    )


def rollout(rig, count=2, **values):
    """All compute servers, one after the other: their virtual machines go back and forth."""
    _deployed(rig, count)
    batches = [[row("compute", str(index), rig.cloud.heat.members)] for index in range(count)]
    about = {"stack": "overcloud", "role": "compute", "kind": "compute", "pause": 30}
    return requests.Rollout(batches=batches, **about | values)


def row(role, index, members):
    """A server of a rollout's batch, which gets the image ``new`` instead of ``old``.

    :param members: ``{(role, index): id of the server}``
    """
    return {
        "index": index,
        "name": f"overcloud-{role}-{index}",
        "server": members[role, index],
        **dict.fromkeys(("image", "value"), "new"),
        **dict.fromkeys(("former", "former_value"), "old"),
    }


def _undeploy(rig):
    _deployed(rig)
    return requests.Undeploy(
        stack="overcloud",
        hosts=["overcloud-compute-0", _OLD],
        nodes=["c0-uuid", "c1-uuid"],
    )


def _apply(rig):
    moment = times.now()
    common = {"created_at": moment, "updated_at": moment}
    with rig.runtime.db.session() as session:
        for table in (models.Cpg, models.StoreServ):
            session.query(table).delete()
        session.add(
            models.StoreServ(
                id="array-1", name="array-1", hostname="array.test", port=8080,
                username=rig.array.USERNAME, secret_id=rig.array.secret_id,
                state=states.CONNECTED, facts={}, san_ip="192.0.2.1", san_username="u",
                device_type="fc", iscsi_ips=[], **common,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            models.Cpg(
                id=rig.array.cpg_id, storeserv_id="array-1", name=rig.array.CPG, created_at=moment
            )
        )
    return Apply({rig.array.section: rig.array.CPG})


SCENES = (
    Scene(("nodes", "enrol"), _UNDERCLOUD, _enrol),
    Scene(("nodes", "deploy"), (*_STACK, "placement", *_OVERCLOUD[::2]), _deploy),
    Scene(("nodes", "scale_out"), (*_STACK, "placement", *_OVERCLOUD[::2]), _scale_out),
    Scene(("nodes", "scale_in"), (*_STACK, *_OVERCLOUD), _scale_in),
    Scene(("nodes", "scale_in"), (*_STACK, *_OVERCLOUD), _scale_in_lost, "lost"),
    Scene(
        ("nodes", "scale_in"),
        (*_STACK, *_OVERCLOUD),
        _scale_in_evacuate,
        "evacuated",
        ("virtual machines",),
    ),
    Scene(("nodes", "replace"), (*_STACK, "placement", *_OVERCLOUD), _replace),
    Scene(
        ("nodes", "rollout"),
        (*_ROLLOUT, *_OVERCLOUD),
        rollout,
        stays=("virtual machines",),
    ),
    # The overcloud's own Nova may have been deleted, too.
    Scene(
        ("nodes", "undeploy"),
        (*_STACK, *_OVERCLOUD),
        _undeploy,
        stays=("compute services", "providers", "virtual machines"),
    ),
    Scene(("sirius", "apply"), ("array", "overcloud-cinder", "overcloud-keystone"), _apply),
    Scene(("sherpa", "publish"), ("glance", "keystone"), updates.publish),
    Scene(("sherpa", "roll_back"), ("glance", "keystone"), updates.roll_back),
    Scene(("sherpa", "roll_back"), ("glance", "keystone"), updates.roll_back_to_hidden, "hidden"),
    Scene(("sherpa", "unpublish"), ("glance", "keystone"), updates.unpublish),
    Scene(("sherpa", "publish"), ("swift", "keystone"), updates.publish_object, "object"),
    Scene(("sherpa", "roll_back"), ("swift", "keystone"), updates.roll_back_object, "object"),
    Scene(("sherpa", "unpublish"), ("swift", "keystone"), updates.unpublish_object, "object"),
)
