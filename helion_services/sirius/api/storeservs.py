"""Arrays and their CPGs."""

from helion_services.base import policy
from helion_services.sirius import cpgs, rendering
from helion_services.sirius.api import schemas
from helion_services.sirius.api.devices import DeviceViews
from helion_services.sirius.storeservs import STORESERVS

_VIEWS = DeviceViews(
    devices=STORESERVS,
    path="/storeservs",
    name="storeserv",
    noun="array",
    rules="storeserv",
    listed="storeservs",
    row=rendering.storeserv,
    rows=rendering.list_of_storeservs,
    query=schemas.StoreServQuery,
    page=schemas.StoreServs,
    detail=schemas.StoreServDetail,
    create=schemas.StoreServCreate,
    update=schemas.StoreServUpdate,
)


def add(views, runtime):
    """Add the views, over ``runtime``."""
    _VIEWS.add(views, runtime)
    _add_cpgs(views, runtime)


def _add_cpgs(views, runtime):
    def shown(storeserv_id):
        with runtime.db.reader() as session:
            row = STORESERVS.row(session, storeserv_id)
            return {"cpgs": cpgs.of_storeserv(session, row)}

    @views.get("/storeservs/<storeserv_id>/cpgs")
    @policy.require("storeserv:get")
    @views.output(schemas.Cpgs)
    def list_cpgs(storeserv_id):
        """List the CPGs of an array, registered or not."""
        return shown(storeserv_id)

    @views.get("/cpgs")
    @policy.require("storeserv:list")
    @views.output(schemas.Cpgs)
    def list_registered_cpgs():
        """List the registered CPGs of all arrays."""
        with runtime.db.reader() as session:
            return {"cpgs": cpgs.registered(session)}

    @views.post("/storeservs/<storeserv_id>/cpgs")
    @policy.require("cpg:register")
    @views.input(schemas.CpgIds, arg_name="body")
    @views.output(schemas.Cpgs)
    def register_cpgs(storeserv_id, body):
        """Register CPGs of an array, all or none."""
        cpgs.register(runtime, storeserv_id, body["ids"])
        return shown(storeserv_id)

    @views.delete("/storeservs/<storeserv_id>/cpgs/<cpg_id>")
    @policy.require("cpg:unregister")
    @views.output({}, status_code=204)
    def unregister_cpg(storeserv_id, cpg_id):
        """Forget a CPG that no back end has. Nothing changes on the array."""
        cpgs.unregister(runtime, storeserv_id, cpg_id)
