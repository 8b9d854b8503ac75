"""How publishers advise to roll images out."""

import sqlalchemy as sa
from alembic import op

revision = "sherpa_0004"
down_revision = "sherpa_0003"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("sherpa_entries", "sherpa_content"):
        op.add_column(table, sa.Column("rollout", sa.JSON))
