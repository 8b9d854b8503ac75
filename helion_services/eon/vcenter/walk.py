"""The PropertyCollector of a vCenter: everything below a folder, with one question."""

import functools

from pyVmomi import vim, vmodl

_PAGE = 1000  # objects in one answer


def retrieve(collector, root, paths):
    """All below ``root`` with the named properties, ``paths`` by type.

    Returns ``[(object, {path: value})]``; one call for each 1,000 objects.
    """
    options = vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=_PAGE)
    answer = collector.RetrievePropertiesEx([filter_of(root, paths)], options)
    rows = []
    while answer is not None:
        rows += [(row.obj, {prop.name: prop.val for prop in row.propSet}) for row in answer.objects]
        token = answer.token
        answer = collector.ContinueRetrievePropertiesEx(token) if token else None
    return rows


def filter_of(root, paths):
    """A property filter of all below ``root``: ``paths`` by type."""
    collector = vmodl.query.PropertyCollector
    return collector.FilterSpec(
        objectSet=[collector.ObjectSpec(obj=root, selectSet=_walk(), skip=False)],
        propSet=[
            collector.PropertySpec(type=kind, pathSet=list(names), all=False)
            for kind, names in paths.items()
        ],
    )


@functools.cache
def _walk():
    """The ways from the root folder down to all that is read."""
    collector = vmodl.query.PropertyCollector
    onward = [
        collector.SelectionSpec(name=name)
        for name in ("folder", "hosts", "networks", "members", "stores")
    ]

    def step(name, kind, path, select=()):
        return collector.TraversalSpec(
            name=name, type=kind, path=path, skip=False, selectSet=list(select)
        )

    return [
        step("folder", vim.Folder, "childEntity", onward),
        step("hosts", vim.Datacenter, "hostFolder", onward),
        step("networks", vim.Datacenter, "networkFolder", onward),
        step("members", vim.ComputeResource, "host"),
        step("stores", vim.ComputeResource, "datastore"),
    ]
