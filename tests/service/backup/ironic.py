"""Ironic's list of nodes, out of the database that is backed up; other services are away."""

import sqlite3
from unittest import mock

from helion_services.base.messages import Message
from helion_services.base.problems import Unavailable


class Ironic:
    """Clouds with Ironic only.

    :param cloud: the :class:`~.conftest.SmallCloud`
    """

    def __init__(self, cloud):
        self._cloud = cloud

    def adapter(self, cloud, service_type, **options):
        if service_type != "baremetal":
            raise Unavailable(cloud, Message("away", "{service} is away.", service=service_type))
        return self

    def get(self, path, params):
        try:
            rows = self._cloud.execute("ironic", "SELECT uuid, name, provision_state FROM nodes")
        except sqlite3.Error:
            raise Unavailable("undercloud_system", Message("away", "Ironic is away.")) from None
        keys = ("uuid", "name", "provision_state")
        nodes = [dict(zip(keys, row, strict=True), power_state="power on") for row in rows]
        return mock.Mock(json=lambda: {"nodes": nodes})

    def has(self, cloud):
        return True
