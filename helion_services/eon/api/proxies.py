"""The settings of compute proxies, and their redeployment."""

from helion_services.base import context, policy
from helion_services.base.operations import rendering, store
from helion_services.base.operations import schemas as operation_schemas
from helion_services.eon import proxies, resources
from helion_services.eon.api.schemas import proxies as proxies_json
from helion_services.eon.models import CLUSTER, MANAGER

_PARENTS = {"resource_mgrs": MANAGER, "resources": CLUSTER}


def add(views, runtime):
    """Add the views, over ``runtime``."""
    for place, kind in _PARENTS.items():
        _add_proxy(views, runtime, place, kind)
    _add_restoring(views, runtime)


def _add_proxy(views, runtime, place, kind):
    path, whose = f"/{place}/<parent_id>/proxy", f"{kind}_proxy"

    def shown(parent_id):
        with runtime.db.reader() as session:
            return proxies.show(session, kind, parent_id)

    @views.get(path, endpoint=f"show_{whose}", strict_slashes=False)
    @policy.require("esx_proxy:get")
    @views.output(proxies_json.ProxyAnswer)
    def show_proxy(parent_id):
        """Show how compute proxies are deployed."""
        return shown(parent_id)

    @views.put(path, endpoint=f"set_{whose}", strict_slashes=False)
    @policy.require("esx_proxy:set")
    @views.input(proxies_json.Proxy, arg_name="body")
    @views.output(proxies_json.ProxyAnswer)
    def set_proxy(parent_id, body):
        """Change how compute proxies are deployed."""
        with runtime.db.session() as session:
            proxies.put(session, kind, parent_id, body)
        return shown(parent_id)

    @views.delete(path, endpoint=f"drop_{whose}", strict_slashes=False)
    @policy.require("esx_proxy:set")
    @views.output(proxies_json.ProxyAnswer)
    def drop_proxy(parent_id):
        """Remove the settings for deploying compute proxies."""
        with runtime.db.session() as session:
            proxies.drop(session, kind, parent_id)
        return shown(parent_id)


def _add_restoring(views, runtime):
    @views.post("/resource_mgrs/<manager_id>/restore_proxy", strict_slashes=False)
    @policy.require("esx_proxy:restore")
    @views.output(proxies_json.RestoredResults)
    def restore_proxies(manager_id):
        """Redeploy the compute proxies of all activated clusters of a vCenter."""
        return {"results": resources.restore_all(runtime, manager_id, context.current())}

    @views.post("/resources/<resource_id>/restore_proxy", strict_slashes=False)
    @policy.require("esx_proxy:restore")
    @views.output(operation_schemas.OperationDetail, status_code=202)
    def restore_proxy(resource_id):
        """Redeploy the compute proxy of an activated cluster."""
        operation_id = resources.restore(runtime, resource_id, context.current())
        with runtime.db.reader() as session:
            return rendering.detail(store.get(session, operation_id))
