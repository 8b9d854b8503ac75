"""Requests of the operations."""

import dataclasses

from helion_services.base.operations import Request


@dataclasses.dataclass(frozen=True)
class Download(Request):
    """A file to fetch and verify.

    :ivar content: the id that it gets
    :ivar entry: of the catalogue
    :ivar description: the columns of :data:`~helion_services.sherpa.models.DESCRIPTION`, as JSON
    """

    content: str
    entry: str
    source: str
    source_name: str
    description: dict

    @property
    def label(self):
        """Its name and version."""
        return f"{self.description['name']} {self.description['version']}"


@dataclasses.dataclass(frozen=True)
class Publish(Request):
    """Content to publish, or a publication to make the current one again.

    :ivar publication: the id that it gets, or has
    :ivar kind: ``image``, ``template``, or one that is published to the object store
    :ivar existing: whether only its being current changes
    :ivar project: owner of the image, None for the service's own project
    """

    publication: str
    content: str
    kind: str
    name: str
    version: str
    visibility: str
    project: str | None = None
    existing: bool = False
    who: str | None = None


@dataclasses.dataclass(frozen=True)
class RollBack(Request):
    """An earlier version to be the current one.

    :ivar download: the :class:`Download` of its content as a dict, None if it is here
    :ivar publish: the :class:`Publish` as a dict
    """

    publish: dict
    download: dict | None = None


@dataclasses.dataclass(frozen=True)
class Unpublish(Request):
    """A publication to remove.

    :ivar former: the state that it goes back to if that fails
    """

    publication: str
    kind: str
    former: str


@dataclasses.dataclass(frozen=True)
class Import(Request):
    """An uploaded file to verify and to take the content from.

    :ivar upload: the id of the file, which has the ``name``
    :ivar source: whose trusted root vouches for it
    """

    upload: str
    source: str
    name: str
