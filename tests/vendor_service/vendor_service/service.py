"""All that the vendor's service brings."""

import dataclasses
import pathlib

import sqlalchemy as sa
from apiflask import APIBlueprint
from oslo_config import cfg
from sqlalchemy.orm import Mapped, mapped_column

from helion_services.base import policy
from helion_services.base.database import Base
from helion_services.base.messages import Message
from helion_services.base.operations import Kind, Request, Step
from helion_services.base.service import Resource, Service


class Thing(Base):
    __tablename__ = "vendor_things"
    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


@dataclasses.dataclass(frozen=True)
class Make(Request):
    name: str


class Write(Step):
    def run(self, work):
        with work.runtime.db.session() as session:
            session.merge(Thing(name=work.request.name))


class Vendor(Service):
    name, type, root = "vendor", "vendor-things", "/vendor/v1"
    migrations = pathlib.Path(__file__).parent / "migrations"
    resources = (Resource("thing", "Thing"),)
    options = (cfg.StrOpt("colour", default="blue"),)

    def policies(self):
        return (policy.rule("vendor:list", policy.READER, "List.", ("GET", "/vendor/v1/things")),)

    def kinds(self):
        title = Message("vendor-write", "Write")
        return (Kind("vendor", "make", lambda request: [Write("write", title)], request=Make),)

    def blueprint(self, runtime):
        views = APIBlueprint("vendor", __name__, url_prefix=self.root)

        @views.get("/things")
        @policy.require("vendor:list")
        def things():
            with runtime.db.reader() as session:
                return {"things": session.scalars(sa.select(Thing.name)).all()}

        return views

    def background(self, runtime):
        return Clock()


class Clock:
    running = False

    def start(self):
        Clock.running = True

    def stop(self):
        Clock.running = False
