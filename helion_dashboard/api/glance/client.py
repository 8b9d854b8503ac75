"""Glance, called with the project's token.

Source of the wire: https://docs.openstack.org/api-ref/image/v2/
"""

import dataclasses

from helion_dashboard.api import short_cache
from helion_dashboard.api.wire import Wire

SERVICE = "image"

WIRE = Wire(SERVICE, version="2")

_PAGE = 1000  # rows of a call, as many as Glance gives by default
_SECONDS = 30  # a form's fields are loaded again with each other driver


@dataclasses.dataclass(frozen=True)
class Image:
    """An image that can be used.

    :ivar format: how its disk is written, such as ``qcow2``, ``aki`` (a kernel) or ``ari`` (a
        ramdisk); empty where nobody has set it
    """

    id: str
    name: str = ""
    format: str = ""


def images(request):
    """Every active :class:`Image` that the project may use, by name; at most seconds old."""
    user = request.user
    key = ("images", user.id, user.token.id, user.services_region)
    return short_cache.remembered(key, _SECONDS, lambda: _read(request), service=SERVICE)


def _read(request):
    query = {"status": "active", "limit": _PAGE, "sort_key": "created_at"}
    rows = WIRE.pages(request, "/images", query, "images")
    every = (Image(row["id"], row.get("name") or "", row.get("disk_format") or "") for row in rows)
    return sorted(every, key=lambda image: (image.name, image.id))
