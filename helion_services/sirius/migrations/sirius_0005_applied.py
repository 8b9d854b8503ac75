"""What was applied to a hidden parameter of a stack."""

import sqlalchemy as sa
from alembic import op

revision = "sirius_0005"
down_revision = "sirius_0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sirius_applied",
        sa.Column("place", sa.String(255), primary_key=True),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("secret_id", sa.String(255), nullable=False),
    )
