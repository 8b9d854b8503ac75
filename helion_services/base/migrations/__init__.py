"""The tables that all services share, as alembic revisions."""
