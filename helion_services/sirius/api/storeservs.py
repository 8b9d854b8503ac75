"""Arrays and their CPGs."""

import sqlalchemy as sa

from helion_services.base import paging, policy
from helion_services.sirius import cpgs, problems, rendering
from helion_services.sirius.api import schemas
from helion_services.sirius.models import StoreServ
from helion_services.sirius.storeservs import STORESERVS

_SORT_KEYS = ("name", "hostname", "state", "created_at")


def add(views, runtime):
    """Add the views, over ``runtime``."""

    def shown(storeserv_id):
        with runtime.db.reader() as session:
            row = session.get(StoreServ, storeserv_id)
            if row is None:
                raise problems.no_storeserv(storeserv_id)
            return rendering.storeserv(session, row)

    @views.get("/storeservs")
    @policy.require("storeserv:list")
    @views.input(schemas.StoreServQuery, location="query", arg_name="query")
    @views.output(schemas.StoreServs)
    def list_storeservs(query):
        """List the registered arrays, as they were read last."""
        select = sa.select(StoreServ)
        if "state" in query:
            select = select.where(StoreServ.state == query["state"])
        with runtime.db.reader() as session:
            rows, marker = paging.page(session, select, StoreServ, query, _SORT_KEYS, "asc")
            rendered = rendering.list_of_storeservs(session, rows)
        return {"storeservs": rendered, "next_marker": marker}

    @views.post("/storeservs")
    @policy.require("storeserv:create")
    @views.input(schemas.StoreServCreate, arg_name="body")
    @views.output(schemas.StoreServDetail, status_code=201)
    def register_storeserv(body):
        """Register an array: logs in to it first."""
        return shown(STORESERVS.register(runtime, body))

    @views.get("/storeservs/<storeserv_id>")
    @policy.require("storeserv:get")
    @views.output(schemas.StoreServDetail)
    def show_storeserv(storeserv_id):
        """Show an array."""
        return shown(storeserv_id)

    @views.put("/storeservs/<storeserv_id>")
    @policy.require("storeserv:update")
    @views.input(schemas.StoreServUpdate, arg_name="body")
    @views.output(schemas.StoreServDetail)
    def update_storeserv(storeserv_id, body):
        """Change an array. A changed address, port, user name or trust needs the password."""
        STORESERVS.update(runtime, storeserv_id, body)
        return shown(storeserv_id)

    @views.post("/storeservs/<storeserv_id>/refresh")
    @policy.require("storeserv:refresh")
    @views.output(schemas.StoreServDetail)
    def refresh_storeserv(storeserv_id):
        """Read an array again; that it cannot be read is its state."""
        STORESERVS.refresh(runtime, storeserv_id)
        return shown(storeserv_id)

    @views.delete("/storeservs/<storeserv_id>")
    @policy.require("storeserv:delete")
    @views.output({}, status_code=204)
    def unregister_storeserv(storeserv_id):
        """Forget an array whose CPGs are all unregistered. Nothing changes on it."""
        STORESERVS.unregister(runtime, storeserv_id)

    _add_cpgs(views, runtime)


def _add_cpgs(views, runtime):
    def shown(storeserv_id):
        with runtime.db.reader() as session:
            row = session.get(StoreServ, storeserv_id)
            if row is None:
                raise problems.no_storeserv(storeserv_id)
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
