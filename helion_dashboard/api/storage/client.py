"""The Sirius service, called as :mod:`~helion_dashboard.api.wire` does.

Whatever makes the service ask an array before it answers may take longer than other answers.
"""

from urllib.parse import urlencode

from helion_dashboard.api import certificates
from helion_dashboard.api.operations import client as operations
from helion_dashboard.api.operations import records as operation_records
from helion_dashboard.api.storage import records
from helion_dashboard.api.wire import Wire

SERVICE = "storage-configuration"

WIRE = operations.register(Wire(SERVICE, scope="service"))

_MOST = 1000


def storeservs(request):
    """All arrays, as a list of :class:`~.records.StoreServ`."""
    rows = WIRE.get(request, "/storeservs", {"limit": _MOST})["storeservs"]
    return [records.storeserv(body) for body in rows]


def storeserv(request, ident):
    """The :class:`~.records.StoreServ` with this id; :class:`~.errors.NotFound`."""
    return records.storeserv(WIRE.get(request, WIRE.path("/storeservs/{}", ident)))


def register(request, key=None, **fields):
    """Register an array; returns it."""
    return records.storeserv(WIRE.post(request, "/storeservs", fields, key, far=True))


def update(request, ident, **fields):
    """Change an array; returns it."""
    path = WIRE.path("/storeservs/{}", ident)
    return records.storeserv(WIRE.put(request, path, fields, far=True))


def refresh(request, ident):
    """Read an array again."""
    WIRE.post(request, WIRE.path("/storeservs/{}/refresh", ident), far=True)


def unregister(request, ident):
    """Forget an array."""
    WIRE.delete(request, WIRE.path("/storeservs/{}", ident))


def certificate(request, address, port):
    """What is presented there, as :class:`~.certificates.Certificate`; it is not trusted."""
    body = {"hostname": address, "port": port}
    return certificates.certificate(WIRE.post(request, "/certificates", body, far=True))


def cpgs(request, storeserv):
    """The CPGs of an array, registered or not, as a list of :class:`~.records.Cpg`."""
    path = WIRE.path("/storeservs/{}/cpgs", storeserv)
    return [records.cpg(body) for body in WIRE.get(request, path)["cpgs"]]


def registered_cpgs(request):
    """The registered CPGs of all arrays, as a list of :class:`~.records.Cpg`."""
    return [records.cpg(body) for body in WIRE.get(request, "/cpgs")["cpgs"]]


def register_cpgs(request, storeserv, idents):
    """Register CPGs, all or none."""
    WIRE.post(request, WIRE.path("/storeservs/{}/cpgs", storeserv), {"ids": list(idents)})


def unregister_cpg(request, storeserv, ident):
    """Forget a CPG."""
    WIRE.delete(request, WIRE.path("/storeservs/{}/cpgs/{}", storeserv, ident))


def storevirtuals(request):
    """All StoreVirtual clusters, as a list of :class:`~.records.StoreVirtual`."""
    rows = WIRE.get(request, "/storevirtual-clusters", {"limit": _MOST})["clusters"]
    return [records.storevirtual(body) for body in rows]


def storevirtual(request, ident):
    """The :class:`~.records.StoreVirtual` with this id; :class:`~.errors.NotFound`."""
    path = WIRE.path("/storevirtual-clusters/{}", ident)
    return records.storevirtual(WIRE.get(request, path))


def register_storevirtual(request, key=None, **fields):
    """Register a cluster; returns it."""
    answer = WIRE.post(request, "/storevirtual-clusters", fields, key, far=True)
    return records.storevirtual(answer)


def update_storevirtual(request, ident, **fields):
    """Change a cluster; returns it."""
    path = WIRE.path("/storevirtual-clusters/{}", ident)
    return records.storevirtual(WIRE.put(request, path, fields, far=True))


def refresh_storevirtual(request, ident):
    """Read a cluster again."""
    WIRE.post(request, WIRE.path("/storevirtual-clusters/{}/refresh", ident), far=True)


def unregister_storevirtual(request, ident):
    """Forget a cluster."""
    WIRE.delete(request, WIRE.path("/storevirtual-clusters/{}", ident))


def backends(request):
    """All back ends, as a list of :class:`~.records.Backend`."""
    rows = WIRE.get(request, "/backends", {"limit": _MOST})["backends"]
    return [records.backend(body) for body in rows]


def backend(request, ident):
    """The :class:`~.records.Backend` with this id; :class:`~.errors.NotFound`."""
    return records.backend(WIRE.get(request, WIRE.path("/backends/{}", ident)))


def create_backend(request, name, members, options, key=None):
    """Create a back end of the CPGs or clusters with these ids; returns it.

    :param options: further options of its sections, texts by their names
    """
    body = {"name": name, "members": list(members), "options": options}
    return records.backend(WIRE.post(request, "/backends", body, key))


def set_members(request, ident, members, options):
    """Expand or shrink a back end: these are all members and further options afterwards."""
    body = {"members": list(members), "options": options}
    WIRE.put(request, WIRE.path("/backends/{}", ident), body)


def delete_backend(request, ident):
    """Delete a back end; its members stay registered."""
    WIRE.delete(request, WIRE.path("/backends/{}", ident))


def configuration(request, backends=()):
    """Cinder's configuration with masked passwords, as :class:`~.records.Configuration`.

    :param backends: ids of back ends, to leave out all others
    """
    return records.configuration(WIRE.get(request, "/configuration", {"backend": list(backends)}))


def download(request, backends=()):
    """The same with the passwords; the service notes who asked."""
    query = urlencode([("backend", ident) for ident in backends])
    return records.configuration(WIRE.post(request, f"/configuration?{query}"))


def apply(request, backends, key=None):
    """Begin to hand the back ends with these ids over to Cinder, ``None`` for all.

    Returns the operation.
    """
    body = {} if backends is None else {"backends": list(backends)}
    return operation_records.operation(WIRE.post(request, "/configuration/apply", body, key))
