"""The address that a request of the audit trail came from."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("audit_events", sa.Column("address", sa.String(64)))
