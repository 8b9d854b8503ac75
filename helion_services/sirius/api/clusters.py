"""StoreVirtual clusters."""

import sqlalchemy as sa

from helion_services.base import paging, policy
from helion_services.sirius import problems, rendering
from helion_services.sirius.api import schemas
from helion_services.sirius.clusters import CLUSTERS
from helion_services.sirius.models import StoreVirtual

_SORT_KEYS = ("name", "hostname", "state", "created_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(cluster_id):
        with runtime.db.reader() as session:
            row = session.get(StoreVirtual, cluster_id)
            if row is None:
                raise problems.no_cluster(cluster_id)
            return rendering.cluster(session, row)

    @views.get("/storevirtual-clusters")
    @policy.require("storevirtual:list")
    @views.input(schemas.StoreVirtualQuery, location="query", arg_name="query")
    @views.output(schemas.StoreVirtuals)
    def list_storevirtual_clusters(query):
        """List the registered StoreVirtual clusters, as they were read last."""
        select = sa.select(StoreVirtual)
        if "state" in query:
            select = select.where(StoreVirtual.state == query["state"])
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, StoreVirtual, query, _SORT_KEYS, "asc")
            rendered = rendering.list_of_clusters(session, rows)
        return {"clusters": rendered, "next_marker": marker}

    @views.post("/storevirtual-clusters")
    @policy.require("storevirtual:create")
    @views.input(schemas.StoreVirtualCreate, arg_name="body")
    @views.output(schemas.StoreVirtualDetail, status_code=201)
    def register_storevirtual_cluster(body):
        """Register a StoreVirtual cluster: logs in to its management group first."""
        return shown(CLUSTERS.register(runtime, body))

    @views.get("/storevirtual-clusters/<cluster_id>")
    @policy.require("storevirtual:get")
    @views.output(schemas.StoreVirtualDetail)
    def show_storevirtual_cluster(cluster_id):
        """Show a StoreVirtual cluster."""
        return shown(cluster_id)

    @views.put("/storevirtual-clusters/<cluster_id>")
    @policy.require("storevirtual:update")
    @views.input(schemas.StoreVirtualUpdate, arg_name="body")
    @views.output(schemas.StoreVirtualDetail)
    def update_storevirtual_cluster(cluster_id, body):
        """Change a cluster. A changed address, port, user name or trust needs the password."""
        CLUSTERS.update(runtime, cluster_id, body)
        return shown(cluster_id)

    @views.post("/storevirtual-clusters/<cluster_id>/refresh")
    @policy.require("storevirtual:refresh")
    @views.output(schemas.StoreVirtualDetail)
    def refresh_storevirtual_cluster(cluster_id):
        """Read a cluster again; that it cannot be read is its state."""
        CLUSTERS.refresh(runtime, cluster_id)
        return shown(cluster_id)

    @views.delete("/storevirtual-clusters/<cluster_id>")
    @policy.require("storevirtual:delete")
    @views.output({}, status_code=204)
    def unregister_storevirtual_cluster(cluster_id):
        """Forget a cluster that no back end has. Nothing changes on it."""
        CLUSTERS.unregister(runtime, cluster_id)
