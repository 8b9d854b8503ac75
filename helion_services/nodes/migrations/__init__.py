"""The tables of the nodes service, as alembic revisions."""
