"""Properties of vCenters and clusters, one row each."""

import json
import uuid

import sqlalchemy as sa

from helion_services.eon.models import Property

NETWORK = "network_properties"
HLM = "hlm_properties"
HYPERVISOR = "hypervisor_id"


def all_of(session, kind, parent_ids):
    """The properties of several parents of one ``kind``: ``{parent id: [Property]}``."""
    by_parent = {parent: [] for parent in parent_ids}
    query = sa.select(Property).where(
        Property.parent_kind == kind, Property.parent_id.in_(list(by_parent))
    )
    for row in session.scalars(query.order_by(Property.key)):
        by_parent[row.parent_id].append(row)
    return by_parent


def get(session, kind, parent_id, key):
    """The text of a property, None if there is none."""
    row = _row(session, kind, parent_id, key)
    return row.value if row else None


def get_json(session, kind, parent_id, key):
    """The value of a property that is JSON, None if there is none."""
    text = get(session, kind, parent_id, key)
    return json.loads(text) if text is not None else None


def put(session, kind, parent_id, key, value):
    """Write a property: text as it is, everything else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value)
    row = _row(session, kind, parent_id, key)
    if row:
        row.value = text
        return
    session.add(
        Property(id=str(uuid.uuid4()), parent_kind=kind, parent_id=parent_id, key=key, value=text)
    )
    session.flush()


def drop(session, kind, parent_id, *keys):
    """Delete properties of a parent: those named, or all."""
    query = sa.delete(Property).where(Property.parent_kind == kind, Property.parent_id == parent_id)
    if keys:
        query = query.where(Property.key.in_(keys))
    session.execute(query)


def _row(session, kind, parent_id, key):
    return session.scalar(
        sa.select(Property).where(
            Property.parent_kind == kind, Property.parent_id == parent_id, Property.key == key
        )
    )
