"""The clusters of a vCenter, imported or not."""

from helion_services.base import policy
from helion_services.eon import clusters
from helion_services.eon.api.schemas import clusters as clusters_json


def add(views, runtime):
    """Add the views, over ``runtime``."""

    @views.get("/resource_mgrs/<manager_id>/clusters", strict_slashes=False)
    @policy.require("vcenter:get")
    @views.output(clusters_json.Clusters)
    def list_clusters(manager_id):
        """List the datacenters and clusters of a vCenter."""
        with runtime.db.reader() as session:
            return clusters.of_manager(session, manager_id)

    @views.get("/resource_mgrs/<manager_id>/clusters/<moid>", strict_slashes=False)
    @policy.require("vcenter:get")
    @views.output(clusters_json.Cluster)
    def show_cluster(manager_id, moid):
        """Show a cluster with its hosts and datastores."""
        with runtime.db.reader() as session:
            return clusters.one_of_manager(session, manager_id, moid)

    @views.get("/resource_mgrs/<manager_id>/clusters/<moid>/nics", strict_slashes=False)
    @policy.require("vcenter:get")
    @views.output(clusters_json.NicList)
    def list_nics(manager_id, moid):
        """List the physical NICs of a cluster's hosts, read from the vCenter now."""
        return clusters.nics(runtime, manager_id, moid)

    @views.get("/resource_mgrs/<manager_id>/hosts", strict_slashes=False)
    @policy.require("vcenter:get")
    @views.input(clusters_json.HostQuery, location="query", arg_name="query")
    @views.output(clusters_json.HostList)
    def list_hosts(manager_id, query):
        """List the hosts of a vCenter, or those of some clusters or with a name like the given."""
        moids = [moid for moid in query["cluster"].split(",") if moid]
        with runtime.db.reader() as session:
            return clusters.hosts_of_manager(
                session, manager_id, moids, query["name"], query["limit"]
            )

    @views.post("/resource_mgrs/<manager_id>/import", strict_slashes=False)
    @policy.require("esx_cluster:import")
    @views.input(clusters_json.Moids, arg_name="body")
    @views.output(clusters_json.ClusterResults)
    def import_clusters(manager_id, body):
        """Import clusters; the answer tells what became of each."""
        return {"results": clusters.import_many(runtime, manager_id, body["clusters"])}

    @views.post("/resource_mgrs/<manager_id>/unimport", strict_slashes=False)
    @policy.require("esx_cluster:unimport")
    @views.input(clusters_json.Moids, arg_name="body")
    @views.output(clusters_json.ClusterResults)
    def unimport_clusters(manager_id, body):
        """Forget imported clusters; the answer tells what became of each."""
        return {"results": clusters.unimport_many(runtime, manager_id, body["clusters"])}
