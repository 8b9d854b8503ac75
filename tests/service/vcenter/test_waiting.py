"""Waiting for changes while objects come and go."""

from pyVmomi import vim, vmodl

from helion_services.eon.vcenter import inventory, walk


def make_cluster(view, name):
    folder = view.find(vim.Datacenter, "Boise").hostFolder
    return folder.CreateClusterEx(name, vim.cluster.ConfigSpecEx())


def test_an_object_that_is_changed_and_removed(view):
    collector = view.content.propertyCollector
    collector.CreateFilter(walk.filter_of(view.content.rootFolder, inventory.STRUCTURE), False)
    options = vmodl.query.PropertyCollector.WaitOptions(maxWaitSeconds=0)
    cluster = make_cluster(view, "BRIEF")
    version = collector.WaitForUpdatesEx("", options).version
    view.wait(cluster.Rename_Task("RENAMED"))
    view.wait(cluster.Destroy_Task())
    version = collector.WaitForUpdatesEx(version, options).version
    later = make_cluster(view, "LATER")
    update = collector.WaitForUpdatesEx(version, options)
    changes = [change.obj for filter_ in update.filterSet for change in filter_.objectSet]
    assert later in changes
