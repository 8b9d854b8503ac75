"""Points in time: always UTC, in the database without a zone, in JSON as ISO 8601 with a ``Z``."""

import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import mysql


def now():
    """The current time, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def iso(moment):
    """``2026-01-31T12:00:00.123Z`` for an aware datetime; None for None."""
    if moment is None:
        return None
    text = moment.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


class UtcDateTime(sa.types.TypeDecorator):
    """A column of aware datetimes in UTC; the databases keep them without a zone."""

    # MySQL's plain type has whole seconds.
    impl = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        return None if value is None else value.replace(tzinfo=datetime.UTC)
