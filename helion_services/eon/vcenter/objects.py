"""Managed objects by their id, and those below another one with chosen properties."""

from pyVmomi import vmodl

from helion_services.eon import names

_COLLECTOR = vmodl.query.PropertyCollector


def of(vc, kind, moid):
    """The managed object of that type and id, whether it exists or not."""
    return kind(moid, vc.si._stub)


def below(vc, root, kind, *paths):
    """Pairs of an object below ``root`` and its properties, a dict by path that lacks unset ones.

    Raises ``vmodl.fault.ManagedObjectNotFound`` if there is no such root.
    """
    view = vc.content.viewManager.CreateContainerView(root, [kind], recursive=True)
    try:
        walk = _COLLECTOR.TraversalSpec(name="view", type=type(view), path="view", skip=False)
        start = _COLLECTOR.ObjectSpec(obj=view, skip=True, selectSet=[walk])
        return _retrieve(vc, kind, paths, [start])
    finally:
        view.Destroy()


def values_of(vc, kind, objects, *paths):
    """The same for these objects; those that are gone are left out."""
    starts = [_COLLECTOR.ObjectSpec(obj=managed) for managed in objects]
    if not starts:
        return []
    try:
        return _retrieve(vc, kind, paths, starts)
    except vmodl.fault.ManagedObjectNotFound:
        rows = []
        for start in starts:
            try:
                rows += _retrieve(vc, kind, paths, [start])
            except vmodl.fault.ManagedObjectNotFound:
                continue
        return rows


def values(vc, managed, *paths):
    """The properties of one object. Raises ``vmodl.fault.ManagedObjectNotFound``."""
    ((_, values),) = _retrieve(vc, type(managed), paths, [_COLLECTOR.ObjectSpec(obj=managed)])
    return values


def named(vc, root, kind, name, *paths):
    """The object of that name below ``root`` and its properties, None and {} without one.

    The name may be escaped or not, see :mod:`helion_services.eon.names`.
    """
    for managed, values in below(vc, root, kind, "name", *paths):
        if names.plain(values.get("name", "")) == names.plain(name):
            return managed, values
    return None, {}


def _retrieve(vc, kind, paths, starts):
    spec = _COLLECTOR.PropertySpec(type=kind, pathSet=list(paths), all=False)
    collector = vc.content.propertyCollector
    answer = collector.RetrievePropertiesEx(
        [_COLLECTOR.FilterSpec(objectSet=starts, propSet=[spec])], _COLLECTOR.RetrieveOptions()
    )
    rows = []
    while answer is not None:
        rows += [
            (each.obj, {prop.name: prop.val for prop in each.propSet}) for each in answer.objects
        ]
        token = answer.token
        answer = collector.ContinueRetrievePropertiesEx(token) if token else None
    return rows
