"""A service of two views a kind, to try out what every service stands on."""

import uuid

import sqlalchemy as sa
from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List, Nested, String
from apiflask.validators import Length, Range
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base import audit, context, paging, policy, problems
from helion_services.base.messages import Message

RULES = (
    policy.rule("thing:list", policy.READER, "See the things.", ("GET", "/sample/v1/things")),
    policy.rule("thing:create", policy.ADMIN, "Make one.", ("POST", "/sample/v1/things")),
    policy.rule("thing:delete", policy.ADMIN, "Drop one.", ("DELETE", "/sample/v1/things/{id}")),
)


class Base(orm.DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "things"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int | None]


class PartBody(Schema):
    name = String(required=True, validate=Length(1, 10))


class ThingBody(Schema):
    name = String(required=True, validate=Length(1, 64))
    size = Integer(validate=Range(0, 1000), allow_none=True)
    parts = List(Nested(PartBody))


class ThingAnswer(Schema):
    id = String(required=True)
    name = String(required=True)
    size = Integer(required=True, allow_none=True)


class ThingsAnswer(Schema):
    things = List(Nested(ThingAnswer), required=True)
    next = String(required=True, allow_none=True)


def blueprint(runtime):
    Base.metadata.create_all(runtime.db.engine)
    views = APIBlueprint("sample", __name__, url_prefix="/sample/v1")

    @views.get("/things")
    @policy.require("thing:list")
    @views.input(paging.PageQuery, location="query", arg_name="query")
    @views.output(ThingsAnswer)
    def list_things(query):
        with runtime.db.reader() as session:
            rows, marker = paging.page(
                session, sa.select(Thing), Thing, query, ("name", "size"), direction="asc"
            )
        return {"things": rows, "next": marker}

    @views.post("/things")
    @policy.require("thing:create")
    @views.input(ThingBody, arg_name="body")
    @views.output(ThingAnswer, status_code=201)
    def create_thing(body):
        if body["name"] == "taken":
            raise problems.Conflict(Message("taken", "There is one already."), holder=None)
        thing = Thing(id=str(uuid.uuid4()), name=body["name"], size=body.get("size"))
        with runtime.db.session() as session:
            session.add(thing)
        audit.note(thing=thing.id)
        return thing

    @views.post("/things/check")
    @policy.unchanging
    @policy.require("thing:list")
    @views.doc(hide=True)
    @views.input(ThingBody, arg_name="body")
    def check_thing(body):
        return body

    @views.delete("/things/<thing_id>")
    @policy.require("thing:delete")
    @views.output({}, status_code=204)
    def delete_thing(thing_id):
        with runtime.db.session() as session:
            if not session.execute(sa.delete(Thing).where(Thing.id == thing_id)).rowcount:
                raise problems.NotFound(Message("not-found", "Not there: {id}", id=thing_id))
        return ""

    @views.get("/me")
    @policy.require("thing:list")
    @views.doc(hide=True)
    def me():
        who = context.current()
        return {"user": who.user_id, "project": who.project_id, "system": who.system_scope}

    return views
