"""Texts for people in columns."""

import sqlalchemy as sa


class ShortText(sa.types.TypeDecorator):
    """A column of texts that are cut with ``…`` where it ends: not all databases do that."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value, dialect):
        fits = value is None or len(value) <= self.impl.length
        return value if fits else f"{value[: self.impl.length - 1]}…"
