"""The views that all kinds of devices have: arrays and StoreVirtual clusters."""

import dataclasses
import typing

import sqlalchemy as sa

from helion_services.base import paging, policy
from helion_services.sirius.devices import Devices

_SORT_KEYS = ("name", "hostname", "state", "created_at")


@dataclasses.dataclass(frozen=True)
class DeviceViews:
    """The views of one kind.

    :ivar path: of all devices
    :ivar name: of one device, in names of requests
    :ivar noun: of one device, in sentences
    :ivar rules: what their rules begin with
    :ivar listed: the key of the list in an answer
    :ivar row: ``(session, row)`` as JSON
    :ivar rows: the same of many, shorter
    :ivar query, page, detail, create, update: schemas
    """

    devices: Devices
    path: str
    name: str
    noun: str
    rules: str
    listed: str
    row: typing.Callable
    rows: typing.Callable
    query: type
    page: type
    detail: type
    create: type
    update: type

    def add(self, views, runtime):
        """Add the views, over ``runtime``."""
        self._add_list(views, runtime)
        self._add_changes(views, runtime)

    def _shown(self, runtime, device_id):
        with runtime.db.reader() as session:
            return self.row(session, self.devices.row(session, device_id))

    def _add_list(self, views, runtime):
        model = self.devices.model

        @views.get(self.path, endpoint=f"list_{self.name}s")
        @policy.require(f"{self.rules}:list")
        @views.input(self.query, location="query", arg_name="query")
        @views.output(self.page)
        @views.doc(summary=f"List the registered {self.noun}s, as they were read last.")
        def list_devices(query):
            select = sa.select(model)
            if "state" in query:
                select = select.where(model.state == query["state"])
            with runtime.db.reader() as session:
                rows, marker = paging.page(session, select, model, query, _SORT_KEYS, "asc")
                rendered = self.rows(session, rows)
            return {self.listed: rendered, "next_marker": marker}

        @views.post(self.path, endpoint=f"register_{self.name}")
        @policy.require(f"{self.rules}:create")
        @views.input(self.create, arg_name="body")
        @views.output(self.detail, status_code=201)
        @views.doc(summary=f"Register the {self.noun}: logs in to it first.")
        def register_device(body):
            return self._shown(runtime, self.devices.register(runtime, body))

    def _add_changes(self, views, runtime):
        path = f"{self.path}/<device_id>"

        @views.get(path, endpoint=f"show_{self.name}")
        @policy.require(f"{self.rules}:get")
        @views.output(self.detail)
        @views.doc(summary=f"Show the {self.noun}.")
        def show_device(device_id):
            return self._shown(runtime, device_id)

        @views.put(path, endpoint=f"update_{self.name}")
        @policy.require(f"{self.rules}:update")
        @views.input(self.update, arg_name="body")
        @views.output(self.detail)
        @views.doc(
            summary=f"Change the {self.noun}.",
            description="A changed address, port, user name or trust needs the password.",
        )
        def update_device(device_id, body):
            self.devices.update(runtime, device_id, body)
            return self._shown(runtime, device_id)

        @views.post(f"{path}/refresh", endpoint=f"refresh_{self.name}")
        @policy.require(f"{self.rules}:refresh")
        @views.output(self.detail)
        @views.doc(
            summary=f"Read the {self.noun} again.",
            description="That it cannot be read is its state.",
        )
        def refresh_device(device_id):
            self.devices.refresh(runtime, device_id)
            return self._shown(runtime, device_id)

        @views.delete(path, endpoint=f"unregister_{self.name}")
        @policy.require(f"{self.rules}:delete")
        @views.output({}, status_code=204)
        @views.doc(
            summary=f"Forget the {self.noun}, which must not be in use.",
            description="Nothing changes on it.",
        )
        def unregister_device(device_id):
            self.devices.unregister(runtime, device_id)
