"""The problems of the Sirius service."""

from helion_services.base.messages import Message
from helion_services.base.problems import Conflict, Invalid, NotFound, field


def no_storeserv(storeserv_id):
    """The array does not exist."""
    return NotFound(
        Message("storeserv-not-found", "There is no array {array}.", array=storeserv_id)
    )


def no_cluster(cluster_id):
    """The cluster does not exist."""
    return NotFound(
        Message(
            "storevirtual-not-found",
            "There is no StoreVirtual cluster {cluster}.",
            cluster=cluster_id,
        )
    )


def no_cpg(cpg_id):
    """The CPG is not registered."""
    return NotFound(Message("cpg-not-registered", "CPG {cpg} is not registered.", cpg=cpg_id))


def no_backend(backend_id):
    """The back end does not exist."""
    return NotFound(
        Message("backend-not-found", "There is no back end {backend}.", backend=backend_id)
    )


def device_failed(error):
    """A :class:`~helion_services.sirius.access.DeviceError` at the field that it belongs to."""
    return Invalid({error.field: [error.message]}, error.message)


def name_taken(name):
    """Another array has this name."""
    return field("name", "storeserv-name-taken", "An array named {name} exists.", name=name)


def array_taken(name, serial):
    """The array is registered under another name."""
    return field(
        "hostname",
        "storeserv-registered",
        "The array with the serial number {serial} is already registered as {name}.",
        name=name,
        serial=serial,
    )


def cpgs_registered(names):
    """CPGs of the array are registered."""
    return Conflict(
        Message("storeserv-in-use", "Unregister its CPGs first: {names}.", names=sorted(names))
    )


def cpg_reserved(name, backend):
    """The CPG is a member of a back end."""
    return Conflict(
        Message(
            "cpg-reserved",
            "{name} is reserved: it belongs to the back end {backend}.",
            name=name,
            backend=backend,
        )
    )


def cluster_taken(row):
    """The cluster is registered already."""
    return field(
        "name",
        "storevirtual-registered",
        "The cluster {name} of {address} is already registered.",
        name=row.name,
        address=row.hostname,
    )


def cluster_reserved(name, backend):
    """The cluster is a member of a back end."""
    return Conflict(
        Message(
            "storevirtual-reserved",
            "{name} is reserved: it belongs to the back end {backend}.",
            name=name,
            backend=backend,
        )
    )


def mixed_members():
    """A back end would have members of two kinds."""
    return field(
        "members",
        "backend-mixed",
        "A back end has either CPGs or StoreVirtual clusters, not both.",
    )


def no_driver(backends):
    """Cinder no longer has a driver for these back ends."""
    return Conflict(
        Message(
            "storevirtual-not-in-cinder",
            "Cinder removed the StoreVirtual driver in its Ussuri release, so these back ends"
            " cannot be applied: {backends}. Download the configuration for an older Cinder, or"
            " delete them.",
            backends=backends,
        )
    )


def cannot_apply():
    """Nobody said where Cinder finds its back ends."""
    return Conflict(
        Message(
            "apply-not-configured",
            "The service does not know where Cinder finds its back ends: set [sirius]"
            " configuration_file or stack, or download the configuration.",
        )
    )


def has_volumes(name, count):
    """Volumes are on a back end."""
    return Conflict(
        Message(
            "backend-has-volumes",
            "{count} volumes are on the back end {backend}. Delete or migrate them first.",
            count=count,
            backend=name,
        )
    )
