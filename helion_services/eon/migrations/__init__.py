"""The tables of the eon service, as alembic revisions."""
