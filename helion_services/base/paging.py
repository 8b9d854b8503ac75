"""Lists in pages: ``limit`` rows after the row ``marker``, in the order of ``sort_key``.

The id breaks ties, so no row is repeated or skipped.
"""

import sqlalchemy as sa
from apiflask import Schema
from apiflask.fields import Integer, String
from apiflask.validators import Length, OneOf, Range

from helion_services.base.messages import Message
from helion_services.base.problems import Invalid


class PageQuery(Schema):
    """The query of a list; services add their filters in a subclass."""

    limit = Integer(load_default=50, validate=Range(1, 1000), metadata={"description": "rows"})
    marker = String(
        validate=Length(1, 255), metadata={"description": "id of the last row of the previous page"}
    )
    sort_key = String(validate=Length(1, 64))
    sort_dir = String(validate=OneOf(["asc", "desc"]))


def page(session, select, model, args, sort_keys, direction="desc"):
    """The rows of one page, and the marker of the next one: None if this is the last.

    :param select: the SELECT of ``model`` with its filters
    :param args: the query, as :class:`PageQuery` loads it
    :param sort_keys: names of columns to sort by, the default first
    :param direction: ``asc`` or ``desc``, if the request does not set it

    Raises :class:`Invalid` for another sort key, or a marker that does not exist.
    """
    name = args.get("sort_key") or sort_keys[0]
    if name not in sort_keys:
        raise Invalid(
            {
                "sort_key": [
                    Message(
                        "value-not-offered", "Must be one of: {values}.", values=list(sort_keys)
                    )
                ]
            }
        )
    descending = (args.get("sort_dir") or direction) == "desc"
    keys = _keys(model, name)
    query = select.order_by(*(key.desc() if descending else key.asc() for key in keys))
    if args.get("marker"):
        last = session.execute(sa.select(*keys).where(model.id == args["marker"])).first()
        if last is None:
            raise Invalid({"marker": [Message("marker-not-found", "This row no longer exists.")]})
        query = query.where(_after(keys, last, descending))
    rows = session.scalars(query.limit(args["limit"] + 1)).all()
    more = len(rows) > args["limit"]
    rows = rows[: args["limit"]]
    return rows, rows[-1].id if more else None


def _keys(model, name):
    """The sort keys, in order. NULL comes last, which databases do differently."""
    column = getattr(model, name)
    if column.property.columns[0].nullable:
        return [sa.case((column.is_(None), 1), else_=0), column, model.id]
    return [column, model.id]


def _after(keys, last, descending):
    """The condition for rows after the row whose keys have the values ``last``."""
    either = []
    same = []
    for key, value in zip(keys, last, strict=True):
        if value is not None:
            either.append(sa.and_(*same, key < value if descending else key > value))
        same.append(key.is_(None) if value is None else key == value)
    return sa.or_(*either)
