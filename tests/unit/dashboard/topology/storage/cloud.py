"""Storage of any size, in memory."""

from helion_dashboard.api.cinder import client as cinder
from helion_dashboard.api.storage import records
from helion_dashboard.kit.topology.live import Layer
from helion_dashboard.kit.topology.storage.inventory import CINDER, SIRIUS, Inventory

GIB = 1024


def layers(**reasons):
    """Both layers; those with a reason are not known."""
    return {
        name: Layer(name, name.title(), not reasons.get(name), reasons.get(name, ""))
        for name in (SIRIUS, CINDER)
    }


def array(ident="a1", state="connected", **more):
    system = {"total_mib": 40 * GIB, "free_mib": 30 * GIB}
    return records.storeserv({"id": ident, "name": ident, "state": state, "system": system, **more})


def cpg(ident, array="a1", backend="", **more):
    body = {"id": ident, "name": ident, "storeserv_id": array, "storeserv": array}
    body |= {"status": "reserved" if backend else "registered", "health": "normal"}
    return records.cpg(body | {"backend_id": backend, "used_mib": GIB, "free_mib": GIB, **more})


def cluster(ident, **more):
    body = {"id": ident, "name": ident, "state": "connected", "status": "registered"}
    return records.storevirtual(body | more)


def backend(ident, *members, name=""):
    rows = [{"id": each, "name": each, "section": f"CPG_{each}"} for each in members]
    body = {"id": ident, "name": name or ident, "members": rows, "used_mib": GIB, "free_mib": GIB}
    return records.backend(body)


def volume_type(ident, backend="", **more):
    specs = {"volume_backend_name": backend} if backend else {}
    return cinder.VolumeType(ident, ident, extra_specs=specs, **more)


def pool(section, backend, **more):
    return cinder.Pool(f"host@{section}#pool", backend, **more)


def small(**changes):
    """An array, a CPG, a back end and a volume type, all well."""
    values = {
        "arrays": (array(),),
        "cpgs": (cpg("c1", backend="b1"),),
        "backends": (backend("b1", "c1", name="gold"),),
        "types": (volume_type("t1", "gold"),),
        "pools": (pool("CPG_c1", "gold"),),
    }
    return Inventory(changes.pop("layers", layers()), **(values | changes))


def large(arrays=50, per_array=20, types=200):
    """Arrays with CPGs of which each has a back end; every tenth CPG is gone."""
    cpgs = [
        cpg(
            f"c{array}-{number}",
            f"a{array}",
            f"b{array}",
            status="missing" if number % 10 == 9 else "reserved",
        )
        for array in range(arrays)
        for number in range(per_array)
    ]
    return Inventory(
        layers(),
        tuple(array(f"a{number}") for number in range(arrays)),
        tuple(cpgs),
        (),
        tuple(
            backend(f"b{number}", *(each.id for each in cpgs if each.storeserv_id == f"a{number}"))
            for number in range(arrays)
        ),
        tuple(volume_type(f"t{number}", f"b{number % arrays}") for number in range(types)),
        tuple(pool(f"CPG_{each.id}", each.backend_id) for each in cpgs),
    )
