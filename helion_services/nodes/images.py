"""Images in the undercloud's Glance: what servers of the overcloud are deployed from."""

import dataclasses

from helion_services.nodes import undercloud

_PAGE = 1000


@dataclasses.dataclass(frozen=True)
class Image:
    """An image.

    :ivar status: Glance's, such as ``active``
    :ivar version, build_no, source: what its publisher says of it, or None
    :ivar size: bytes, or None before it has content
    :ivar min_disk: GB
    :ivar min_ram: MB
    :ivar hidden: whether lists leave it out: a newer version has taken its place
    :ivar rollout_role: the role that its publisher made it for, or None
    :ivar rollout_servers: how many servers at a time its publisher advises, or None
    """

    id: str
    name: str | None
    status: str
    version: str | None = None
    build_no: str | None = None
    source: str | None = None
    size: int | None = None
    min_disk: int = 0
    min_ram: int = 0
    hidden: bool = False
    rollout_role: str | None = None
    rollout_servers: int | None = None

    @property
    def label(self):
        """Its name and version, or its id."""
        return " ".join(filter(None, (self.name, self.version))) or self.id


def every(clouds):
    """All :class:`Image` by id, hidden ones included: a call for each 1,000 of both kinds.

    Raises :class:`~helion_services.base.problems.Unavailable`.
    """
    api = clouds.adapter("undercloud", "image")
    with undercloud.answering("image"):
        rows = [*_pages(api, "false"), *_pages(api, "true")]
    return {row["id"]: _image(row) for row in rows}


def named(images, value):
    """The ids of the images that ``value``, an id or a name, stands for in a stack."""
    if value in images:
        return [value]
    return [image.id for image in images.values() if image.name == value and not image.hidden]


def public(image):
    """What the API shows of an :class:`Image`."""
    return {**dataclasses.asdict(image), "label": image.label}


def _pages(api, hidden):
    path = f"/v2/images?limit={_PAGE}&os_hidden={hidden}"
    while path:
        body = api.get(path).json()
        yield from body["images"]
        path = body.get("next")


def _image(row):
    return Image(
        id=row["id"],
        name=row.get("name"),
        status=row["status"],
        version=row.get("version"),
        build_no=row.get("build_no"),
        source=row.get("source"),
        size=row.get("size"),
        min_disk=row.get("min_disk") or 0,
        min_ram=row.get("min_ram") or 0,
        hidden=bool(row.get("os_hidden")),
        rollout_role=row.get("rollout_role"),
        rollout_servers=_number(row.get("rollout_servers_at_a_time")),
    )


def _number(text):
    """A positive number that a publisher wrote, or None."""
    return int(text) if str(text).isdigit() and int(text) else None
