"""StoreVirtual clusters."""

from helion_services.sirius import rendering
from helion_services.sirius.api import schemas
from helion_services.sirius.api.devices import DeviceViews
from helion_services.sirius.clusters import CLUSTERS

_VIEWS = DeviceViews(
    devices=CLUSTERS,
    path="/storevirtual-clusters",
    name="storevirtual_cluster",
    noun="StoreVirtual cluster",
    rules="storevirtual",
    listed="clusters",
    row=rendering.cluster,
    rows=rendering.list_of_clusters,
    query=schemas.StoreVirtualQuery,
    page=schemas.StoreVirtuals,
    detail=schemas.StoreVirtualDetail,
    create=schemas.StoreVirtualCreate,
    update=schemas.StoreVirtualUpdate,
)


def add(views, runtime):
    """Add the views, over ``runtime``."""
    _VIEWS.add(views, runtime)
