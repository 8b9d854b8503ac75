"""Scenes of the Sherpa service: one version is published, another is there."""

import hashlib

from helion_services.base import times
from helion_services.sherpa import states, swift
from helion_services.sherpa.flows.requests import Publish, RollBack, Unpublish
from helion_services.sherpa.layout import Layout
from helion_services.sherpa.models import Content, Publication

_OLD, _NEW = b"the old image", b"the new image"
_LARGE = bytes(1_500_000)
"""Of two segments."""
_UPDATE = "update"
"""A kind of content that is published to the object store."""


def _content(rig, version, data, kind=states.IMAGE):
    Layout(rig.runtime.conf).content(f"content-{version}").write_bytes(data)
    return Content(
        id=f"content-{version}", target=f"image-{version}.qcow2", name="image", version=version,
        kind=kind, provider="Acme", size=len(data), priority=states.NORMAL, reboot=False,
        hashes={"sha256": hashlib.sha256(data).hexdigest()}, needs=[], notes="",
        disk_format="qcow2", created_at=times.now(), entry_id=f"entry-{version}",
        source_id="source", source_name="source", origin=states.DOWNLOAD,
    )  # fmt: skip


def _published(rig):
    """Version 1 is published, version 2 only here."""
    image = rig.glance.post("/v2/images", json={
        "name": "image", "version": "1", "os_hidden": False, "visibility": states.PRIVATE,
        "helion_publication": "publication-1", "status": "active",
    }).json()  # fmt: skip
    moment = times.now()
    with rig.runtime.db.session() as session:
        for table in (Publication, Content):
            session.query(table).delete()
        session.add_all([_content(rig, "1", _OLD), _content(rig, "2", _NEW)])
        session.flush()
        session.add(
            Publication(
                id="publication-1", content_id="content-1", kind=states.IMAGE, name="image",
                version="1", state=states.PUBLISHED, object_id=image["id"],
                visibility=states.PRIVATE, created_at=moment, updated_at=moment,
            )
        )  # fmt: skip


def publish(rig):
    """Version 2 is published, and version 1 superseded."""
    _published(rig)
    return Publish("publication-2", "content-2", states.IMAGE, "image", "2", states.PRIVATE)


def roll_back(rig):
    """Version 2, which is here, replaces version 1."""
    return RollBack(publish(rig).dump())


def roll_back_to_hidden(rig):
    """Version 1 is shown again, and version 2 is superseded."""
    _published(rig)
    with rig.runtime.db.session() as session:
        first = session.get(Publication, "publication-1")
        first.state = states.SUPERSEDED
        image = rig.glance.post("/v2/images", json={
            "name": "image", "version": "2", "os_hidden": False, "visibility": states.PRIVATE,
            "helion_publication": "publication-2", "status": "active",
        }).json()  # fmt: skip
        rig.glance.images[first.object_id]["os_hidden"] = True
        session.add(
            Publication(
                id="publication-2", content_id="content-2", kind=states.IMAGE, name="image",
                version="2", state=states.PUBLISHED, object_id=image["id"],
                visibility=states.PRIVATE, created_at=times.now(), updated_at=times.now(),
            )
        )  # fmt: skip
    again = Publish(
        "publication-1", "content-1", states.IMAGE, "image", "1", states.PRIVATE, existing=True
    )
    return RollBack(again.dump())


def unpublish(rig):
    """Version 1 is removed."""
    _published(rig)
    with rig.runtime.db.session() as session:
        session.get(Publication, "publication-1").state = states.REMOVING
    return Unpublish("publication-1", states.IMAGE, states.PUBLISHED)


def _stored(rig, *current):
    """Versions 1 and 2 are here; those in ``current`` are objects, the last one the current one."""
    contents = {"1": _content(rig, "1", _OLD, _UPDATE), "2": _content(rig, "2", _LARGE, _UPDATE)}
    moment = times.now()
    with rig.runtime.db.session() as session:
        for table in (Publication, Content):
            session.query(table).delete()
        session.add_all(contents.values())
        session.flush()
        for version in current:
            ident = f"publication-{version}"
            path = swift.path_of(rig.runtime.conf.sherpa.container, contents[version])
            rig.swift.put(path, _OLD, ident)
            state = states.PUBLISHED if version == current[-1] else states.SUPERSEDED
            session.add(
                Publication(
                    id=ident, content_id=f"content-{version}", kind=_UPDATE, name="image",
                    version=version, state=state, object_id=ident, path=path,
                    visibility=states.PRIVATE, created_at=moment, updated_at=moment,
                )
            )  # fmt: skip


def publish_object(rig):
    """Version 2, of two segments, is published, and version 1 superseded."""
    _stored(rig, "1")
    return Publish("publication-2", "content-2", _UPDATE, "image", "2", states.PRIVATE)


def roll_back_object(rig):
    """Version 1 is the current one again."""
    _stored(rig, "1", "2")
    again = Publish(
        "publication-1", "content-1", _UPDATE, "image", "1", states.PRIVATE, existing=True
    )
    return RollBack(again.dump())


def unpublish_object(rig):
    """Version 1 is removed."""
    _stored(rig, "1")
    with rig.runtime.db.session() as session:
        session.get(Publication, "publication-1").state = states.REMOVING
    return Unpublish("publication-1", _UPDATE, states.PUBLISHED)
