"""Images of Glance, and which server of the overcloud runs which."""

import dataclasses

from helion_dashboard.api.lifecycle import member_states
from helion_dashboard.api.records import record, records


@dataclasses.dataclass(frozen=True)
class Image:
    """An image.

    :ivar label: name and version
    :ivar status: Glance's, such as ``active``
    :ivar hidden: whether a newer version has taken its place
    :ivar rollout_role: the role that its publisher made it for, or ``None``
    :ivar rollout_servers: how many servers at a time its publisher advises, or ``None``
    """

    id: str
    label: str = ""
    name: str = ""
    status: str = ""
    version: str = ""
    build_no: str = ""
    source: str = ""
    hidden: bool = False
    rollout_role: str | None = None
    rollout_servers: int | None = None


@dataclasses.dataclass(frozen=True)
class Server:
    """A server of a role.

    :ivar role: the :class:`Role`
    :ivar state: a :class:`~helion_dashboard.api.states.State`
    :ivar image_id: what it was deployed from, or ``None``
    :ivar image: its :class:`Image`, ``None`` if Glance no longer has it
    """

    name: str
    role: "Role"
    state: object
    server: str | None = None
    node: str | None = None
    node_name: str = ""
    image_id: str | None = None
    image: Image | None = None

    @property
    def id(self):
        return self.name

    @property
    def moving(self):
        """Whether it changes without anybody doing anything."""
        return self.state.moving


@dataclasses.dataclass(frozen=True)
class Role:
    """A role.

    :ivar replaceable: whether images can be rolled out to its servers
    """

    name: str
    title: str
    kind: str = ""
    replaceable: bool = False


@dataclasses.dataclass(frozen=True)
class Images:
    """All images by label, roles, and servers by role."""

    images: tuple
    roles: tuple
    servers: tuple

    def image(self, identity):
        """The image with an id, or ``None``."""
        return next((image for image in self.images if image.id == identity), None)


def images(body):
    """The :class:`Images` from their JSON."""
    every = records(Image, body["images"])
    by_id = {image.id: image for image in every}
    roles = records(Role, body["roles"])
    servers = tuple(
        _server(row, role, by_id)
        for role, item in zip(roles, body["roles"], strict=True)
        for row in item["servers"]
    )
    return Images(every, roles, servers)


def _server(row, role, by_id):
    return record(
        Server,
        row,
        role=role,
        state=member_states.member_state(row["state"]),
        image_id=row["image"],
        image=by_id.get(row["image"]),
    )
