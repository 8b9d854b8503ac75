"""Codes and parameters beside the sentences about vCenters."""

import sqlalchemy as sa
from alembic import op

revision = "eon_0002"
down_revision = "eon_0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("eon_managers", sa.Column("state_fact", sa.JSON(none_as_null=True)))
