"""The alembic revisions of the Sirius service."""
