"""The alembic revisions of the monitoring service."""
