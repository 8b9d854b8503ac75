"""A service whose operations leave files; a journal has a line for each file made or deleted.

Its steps look first and act then, as steps have to. A line that is there twice is work done twice.
"""

import dataclasses
import os
import pathlib

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, String

from helion_services.base import context, policy
from helion_services.base.messages import Message
from helion_services.base.operations import Kind, Request, Step
from helion_services.base.service import Resource, Service

STEPS = 4
FOLDER = "HELION_CHAOS_FOLDER"


@dataclasses.dataclass(frozen=True)
class Order(Request):
    """``fails``: whether the last step does, so that all are rolled back."""

    name: str
    fails: bool


class MakeFile(Step):
    """Makes a file."""

    def __init__(self, number, request):
        super().__init__(f"s{number}", Message("chaos-step", "Make a file"))
        self._request, self._number = request, number
        self._folder = pathlib.Path(os.environ[FOLDER])
        self._path = self._folder / f"{request.name}.{number}"

    def run(self, work):
        if not self._path.exists():
            work.sleep(0.05)
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL))
            self._write("made")
        if self._request.fails and self._number == STEPS - 1:
            raise ValueError("It broke.")

    def undo(self, work):
        if self._path.exists():
            self._path.unlink()
            self._write("deleted")

    def _write(self, verb):
        """A line is written at once or not at all."""
        journal = os.open(self._folder / "journal", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.write(journal, f"{verb} {self._path.name}\n".encode())
        os.close(journal)


class Body(Schema):
    name = String(required=True)
    fails = Boolean(required=True)


class Chaos(Service):
    """Found by an entry point that only the processes of this scene see."""

    name, type, root = "chaos", "chaos", "/chaos/v1"
    metal = False
    resources = (Resource("order", "Order"),)

    def policies(self):
        """Only one who orders."""
        return (policy.rule("chaos:order", policy.ADMIN, "Order.", ("POST", "/chaos/v1/orders")),)

    def kinds(self):
        """Orders."""

        def steps(request):
            return [MakeFile(number, request) for number in range(STEPS)]

        return (Kind("chaos", "order", steps, request=Order),)

    def blueprint(self, runtime):
        """``POST /orders``."""
        views = APIBlueprint("chaos", __name__, url_prefix=self.root)

        @views.post("/orders")
        @policy.require("chaos:order")
        @views.input(Body, arg_name="body")
        def order(body):
            name = body["name"]
            title = Message("chaos-order", "Order {name}", name=name)
            # No resource is held: nothing but the key of the request keeps it from being repeated.
            begun = runtime.operations.begin(
                "chaos", "order", title, Order(**body), [], context.current()
            )
            return {"operation": begun}, 202

        return views
