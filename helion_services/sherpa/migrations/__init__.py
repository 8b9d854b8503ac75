"""The alembic revisions of the Sherpa service."""
