"""Columns for texts that people read."""

import sqlalchemy as sa


class ShortText(sa.types.TypeDecorator):
    """A column that cuts longer texts with ``…``, which not all databases do."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        fits = value is None or len(value) <= self.impl.length
        return value if fits else f"{value[: self.impl.length - 1]}…"
